"""A marketer's weekly message: what became of their leads, so that the loop closes."""

from collections.abc import Iterator, Mapping

from bot.domain.agreement import Agreement
from bot.domain.digest import Headline
from bot.domain.lead import OutcomeKind
from bot.domain.post import Message, permalink
from bot.views import blocks, figures
from bot.views.text import counted, foreign, link, listed, sentence
from digests.outcomes import Notable, Outcomes

_WORDS: Mapping[OutcomeKind, str] = {
    OutcomeKind.SQL: "SQL",
    OutcomeKind.OPPORTUNITY: "opportunity",
    OutcomeKind.WON: "won",
    OutcomeKind.LOST: "lost",
    OutcomeKind.DISQUALIFIED: "disqualified after contact",
}
_REASONS = 3


def outcomes(found: Outcomes, agreement: Agreement, workspace: str) -> Message:
    """Under twenty lines: the decisions with their reasons, what the CRM reported, the leads worth naming."""
    whose = "all leads" if found.whole else "your leads"
    title = f"What became of {whose}, {figures.days(found.period)}"
    lines = [*_decisions(found, agreement), *_reported(found)]
    named = [_line(one, workspace) for one in found.notable]
    text = " ".join(sentence(one) for one in (title, *lines))
    body = "\n".join([f"*{title}*", *lines, *named])
    source = blocks.context(f"Week {found.name}, with the weekly digest.")
    return blocks.message(text, blocks.section(body), source)


def _decisions(found: Outcomes, agreement: Agreement) -> Iterator[str]:
    yield f"{counted(found.mqls, 'MQL')} handed over, {found.decided:,} decided"
    if found.decided:
        shares = (
            ("accepted", found.accepted), ("rejected", found.rejected), ("recycled", found.recycled)
        )  # fmt: skip
        yield " · ".join(f"{what} {figures.share(k, found.decided)}" for what, k in shares if k)
    reasons = [f"{_reason(part.name, agreement)} {part.k:,}" for part in found.reasons[:_REASONS]]
    rest = found.rejected - sum(part.k for part in found.reasons[:_REASONS])
    if reasons:
        more = [f"other reasons {rest:,}"] if rest > 0 else []
        yield f"Why rejected ({found.rejected:,}): {listed(reasons + more)}"


def _reported(found: Outcomes) -> Iterator[str]:
    if found.counts:
        yield "Reported by the CRM: " + listed([_counted(kind, count) for kind, count in found.counts])


def _counted(kind: OutcomeKind, count: int) -> str:
    if kind is OutcomeKind.OPPORTUNITY:
        return counted(count, "opportunity", "opportunities")
    return f"{count:,} {_WORDS[kind]}"


def _line(one: Notable, workspace: str) -> str:
    amount = f" · {figures.amount(one.amount / 100, one.currency)}" if one.amount is not None else ""
    return f"• {_WORDS[one.kind]}: {_lead(one.lead, workspace)}{amount}"


def _lead(head: Headline, workspace: str) -> str:
    return link(permalink(workspace, head.channel, head.ts), head.lead) or foreign(head.lead)


def _reason(key: str | None, agreement: Agreement) -> str:
    known = agreement.reason(key)
    return f"“{foreign(known.label if known else key, 60)}”" if key else "no reason told"
