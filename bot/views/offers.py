"""What whoever may answer is offered for what they wrote in a thread, where no whisper reached them."""

import json

from bot.domain.post import Message
from bot.views import actions, blocks
from bot.views.text import counted, link


def offer(item_id: int, place: tuple[str, str, str], waiting: int, where: str | None) -> Message:
    """In a direct message: it may be the answer. `place`: their message's channel, thread and ts.

    Its words are not carried along: by the time of the click they may be others, or deleted.
    """
    channel, thread, ts = place
    text = f"You wrote in a thread where {counted(waiting, 'comment')} waited. Is it the answer?"
    value = json.dumps({"item": item_id, "channel": channel, "thread": thread, "ts": ts})
    use = blocks.button("Use it as the answer", actions.FEEDBACK_USE, value)
    shown = " ".join(part for part in (text, link(where, "Your message")) if part)
    return blocks.message(text, blocks.section(shown), blocks.actions(use))
