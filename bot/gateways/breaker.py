"""A circuit breaker: a service that failed several times in a row is left alone for a while.

It only saves time, so what it knows may be lost: each process learns by itself. `clock` tells seconds that
never go back, such as `time.monotonic`.
"""

from collections.abc import Callable

MOST = 3  # failures in a row
REST = 60.0  # seconds


class Breaker:
    """Counts failures in a row; after the third one calls are held back, after a minute one more opens it."""

    def __init__(self, clock: Callable[[], float], most: int = MOST, rest: float = REST) -> None:
        self._clock = clock
        self._most = most
        self._rest = rest
        self._failures = 0
        self._until = 0.0

    @property
    def is_open(self) -> bool:
        """Whether calls are held back."""
        return self._failures >= self._most and self._clock() < self._until

    def succeeded(self) -> None:
        """The service answered."""
        self._failures = 0

    def failed(self) -> None:
        """The service did not answer, or not as it should."""
        self._failures += 1
        self._until = self._clock() + self._rest
