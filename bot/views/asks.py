"""Asking how a lead was, in a direct message: one tap, and a line for whoever has more to say."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from bot.domain.agreement import Agreement
from bot.domain.brief import Brief
from bot.domain.feedback import UNTAGGED, Item, Tagged
from bot.domain.post import Message, View
from bot.views import actions, blocks, feedback, leads, themes
from bot.views.text import link, name, when

# The commonest answers, by theme; each is offered while the agreement has its theme.
ANSWERS: Mapping[str, str] = {
    "good_quality": "Good",
    "wrong_persona": "Wrong person",
    "bad_contact_data": "Bad data",
    "other": "Something else",
}


@dataclass(frozen=True, slots=True)
class Asked:
    """What was asked, and what came of it: `item` is None until a button was clicked."""

    id: int
    brief: Brief
    card: str | None = None
    item: Item | None = None
    tagged: Tagged = UNTAGGED
    due_at: datetime | None = None


def ask(asked: Asked, agreement: Agreement) -> Message:
    """The question, or what was answered."""
    lead = leads.headline(asked.brief.lead)
    where = link(asked.card, "Card")
    headline = " · ".join(part for part in (lead, where) if part)
    if asked.item is not None:
        return _answered(asked, asked.item, headline, agreement)
    text = f"How was this lead? {leads.short(asked.brief.lead)}"
    known = {theme.key for theme in agreement.settable}
    row = [
        blocks.button(label, f"{actions.FEEDBACK_ASKED}{theme}", asked.id)
        for theme, label in ANSWERS.items()
        if theme in known
    ]
    hint = "One tap is feedback that marketing answers. You need not answer."
    return blocks.message(
        text, blocks.section(f"*How was this lead?*\n{headline}"), blocks.actions(*row), blocks.context(hint)
    )


def line_modal(ask_id: int) -> View:
    """What more there is to say."""
    detail = blocks.text_input(actions.DETAIL_TEXT, 1000, multiline=True)
    field = blocks.field("In your words", detail, actions.BLOCK_DETAIL)
    return blocks.modal("Add a line", actions.MODAL_LINE, [field], json.dumps({"ask": ask_id}), "Save")


def _answered(asked: Asked, item: Item, headline: str, agreement: Agreement) -> Message:
    who = name(agreement, item.owner) if item.owner else "Marketing"
    until = f" {who} answers by {when(asked.due_at, agreement.zone)}." if asked.due_at else ""
    said = themes.tagged(asked.tagged, agreement)
    text = f"Noted as feedback: {feedback.quote(item.text)}.{until}"
    shown = [blocks.section(f"{headline}\n{text}"), *([blocks.context(said)] if said else [])]
    more = blocks.button("Add a line…", actions.FEEDBACK_LINE, asked.id)
    return blocks.message(text, *shown, *([blocks.actions(more)] if item.is_open else []))
