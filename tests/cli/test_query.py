"""`handoff query`, on a small past that can be counted by hand."""

import json
import shlex
import shutil
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from bot.domain.feedback import Said, Tagged
from storage import campaigns, feedback, feedback_labels
from storage.database import Database, Session
from tests.cli.conftest import AGREEMENT, Printed, Run
from tests.digests import medley
from tests.digests.worlds import Past, PastDeal

MONDAY = datetime(2026, 3, 2, 9, tzinfo=UTC)
DAY = timedelta(days=1)
AS_OF = "2026-05-01T12:00"


def lead(n: int, owner: str, campaign: str, decision: str | None, reason: str | None = None) -> Past:
    """A lead of day n, decided two business hours later."""
    handed = MONDAY + n * DAY
    names = {"owner": owner, "campaign": campaign, "region": "EMEA", "reject_reason": reason}
    return Past(
        handed,
        due=handed + timedelta(hours=8),
        decided=handed + timedelta(hours=2) if decision else None,
        decision=decision,
        worked=2.0 if decision else None,
        dimensions={name: value for name, value in names.items() if value is not None},
    )


# Of Spring six of twelve were accepted, three rejected for one reason and one without; two are open.
PASTS = [
    *(lead(n % 5, "ana", "Spring", "accepted") for n in range(6)),
    *(lead(n % 5, "ben", "Spring", "rejected", "bad_data") for n in range(3)),
    lead(1, "ben", "Spring", "rejected"),
    *(lead(n, "ben", "Spring", None) for n in range(2)),
    lead(30, "ana", "Autumn", "recycled", "no_budget_now"),
    Past(MONDAY, left_out="test", deals=(PastDeal(MONDAY, 5, "EUR"),)),
    Past(
        MONDAY, decided=MONDAY + DAY, decision="accepted", dimensions={"region": "APAC"},
        deals=(PastDeal(MONDAY + DAY, 1000, "EUR"), PastDeal(MONDAY + DAY, 500.25, "USD")),
    ),
]  # fmt: skip


@pytest.fixture(scope="module")
def past_file(migrated_file: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A database that holds the past, to be copied."""
    path = tmp_path_factory.mktemp("past") / "handoff.db"
    shutil.copyfile(migrated_file, path)
    with Database.open(f"sqlite:///{path}") as db:
        db.run_sync(lambda tx: medley.store(tx, PASTS))
    return path


@pytest.fixture(autouse=True)
def past(handoff: Run, folder: Path, past_file: Path) -> None:
    shutil.copyfile(past_file, folder / "none.db")


def ask(handoff: Run, more: str = f"--as-of {AS_OF}", **query: Any) -> Printed:
    return handoff(f"query {shlex.quote(json.dumps(query))} {more}")


def told(handoff: Run, **query: Any) -> list[str]:
    """The lines of an answer."""
    printed = ask(handoff, **query)
    assert printed.code == 0, printed.err
    return printed.out.splitlines()


def document(handoff: Run, **query: Any) -> Any:
    """The answer as JSON."""
    printed = ask(handoff, f"--json --as-of {AS_OF}", **query)
    assert printed.code == 0, printed.err
    return json.loads(printed.out)


def refused(handoff: Run, **query: Any) -> str:
    printed = ask(handoff, **query)
    assert (printed.code, printed.out) == (2, "")
    return printed.err


def test_an_answer_is_read_aloud_with_all_that_belongs_to_it(handoff: Run) -> None:
    lines = told(handoff, metric="acceptance_rate", filters={"campaign": ["Spring"]})
    assert lines == [
        "acceptance rate · campaign: Spring · 2 Mar - 1 May 2026 · n = 10 · "
        "as of 1 May 2026 14:00 (Europe/Berlin)",
        "  60 % (6 of 10); 31-83 %; 2 open",
        "acceptance_rate v1: accepted / decided (accepted + rejected + recycled)",
    ]


@pytest.mark.parametrize(
    ("end", "said"), [("2026-05-01", "1-30 Apr 2026 ·"), ("2026-06-01", "1 Apr - 31 May 2026 so far ·")]
)
def test_a_period_that_is_not_over_says_so(handoff: Run, end: str, said: str) -> None:
    heading = told(handoff, metric="mql_count", period={"start": "2026-04-01", "end": end})[0]
    assert said in heading


def test_open_leads_are_as_of_now_and_of_no_period(handoff: Run) -> None:
    heading, count, _ = told(
        handoff, metric="open_leads", period={"start": "2026-04-01", "end": "2026-05-01"}
    )
    assert heading == "open leads · as of 1 May 2026 14:00 (Europe/Berlin)"
    assert count.startswith("  2")


def test_groups_have_a_line_each(handoff: Run) -> None:
    lines = told(handoff, metric=["mql_count", "acceptance_rate"], group_by=["campaign"])
    assert lines[-3] == "Fewer than 10 leads stay counts: a percentage of so few would say nothing."
    assert lines[1:-3] == [
        "  Spring: MQLs: 12; 2 open",
        "  Spring: acceptance rate: 60 % (6 of 10); 31-83 %; 2 open",
        "  Autumn: MQLs: 1",
        "  Autumn: acceptance rate: 0 of 1, too few to say",
        "  (not set): MQLs: 1; 1 withdrawn or test",
        "  (not set): acceptance rate: 1 of 1, too few to say; 1 withdrawn or test",
    ]


def test_a_limit_says_what_it_left_out(handoff: Run) -> None:
    lines = told(handoff, metric="mql_count", group_by=["campaign"], limit=1)
    assert lines[1:-1] == ["  Spring: 12; 2 open", "  and 2 more groups"]


def test_reasons_sum_to_the_rate(handoff: Run) -> None:
    lines = told(handoff, metric="rejection_rate", group_by=["reject_reason"])
    assert lines[1:-1] == [
        "  bad_data: 25 % (3 of 12); 9-53 %",
        "  (not set): 8 % (1 of 12); 1-35 %",
    ]


def test_a_comparison_says_whether_it_is_established(handoff: Run) -> None:
    """Few leads stay counts; eleven of March against the same eleven differ by nothing."""
    march, april = {"start": "2026-03-01", "end": "2026-04-01"}, {"start": "2026-04-01", "end": "2026-05-01"}
    lines = told(handoff, metric="recycle_rate", period=april, compare_to=march)
    assert lines[1:3] == ["  1 of 1, too few to say", "      before: 0 % (0 of 11)"]
    alike = told(handoff, metric="acceptance_rate", period=march, compare_to=march)[2]
    assert alike.startswith("      before: 64 % (7 of 11); difference not established: +0 points (-")


def test_every_currency_is_summed_by_itself(handoff: Run) -> None:
    lines = told(handoff, metric="pipeline_value")
    assert sorted(lines[1:-1]) == [
        "  EUR 1,000 (1 opportunity, median EUR 1,000); 1 withdrawn or test",
        "  USD 500 (1 opportunity, median USD 500); 1 withdrawn or test",
    ]


def test_nothing_to_count_is_said(handoff: Run) -> None:
    period = {"start": "2020-01-01", "end": "2021-01-01"}
    assert told(handoff, metric="mql_count", group_by=["owner"], period=period)[1] == "  nothing to count"
    assert told(handoff, metric="win_rate", period=period)[1] == "  none"


def test_as_json_each_figure_has_its_ids(handoff: Run) -> None:
    found = document(handoff, metric=["acceptance_rate", "pipeline_value"], group_by=["region"])
    assert found["query"]["metric"] == ["acceptance_rate", "pipeline_value"]
    assert found["period"] == {"start": "2026-03-02", "end": "2026-05-02"}
    assert (found["zone"], found["as_of"], found["more"]) == ("Europe/Berlin", "2026-05-01T12:00:00+00:00", 0)
    assert found["definitions"]["acceptance_rate"] == {
        "version": 1,
        "formula": "accepted / decided (accepted + rejected + recycled)",
        "anchor": "decided",
        "maturity_days": 7,
        "least_n": 10,
    }
    assert [row["group"] for row in found["rows"]] == [
        {"region": "EMEA"},
        {"region": "APAC"},
        {"region": None},
    ]
    rate = found["rows"][0]["figures"][0]
    assert (rate["k"], rate["n"], rate["open"], rate["definition_version"]) == (6, 11, 2, 1)
    assert rate["ids"] == [1, 2, 3, 4, 5, 6]
    assert rate["among_ids"] == [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 13]
    for row in found["rows"]:
        for figure in row["figures"]:
            assert len(figure["ids"]) == figure["k"]
    money = {one.get("currency"): one["ids"] for one in found["rows"][1]["figures"][1:]}
    assert money == {"EUR": [15], "USD": [15]}


def test_parts_of_a_rate_have_the_whole_behind_them(handoff: Run) -> None:
    found = document(handoff, metric="rejection_rate", group_by=["reject_reason"])
    assert [len(row["figures"][0]["ids"]) for row in found["rows"]] == [3, 1]
    assert {len(row["figures"][0]["among_ids"]) for row in found["rows"]} == {12}


@pytest.mark.parametrize(("name", "count"), [("ana", 7), ("Ana Lima", 7), ("ben", 6), ("Ben Okafor", 6)])
def test_owners_go_by_key_or_by_name(handoff: Run, name: str, count: int) -> None:
    found = document(handoff, metric="mql_count", filters={"owner": [name]}, group_by=["owner"])
    assert [row["group"]["owner"] for row in found["rows"]] == [
        {"a": "Ana Lima", "b": "Ben Okafor"}[name[0].lower()]
    ]
    assert len(found["rows"][0]["figures"][0]["ids"]) == found["rows"][0]["figures"][0]["k"] == count


def test_somebody_without_a_lead_is_known(handoff: Run) -> None:
    assert told(handoff, metric="mql_count", filters={"owner": ["Chloé Martin"]})[1] == "  0"


def test_two_people_of_one_name_are_told_apart(handoff: Run, folder: Path) -> None:
    text = AGREEMENT.replace('"Ben Okafor"', '"Ana Lima"')
    (folder / "handoff.toml").write_text(text, encoding="utf-8")
    found = document(handoff, metric="mql_count", group_by=["owner"])
    counts = {row["group"]["owner"]: len(row["figures"][0]["ids"]) for row in found["rows"]}
    assert counts == {"Ana Lima (ana)": 7, "Ana Lima (ben)": 6, None: 1}
    asked = refused(handoff, metric="mql_count", filters={"owner": ["Ana Lima"]})
    assert "“Ana Lima” is what several are called: “ana”, “ben”" in asked
    assert told(handoff, metric="mql_count", filters={"owner": ["Ana Lima (ben)"]})[1] == "  6; 2 open"


def test_an_unknown_value_gets_the_nearest_ones(handoff: Run) -> None:
    said = refused(
        handoff, metric="mql_count", filters={"campaign": ["Sprung"], "owner": ["Ben"], "source": ["web"]}
    )
    assert "filters.campaign “Sprung” is not known; there is “Spring”" in said
    assert "filters.owner “Ben” is not known; there is “" in said
    assert "Ben Okafor" in said
    assert "filters.source “web” is not known; there is none yet" in said


def test_every_mistake_has_a_line(handoff: Run) -> None:
    said = refused(handoff, metric="acceptance", group_by=["campagne"], limit=0)
    assert "metric “acceptance” is not known; did you mean acceptance_rate?" in said
    assert "group_by “campagne” is not known; did you mean campaign?" in said
    assert "limit should be a whole number from 1 to" in said


@pytest.mark.parametrize("text", ["", "{", "acceptance_rate", "{'metric': 'mql_count'}", "[" * 100_000])
def test_what_is_no_json_is_told_with_an_example(handoff: Run, text: str) -> None:
    printed = handoff(f"query {shlex.quote(text)}")
    assert (printed.code, printed.out) == (2, "")
    assert 'write it like {"metric": "acceptance_rate", "group_by": ["campaign"]}' in printed.err


@pytest.mark.parametrize("text", ["3", "null", '"mql_count"', "[]"])
def test_json_that_is_no_object_is_told_so(handoff: Run, text: str) -> None:
    printed = handoff(f"query {shlex.quote(text)}")
    assert printed.code == 2
    assert "should be an object such as" in printed.err


@pytest.mark.parametrize(
    ("time", "undecided"),
    [
        ("2026-03-02T10:00", 5),  # an hour after the first leads: those of other days are not there yet
        ("2026-03-02T11:00+01:00", 5),  # the same instant
        ("2026-03-02T11:00", 2),  # the first are decided at this instant
        ("2026-03-02", 0),
    ],
)
def test_as_of_a_time_what_came_later_has_not_happened(handoff: Run, time: str, undecided: int) -> None:
    printed = ask(handoff, f"--as-of {time}", metric="open_leads")
    assert printed.out.splitlines()[1].split(";")[0].strip() == str(undecided)


@pytest.mark.parametrize("time", ["yesterday", "2026-13-01", "08:00"])
def test_what_is_no_time_is_told_so(handoff: Run, time: str) -> None:
    printed = ask(handoff, f"--as-of {time}", metric="mql_count")
    assert printed.code == 2
    assert "is no time; write 2026-11-16T08:00+01:00" in printed.err


@pytest.fixture
def said(folder: Path) -> None:
    """Two leads of Spring and the campaign itself, on one day: thirteen are decided by then and since."""
    with Database.open(f"sqlite:///{folder}/none.db") as db:
        db.run_sync(lambda tx: remarks(tx, ((1, ("no_budget",)), (2, ("no_budget", "other")), (None, ()))))


def remarks(tx: Session, told: Sequence[tuple[int | None, tuple[str, ...]]]) -> None:
    campaign = campaigns.named(tx, "Spring")
    for second, (handoff_id, themes) in enumerate(told):
        message = Said("C1", f"{MONDAY.timestamp() + second:.6f}", None, "U1", "words")
        item, _ = feedback.hear(tx, message, MONDAY, handoff_id=handoff_id, campaign_id=campaign)
        feedback_labels.add(tx, item, Tagged(themes), MONDAY, rules="1")


# All of medley's handoffs are of one person: what was said of two of them is one lead's.
@pytest.mark.usefixtures("said")
def test_feedback_is_told_for_each_hundred_leads_that_are_decided(handoff: Run) -> None:
    assert told(handoff, metric="feedback_count")[1] == "  2 leads with feedback, 17 per 100 decided"


@pytest.mark.usefixtures("said")
def test_feedback_by_theme_is_told_beside_the_same_decisions(handoff: Run) -> None:
    figures = document(handoff, metric="feedback_count", group_by=["theme"])["rows"]
    found = {row["group"]["theme"]: row["figures"][0] for row in figures}
    assert {
        theme: (one["k"], one["n"], one["ids"], len(one["message_ids"])) for theme, one in found.items()
    } == {
        "no_budget": (1, 12, [1], 0),
        "other": (1, 12, [2], 0),
        None: (1, 12, [], 1),
    }
    assert found["other"]["per_100"] == pytest.approx(100 / 12)
    assert all(len(one["among_ids"]) == 12 for one in found.values())


def test_themes_are_those_of_feedback_alone(handoff: Run) -> None:
    said = refused(handoff, metric="acceptance_rate", group_by=["theme"])
    assert "theme says what feedback is about: ask it of feedback_count" in said


def test_a_theme_of_which_nobody_spoke_yet_is_known_all_the_same(handoff: Run) -> None:
    lines = told(handoff, metric="feedback_count", filters={"theme": ["bad_timing"]})
    assert lines[1] == "  0 leads with feedback, 0 per 100 decided"
    assert "is not known" in refused(handoff, metric="feedback_count", filters={"theme": ["nonsense"]})
