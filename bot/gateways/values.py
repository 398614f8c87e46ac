"""Single values of the canonical lead, from the many ways in which people and systems write them.

Each reader takes a raw value and returns the normal form. Those of identities and moments raise ValueError
with a sentence on what would be right; those of secondary facts return None for what they do not know.
"""

import functools
import importlib.resources
import math
import re
import urllib.parse
import zoneinfo
from datetime import UTC, datetime

import email_validator
import phonenumbers

from bot.domain import text

MAX_ID = 255
MAX_EMAIL = 254
MAX_LINK = 2000
MAX_NUMBER = 10**15

# Made-up companies in demos and on-premises systems use .test and .local; no mail is sent from here.
email_validator.SPECIAL_USE_DOMAIN_NAMES.clear()

_HOST = re.compile(
    r"(?=.{1,253}\Z)(?:(?!-)[\w-]{1,63}(?<!-)\.)+(?!-)[\w-]{2,63}(?<!-)", re.ASCII | re.IGNORECASE
)
# Addresses of a form that is valid beyond doubt: the whole grammar takes a hundred times as long.
PLAIN_EMAIL = re.compile(
    r"[a-z0-9]{1,15}(?:[._+-][a-z0-9]{1,15}){0,3}@(?:[a-z0-9]{1,20}(?:-[a-z0-9]{1,20})?\.){1,4}[a-z]{2,20}"
)
_LINK = re.compile(r"https?://[^\s/?#%]+([/?#]\S*)?", re.IGNORECASE)
_UNSAFE_IN_LINK = re.compile(r"[ <>\"|\\^`{}]")
_LANGUAGE = re.compile(r"[A-Za-z]{2,3}(?:[-_][A-Za-z0-9]{2,8})*")
_BAND = re.compile(r"([0-9]+)(?:-([0-9]+)|(\+))?")
_COUNTRY_ALIASES = {
    "UK": "GB",
    "ENGLAND": "GB",
    "GREAT BRITAIN": "GB",
    "UNITED KINGDOM": "GB",
    "USA": "US",
    "U.S.": "US",
    "U.S.A.": "US",
    "UNITED STATES OF AMERICA": "US",
    "CZECHIA": "CZ",
    "SOUTH KOREA": "KR",
    "TÜRKIYE": "TR",
}


def read_id(value: object) -> str:
    """An id as text, unchanged but for white space around it; whole numbers are taken as text."""
    if isinstance(value, int) and not isinstance(value, bool) and abs(value) < MAX_NUMBER * 1000:
        value = str(value)
    if not isinstance(value, str):
        raise ValueError("should be text")
    trimmed = value.strip()
    if not trimmed:
        raise ValueError("is empty")
    if len(trimmed) > MAX_ID:
        raise ValueError(f"is longer than {MAX_ID} characters; an id is never cut")
    if text.strip_invisible(trimmed) != trimmed or "\n" in trimmed:
        raise ValueError("contains control characters")
    return trimmed


def read_email(value: object) -> str | None:
    """An e-mail address, trimmed and in lower case; a blank one is None."""
    if not isinstance(value, str):
        raise ValueError("should be text")
    trimmed = text.strip_invisible(value).strip()
    if len(trimmed) > MAX_EMAIL:
        raise ValueError(f"is longer than {MAX_EMAIL} characters; an e-mail address is never cut")
    if not trimmed:
        return None
    plain = trimmed.lower()
    return plain if PLAIN_EMAIL.fullmatch(plain) else read_email_by_grammar(trimmed)


def read_email_by_grammar(trimmed: str) -> str:
    """An address of any form that the standards allow, in lower case."""
    try:
        checked = email_validator.validate_email(trimmed, check_deliverability=False)
    except email_validator.EmailNotValidError as error:
        raise ValueError(f"is not an e-mail address: {error}") from error
    return checked.normalized.lower()


def read_phone(value: str, country: str | None) -> tuple[str, str | None]:
    """A phone number in E.164 and its extension, if any; `country` explains numbers without a prefix."""
    try:
        number = phonenumbers.parse(value[:250], country)
    except phonenumbers.NumberParseException as error:
        raise ValueError(_phone_advice(value, country)) from error
    if phonenumbers.is_possible_number_with_reason(number) != phonenumbers.ValidationResult.IS_POSSIBLE:
        raise ValueError(_phone_advice(value, country))
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164), number.extension


def _phone_advice(value: str, country: str | None) -> str:
    given = text.clean(value, 40)[0]
    of_country = f" of {country}" if country else ""
    return f"“{given}” is not a phone number{of_country}: write it with + and the country code"


def read_moment(value: object) -> datetime:
    """A time in UTC from ISO 8601 text with an offset, or from an aware datetime."""
    moment = value if isinstance(value, datetime) else _parse_moment(value)
    if moment.tzinfo is None:
        raise ValueError("has no offset from UTC: write it like 2026-11-23T09:12:00+01:00 or with a final Z")
    try:
        utc = moment.astimezone(UTC)
    except OverflowError as error:
        raise ValueError("is out of range") from error
    if utc.year < 1990:
        raise ValueError("is before 1990: is the unit right?")
    return utc


def _parse_moment(value: object) -> datetime:
    advice = "should be a time like 2026-11-23T09:12:00+01:00"
    if not isinstance(value, str):
        raise ValueError(advice)
    try:
        return datetime.fromisoformat(value.strip().upper())
    except ValueError as error:
        raise ValueError(advice) from error


def read_number(value: object) -> int | float:
    """A finite number of at most 15 digits before the point; ValueError for anything else."""
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise ValueError("should be a number, without quotes")
    if abs(value) >= MAX_NUMBER or not math.isfinite(value):
        raise ValueError("is too large to be true")
    return value


def read_country(value: str) -> str | None:
    """ISO 3166-1 alpha-2 from the code or from the English name of the country."""
    name = " ".join(value.split()).upper()
    return _countries().get(_COUNTRY_ALIASES.get(name, name))


@functools.cache
def _countries() -> dict[str, str]:
    """Codes and upper-case names to codes, from the table that comes with the time zone database."""
    table = importlib.resources.files("tzdata").joinpath("zoneinfo", "iso3166.tab").read_text("utf-8")
    rows = [line.split("\t") for line in table.splitlines() if not line.startswith("#")]
    return {code: code for code, _ in rows} | {name.upper(): code for code, name in rows}


def read_zone(value: str) -> str | None:
    """An IANA time zone."""
    name = value.strip()
    return name if name in _zones() else None


@functools.cache
def _zones() -> frozenset[str]:
    return frozenset(zoneinfo.available_timezones())


def read_language(value: str) -> str | None:
    """A BCP 47 tag such as "de" or "pt-BR"."""
    tag = value.strip()
    return tag.replace("_", "-") if _LANGUAGE.fullmatch(tag) else None


def read_link(value: str) -> str | None:
    """An http(s) address; one that is too long loses its query, because half a query leads nowhere."""
    link = _UNSAFE_IN_LINK.sub(lambda char: urllib.parse.quote(char[0]), value.strip())
    if len(link) > MAX_LINK:
        link = re.split(r"[?#]", link, maxsplit=1)[0]
    return link if len(link) <= MAX_LINK and link.isprintable() and _LINK.fullmatch(link) else None


def read_domain(value: str) -> str | None:
    """A bare host name in lower case, also from an address such as https://www.lumen.example/about."""
    host = re.sub(r"^[a-z]+://", "", value[:MAX_LINK].strip().lower())
    host = re.split(r"[/?#:]", host.rpartition("@")[2], maxsplit=1)[0]
    try:
        ascii_host = host.encode("idna").decode("ascii").removeprefix("www.").rstrip(".")
    except UnicodeError:
        return None
    return ascii_host if _HOST.fullmatch(ascii_host) else None


def read_headcount(value: str | int) -> int | str | None:
    """A number of people, or a band as "51-200" or "1000+" with the spaces and thousands signs taken out."""
    if isinstance(value, int):
        return value if 0 <= value < 10**8 else None
    plain = re.sub(r"[\s,.'’]|employees|people", "", value.lower()).replace("–", "-").replace("to", "-")
    band = _BAND.fullmatch(plain)
    if band is None or len(plain) > 20:
        return None
    return plain if band[2] or band[3] else read_headcount(int(plain))


def read_currency(value: str) -> str | None:
    """A three-letter code in the manner of ISO 4217."""
    code = value.strip().upper()
    return code if len(code) == 3 and code.isascii() and code.isalpha() else None
