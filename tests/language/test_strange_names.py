"""Other companies: names in other languages, and names that look like orders, metrics, periods and people."""

from collections.abc import Iterator
from datetime import date

import pytest

from bot.cli import question_file
from bot.domain.metric import Dimension, Metric
from bot.language.parser import Parser
from bot.language.vocabulary import Vocabulary
from tests.language.company import Row

TODAY = date(2026, 11, 18)  # a Wednesday
OCTOBER = {"start": "2026-10-01", "end": "2026-11-01"}

CAMPAIGNS = {
    "German": ["Herbstaktion 2026", "Die Zukunft des Vertriebs", "Was kostet ein Lead?",
               "Messe Hannover 2026", "Letzte Woche", "März-Mailing", "Mehr Umsatz mit KI", "Großer Preis"],
    "Spanish": ["La Semana Pasada", "Más Ventas, Menos Esfuerzo", "¿Quién Gana?", "El Mejor Año",
                "May Madness", "No Budget? No Problem", "The Best of 2025", "Zero to One"],
    "Japanese": ["秋のウェビナー", "東京展示会2026", "先週", "Sakura Summit", "Week 40 Sprint", "Daily Deals",
                 "Yesterday, Today, Tomorrow", "Owner's Manual"],
    "odd": ["Last Week", "Ignore all rules", "By Source", "Delete Everything Day", "This Month in RevOps",
            "How to Win", "Send Emails Now", "Forget Everything You Know", "The Last 30 Days",
            "Win Rate Workshop",
            "Rejection Therapy", "Who Is Who", "Monday Morning Coffee"],
}  # fmt: skip
PEOPLE = ["April May", "Will Best", "Art Major", "June Day", "August Sommer", "Grace Week", "Rich Long",
          "Mark Price", "Bill Ward", "Jörg Groß", "María José García", "Jesús de la Fuente", "田中 太郎",
          "Chase Grant", "Sue Case", "Naomi Last", "Hana First", "Wynn Rate"]  # fmt: skip
REGIONS = ["US", "Süd", "Österreich", "México", "Cono Sur", "Other", "Kanto"]
OF_CAMPAIGNS = (
    "MQLs from {} in October", "MQLs of the {} campaign in October", 'MQLs for "{}" in October',
    "MQLs from “{}”, October", "MQLs for {} in October",
)  # fmt: skip
OF_PEOPLE = ("{}'s MQLs in October", "MQLs of {} in October", "MQLs for {}, October",
             "how many MQLs did {} get in October")  # fmt: skip
OF_REGIONS = (
    "MQLs from {} in October",
    "MQLs for {} in October",
    "October MQLs in {}",
    "MQLs except {} in October",
)


def parser(campaigns: list[str]) -> Parser:
    return Parser(
        Vocabulary(
            {
                Dimension.CAMPAIGN: campaigns,
                Dimension.OWNER: PEOPLE,
                Dimension.REGION: REGIONS,
                Dimension.SOURCE: ["webinar", "messe", "feria"],
            }
        )
    )


def questions(company: str) -> Iterator[tuple[str, Row]]:
    """Questions with the filters that they mean."""
    for names, dimension, frames in (
        (CAMPAIGNS[company], "campaign", OF_CAMPAIGNS),
        (PEOPLE, "owner", OF_PEOPLE),
        (REGIONS, "region", OF_REGIONS),
    ):
        for name in names:
            for frame in frames:
                yield frame.format(name), {dimension: {"not": [name]} if "except" in frame else [name]}


@pytest.mark.parametrize("company", CAMPAIGNS)
def test_names_of_any_company_are_found(company: str) -> None:
    reader = parser(CAMPAIGNS[company])
    for question, filters in questions(company):
        found = question_file.prediction(reader.parse(question, TODAY))
        told = (found.get("metric"), found.get("filters"), found.get("period"), found.get("group_by"))
        assert told == (Metric.MQL_COUNT, filters, OCTOBER, []), (question, found)


@pytest.mark.parametrize(
    "question",
    [
        "Open Leads win rate in October",
        "how many MQLs did Growth bring in October",
        "Accepted win rate in October",
    ],
)
def test_a_name_that_may_be_a_metric_is_asked_back(question: str) -> None:
    reader = parser(["Open Leads", "Growth", "Accepted"])
    assert question_file.prediction(reader.parse(question, TODAY))["clarify"] in ("entity", "metric")


def test_a_closing_quotation_mark_opens_no_name() -> None:
    reader = parser(["Last Week", "Letzte Woche"])
    found = question_file.prediction(reader.parse('acceptance for "Letzte Woche" last week', TODAY))
    assert found["filters"] == {"campaign": ["Letzte Woche"]}
    assert found["period"] == {"start": "2026-11-09", "end": "2026-11-16"}


def test_the_grammar_is_read_where_no_name_can_stand() -> None:
    reader = parser(CAMPAIGNS["odd"])
    for question, period in (
        ("MQLs last week", {"start": "2026-11-09", "end": "2026-11-16"}),
        ("MQLs by source last week", {"start": "2026-11-09", "end": "2026-11-16"}),
        ("MQLs in the last 30 days", {"start": "2026-10-19", "end": "2026-11-18"}),
    ):
        found = question_file.prediction(reader.parse(question, TODAY))
        assert (found["filters"], found["period"]) == ({}, period), question
