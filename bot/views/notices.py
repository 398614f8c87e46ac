"""What an administrator is told: a message that Slack refuses for good, data that could not be read."""

import re

from bot.domain import refusal
from bot.domain.post import Message, Post
from bot.views import blocks
from bot.views.text import code, foreign

_CODE = re.compile(r"[a-z_]{1,60}")


def parked(post: Post) -> Message:
    """A message that cannot be delivered until somebody acts; `post.error` is Slack's code or a sentence."""
    error = post.error or "unknown_error"
    why = refusal.words(error, post.to) if _CODE.fullmatch(error) else error
    text = f"A message could not be delivered. {foreign(why, 500)}"
    return blocks.message(text, blocks.section(text), blocks.context(f"Message {code(post.key)}"))
