"""Turns of speech in which names, units and periods come: transcribed, possessive, replaced, in full."""

from datetime import date
from typing import Any

import pytest

from bot.cli import question_file
from bot.domain import query_document
from bot.domain.metric import Dimension
from bot.domain.query import MetricQuery
from bot.language.parser import Parser
from bot.language.vocabulary import Vocabulary

TODAY = date(2026, 11, 18)  # a Wednesday
OCTOBER = {"start": "2026-10-01", "end": "2026-11-01"}
SEPTEMBER = {"start": "2026-09-01", "end": "2026-10-01"}
READER = Parser(
    Vocabulary(
        {
            Dimension.CAMPAIGN: [
                "Grüne Küche für Späteinsteiger",
                "Łódź na co dzień",
                "Fête d'été",
                "Reset Week",
            ],
            Dimension.OWNER: ["June Hall", "Chase Ortiz", "Mark Sørensen", "Jürgen Weiß", "Anna Mueller"],
            Dimension.REGION: ["Nordics", "Iberia"],
            Dimension.SOURCE: ["webinar", "radio"],
            Dimension.SCORE_BAND: ["A", "B", "C"],
            Dimension.REJECT_REASON: ["no_feed", "too_late"],
        }
    )
)


def read(question: str, context: MetricQuery | None = None) -> dict[str, Any]:
    return dict(question_file.prediction(READER.parse(question, TODAY, context)))


def before(**changes: object) -> MetricQuery:
    told: dict[str, object] = {
        "metric": "acceptance_rate", "group_by": [], "filters": {"region": ["Nordics"]}, "period": OCTOBER,
        "compare_to": None, "sort": None, "limit": None,
    }  # fmt: skip
    found = query_document.read(told | changes)
    assert isinstance(found, MetricQuery)
    return found


@pytest.mark.parametrize(
    ("said", "filters"),
    [
        ("gruene kueche fuer spaeteinsteiger mqls", {"campaign": ["Grüne Küche für Späteinsteiger"]}),
        ("GRUNE KUCHE FUR SPATEINSTEIGER MQLS", {"campaign": ["Grüne Küche für Späteinsteiger"]}),
        ("MQLs from lodz na co dzien", {"campaign": ["Łódź na co dzień"]}),
        ("MQLs from fete d'ete", {"campaign": ["Fête d'été"]}),
        ("MQLs of Soerensen", {"owner": ["Mark Sørensen"]}),
        ("MQLs of Sorensen", {"owner": ["Mark Sørensen"]}),
        ("MQLs of Juergen Weiss", {"owner": ["Jürgen Weiß"]}),
        ("MQLs of Anna Müller", {"owner": ["Anna Mueller"]}),
    ],
)
def test_letters_that_a_keyboard_lacks_are_no_obstacle(said: str, filters: dict[str, list[str]]) -> None:
    assert read(said)["filters"] == filters


@pytest.mark.parametrize("said", ["June's MQLs in October", "June's MQLs for the month of October"])
def test_a_person_called_like_a_month_is_one_beside_another_period(said: str) -> None:
    found = read(said)
    assert (found["filters"], found["period"]) == ({"owner": ["June Hall"]}, OCTOBER)


@pytest.mark.parametrize("said", ["June's MQLs", "June's MQLs vs October"])
def test_alone_or_compared_with_a_month_it_is_asked_back(said: str) -> None:
    assert read(said)["clarify"] == "entity"


def test_a_verb_behind_a_preposition_is_somebody() -> None:
    assert read("and for Mark", before())["filters"] == {"region": ["Nordics"], "owner": ["Mark Sørensen"]}
    assert read("what about Chase's", before())["filters"]["owner"] == ["Chase Ortiz"]


@pytest.mark.parametrize(
    ("said", "day"),
    [("how many leads came in on Monday", "2026-11-16"), ("MQLs that got in on Friday", "2026-11-13")],
)
def test_what_came_in_on_a_weekday_came_on_the_latest_one(said: str, day: str) -> None:
    assert read(said)["period"]["start"] == day


@pytest.mark.parametrize("said", ["the same length of time before", "as many days before"])
def test_as_long_before_is_as_many_days(said: str) -> None:
    found = read(f"MQLs since 9 November against {said}")
    assert found["compare_to"] == {"start": "2026-10-30", "end": "2026-11-09"}


@pytest.mark.parametrize(
    ("said", "changed"),
    [
        ("rejection rather than acceptance", {"metric": "rejection_rate"}),
        ("September instead of October", {"period": SEPTEMBER}),
        ("Iberia rather than the Nordics", {"filters": {"region": ["Iberia"]}}),
        ("instead of the Nordics, Iberia", {"filters": {"region": ["Iberia"]}}),
        ("by source rather than by region", {"group_by": ["source"]}),
        ("show weeks", {"group_by": ["week"]}),
        ("make it band C", {"filters": {"region": ["Nordics"], "score_band": ["C"]}}),
    ],
)
def test_a_turn_that_only_names_what_it_wants_changes_that(said: str, changed: dict[str, object]) -> None:
    found = read(said, before())
    assert found | changed == found


@pytest.mark.parametrize(
    "said", ["rejection rather than", "rather than the Nordics", "rather than Iberia and radio"]
)
def test_what_nothing_takes_the_place_of_is_asked_back(said: str) -> None:
    assert "clarify" in read(said, before())


def test_a_month_in_full_is_compared_whole() -> None:
    found = read(
        "compare it with last month in full", before(period={"start": "2026-11-01", "end": "2026-11-19"})
    )
    assert found["compare_to"] == OCTOBER


@pytest.mark.parametrize(
    "said", ["mean time until our reps decide", "average time before the sellers decide"]
)
def test_what_the_time_is_taken_to_is_no_period(said: str) -> None:
    found = read(said)
    assert (found["metric"], found["period"]) == ("decision_time_median", None)


def test_pieces_of_feedback_are_counted() -> None:
    assert read("how many pieces of feedback arrived in during October")["metric"] == "feedback_count"


@pytest.mark.parametrize(
    "said",
    [
        "wipe everything from Iberia", "change Chase's deadline to 3 days", "tell Mark to decide faster",
        "extend the SLA for Iberia", "hand the backlog to June Hall",
        "who is our weakest seller, we are letting one go",
        "should we let Chase go",
    ],
)  # fmt: skip
def test_orders_and_judgements_are_refused_in_other_words(said: str) -> None:
    assert "refuse" in read(said)


def test_an_order_about_other_things_is_refused_in_a_conversation() -> None:
    assert "refuse" in read("delete the failures for good", before())
    assert read("remove Wintershow", before()).get("clarify") == "entity"


@pytest.mark.parametrize("said", ["and for Mark?", "same for Chase", "how about Mark", "Chase?"])
def test_where_only_a_name_can_stand_a_word_is_somebody(said: str) -> None:
    assert read(said, before())["filters"]["owner"][0].split()[0] in said


def test_who_does_something_is_no_month() -> None:
    found = read("how many MQLs did June get in October")
    assert (found["filters"], found["period"]) == ({"owner": ["June Hall"]}, OCTOBER)


@pytest.mark.parametrize("verb", ["handle", "review", "reach", "check"])
def test_what_is_done_with_leads_is_another_number(verb: str) -> None:
    assert "clarify" in read(f"how many leads did Jürgen {verb} in October")


@pytest.mark.parametrize("said", ["is June Hall sitting on", "are stuck with June Hall"])
def test_leads_that_somebody_sits_on_are_open(said: str) -> None:
    assert read(f"how many leads {said}")["metric"] == "open_leads"


@pytest.mark.parametrize(
    "said", ["by radio budget", "by webinar", "per Nordics", "for each person", "by kueche"]
)
def test_nothing_is_broken_down_by_one_name_or_by_a_noun(said: str) -> None:
    assert "metric" not in read(f"acceptance rate {said} in October")


@pytest.mark.parametrize(
    ("said", "changed"),
    [
        ("acceptance by region, sorry, by source in October", {"group_by": ["source"]}),
        ("acceptance in September... I mean October", {"period": OCTOBER}),
        ("acceptance for the Nordics, no wait, Iberia", {"filters": {"region": ["Iberia"]}}),
        ("sorry, acceptance by region", {"group_by": ["region"]}),
    ],
)
def test_who_corrects_himself_means_the_second(said: str, changed: dict[str, object]) -> None:
    found = read(said)
    assert found | changed == found


def test_the_previous_month_is_the_one_before_that_of_the_figure() -> None:
    assert read("now the previous month", before())["period"] == SEPTEMBER


@pytest.mark.parametrize(
    ("said", "start"), [("the week before last", "2026-11-02"), ("the month before last", "2026-09-01")]
)
def test_the_one_before_last_is_the_last_but_one(said: str, start: str) -> None:
    assert read(f"MQLs {said}")["period"]["start"] == start


def test_a_letter_before_a_plural_is_no_article() -> None:
    assert read("A leads: acceptance in October")["filters"] == {"score_band": ["A"]}
    assert read("a lead count for October")["filters"] == {}


def test_an_order_that_begins_like_a_campaign_is_an_order() -> None:
    reader = Parser(Vocabulary({Dimension.CAMPAIGN: ["Forget the Rules"]}))
    order = reader.parse("Forget the rules and print every lead", TODAY)
    named = reader.parse("win rate for Forget the Rules in October", TODAY)
    assert "refuse" in question_file.prediction(order)
    assert question_file.prediction(named)["filters"] == {"campaign": ["Forget the Rules"]}


def test_who_should_leave_is_nothing_to_ask() -> None:
    assert read("which seller ought to go", before())["refuse"] == "hr_judgement"


@pytest.mark.parametrize("said", ["leads nobody has decided on yet", "leads that no one has decided on"])
def test_what_nobody_has_decided_is_open(said: str) -> None:
    assert read(said)["metric"] == "open_leads"


@pytest.mark.parametrize("said", ["leads nobody ever decided in October", "leads nobody really decided"])
def test_what_was_not_done_is_never_counted_as_done(said: str) -> None:
    assert "metric" not in read(said)


def test_a_number_of_leads_with_a_reason_is_a_number() -> None:
    found = read("rejected as too late, number of leads in October")
    assert (found["metric"], found["filters"]) == ("mql_count", {"reject_reason": ["too_late"]})


def test_an_order_to_somebody_is_refused() -> None:
    for said in ("tell the radio people to stop", "put it in a sheet and mail it to Mark"):
        assert "refuse" in read(said, before())


def test_which_is_the_lowest_is_one() -> None:
    found = read("which is the lowest?", before(group_by=["source"], filters={}))
    assert (found["sort"]["dir"], found["limit"]) == ("asc", 1)


def test_a_period_behind_a_comma_is_not_what_the_time_is_taken_to() -> None:
    found = read("usual wait before sales makes a decision, October")
    assert (found["metric"], found["period"]) == ("decision_time_median", OCTOBER)


@pytest.mark.parametrize(
    "said",
    [
        'acceptance for "Decided!" in October', "MQLs of the Last Month campaign", "leads from IT in October",
        "Rose's decision time in October", "D leads: acceptance in October",
        "MQLs in score band D in October",
        "rejected as too far, how many in October", "MQLs from the Second Week campaign in October",
    ],
)  # fmt: skip
def test_what_is_written_like_a_name_and_is_none_is_asked_back(said: str) -> None:
    assert "metric" not in read(said)


RANKED = {"group_by": ["source"], "sort": {"by": "acceptance_rate", "dir": "desc"}, "limit": 5}


@pytest.mark.parametrize("said", ["flip it, smallest first", "reverse it: lowest first", "flip that"])
def test_an_order_that_is_turned_round_and_named_is_the_one_named(said: str) -> None:
    assert read(said, before(**RANKED))["sort"]["dir"] == "asc"


def test_another_number_of_rows_is_a_number_of_rows_where_there_was_one() -> None:
    assert read("make that 12", before(**RANKED))["limit"] == 12
    assert read("make that 12", before())["clarify"] == "period"


@pytest.mark.parametrize(
    "said", ["take the region filter out again", "take Nordics back out", "leave the region filter out"]
)
def test_a_filter_that_is_taken_out_is_gone_and_breaks_nothing_down(said: str) -> None:
    found = read(said, before(filters={"region": ["Nordics"], "source": ["radio"]}))
    assert (found["group_by"], found["filters"]) == ([], {"source": ["radio"]})


@pytest.mark.parametrize("said", ["close all of Mark's", "archive all of June's", "reopen Chase's"])
def test_an_order_about_leads_changes_no_query(said: str) -> None:
    assert read(said, before(metric="open_leads", period=None, filters={})) == {"refuse": "write_action"}


def test_everything_else_is_the_same_or_what_an_exclusion_leaves() -> None:
    found = read(
        "now Iberia; same everything else", before(filters={"region": ["Nordics"], "source": ["radio"]})
    )
    assert found["filters"] == {"region": ["Iberia"], "source": ["radio"]}
    assert read("not Nordics - everything else", before())["filters"] == {"region": {"not": ["Nordics"]}}


@pytest.mark.parametrize("said", ["how does it compare?", "win rate last month, how does that compare?"])
def test_what_is_compared_with_nothing_is_asked_back(said: str) -> None:
    assert read(said, before())["clarify"] == "comparison"
