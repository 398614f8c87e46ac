"""Campaigns in the agreement file: what marketing plans, with the names by which systems call it."""

from datetime import date, datetime

from bot.agreement_file.fields import Table
from bot.domain import text as cleaning
from bot.domain.campaign import MOST_NAME, MOST_TEXT, Declared


def read(root: Table) -> tuple[Declared, ...]:
    """The campaigns in the order of the file."""
    return tuple(_campaign(table) for table in root.listed("campaigns"))


def _campaign(table: Table) -> Declared:
    campaign = Declared(
        name=_short(table, "name", table.text("name", like="the name that people read")) or "",
        aliases=_aliases(table),
        source=_maybe(table, "source"),
        medium=_maybe(table, "medium"),
        persona=_maybe(table, "persona"),
        owner=table.maybe("owner", like="the key of a person"),
        starts=_day(table, "starts"),
        ends=_day(table, "ends"),
        target=_maybe(table, "target", MOST_TEXT),
        offer=_maybe(table, "offer", MOST_TEXT),
        expected=table.integer("expected", 1, least=1) if table.has("expected") else None,
    )
    if campaign.starts and campaign.ends and campaign.ends < campaign.starts:
        table.wrong("ends", f"must not be before starts, which is {campaign.starts}")
    table.done()
    return campaign


def _aliases(table: Table) -> tuple[str, ...]:
    found = table.texts("aliases", (), like='a list of names such as ["AI webinar", "WBN-2026-10"]')
    return tuple(_short(table, "aliases", alias) or "" for alias in found)


def _maybe(table: Table, key: str, most: int = MOST_NAME) -> str | None:
    return _short(table, key, table.maybe(key), most)


def _short(table: Table, key: str, text: str | None, most: int = MOST_NAME) -> str | None:
    """The text as intake keeps names, so that a name that was written is the name that leads bring."""
    if text and len(text) > most:
        table.wrong(key, f"must be at most {most} characters long, and not {len(text)}")
    return cleaning.clean(text, most)[0] if text else None


def _day(table: Table, key: str) -> date | None:
    if not table.has(key):
        return None
    value = table.values[key]
    if isinstance(value, date) and not isinstance(value, datetime):
        return value
    table.wrong(key, "must be a day such as 2026-10-05, without quotation marks")
    return None
