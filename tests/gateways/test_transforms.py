"""Conversions: each gives the canonical value or says why it cannot."""

import math
from datetime import datetime
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.gateways import transforms
from bot.gateways.transforms import Kind

BERLIN = ZoneInfo("Europe/Berlin")


def convert(kind: Kind, value: object, zone: ZoneInfo | None = BERLIN, **settings: object) -> object:
    return transforms.build(kind, settings, zone).apply(value)


@pytest.mark.parametrize(
    ("kind", "value", "wanted"),
    [
        (Kind.TEXT, 7, "7"),
        (Kind.TEXT, 7.0, "7"),
        (Kind.TEXT, 7.5, "7.5"),
        (Kind.TEXT, True, "true"),
        (Kind.TEXT, " a ", " a "),
        (Kind.EMAIL, " MailTo:Dana@X.example", "dana@x.example"),
        (Kind.EMAIL, "Dana Ruiz <Dana@X.example>", "dana@x.example"),
        (Kind.PHONE, "tel:+49 30 901820", "+49 30 901820"),
        (Kind.PHONE, 4930901820, "4930901820"),
        (Kind.LOWER, "DE", "de"),
        (Kind.INT, "1,200", 1200),
        (Kind.INT, 3.0, 3),
        (Kind.NUMBER, "82", 82),
        (Kind.NUMBER, "$1,234,567.50", 1234567.5),
        (Kind.NUMBER, "-5 %", -5),
        (Kind.NUMBER, "1.5e6", 1_500_000),
        (Kind.NUMBER, "12'500 CHF", 12500),
        (Kind.NUMBER, 0.5, 0.5),
        (Kind.BOOL, "Yes", True),
        (Kind.BOOL, 0, False),
        (Kind.BOOL, False, False),
        (Kind.EPOCH_S, 1795425120, "2026-11-23T09:12:00+00:00"),
        (Kind.EPOCH_MS, "1795425120123", "2026-11-23T09:12:00.123000+00:00"),
        (Kind.ISO8601, "2026-11-23T09:12:00Z", "2026-11-23T09:12:00+00:00"),
        (Kind.ISO8601, "2026-07-01 09:12", "2026-07-01T09:12:00+02:00"),
        (Kind.ISO8601, "2026-11-23", "2026-11-23T00:00:00+01:00"),
    ],
)
def test_values_are_converted(kind: Kind, value: object, wanted: object) -> None:
    converted = convert(kind, value)
    assert converted == wanted
    assert type(converted) is type(wanted)


@pytest.mark.parametrize("kind", [kind for kind in Kind if kind not in (Kind.DATE, Kind.ENUM, Kind.SPLIT)])
@pytest.mark.parametrize("value", [None, "", "  \n"])
def test_a_blank_is_nothing(kind: Kind, value: object) -> None:
    assert convert(kind, value) is None


@pytest.mark.parametrize(
    ("kind", "value", "problem"),
    [
        (Kind.TEXT, ["a"], "a list is not text"),
        (Kind.TEXT, math.inf, "a float is not text"),
        (Kind.EMAIL, {}, "a dict is not text"),
        (Kind.INT, "1.5", "not a whole number"),
        (Kind.INT, math.nan, "not a whole number"),
        (Kind.NUMBER, "1,5", "not a number"),
        (Kind.NUMBER, "(500)", "not a number"),
        (Kind.NUMBER, "many", "not a number"),
        (Kind.NUMBER, True, "not a number"),
        (Kind.NUMBER, "9" * 400, "too long for a number"),
        (Kind.BOOL, "maybe", "neither yes nor no"),
        (Kind.EPOCH_S, 1e300, "not a time"),
        (Kind.EPOCH_MS, 10**400, "not a time"),
        (Kind.EPOCH_S, "yesterday", "not a number"),
        (Kind.ISO8601, "23.11.2026", "not an ISO 8601 time"),
        (Kind.ISO8601, 20261123, "no offset|ISO 8601"),
    ],
)
def test_what_does_not_fit_says_so(kind: Kind, value: object, problem: str) -> None:
    with pytest.raises(ValueError, match=problem):
        convert(kind, value, zone=None)


def test_a_time_without_offset_needs_a_zone() -> None:
    with pytest.raises(ValueError, match="set timezone"):
        convert(Kind.ISO8601, "2026-11-23T09:12:00", zone=None)


def test_decimal_commas_are_read_where_they_are_announced() -> None:
    assert convert(Kind.NUMBER, "1.234,50 €", decimal=",") == 1234.5
    with pytest.raises(ValueError, match="“,” before its fraction"):
        convert(Kind.NUMBER, "1,234.50", decimal=",")


def test_dates_are_tried_in_the_order_of_their_formats() -> None:
    formats = ["%m/%d/%Y %I:%M %p", "%m/%d/%Y", "%Y-%m-%dT%H:%M:%S%z"]
    assert convert(Kind.DATE, "07/01/2026", format=formats) == "2026-07-01T00:00:00+02:00"
    assert convert(Kind.DATE, "11/23/2026 9:12 PM", format=formats) == "2026-11-23T21:12:00+01:00"
    assert convert(Kind.DATE, "2026-11-23T09:12:00+0500", format=formats) == "2026-11-23T09:12:00+05:00"
    with pytest.raises(ValueError, match=r"“23\.11\.2026” does not look like %m/%d/%Y"):
        convert(Kind.DATE, "23.11.2026", format="%m/%d/%Y")


def test_choices_are_made_without_case() -> None:
    choices = {"Germany": "DE", "true": "denied", "5": 5}
    assert convert(Kind.ENUM, " GERMANY", map=choices) == "DE"
    assert convert(Kind.ENUM, True, map=choices) == "denied"
    assert convert(Kind.ENUM, 5, map=choices) == 5
    with pytest.raises(ValueError, match="“France” is none of germany, true, 5"):
        convert(Kind.ENUM, "France", map=choices)


@pytest.mark.parametrize(("part", "wanted"), [("first", "Dana"), ("rest", "Maria Ruiz"), ("last", "Ruiz")])
def test_a_name_is_split(part: str, wanted: str) -> None:
    assert convert(Kind.SPLIT, "Dana Maria Ruiz", part=part) == wanted


def test_a_split_of_one_piece_has_no_rest() -> None:
    assert convert(Kind.SPLIT, "Dana", part="rest") is None
    assert convert(Kind.SPLIT, "a; b", part="last", separator=";") == "b"


@pytest.mark.parametrize(
    ("kind", "settings", "problem"),
    [
        (Kind.TEXT, {"format": "%d"}, 'format means nothing with as = "text"'),
        (Kind.DATE, {}, "format should be"),
        (Kind.DATE, {"format": [5]}, "format should be"),
        (Kind.DATE, {"format": "%Q"}, "does not work"),
        (Kind.DATE, {"format": "%d.%m.%Y"}, "set timezone"),
        (Kind.ENUM, {}, "map should be"),
        (Kind.ENUM, {"map": {"a": []}}, "map should be"),
        (Kind.SPLIT, {}, "part should be one of first rest last"),
        (Kind.NUMBER, {"decimal": ";"}, "decimal should be one of"),
    ],
)
def test_settings_that_do_not_fit_are_refused(kind: Kind, settings: dict[str, object], problem: str) -> None:
    with pytest.raises(ValueError, match=problem):
        transforms.build(kind, settings, None)


EVERY = [
    *(
        transforms.build(kind, {}, zone)
        for kind in (Kind.TEXT, Kind.EMAIL, Kind.PHONE, Kind.LOWER)
        for zone in (None,)
    ),
    *(
        transforms.build(kind, {}, BERLIN)
        for kind in (Kind.INT, Kind.NUMBER, Kind.BOOL, Kind.EPOCH_S, Kind.EPOCH_MS)
    ),
    transforms.build(Kind.ISO8601, {}, BERLIN),
    transforms.build(Kind.ISO8601, {}, None),
    transforms.build(Kind.DATE, {"format": ["%d.%m.%Y", "%Y-%m-%dT%H:%M:%S%z"]}, BERLIN),
    transforms.build(Kind.ENUM, {"map": {"a": "b"}}, None),
    transforms.build(Kind.SPLIT, {"part": "last"}, None),
]
values = (
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats()
    | st.text()
    | st.text(alphabet="0123456789-+.,:TZe /")
    | st.datetimes().map(datetime.isoformat)
    | st.sampled_from([10**400, "0001-01-01", "9999-12-31T23:59:59", "01.01.0001"])
    | st.lists(st.integers())
)


@settings(deadline=None, max_examples=300)
@given(st.sampled_from(EVERY), values)
def test_no_value_breaks_a_conversion(transform: transforms.Transform, value: object) -> None:
    try:
        converted = transform.apply(value)
    except ValueError:
        return
    assert converted is None or isinstance(converted, str | int | float)
