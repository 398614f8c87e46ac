"""What goes into the thread of a digest: all that found no room above, and every number with its counts."""

from dataclasses import replace

from digests import message, thread
from digests.week import Money, Part, Week
from tests.digests import reading, weeks, worst
from tests.digests.weeks import FRAME


def told(week: Week) -> str:
    """The thread's message of a week."""
    return reading.whole(thread.more(weeks.found(week), FRAME))


def test_every_trend_stands_there_with_its_range_and_state() -> None:
    said = told(weeks.quiet()).split("\n")
    assert "MQLs: 110 · usual 80-154 · steady" in said
    assert "Recycle rate: 10 % (10 of 96) · usual 4-20 % · steady" in said
    assert "SQL conversion rate, W41: 20 % (24 of 118) · usual 13-31 % · steady" in said
    assert "Open leads now: 31, 4 overdue, 2 older than a week" in said


def test_campaigns_are_listed_by_size_and_never_by_rate() -> None:
    parts = (Part("Small and lucky", 9, 10), Part("Large", 30, 60), Part(None, 2, 4))
    said = told(replace(weeks.quiet(), campaigns=parts)).split("\n")
    start = said.index("Large · 50 % (30 of 60)")
    assert said[start + 1 : start + 3] == [
        "Small and lucky · 90 % (9 of 10)",
        "(not set) · 2 of 4, too few to say",
    ]


def test_currencies_that_the_message_only_counts_are_told_below() -> None:
    pounds, none = (
        Money("GBP", 2, 5_000_000, 2_500_000.0, 3_000_000),
        Money(None, 1, 70_000, 70_000.0, 70_000),
    )
    two = weeks.two_currencies()
    week = replace(two, money=(*two.money, pounds, none))
    assert "2 more currencies" in reading.whole(message.digest(weeks.found(week), FRAME)) + told(week)
    assert "In further currencies: GBP 50,000 in 2 new opportunities" in told(week)
    assert "700 of no currency in 1 new opportunity" in told(week)
    assert "further currencies" not in told(two)


def test_signals_beyond_three_are_told_with_what_they_ask() -> None:
    said = told(weeks.many_signals())
    assert "Signal, slower decisions: 9 h 30 min, usual 1.2-7.2 h, this week" in said
    assert "Signal, fewer MQLs: 61, usual 80-154, this week" in said
    assert said.count("Asked: ") == 2


def test_what_found_no_room_above_is_told_below_and_nothing_is_lost() -> None:
    for week in (weeks.one_signal(), weeks.many_signals(), weeks.quiet(), weeks.returning()):
        found = weeks.found(week)
        both = reading.whole(message.digest(found, FRAME)) + told(week)
        assert "Too early to say: SQL conversion rate of 2-8 Nov 2026" in both
        assert "won 37 % (7 of 19) closed" in both
        assert all(f"mix by {one.why.dimension}" in both for one in found.signals if one.why)


def test_long_lists_are_whole_below_where_above_they_were_cut() -> None:
    found = weeks.found(replace(weeks.quiet(), told=worst.worst(("Sale",)).told))
    above, below = reading.whole(message.digest(found, FRAME)), reading.whole(thread.more(found, FRAME))
    assert above.count("acceptance rate restated 11 % → 61 % (60 of 98)") == 2
    assert "; and 18 more" in above
    assert below.count("acceptance rate restated 11 % → 61 % (60 of 98)") == 20


def test_all_sixty_campaigns_are_there() -> None:
    said = reading.whole(thread.more(weeks.found(worst.worst(("Sale",))), FRAME)).split("\n")
    assert sum(line.startswith("Sale ") for line in said) == 60


def test_a_list_of_thousands_of_campaigns_is_cut_with_its_remark() -> None:
    parts = tuple(Part(f"Campaign number {n}", 5, 10) for n in range(3000))
    said = told(replace(weeks.quiet(), campaigns=parts))
    shown = said.count("Campaign number ")
    assert f"and {3000 - shown:,} smaller ones" in said
    assert "Definitions" in said


def test_every_definition_is_there_with_its_version() -> None:
    said = told(weeks.quiet())
    assert "Acceptance rate (v1): accepted / decided (accepted + rejected + recycled)" in said
    assert said.count(" (v1): ") == 8
