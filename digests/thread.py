"""What a digest puts into its thread: what found no room above, all trends, campaigns and definitions."""

from collections.abc import Iterator

from bot.domain.metric import CATALOGUE, LEAST, Metric
from bot.domain.post import Message
from bot.views import blocks, figures
from bot.views.text import foreign
from digests import message, wording
from digests.findings import Findings, Side
from digests.message import Frame

_CAMPAIGNS = 60


def more(findings: Findings, frame: Frame) -> Message:
    """The message in the thread; what does not fit into it either is said to be missing."""
    left = message.left_over(findings, frame)
    lists = [*_signals(findings, frame), *_trends(findings), *_campaigns(findings), *_definitions(findings)]
    said = f"More on week {findings.week.name}: every trend, the campaigns and the definitions."
    return blocks.message(said, *left, *blocks.paragraphs(lists))


def _signals(findings: Findings, frame: Frame) -> Iterator[str]:
    """Signals beyond the three of the message."""
    for one in findings.more_signals:
        yield wording.signal(one)
        yield from filter(None, [wording.why(one)])
        yield wording.ask(one, frame.speaker)


def _trends(findings: Findings) -> Iterator[str]:
    if findings.readings:
        yield "*Every trend*"
    for one in findings.readings:
        beside = [
            f"{count:,} {what}" for count, what in ((one.open, "open"), (one.excused, "excused")) if count
        ]
        yield " · ".join(
            [f"{wording.title(one)}: {wording.level(one)}", f"usual {wording.usual(one)}", *beside]
        )
    week = findings.week
    if week.open_leads:
        yield f"Open leads now: {week.open_leads:,}, {week.overdue:,} overdue, {week.old:,} older than a week"


def _campaigns(findings: Findings) -> Iterator[str]:
    """All campaigns by size, never by rate: luck is no rank."""
    parts = sorted(findings.week.campaigns, key=lambda part: -part.n)
    if not parts or findings.week.campaign_period is None:
        return
    yield (
        f"*Accepted by campaign*, handed over {figures.days(findings.week.campaign_period)}, "
        f"old enough to judge; {findings.tested} with {LEAST} or more were tested"
    )
    for part in parts[:_CAMPAIGNS]:
        yield f"{foreign(part.name, 40) or figures.NOT_SET}: {figures.share(part.k, part.n)}"
    if len(parts) > _CAMPAIGNS:
        yield f"and {len(parts) - _CAMPAIGNS:,} smaller ones"


def _definitions(findings: Findings) -> Iterator[str]:
    yield "*Definitions*"
    for one in findings.readings:
        definition = CATALOGUE[Metric(one.trend.value)]
        yield f"{definition.title} (v{definition.version}): {definition.formula}"
    yield (
        "Usual: the limits in which chance alone keeps a week, from up to 26 weeks; provisional under 12, "
        "none under 8. A signal is a week outside them, or eight in a row on one side. Campaigns are tested "
        "by Fisher's exact test, at most one in ten named by chance (Benjamini-Hochberg)."
    )
    if any(line.side is Side.MARKETING for line in findings.promises):
        yield "Both sides' promises are counted alike: kept by the due time, of those due in the week."
