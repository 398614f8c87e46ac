"""Uploaded files: asked for, sent, completed, and after a while ready to be shown."""

import mimetypes
import uuid
from dataclasses import dataclass, field

from bot.playground import defaults
from bot.playground.payloads import Object, SlackError
from bot.playground.workspace import Clock


@dataclass(slots=True)
class File:
    """A file on its way: `content` once sent, `completed_at` once completed."""

    id: str
    name: str
    length: int
    alt_text: str
    created: int
    title: str = ""
    content: bytes | None = None
    completed_at: float | None = None
    channels: list[str] = field(default_factory=list)


class Files:
    """All files. A completed file is ready only `seconds` later, as Slack processes uploads at leisure."""

    def __init__(self, clock: Clock, seconds: float) -> None:
        self.clock = clock
        self.seconds = seconds
        self.all: dict[str, File] = {}

    def ask(self, name: str, length: int, alt_text: str) -> File:
        """A new file, still to be sent."""
        file = File(f"F{uuid.uuid4().hex[:10].upper()}", name, length, alt_text, int(self.clock()))
        self.all[file.id] = file
        return file

    def complete(self, file_id: str, title: str) -> File:
        """Marks a sent file as complete. Refused when nothing was sent."""
        file = self.all.get(file_id)
        if file is None or file.content is None:
            raise SlackError("file_not_found")
        file.title, file.completed_at = title or file.name, self.clock()
        return file

    def ready(self, file: File) -> bool:
        """Whether Slack has processed the file, so that it has a type and may stand in a block."""
        return file.completed_at is not None and self.clock() - file.completed_at >= self.seconds

    def check_blocks(self, blocks: list[Object]) -> None:
        """Refuses blocks that show a file which is unknown or not yet ready."""
        for index, block in enumerate(blocks):
            wanted = block.get("slack_file", {}).get("id") if block.get("type") == "image" else None
            file = self.all.get(wanted or "")
            if wanted and (file is None or not self.ready(file)):
                line = f"[ERROR] invalid slack file [json-pointer:/blocks/{index}/slack_file]"
                raise SlackError("invalid_blocks", (line,))

    def to_api(self, file: File, origin: str) -> Object:
        """The file as `files.info` gives it; `mimetype` appears when it is ready."""
        address = f"{origin}/files/{file.id}/{file.name}"
        answer: Object = {
            "id": file.id,
            "created": file.created,
            "timestamp": file.created,
            "name": file.name,
            "title": file.title,
            "user": defaults.BOT_USER_ID,
            "size": len(file.content or b""),
            "mode": "hosted",
            "is_external": False,
            "is_public": bool(file.channels),
            "alt_txt": file.alt_text,
            "url_private": address,
            "url_private_download": address,
            "permalink": address,
            "channels": list(file.channels),
        }
        if self.ready(file):
            kind = mimetypes.guess_type(file.name)[0] or "application/octet-stream"
            answer |= {"mimetype": kind, "filetype": file.name.rpartition(".")[2]}
        return answer
