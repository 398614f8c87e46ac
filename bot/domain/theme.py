"""Themes of feedback and competitors, as the agreement lists them."""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

OTHER = "other"  # the theme of what no other one covers


class Rule(StrEnum):
    """When the bare name of a competitor counts; an alias always does."""

    PLAIN = "plain"  # wherever it stands
    CUE = "cue"  # it is an ordinary word too: with exact capitals in a naming context, or beside a cue


@dataclass(frozen=True, slots=True)
class Competitor:
    """A vendor that leads may have instead of us; `name` is how it is stored and counted."""

    name: str
    aliases: tuple[str, ...] = ()
    rule: Rule = Rule.PLAIN


@dataclass(frozen=True, slots=True)
class Theme:
    """What feedback can be about. A deactivated theme stays readable and is no longer set.

    `cues` are the house's own phrases, beside those that the bot knows of the usual ten.
    """

    key: str
    label: str
    definition: str
    active: bool = True
    cues: tuple[str, ...] = ()


USUAL = (
    Theme(
        "wrong_persona",
        "Wrong person",
        "Role, level or department cannot buy; no authority; nobody who buys at all.",
    ),
    Theme(
        "wrong_company_fit",
        "Wrong kind of company",
        "Size, industry, region, business model or technology that we do not serve; partner or agency.",
    ),
    Theme("no_budget", "No budget", "No money, cut, frozen or spent; cannot pay our price."),
    Theme("bad_timing", "Bad timing", "The lead wants to wait: later, parked, reorganising, a date named."),
    Theme("no_response", "No response", "Tried and not reached: silence, no-show, out of office."),
    Theme(
        "bad_contact_data",
        "Bad contact data",
        "Bounced, wrong, missing, made up; the person has left the company.",
    ),
    Theme(
        "duplicate_or_customer",
        "Duplicate or customer",
        "The same lead twice, an open deal, a colleague's, or already a customer.",
    ),
    Theme(
        "competitor_in_place",
        "Competitor in place",
        "Uses, is bound to or has chosen a rival, or has built it.",
    ),
    Theme("good_quality", "Good lead", "The lead or the campaign is judged good."),
    Theme(OTHER, "Something else", "What marketing should hear and none of the others covers."),
)


def is_silent(themes: Iterable[str]) -> bool:
    """Whether a reading leaves open what a text is about: it has no theme, or none but `other`."""
    return set(themes) <= {OTHER}
