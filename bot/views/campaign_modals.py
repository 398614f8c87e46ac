"""The dialog in which a campaign is made and edited: one field for each part of its brief."""

import json
from collections.abc import Sequence
from datetime import date

from bot.domain import campaign_form
from bot.domain.agreement import Agreement, Person, Role
from bot.domain.campaign import MOST_NAME, MOST_TEXT, Sheet
from bot.domain.campaign_form import ALIASES, MOST_CALLED, MOST_LINES, NAME, SAME
from bot.domain.post import Block, View
from bot.views import actions, blocks

_ONE_IN_A_LINE = "One in a line, as systems write them. Leads that come in under one are counted here."
_MERGING = (
    "Another campaign that is this one, by its name; several one in a line. Its leads are counted here from "
    "now on, and its post says so. This cannot be taken back."
)


def new(agreement: Agreement, name: str = "") -> View:
    """A campaign that is not known yet."""
    shown = _fields(agreement, {NAME: name})
    return blocks.modal("New campaign", actions.MODAL_CAMPAIGN, shown, "{}", "Save")


def edit(one: Sheet, agreement: Agreement) -> View:
    """A campaign that is known, with what is known of it."""
    held = campaign_form.held(one.campaign, one.aliases)
    shown = _fields(agreement, held)
    same = blocks.text_input(f"{actions.CAMPAIGN_FIELD}{SAME}", MOST_LINES, multiline=True)
    shown.append(blocks.field("Is the same as", same, SAME, _MERGING, optional=True))
    note = json.dumps({"campaign": one.campaign.id, "shown": campaign_form.marks(held)})
    return blocks.modal("Edit campaign", actions.MODAL_CAMPAIGN, shown, note, "Save")


def _fields(agreement: Agreement, held: dict[str, str]) -> list[Block]:
    return [
        _text("Name", NAME, held, MOST_CALLED, needed=True),
        _text("Other names", ALIASES, held, MOST_LINES, hint=_ONE_IN_A_LINE, several=True),
        _text("Source", "source", held, hint="Such as webinar, paid_search, event."),
        _text("Medium", "medium", held, hint="Such as email, cpc, partner."),
        _text("Persona", "persona", held, hint="Whose job it speaks to."),
        _owner(agreement, held.get("owner")),
        _day("First day", "starts", held),
        _day("Last day", "ends", held),
        _text("Target", "target", held, MOST_TEXT, hint="Whom it is to reach."),
        _text("Offer", "offer", held, MOST_TEXT, hint="What they get."),
        _text("Expected leads", "expected", held, 20, hint="How many it is to bring in all."),
    ]


def _text(
    label: str,
    field: str,
    held: dict[str, str],
    most: int = MOST_NAME,
    *,
    hint: str = "",
    needed: bool = False,
    several: bool = False,
) -> Block:
    action = f"{actions.CAMPAIGN_FIELD}{field}"
    element = blocks.text_input(action, most, multiline=several, initial=held.get(field, ""))
    return blocks.field(label, element, field, hint, optional=not needed)


def _day(label: str, field: str, held: dict[str, str]) -> Block:
    first = date.fromisoformat(held[field]) if held.get(field) else None
    element = blocks.date_input(f"{actions.CAMPAIGN_FIELD}{field}", first)
    return blocks.field(label, element, field, optional=True)


def _owner(agreement: Agreement, chosen: str | None) -> Block:
    options = [blocks.option(person.name, person.key) for person in _answering(agreement, chosen)]
    element = blocks.select(f"{actions.CAMPAIGN_FIELD}owner", options, "Choose somebody", chosen)
    return blocks.field("Who answers for it", element, "owner", optional=True)


def _answering(agreement: Agreement, chosen: str | None) -> Sequence[Person]:
    """Everybody by name, whoever is chosen and marketers first: a menu holds a hundred."""
    return sorted(
        agreement.people.values(),
        key=lambda one: (one.key != chosen, Role.MARKETER not in one.roles, one.name.casefold()),
    )
