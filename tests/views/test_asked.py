"""Answers to questions as people read them: what was understood, the figures, what comes next."""

from dataclasses import replace

from bot.domain import post
from bot.domain.asked import Choice, Unanswered
from bot.domain.figure import Answer, Difference, Figure, Row
from bot.domain.metric import Metric
from bot.domain.query import MetricQuery
from bot.views import asked, question_modals
from tests.views import reading
from tests.views.samples import sample_answer


def single(k: int, n: int) -> Answer:
    """One figure of the whole period."""
    found = sample_answer(["x"])
    query = replace(found.query, group_by=(), filters=(), compare_to=None)
    rows = (Row((), (Figure(Metric.ACCEPTANCE_RATE, k / n, k, n, 0.4, 0.8, open=2),)),)
    return replace(found, query=query, rows=rows)


def two(difference: Difference) -> Answer:
    """Two campaigns side by side."""
    found = sample_answer(["Webinar", "Fair"])
    rows = tuple(replace(row, before=(), differences=()) for row in found.rows)
    return replace(found, query=replace(found.query, compare_to=None), rows=rows, contrast=(difference,))


def table(message: object) -> list[list[str]]:
    """The cells of the table in a message."""
    (found,) = [block for block in message.blocks if block["type"] == "table"]  # type: ignore[attr-defined]
    return [[cell["text"] for cell in row] for row in found["rows"]]


def test_an_answer_begins_with_how_it_was_understood_and_what_it_rests_on() -> None:
    said = reading.lines(asked.message(single(21, 36), 7))
    assert said[0] == ("*acceptance rate* · 1-31 Oct 2026 · n = 36 · as of 23 Nov 2026 09:24 (Europe/Berlin)")
    assert said[1] == "58 % (21 of 36); 40-80 %; 2 open"
    assert said[-1] == "acceptance_rate v1: accepted / decided (accepted + rejected + recycled)"


def test_few_leads_stay_counts_and_say_why() -> None:
    said = "\n".join(reading.lines(asked.message(single(3, 7), 7)))
    assert "3 of 7" in said
    assert "Fewer than 10 leads stay counts" in said
    assert "%;" not in said


def test_several_groups_are_a_table_with_the_period_before() -> None:
    shown = table(asked.message(sample_answer(["Webinar", "Fair"]), 7))
    assert shown[0] == ["campaign", "acceptance rate", "before", "change", "beside"]
    assert shown[1] == [
        "Webinar", "75 % (15 of 20); 53-89 %", "50 % (10 of 20)",
        "difference not established: +25 points (-5 to +50)", "2 open, 1 too young",
    ]  # fmt: skip


def test_two_groups_are_told_apart_only_beyond_chance() -> None:
    for low, doubt in ((0.02, ""), (-0.02, "difference not established: ")):
        said = reading.lines(asked.message(two(Difference(0.25, low, 0.5)), 7))
        assert f"Webinar against Fair: {doubt}+25 points ({100 * low:+.0f} to +50)" in said


def test_three_groups_of_enough_leads_are_drawn_and_fewer_leads_are_not() -> None:
    found = two(Difference(0, 0, 0))
    three = replace(found, rows=(*found.rows, replace(found.rows[0], group=("Ads",))), contrast=())
    (chart,) = asked.message(three, 7).charts
    assert chart.alt == "acceptance rate by campaign. " + "; ".join(
        f"{name}: 75 % (15 of 20)" for name in ("Webinar", "Fair", "Ads")
    )
    small = replace(three.rows[0], figures=(Figure(Metric.ACCEPTANCE_RATE, 0.5, 2, 4),))
    assert asked.message(replace(three, rows=(small, *three.rows[1:])), 7).charts == ()


def test_the_buttons_offer_what_comes_next() -> None:
    assert reading.buttons(asked.message(single(21, 36), 7)) == [
        ["By reason", "The leads", "Definition", "Edit", "👎 Not right"]
    ]
    query = MetricQuery((Metric.MQL_COUNT,))
    rows = (Row((), (Figure(Metric.MQL_COUNT, 5, 5),)),)
    counted = replace(single(1, 2), query=query, rows=rows)
    assert reading.buttons(asked.message(counted, 7))[0][0] == "The leads"


def test_what_is_not_answered_says_what_was_understood_and_offers_something_else() -> None:
    choices = (Choice("last month", "MQLs last month"), Choice("Q3", "MQLs Q3"))
    message = asked.message(Unanswered("Which period do you mean?", choices, (("MQLs", "MQLs"),)), 7)
    assert reading.lines(message) == ["Which period do you mean?", "Understood: “MQLs” as MQLs"]
    assert reading.buttons(message) == [["last month", "Q3", "👎 Not right"]]
    assert message.text == "Which period do you mean? Try: “last month”, “Q3”"


def test_a_note_that_the_answer_is_elsewhere_has_no_buttons() -> None:
    message = asked.message(Unanswered("I have sent you a direct message.", private=True), 7)
    assert reading.buttons(message) == []


def test_a_definition_says_what_counts_when_and_from_which_age_on() -> None:
    cohort = question_modals.definition(sample_answer(["Webinar"]).query)
    assert reading.paragraphs(cohort["blocks"])[0].split("\n") == [
        "acceptance rate (acceptance_rate v1)",
        "• accepted / decided (accepted + rejected + recycled)",
        "• put into a period by the day of the hand-off",
        "• counted from 7 days on; what is younger is shown beside the figure",
        "• told as a percentage from 10 on, with a 95 % interval (Wilson)",
    ]


def test_long_names_and_many_groups_cost_no_figures_and_no_buttons() -> None:
    """Limits: 10,000 characters in a table (docs.slack.dev/reference/block-kit/blocks/table-block)."""
    for names in (
        [f"{number} {'long & ' * 40}{number}" for number in range(30)],
        [f"{'N' * 300} {number}" for number in range(150)],
        ["*bold* <!here> & " * 10 + str(number) for number in range(12)],
        [f"{number} {'N' * 3000} {number}" for number in range(3)],
    ):
        message = asked.message(sample_answer(names), 7)
        rows = table(message)
        assert sum(len(cell) for row in rows for cell in row) <= 10_000
        assert len({row[0] for row in rows}) == len(rows)
        assert reading.buttons(message)[-1][-1] == "👎 Not right"
        assert "does not fit" not in "\n".join(reading.lines(message))
        simple = post.plain(message)
        assert "acceptance_rate v1" in simple.text
        assert simple.text.count("75 % (15 of 20)") >= min(2, len(names))
        assert reading.buttons(simple) == reading.buttons(message)
        left = len(names) - (len(rows) - 1)
        assert not left or f"and {left} more group" in "\n".join(reading.lines(message))
