"""What tagging a comment costs: the median, 99 of 100, and the comments that are made to take long."""

import sys
import time

from bot.themes import words
from tests.themes import test_tagger

LONG = {
    "one word": "no ",
    "half a cue": "the budget is ",
    "a cue": "no budget ",
    "one letter": "a",
    "marks": ", - ",
}


def main() -> None:
    """Print the times in milliseconds; every cue has been compiled before."""
    texts = [row["text"] for row in test_tagger.rows("tuned")]
    for text in texts:
        _time(text)
    took = sorted(_time(text) for text in texts)
    median, most = took[len(took) // 2], took[len(took) * 99 // 100]
    sys.stdout.write(f"themes of a comment: median {median:.2f} ms, p99 {most:.2f} ms\n")
    for name, text in LONG.items():
        long = text * (words.MOST // len(text))
        _time(long)
        sys.stdout.write(f"themes of 6,000 characters of {name}: {_time(long):.0f} ms\n")


def _time(text: str) -> float:
    start = time.perf_counter()
    test_tagger.TAGGER.tag(text)
    return 1_000 * (time.perf_counter() - start)
