"""Tells the administrators that a message needs somebody: once per reason and hour, never about a notice."""

from datetime import datetime

from bot.domain.post import Kind, Post
from storage import posts
from storage.database import Session


def tell(tx: Session, admin: str | None, about: Post, code: str, now: datetime) -> None:
    """Put a notice about a message on the list. `admin`: the administrators' channel, if there is one."""
    if admin is not None and about.kind is not Kind.NOTICE:
        posts.add(tx, f"notice:{code}:{now:%Y-%m-%dT%H}", Kind.NOTICE, about.id, admin, now)
