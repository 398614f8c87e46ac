"""The leads behind a figure: those that it counts, and the others that it counts among."""

from collections.abc import Sequence
from dataclasses import dataclass

from bot.domain.digest import Headline
from bot.domain.metric import CATALOGUE, Better, Kind, Metric
from storage import handoffs
from storage.database import Session

MOST = 500  # leads in one list


@dataclass(frozen=True, slots=True)
class Behind:
    """The lists with how long they are: `k` counted, `n` others; of either the first are here."""

    title: str
    counted: tuple[Headline, ...]
    others: tuple[Headline, ...]
    k: int
    n: int
    good: bool  # whether it is good to be counted: then the others are what is asked about

    @property
    def parts(self) -> list[tuple[str, int, tuple[Headline, ...]]]:
        """The lists with their headings and lengths, what is asked about first."""
        found = [("Counted", self.k, self.counted), ("Not counted", self.n, self.others)]
        return found[::-1] if self.good else found


def of(
    tx: Session,
    name: str,
    metric: Metric,
    counted: Sequence[int],
    among: Sequence[int],
    *,
    messages: int = 0,
) -> Behind:
    """The lists for a figure that is called `name`: the ids that it counts, and those it counts among.

    Of feedback also how many `messages` it counts that are about no lead; a lead of two themes is here once.
    """
    definition = CATALOGUE[metric]
    if definition.kind is Kind.FREQUENCY:
        counted = list(dict.fromkeys(counted))
    others = sorted(set(among) - set(counted)) if definition.counts_among else []
    total = f" of {len(counted) + len(others):,}" if definition.counts_among else ""
    alone = f", {messages:,} of them messages about no lead" if messages else ""
    return Behind(
        title=f"{name}: {len(counted) + messages:,}{total}{alone}",
        counted=handoffs.headlines(tx, counted[:MOST]),
        others=handoffs.headlines(tx, others[:MOST]),
        k=len(counted),
        n=len(others),
        good=definition.better is Better.HIGHER,
    )
