"""The words for months, weekdays, units of time and numbers."""

from collections.abc import Mapping

from bot.language.span import DAYS, HALVES, QUARTERS, WEEKS, YEARS
from bot.language.span import MONTHS as MONTH

MONTHS: Mapping[str, int] = {
    name: number
    for number, names in enumerate(
        (
            "january jan", "february feb", "march mar", "april apr", "may", "june jun", "july jul",
            "august aug", "september sept sep", "october oct", "november nov", "december dec",
        ), 1,
    )
    for name in names.split()
}  # fmt: skip
WEEKDAYS: Mapping[str, int] = {
    name: number
    for number, names in enumerate(
        ("monday mon mondays", "tuesday tue tues", "wednesday wed weds", "thursday thu thur thurs",
         "friday fri", "saturday sat", "sunday sun")
    )
    for name in names.split()
}  # fmt: skip
ORDINALS: Mapping[str, int] = {
    "first": 1,
    "second": 2,
    "third": 3,
    "fourth": 4,
    "1st": 1,
    "2nd": 2,
    "3rd": 3,
    "4th": 4,
}
_COUNTED = (
    "one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen "
    "seventeen eighteen nineteen twenty"
)
NUMBERS: Mapping[str, int] = {
    **{word: number for number, word in enumerate(_COUNTED.split(), 1)},
    "couple": 2,
    "dozen": 12,
    "thirty": 30,
    "sixty": 60,
    "ninety": 90,
}
UNITS: Mapping[str, tuple[str, int]] = {
    word: (unit, count)
    for unit, count, words in (
        (DAYS, 1, "day days"),
        (WEEKS, 1, "week weeks wk wks weak"),
        (MONTH, 1, "month months mth mths mnth"),
        (QUARTERS, 1, "quarter quarters qtr qtrs"),
        (HALVES, 1, "half halves"),
        (YEARS, 1, "year years yr yrs"),
        (DAYS, 14, "fortnight fortnights"),
    )
    for word in words.split()
}
