"""How long delivery waits, and when it may try again: the durations and the rules that use them.

Slack has no key that makes posting idempotent. So after an answer that never came the channel is read, and a
message is sent again only when it was absent twice and no request can still be on its way.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.domain.post import Post


@dataclass(frozen=True, slots=True)
class Patience:
    """Durations in seconds. Tests and the demo shorten them."""

    lease: float = 30.0  # how long a worker may keep what it took: a message to send, a question to read
    call: float = 10.0  # the longest that one call to Slack can take
    margin: float = 5.0  # left over when a lease is about to end
    look: float = 5.0  # from a doubt to the first look into the channel
    look_again: float = 20.0  # between two looks
    looks: int = 2  # looks that must not find it
    quiet: float = 45.0  # after the lease's end no request of it is on its way any more
    skew: float = 300.0  # how far Slack's clock may be from ours
    first_retry: float = 1.0
    last_retry: float = 60.0  # so that everything is out a minute after Slack is back
    last_look: float = 300.0
    overdue: float = 600.0  # the auditor speaks up
    drain: float = 10.0  # what a stop leaves to messages in flight
    idle: float = 1.0  # between two looks for work
    sweep: float = 5.0  # between two looks for leases that ended, doubts and threads to read again
    processing: tuple[float, ...] = (0.5, 1.0, 2.0, 4.0)  # between looks whether a picture may be shown

    def writes_until(self, post: Post) -> datetime | None:
        """The last moment to begin a call under the post's lease; None when it has no lease."""
        if post.lease_until is None:
            return None
        return post.lease_until - timedelta(seconds=self.call + self.margin)

    def retry_at(self, attempts: int, now: datetime) -> datetime:
        """When a message that was certainly not delivered goes out again: 1, 2, 4 ... 60 s."""
        wait = min(self.first_retry * 2.0 ** min(attempts, 16), self.last_retry)
        return now + timedelta(seconds=wait)

    def look_at(self, attempts: int, now: datetime) -> datetime:
        """When to try again to read a channel that could not be read: 20, 40 ... 300 s."""
        wait = min(self.look_again * 2.0 ** min(attempts, 16), self.last_look)
        return now + timedelta(seconds=wait)

    def may_send_again(self, post: Post, misses: int, now: datetime) -> bool:
        """Whether a message in doubt is certainly absent, after `misses` looks, the last of them at `now`."""
        ended = post.lease_until or now
        return misses >= self.looks and now >= ended + timedelta(seconds=self.quiet)
