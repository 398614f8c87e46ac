"""Slack's pace for chat.postMessage: about one message a second and channel, short bursts allowed."""

import math

from bot.playground.workspace import Clock

BURST = 3.0
PER_SECOND = 1.0


class Pacer:
    """A bucket of allowances for each channel."""

    def __init__(self, clock: Clock, *, on: bool) -> None:
        self.clock = clock
        self.on = on
        self._buckets: dict[str, tuple[float, float]] = {}

    def wait(self, channel: str) -> int:
        """0 when a message may go to the channel now (and takes the allowance), else the seconds to wait."""
        if not self.on:
            return 0
        now = self.clock()
        left, since = self._buckets.get(channel, (BURST, now))
        left = min(BURST, left + (now - since) * PER_SECOND)
        if left >= 1.0:
            self._buckets[channel] = (left - 1.0, now)
            return 0
        self._buckets[channel] = (left, now)
        return max(1, math.ceil((1.0 - left) / PER_SECOND))
