"""The files.* methods of an upload: an address to send to, completion, and what became of it."""

from bot.playground import defaults
from bot.playground.files import File
from bot.playground.messages import Message
from bot.playground.methods_chat import joined_channel
from bot.playground.payloads import Arguments, Object, SlackError
from bot.playground.slack import Slack


def upload_address(slack: Slack, arguments: Arguments) -> Object:
    """files.getUploadURLExternal."""
    name = arguments.required("filename")
    length = arguments.number("length", 0)
    if length <= 0:
        raise SlackError("invalid_arguments", ("[ERROR] must be greater than 0 [json-pointer:/length]",))
    file = slack.files.ask(name, length, arguments.text("alt_txt"))
    return {"ok": True, "upload_url": f"{slack.origin}/upload/{file.id}", "file_id": file.id}


def complete_upload(slack: Slack, arguments: Arguments) -> Object:
    """files.completeUploadExternal: with a channel, the files are shared there in one message."""
    wanted = arguments.json_list("files", "invalid_arguments") or []
    if not wanted:
        raise SlackError("invalid_arguments", ("[ERROR] missing required field: files",))
    channel = arguments.text("channel_id") or arguments.text("channels").split(",")[0]
    room = joined_channel(slack, channel) if channel else None
    files = [slack.files.complete(entry.get("id", ""), entry.get("title", "")) for entry in wanted]
    if room is not None:
        _share(slack, room.id, files, arguments)
    return {"ok": True, "files": [slack.files.to_api(file, slack.origin) for file in files]}


def _share(slack: Slack, channel: str, files: list[File], arguments: Arguments) -> None:
    for file in files:
        file.channels.append(channel)
    shown = [slack.files.to_api(file, slack.origin) for file in files]
    thread_ts = arguments.text("thread_ts") or None
    text = arguments.text("initial_comment")
    message = Message("", channel, defaults.BOT_USER_ID, text, thread_ts, by_app=True, files=shown)
    slack.workspace.post(message)


def info(slack: Slack, arguments: Arguments) -> Object:
    """files.info."""
    file = slack.files.all.get(arguments.text("file"))
    if file is None or file.completed_at is None:
        raise SlackError("file_not_found")
    return {"ok": True, "file": slack.files.to_api(file, slack.origin), "comments": []}
