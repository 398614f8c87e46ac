"""Campaigns: the post in the shared channel, and what `/handoff campaign` and `/handoff campaigns` whisper.

A post mentions nobody, and every field of it was written by others.
"""

from collections.abc import Sequence

from bot.domain.agreement import Agreement
from bot.domain.campaign import MOST_NAME, Brief, Counts, Sheet, Standing
from bot.domain.post import Message
from bot.views import actions, blocks, figures
from bot.views.text import bold, code, counted, day, foreign, link, listed, name, when

_NAME = 120
_FIELD = 300
_NEW = "Marketers, managers and administrators make one with `/handoff campaign new`."


def post(sheet: Sheet, agreement: Agreement) -> Message:
    """The campaign's post: what it is, who answers for it, and what became of its leads so far."""
    called = foreign(sheet.campaign.name, _NAME)
    said = f"Campaign “{called}”: {_standing(sheet)}. {_sentence(sheet.counts, sheet.campaign)}"
    return blocks.message(
        said,
        blocks.section("\n".join(_lines(sheet, agreement))),
        blocks.context(_small_print(sheet, agreement)),
    )


def merged(former: str, sheet: Sheet) -> Message:
    """What is left of the post of a campaign that is another one by now."""
    other = link(sheet.link, sheet.campaign.name) or bold(foreign(sheet.campaign.name, _NAME))
    said = f"{bold(foreign(former, _NAME))} is the same as {other}: its leads are counted there."
    return blocks.message(said, blocks.section(said))


def sheet(one: Sheet, agreement: Agreement, *, may_edit: bool) -> Message:
    """One campaign, for whoever asked."""
    lines = _lines(one, agreement)
    if one.aliases:
        lines.append(f"Also called {listed([f'“{foreign(each, _NAME)}”' for each in one.aliases[:20]])}")
    if one.link:
        lines.append(f"<{one.link}|Its post>")
    edit = blocks.button("Edit", actions.CAMPAIGN_EDIT, one.campaign.id)
    shown = [blocks.section("\n".join(lines)), *([blocks.actions(edit)] if may_edit else [])]
    return blocks.message(
        f"“{foreign(one.campaign.name, _NAME)}”: {_sentence(one.counts, one.campaign)}", *shown
    )


def saved(one: Sheet, agreement: Agreement, *, new: bool, posted: bool) -> Message:
    """It is stored: who answers, and when its post comes; `posted`: it has one, if only on its way."""
    called = bold(foreign(one.campaign.name, _NAME))
    comes = {
        Standing.RUNNING: "Today's places for new posts are taken: its post comes on one of the next days.",
        Standing.QUIET: "Its post comes with its first lead, as it has no dates.",
        Standing.PLANNED: f"Its post comes with its first day{_on(one.campaign)}.",
        Standing.ENDED: "It has ended, so its numbers are not followed any more.",
    }
    follows = f"<{one.link}|Its post> follows." if one.link else "Its post follows in a moment."
    where = follows if posted else comes[one.standing]
    who = f"{name(agreement, one.answers)} answers for it." if one.answers else "Nobody answers for it."
    said = f"{called} is {'known now' if new else 'changed'}. {who} {where}"
    return blocks.message(said, blocks.section(said))


def active(sheets: Sequence[Sheet], total: int, agreement: Agreement) -> Message:
    """The active campaigns, for whoever asked."""
    if not sheets:
        said = f"No campaign is active: no declared dates hold today, and no lead came for four weeks. {_NEW}"
        return blocks.message(said, blocks.section(said))
    head = f"{counted(total, 'active campaign')}. `/handoff campaign` and a name shows one."
    more = [f"and {total - len(sheets):,} more"] if total > len(sheets) else []
    lines = [_line(one, agreement) for one in sheets]
    return blocks.message(head, blocks.section(head), *blocks.paragraphs(lines), *map(blocks.context, more))


def unknown(text: str, nearest: Sequence[str]) -> Message:
    """No campaign has the name that was typed."""
    asked = foreign(text, 60)
    near = [f"• {code(f'/handoff campaign {each}', MOST_NAME + 30)}" for each in nearest]
    head = f"I know no campaign “{asked}”." + (" Did you mean one of these?" if near else f" {_NEW}")
    return blocks.message(head, blocks.section("\n".join([head, *near])))


def gone() -> Message:
    """The campaign does not exist."""
    said = "This campaign does not exist any more."
    return blocks.message(said, blocks.section(said))


def _lines(one: Sheet, agreement: Agreement) -> list[str]:
    campaign = one.campaign
    origin = " / ".join(foreign(each, 60) for each in (campaign.source, campaign.medium) if each)
    persona = f"for {foreign(campaign.persona, 60)}" if campaign.persona else ""
    answers = f"{name(agreement, one.answers)} answers for it" if one.answers else "nobody answers for it"
    lines = [
        f"Campaign {bold(foreign(campaign.name, _NAME))} · {_standing(one)}",
        " · ".join(part for part in (origin, persona, answers) if part),
    ]
    lines += [f"To reach: {foreign(campaign.target, _FIELD)}"] if campaign.target else []
    lines += [f"Offer: {foreign(campaign.offer, _FIELD)}"] if campaign.offer else []
    lines.append(bold(_sentence(one.counts, campaign)))
    waiting = one.counts.unanswered
    wait = "wait" if waiting > 1 else "waits"
    return [*lines, *([f"{counted(waiting, 'comment')} {wait} for an answer"] if waiting else [])]


def _line(one: Sheet, agreement: Agreement) -> str:
    called = link(one.link, one.campaign.name) or foreign(one.campaign.name, _NAME)
    who = name(agreement, one.answers) if one.answers else "nobody answers for it"
    until = [f"until {day(one.campaign.ends)}"] if one.campaign.ends else []
    return "• " + " · ".join([called, who, *until, _sentence(one.counts, one.campaign)])


def _sentence(counts: Counts, campaign: Brief) -> str:
    """`40 of 120 expected leads handed over, 30 decided: accepted 60 % (18 of 30), 10 open`."""
    expected = f" of {campaign.expected:,} expected leads" if campaign.expected else ""
    handed = f"{counts.handed:,}{expected} handed over"
    if not counts.handed and not counts.decided:
        return f"{handed} yet" if expected else "no lead handed over yet"
    waiting = f", {counts.open:,} open" if counts.open else ""
    if not counts.decided:
        return f"{handed}, none decided{waiting}"
    accepted = figures.share(counts.accepted, counts.decided)
    return f"{handed}, {counts.decided:,} decided: accepted {accepted}{waiting}"


def _standing(one: Sheet) -> str:
    campaign = one.campaign
    match one.standing:
        case Standing.PLANNED:
            return _begins(campaign)
        case Standing.ENDED:
            return f"ended {day(campaign.ends)}" if campaign.ends else "ended"
        case Standing.QUIET:
            return "quiet: no lead for four weeks"
        case Standing.RUNNING:
            return f"until {day(campaign.ends)}" if campaign.ends else "running"


def _on(campaign: Brief) -> str:
    return f", {day(campaign.starts)}" if campaign.starts else ""


def _begins(campaign: Brief) -> str:
    return f"begins {day(campaign.starts)}" if campaign.starts else "begins later"


def _small_print(one: Sheet, agreement: Agreement) -> str:
    at = when(one.as_of, agreement.zone)
    if one.standing in (Standing.RUNNING, Standing.PLANNED):
        return f"As of {at} · {code('/handoff campaign', 40)} shows and edits it"
    return f"As of {at}; this post does not follow the numbers any more, and `/handoff ask` does"
