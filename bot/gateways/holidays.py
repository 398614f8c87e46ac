"""Public holidays of countries and their regions, by the `holidays` package."""

import difflib
import functools
from collections.abc import Iterable, Iterator, Mapping
from datetime import date

import holidays

from bot.domain.errors import HandoffError

_ENGLISH = ("en_US", "en_GB")


class UnknownHolidaysError(HandoffError, ValueError):
    """Nobody knows a holiday set of that name; says which ones come close."""


class HolidayDates(Mapping[date, str]):
    """Date -> the holiday's name, in English where the package offers it.

    Any year can be looked up and is computed then; iteration and length cover the years asked for at first.
    """

    def __init__(self, country: str, region: str | None, years: Iterable[int]) -> None:
        self._country, self._region, self._years = country, region, tuple(years)

    def __getitem__(self, day: date) -> str:
        return _of_year(self._country, self._region, day.year)[day]

    def __iter__(self) -> Iterator[date]:
        return (day for year in self._years for day in _of_year(self._country, self._region, year))

    def __len__(self) -> int:
        return sum(1 for _ in self)


def dates(spec: str, years: Iterable[int] = ()) -> HolidayDates:
    """The holidays of a country (`US`, `FR`) or of a region in it (`DE-BY`, `GB-ENG`).

    Raises UnknownHolidaysError.
    """
    country, region = _resolved(spec)
    return HolidayDates(country, region, years)


def _resolved(spec: str) -> tuple[str, str | None]:
    if spec not in _known():
        close = difflib.get_close_matches(spec.strip().upper(), _known(), n=3)
        hint = (
            f"did you mean {' or '.join(close)}?"
            if close
            else "write a country, US, or a region of it, DE-BY"
        )
        raise UnknownHolidaysError(f"there is no holiday set '{spec}'; {hint}")
    country, _, region = spec.partition("-")
    return country, region or None


@functools.cache
def _known() -> tuple[str, ...]:
    countries = holidays.list_supported_countries(include_aliases=True)
    return tuple(
        f"{country}-{region}" if region else country
        for country, regions in countries.items()
        if len(country) == 2  # three-letter aliases would only crowd the suggestions
        for region in ("", *regions)
    )


# The package marks a year as known before it fills it, so its objects are not safe to share between threads.
# Here each year is an object of its own, finished before anybody else sees it.
@functools.cache
def _of_year(country: str, region: str | None, year: int) -> Mapping[date, str]:
    offered = holidays.list_localized_countries().get(country, [])
    language = next((english for english in _ENGLISH if english in offered), None)
    return dict(
        holidays.country_holidays(country, subdiv=region, years=year, expand=False, language=language)
    )
