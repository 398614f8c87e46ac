"""What reading a question costs among 2,000 campaigns and 500 people: the median, and 99 of 100."""

import random
import sys
import time
from collections.abc import Iterator

from bot.domain.metric import Dimension
from bot.language.parser import Parser
from bot.language.vocabulary import Vocabulary
from tests.language import company

CAMPAIGNS, PEOPLE = 2_000, 500

_THEMES = (
    "Security Growth Cloud Digital Future Data Spring Autumn Partner Webinar Summit Roadshow Launch Playbook "
    "Guide Report Masterclass Nurture Retargeting Benchmark Workshop Clinic Forum Demo Nordic Alpine"
)


def main() -> None:
    """Print the times in milliseconds, for the questions as they are and with slips of the keyboard."""
    luck = random.Random(1)
    names = {dimension: list(values) for dimension, values in company.parser().vocabulary.names.items()}
    names[Dimension.CAMPAIGN] += [_campaign(luck, number) for number in range(CAMPAIGNS)]
    names[Dimension.OWNER] += [f"{_word(luck)} {_word(luck)}" for _ in range(PEOPLE)]
    parser = Parser(Vocabulary(names))
    for title, slips in (("as they are", 0.0), ("with slips", 0.03)):
        took = sorted(_times(parser, luck, slips))
        median, most = took[len(took) // 2], took[len(took) * 99 // 100]
        sys.stdout.write(f"questions {title}: median {median:.2f} ms, p99 {most:.2f} ms\n")


def _times(parser: Parser, luck: random.Random, slips: float) -> Iterator[float]:
    for row in company.rows():
        text = "".join(char * (1 + (luck.random() < slips)) for char in row["asked"])
        start = time.perf_counter()
        parser.parse(text, company.TODAY)
        yield 1_000 * (time.perf_counter() - start)


def _campaign(luck: random.Random, number: int) -> str:
    return f"{' '.join(luck.sample(_THEMES.split(), luck.randint(2, 4)))} {luck.randint(2023, 2027)} {number}"


def _word(luck: random.Random) -> str:
    parts = (luck.choice("bcdfglmnprstv") + luck.choice("aeiou") for _ in range(luck.randint(2, 4)))
    return "".join(parts).title()


if __name__ == "__main__":
    main()
