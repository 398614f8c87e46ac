"""Dialogs about figures: the leads behind one, and what came of an action."""

import itertools
import json
from collections.abc import Callable, Iterator, Sequence

from bot.domain.agreement import Agreement
from bot.domain.digest import Headline
from bot.domain.handoff import Status
from bot.domain.post import Block, View
from bot.views import actions, blocks
from bot.views.text import counted, foreign, link, name

Address = Callable[[Headline], str | None]  # where a lead's card is, if it has one

_AT_ONCE = 10  # leads in one paragraph


def leads(
    title: str, parts: Sequence[tuple[str, int, Sequence[Headline]]], agreement: Agreement, address: Address
) -> View:
    """Lists of leads, each with its heading and how many there are; the count is the figure."""
    made = itertools.chain.from_iterable(
        _list(heading, count, shown, agreement, address) for heading, count, shown in parts if count
    )
    return blocks.modal("The leads", actions.MODAL_NOTICE, [blocks.section(f"*{foreign(title)}*"), *made])


def done(digest_id: int, signal: str) -> View:
    """What came of it: one line, which the next digest tells."""
    field = blocks.field(
        "What came of it?", blocks.text_input(actions.DETAIL_TEXT, 200), actions.BLOCK_DETAIL,
        "The next digest tells it in these words.",
    )  # fmt: skip
    note = json.dumps({"digest": digest_id, "signal": signal})
    return blocks.modal("Done", actions.MODAL_DONE, [field], note, "Save")


def _list(
    heading: str, count: int, shown: Sequence[Headline], agreement: Agreement, address: Address
) -> Iterator[Block]:
    yield blocks.section(f"*{heading}: {counted(count, 'lead')}*")
    lines = [_line(one, agreement, address) for one in shown]
    for start in range(0, len(lines), _AT_ONCE):
        yield from blocks.paragraphs(lines[start : start + _AT_ONCE])
    if count > len(shown):
        yield blocks.context(f"The first {len(shown):,} of {count:,}; `handoff query` lists all.")


def _line(one: Headline, agreement: Agreement, address: Address) -> str:
    who = link(address(one), one.lead) or foreign(one.lead)
    reason = agreement.reason(one.reason)
    stands = (
        f"{one.status}: {foreign(reason.label, 60)}"
        if reason and one.status is not Status.OPEN
        else one.status
    )
    return " · ".join([who, str(stands), *([name(agreement, one.owner)] if one.owner else [])])
