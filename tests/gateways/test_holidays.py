"""Holiday sets by name, against the public lists of the countries."""

import threading
from datetime import date

import pytest

from bot.gateways import holidays

# From the state's own list for 2026; Corpus Christi and Epiphany are not holidays in all of Germany.
BAVARIA_2026 = {
    date(2026, 1, 1): "New Year's Day",
    date(2026, 1, 6): "Epiphany",
    date(2026, 4, 3): "Good Friday",
    date(2026, 4, 6): "Easter Monday",
    date(2026, 5, 1): "Labor Day",
    date(2026, 5, 14): "Ascension Day",
    date(2026, 5, 25): "Pentecost Monday",
    date(2026, 6, 4): "Corpus Christi",
    date(2026, 10, 3): "German Unity Day",
    date(2026, 11, 1): "All Saints' Day",
    date(2026, 12, 25): "Christmas Day",
    date(2026, 12, 26): "Second Day of Christmas",
}


def test_a_region_has_its_own_holidays_with_english_names() -> None:
    assert dict(holidays.dates("DE-BY", [2026])) == BAVARIA_2026


def test_a_country_has_only_those_of_all_its_regions() -> None:
    germany = holidays.dates("DE", [2026])
    assert len(germany) == 9
    assert date(2026, 6, 4) not in germany


@pytest.mark.parametrize(
    ("spec", "day", "name"),
    [
        ("US", date(2026, 11, 26), "Thanksgiving Day"),
        ("US", date(2026, 7, 3), "Independence Day (observed)"),
        ("GB-ENG", date(2026, 8, 31), "Late Summer Bank Holiday"),
        ("UK-ENG", date(2026, 8, 31), "Late Summer Bank Holiday"),
        ("FR", date(2026, 7, 14), "National Day"),
    ],
)
def test_known_days_are_found(spec: str, day: date, name: str) -> None:
    assert holidays.dates(spec).get(day) == name


def test_any_year_can_be_looked_up() -> None:
    germany = holidays.dates("DE-BY", [2026])
    assert germany.get(date(2000, 10, 3)) == "German Unity Day"
    assert germany.get(date(2099, 12, 25)) == "Christmas Day"
    assert germany.get(date(2026, 11, 23)) is None
    assert len(germany) == len(BAVARIA_2026)


@pytest.mark.parametrize(
    ("spec", "said"),
    [
        ("DE-BAY", "there is no holiday set 'DE-BAY'; did you mean DE-BY"),
        ("de-by", "there is no holiday set 'de-by'; did you mean DE-BY"),
        ("DE-", "there is no holiday set 'DE-'; did you mean DE"),
        ("", "there is no holiday set ''; write a country, US, or a region of it, DE-BY"),
        ("Bavaria!", "there is no holiday set 'Bavaria!'; write a country, US, or a region of it, DE-BY"),
    ],
)
def test_an_unknown_set_is_told_what_comes_close(spec: str, said: str) -> None:
    with pytest.raises(holidays.UnknownHolidaysError) as caught:
        holidays.dates(spec)
    assert str(caught.value).startswith(said)


def test_threads_see_finished_years_only() -> None:
    italy, seen = holidays.dates("IT"), []
    start = threading.Barrier(8)

    def look() -> None:
        start.wait()
        seen.append([italy.get(date(year, 12, 25)) for year in range(2030, 2040)])

    threads = [threading.Thread(target=look) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert seen == [["Christmas Day"] * 10] * 8
