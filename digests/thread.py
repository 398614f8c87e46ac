"""What a digest puts into its thread: what found no room above, every trend, the campaigns, the definitions.

It is one message, so the list of campaigns is cut to what is left, and says how many more there are.
"""

from collections.abc import Iterator, Sequence

from bot.domain.metric import CATALOGUE, Metric
from bot.domain.post import Message
from bot.views import blocks, figures
from digests import message, names, paragraphs, wording
from digests.findings import Findings
from digests.message import Frame
from digests.week import Part

_CHARACTERS = 10_000


def more(findings: Findings, frame: Frame) -> Message:
    """The message in the thread."""
    above = [list(part) for part in (_signals(findings, frame), _left(findings, frame), _trends(findings))]
    below = list(_definitions(findings))
    taken = sum(len(line) + 1 for part in (*above, below) for line in part)
    lists = [*above, _campaigns(findings, _CHARACTERS - taken), below]
    said = f"More on week {findings.week.name}: every trend, the campaigns and the definitions."
    return blocks.message(said, *(block for part in lists for block in blocks.paragraphs(part)))


def _signals(findings: Findings, frame: Frame) -> Iterator[str]:
    """Signals beyond the three of the message."""
    for one in findings.more_signals:
        reason = wording.why(one.why)
        yield f"*Signal, {wording.change(one)}:* {wording.signal(one, findings)}"
        yield from [f"Why: {reason}"] if reason else []
        yield f"Asked: {wording.ask(one, frame.speaker)}"


def _left(findings: Findings, frame: Frame) -> Iterator[str]:
    """What found no room above: lists entry by entry, as many as half of the message holds."""
    room = _CHARACTERS // 2
    for one in message.left_over(findings, frame):
        kept, more = _fitting(one.entries or (one.said,), room)
        room -= sum(map(len, kept))
        if one.entries and kept:
            yield f"{one.said[: one.said.index(':* ')]}*"
        yield from kept
        if one.entries and more:
            yield f"and {more:,} more"


def _trends(findings: Findings) -> Iterator[str]:
    if findings.readings:
        yield "*Every trend*"
    for one in findings.readings:
        beside = [
            f"{count:,} {what}" for count, what in ((one.open, "open"), (one.excused, "excused")) if count
        ]
        elsewhere = one.point.week != findings.week.period.start
        name = wording.title(one) + (f", {wording.week_label(one.point.week)}" if elsewhere else "")
        parts = [f"{name}: {wording.level(one)}", f"usual {wording.usual(one)}", str(one.state), *beside]
        yield " · ".join(parts)
    week = findings.week
    beyond = week.money[paragraphs.MOST_NAMES :]
    if beyond:
        yield f"In further currencies: {'; '.join(map(paragraphs.money, beyond))}"
    if week.open_leads:
        yield f"Open leads now: {week.open_leads:,}, {week.overdue:,} overdue, {week.old:,} older than a week"


def _campaigns(findings: Findings, room: int) -> list[str]:
    """All campaigns by size, never by rate: luck is no rank."""
    parts = sorted(findings.week.campaigns, key=lambda part: -part.n)
    if not parts or findings.week.campaign_period is None:
        return []
    days = figures.days(findings.week.campaign_period)
    head = f"*Accepted by campaign*, handed over {days}, old enough to judge. {paragraphs.tested(findings)}."
    kept, more = _fitting([_campaign(part) for part in parts], room - len(head) - _REMARK)
    rest = f"and {more:,} smaller ones" if more else ""
    return [head, *kept, *([rest] if rest else [])]


def _campaign(part: Part) -> str:
    return f"{names.called(part.name)} · {figures.share(part.k, part.n)}"


def _fitting(entries: Sequence[str], room: int) -> tuple[list[str], int]:
    """The first lines that fit, and how many do not."""
    kept: list[str] = []
    for entry in entries:
        room -= len(entry) + 1
        if room < 0:
            break
        kept.append(entry)
    return kept, len(entries) - len(kept)


def _definitions(findings: Findings) -> Iterator[str]:
    yield "*Definitions*"
    for one in findings.readings:
        definition = CATALOGUE[Metric(one.trend.value)]
        yield f"{wording.title(one)} (v{definition.version}): {definition.formula}"
    yield (
        "Usual: the limits in which chance alone keeps a week, from up to 26 weeks; provisional under 12, "
        "none under 8. A signal is a week outside them, or eight in a row on one side. Steady is the rest."
    )
    if findings.promises:
        yield "Both sides' promises are counted alike: kept, of those due in the week; excused ones left out."


_REMARK = 40
