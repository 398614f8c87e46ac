"""By which names campaigns are meant, and which names may be given to one in its dialog."""

import difflib
from collections.abc import Iterator

from bot.domain import text as cleaning
from bot.domain.agreement import Agreement
from bot.domain.campaign_form import ALIASES, MOST_CALLED, NAME, SAME, Form, Problems
from storage import campaigns, labels
from storage.database import Session

_NEAREST = 3
_QUOTES = " \"'“”„‘’«»"


def problems(tx: Session, form: Form, number: int | None, agreement: Agreement) -> Problems:
    """Names that mean another campaign, or none, and an owner whom the agreement does not know."""
    declared, found = form.declared, dict(_unknown_same(tx, form, number))
    if called(tx, declared.name) not in (None, number):
        found[NAME] = f"“{declared.name}” is a campaign already. Choose another name, or edit that one."
    free = {None, number, *(called(tx, name) for name in form.same)}
    taken = next((each for each in declared.aliases if campaigns.named(tx, each) not in free), None)
    if taken is not None:
        found[ALIASES] = _taken(tx, taken, new=number is None)
    if declared.owner is not None and agreement.person(declared.owner) is None:
        found["owner"] = "Choose somebody of the agreement."
    return found


def called(tx: Session, text: str) -> int | None:
    """The campaign of that name; where none is called exactly so, one that is but for quotes and capitals."""
    exact = campaigns.named(tx, text)
    if exact is not None:
        return exact
    numbers = {name: number for number, name in campaigns.names(tx).items()}
    others = {alias.casefold(): numbers.get(name) for alias, name in campaigns.aliases(tx).items()}
    known = others | {name.casefold(): number for name, number in numbers.items()}
    plain = cleaning.clean(text, MOST_CALLED)[0].casefold()
    return known.get(plain) or known.get(plain.strip(_QUOTES))


def _taken(tx: Session, alias: str, *, new: bool) -> str:
    """Why a name may not mean this campaign, and how to say that both are one."""
    shown = campaigns.names(tx).get(campaigns.named(tx, alias) or labels.NOT_SET, alias)
    own = "a campaign of its own" if shown == alias else f"another name of “{shown}”"
    then = (
        "Make this one without it, then edit it and say that both are one."
        if new
        else f"If both are one, write “{shown}” under “Is the same as”."
    )
    return f"“{alias}” is {own}. {then}"


def _unknown_same(tx: Session, form: Form, number: int | None) -> Iterator[tuple[str, str]]:
    """What is wrong with the names of campaigns that are to be one with it."""
    for name in form.same:
        other = called(tx, name)
        if other is None:
            near = [f"“{each}”" for each in nearest(tx, name)]
            yield SAME, f"There is no campaign “{name}”." + (f" There is {', '.join(near)}." if near else "")
        elif other == number:
            yield SAME, f"“{name}” is this campaign already."


def nearest(tx: Session, text: str) -> tuple[str, ...]:
    """The names that are nearest to what was typed, of those that are shown."""
    shown = {name.casefold(): name for name in campaigns.names(tx).values()}
    near = difflib.get_close_matches(text.casefold(), shown, _NEAREST)
    return tuple(shown[one] for one in near)
