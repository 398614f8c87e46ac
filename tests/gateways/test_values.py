"""Single values: what is understood, what is refused, and in which words."""

from datetime import UTC, datetime

import pytest

from bot.gateways import values


@pytest.mark.parametrize(
    ("raw", "wanted"),
    [
        (" Dana@Lumen.Example ", "dana@lumen.example"),
        ("dana@example.test", "dana@example.test"),
        ("dana@crm.local", "dana@crm.local"),
        ("dana\u200b@lumen.example", "dana@lumen.example"),
        ("dana+fair@xn--mnchen-3ya.example", "dana+fair@münchen.example"),
        ("", None),
        ("  ", None),
    ],
)
def test_an_address_is_trimmed_and_put_in_lower_case(raw: str, wanted: str | None) -> None:
    assert values.read_email(raw) == wanted


@pytest.mark.parametrize(
    ("raw", "problem"),
    [
        ("dana", "not an e-mail address"),
        ("dana@lumen", "not an e-mail address"),
        ("Dana <dana@lumen.example>", "not an e-mail address"),
        ("a@b.example, c@d.example", "not an e-mail address"),
        (f"{'x' * 243}@lumen.example", "longer than 254"),
        (7, "should be text"),
        (None, "should be text"),
    ],
)
def test_what_is_no_address_is_refused(raw: object, problem: str) -> None:
    with pytest.raises(ValueError, match=problem):
        values.read_email(raw)


@pytest.mark.parametrize(
    ("raw", "country", "wanted"),
    [
        ("030 901820", "DE", ("+4930901820", None)),
        ("+49 (30) 901820", None, ("+4930901820", None)),
        ("tel:+44-20-7946-0000", "DE", ("+442079460000", None)),
        ("(415) 555-0100 ext. 12", "US", ("+14155550100", "12")),
        ("0043 1 58858", "DE", ("+43158858", None)),
    ],
)
def test_a_phone_number_is_put_in_e164(raw: str, country: str | None, wanted: tuple[str, str | None]) -> None:
    assert values.read_phone(raw, country) == wanted


@pytest.mark.parametrize(
    ("raw", "country"), [("030 901820", None), ("ask Dana", "DE"), ("12", "DE"), ("", None)]
)
def test_a_phone_number_that_cannot_be_placed_is_refused(raw: str, country: str | None) -> None:
    with pytest.raises(ValueError, match="country code"):
        values.read_phone(raw, country)


@pytest.mark.parametrize(
    ("raw", "wanted"),
    [
        ("2026-11-23T09:12:00+01:00", datetime(2026, 11, 23, 8, 12, tzinfo=UTC)),
        ("2026-11-23t09:12:00.5z", datetime(2026, 11, 23, 9, 12, 0, 500_000, tzinfo=UTC)),
        (datetime(2026, 11, 23, tzinfo=UTC), datetime(2026, 11, 23, tzinfo=UTC)),
    ],
)
def test_a_moment_is_put_in_utc(raw: object, wanted: datetime) -> None:
    assert values.read_moment(raw) == wanted


@pytest.mark.parametrize(
    ("raw", "problem"),
    [
        ("2026-11-23T09:12:00", "no offset"),
        ("2026-11-23", "no offset"),
        ("23.11.2026", "should be a time like"),
        (1795425120, "should be a time like"),
        (None, "should be a time like"),
        ("1970-01-01T00:00:00Z", "before 1990"),
        ("0001-01-01T00:00:00+05:00", "out of range"),
    ],
)
def test_a_moment_that_is_not_certain_is_refused(raw: object, problem: str) -> None:
    with pytest.raises(ValueError, match=problem):
        values.read_moment(raw)


@pytest.mark.parametrize(
    ("raw", "wanted"), [("evt_1", "evt_1"), (" 7 ", "7"), (7, "7"), (10**17, "1" + "0" * 17)]
)
def test_an_id_stays_as_it_is(raw: object, wanted: str) -> None:
    assert values.read_id(raw) == wanted


@pytest.mark.parametrize(
    "raw", ["", " ", None, 1.5, True, [], "x" * 256, "a\x00b", "a\u202eb", "a\nb", "\ud800", 10**4000]
)
def test_an_id_that_would_have_to_change_is_refused(raw: object) -> None:
    with pytest.raises(ValueError, match=r"text|empty|longer|control"):
        values.read_id(raw)


@pytest.mark.parametrize("raw", [float("inf"), float("-inf"), float("nan"), 10**400, 10**15, "5", True, None])
def test_a_number_is_finite_and_no_text(raw: object) -> None:
    with pytest.raises(ValueError, match=r"number|large"):
        values.read_number(raw)


@pytest.mark.parametrize(
    ("raw", "wanted"),
    [
        ("de", "DE"),
        ("Germany", "DE"),
        ("UK", "GB"),
        ("United Kingdom", "GB"),
        ("united  states", "US"),
        ("USA", "US"),
        ("XX", None),
        ("Narnia", None),
    ],
)
def test_countries_are_known_by_code_and_english_name(raw: str, wanted: str | None) -> None:
    assert values.read_country(raw) == wanted


def test_a_time_zone_must_exist() -> None:
    assert values.read_zone(" Europe/Berlin ") == "Europe/Berlin"
    assert values.read_zone("Mars/Olympus") is None
    assert values.read_zone("../../etc/passwd") is None


@pytest.mark.parametrize(("raw", "wanted"), [("de", "de"), ("pt_BR", "pt-BR"), ("German!", None), ("", None)])
def test_a_language_is_a_tag(raw: str, wanted: str | None) -> None:
    assert values.read_language(raw) == wanted


@pytest.mark.parametrize(
    ("raw", "wanted"),
    [
        ("https://lumen.example/a?b=1#c", "https://lumen.example/a?b=1#c"),
        ("https://lumen.example/a|b <c>", "https://lumen.example/a%7Cb%20%3Cc%3E"),
        (f"https://lumen.example/a?{'x' * 2000}", "https://lumen.example/a"),
        (f"https://lumen.example/{'x' * 2000}", None),
        ("javascript:alert(1)", None),
        ("lumen.example", None),
        ("https://", None),
        ("https://lumen.example/\u202e", None),
    ],
)
def test_a_link_leads_to_the_web_and_nowhere_else(raw: str, wanted: str | None) -> None:
    assert values.read_link(raw) == wanted


@pytest.mark.parametrize(
    ("raw", "wanted"),
    [
        ("https://www.Lumen.example/about?x", "lumen.example"),
        ("dana@lumen.example", "lumen.example"),
        ("lumen.example:8080", "lumen.example"),
        ("München.example", "xn--mnchen-3ya.example"),
        ("localhost", None),
        ("-bad-.example", None),
        ("a..example", None),
        (f"{'x' * 70}.example", None),
        ("", None),
    ],
)
def test_a_domain_is_the_bare_host(raw: str, wanted: str | None) -> None:
    assert values.read_domain(raw) == wanted


@pytest.mark.parametrize(
    ("raw", "wanted"),
    [
        (320, 320),
        ("320", 320),
        ("1.200", 1200),
        ("51-200", "51-200"),
        ("1,001 – 5,000 employees", "1001-5000"),
        ("201 to 500", "201-500"),
        ("10,000+", "10000+"),
        (-1, None),
        ("many", None),
        ("", None),
        ("9" * 5000, None),
    ],
)
def test_a_headcount_is_a_number_or_a_band(raw: str | int, wanted: int | str | None) -> None:
    assert values.read_headcount(raw) == wanted


@pytest.mark.parametrize(("raw", "wanted"), [("eur", "EUR"), ("€", None), ("EURO", None), ("ÄÖÜ", None)])
def test_a_currency_has_three_letters(raw: str, wanted: str | None) -> None:
    assert values.read_currency(raw) == wanted
