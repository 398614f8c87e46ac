"""Pictures for messages: uploaded without a channel, then shown by a block that names the file.

Three steps: an address for the bytes, the bytes, and the end of the upload
(https://docs.slack.dev/messaging/working-with-files). These methods take forms only. Slack then needs a while
to process the picture and refuses a message that shows it earlier: a file is ready once it has a mimetype.
"""

import json

from bot.gateways import slack_answers as answers
from bot.gateways.slack_answers import RefusedError
from bot.gateways.slack_calls import Calls

# As Slack words it in `response_metadata` (github.com/slackapi/python-slack-sdk/issues/1797).
_NO_FILE = "invalid slack file"


class Files:
    """The uploads of one bot. Nobody sees a file before a message shows it, so repeating one does no harm."""

    def __init__(self, calls: Calls) -> None:
        self._calls = calls

    async def upload(self, content: bytes, name: str, alt: str) -> str:
        """Upload a picture; answers with the file's id. `alt`: what it shows, for those who do not see it."""
        asked = await self._calls.form(
            "files.getUploadURLExternal", filename=name, length=len(content), alt_txt=alt
        )
        file_id = answers.text(asked, "file_id")
        await self._calls.send(answers.text(asked, "upload_url"), content)
        files = json.dumps([{"id": file_id, "title": name}])
        await self._calls.form("files.completeUploadExternal", files=files)
        return file_id

    async def is_ready(self, file_id: str) -> bool:
        """Whether a message may show the file. RefusedError: without `files:read` Slack does not say."""
        answer = await self._calls.form("files.info", file=file_id)
        return bool(answers.part(answer, "file").get("mimetype"))


def is_unready(error: RefusedError) -> bool:
    """Whether a message was refused because a file that it shows is not ready, or is none."""
    return any(_NO_FILE in reason for reason in error.reasons)
