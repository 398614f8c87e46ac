"""In how many tuned comments each word stands: `python -m tests.themes.counting` writes what ships."""

import json
from collections import Counter
from pathlib import Path

from bot.cli import theme_file
from bot.themes import chatter
from bot.themes.tagger import Tagger

HERE = Path(__file__).parent
SHIPPED = Path(chatter.__file__).with_name("words.tsv")


def counted() -> str:
    """The lines of `words.tsv`: a word, how many comments with a theme have it, and how much chatter."""
    tagger = Tagger(competitors=theme_file.competitors(HERE / "competitors.json"))
    themed: Counter[str] = Counter()
    idle: Counter[str] = Counter()
    for line in (HERE / "tuned.jsonl").read_text(encoding="utf-8").splitlines():
        row = json.loads(line)
        (themed if row["labels"] else idle).update(chatter.seen(tagger.read(row["text"])))
    words = sorted(themed.keys() | idle.keys())
    return "".join(f"{word}\t{themed[word]}\t{idle[word]}\n" for word in words)


if __name__ == "__main__":
    SHIPPED.write_text(counted(), encoding="utf-8")
