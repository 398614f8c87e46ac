"""The Home tab shows what is mine, what my team does, and never more than Slack takes."""

from dataclasses import replace
from datetime import timedelta

from bot.domain.handoff import HandoffId, Step
from bot.domain.post import Message, View
from bot.views import home
from bot.views.home import HomeFacts, TeamFacts
from tests.views import reading
from tests.views.samples import (
    AGREEMENT,
    ANA,
    BRIEF,
    DUE,
    MARIA,
    MILO,
    NOW,
    accepted,
    changed,
    entry,
    overdue,
    rejected,
)

MINE = "For you · decide by today at 10:12 (48 min of your hours)"


def shown(view: View) -> Message:
    """The tab as if it were a message, so that it can be read."""
    blocks = view["blocks"]
    assert isinstance(blocks, list)
    return Message("", tuple(blocks))


def read(facts: HomeFacts) -> list[str]:
    """Every line of the tab."""
    return reading.lines(shown(home.home(facts)))


def test_my_queue_stands_first_with_the_buttons_of_the_card() -> None:
    late = replace(overdue(), now=DUE)
    facts = HomeFacts(ANA, AGREEMENT, NOW + timedelta(hours=1), [late, BRIEF], 2)
    lines = read(facts)
    assert lines[:2] == ["My queue", "2 leads: 2 overdue"]
    assert lines[4] == ("For you · decision was due today at 10:12, overdue by 12 min of your hours")
    assert lines[7] == MINE
    assert reading.buttons(shown(home.home(facts)))[0][:2] == ["Accept", "Reject"]


def test_my_promises_are_told_in_words() -> None:
    risky = replace(BRIEF, promises=(replace(BRIEF.promises[0], warn_at=NOW),))
    late = replace(BRIEF, promises=(replace(BRIEF.promises[0], due_at=NOW),))
    facts = HomeFacts(ANA, AGREEMENT, NOW, [late, risky, BRIEF, accepted()], 60)
    assert read(facts)[1] == "60 leads; of the next 4: 1 overdue, 1 at risk, 2 on time"
    parked = replace(BRIEF, promises=())
    assert read(HomeFacts(ANA, AGREEMENT, NOW, [parked], 1))[1] == "1 lead"


def test_an_empty_queue_is_good_news() -> None:
    assert read(HomeFacts(ANA, AGREEMENT, NOW, [], 0)) == [
        "My queue",
        "Nothing is waiting for you.",
        "You are not away.",
    ]


def test_the_rest_of_a_long_queue_is_counted() -> None:
    queue = [changed(id=HandoffId(number)) for number in range(1, 21)]
    view = home.home(HomeFacts(ANA, AGREEMENT, NOW, queue, 200))
    assert "and 185 more, due later" in reading.lines(shown(view))
    assert len(shown(view).blocks) <= 100


def test_what_is_offered_to_me_stands_apart() -> None:
    others = changed(owner="ben", offered=("ana",))
    lines = read(HomeFacts(ANA, AGREEMENT, NOW, [], 0, offered=[others] * 9))
    assert lines[2] == "Offered to me"
    assert lines[5] == "For Ben · decide by today at 10:12 (48 min of your hours) · also offered to you"
    assert "and 1 more" in lines


def test_i_set_and_end_my_absence_here() -> None:
    here = home.home(HomeFacts(ANA, AGREEMENT, NOW, [], 0))
    assert reading.buttons(shown(here)) == [["Set days away…"]]
    past = (NOW - timedelta(days=9), NOW - timedelta(days=8))
    coming = (NOW, NOW + timedelta(days=2))
    away = home.home(HomeFacts(ANA, AGREEMENT, NOW, [], 0, absences=[past, coming]))
    assert reading.lines(shown(away))[-1] == "Away Mon 23 Nov 2026 to Wed 25 Nov 2026"
    assert reading.buttons(shown(away)) == [["Set days away…", "I am back"]]


def test_a_manager_sees_the_team_by_name_and_not_by_rank() -> None:
    asked = entry(Step.ESCALATED, DUE, None, to="maria", promise="decide")
    stuck = replace(changed(overdue(), id=HandoffId(1), owner="ben"), log=(asked,))
    nobodys = changed(id=HandoffId(2), owner=None)
    mine = [changed(id=HandoffId(number)) for number in (3, 4, 5)]
    team = TeamFacts(AGREEMENT.teams["emea"], [stuck, nobodys, *mine], 5)
    now = DUE + timedelta(minutes=12)
    calm = [replace(each, promises=(replace(each.promises[0], due_at=now),)) for each in mine]
    team = replace(team, briefs=[stuck, replace(nobodys, promises=()), *calm[:1]])
    lines = read(HomeFacts(MARIA, AGREEMENT, DUE, [], 0, teams=[team]))
    assert lines[:4] == [
        "Team EMEA",
        "*5 open, 1 overdue, 1 without an owner, 1 escalated*",
        "Ana: 1 open, 0 overdue",
        "Ben: 1 open, 1 overdue",
    ]
    assert [line for line in lines if line.startswith(("For", "Open to"))] == [
        "For Ben · decision was due today at 10:12, overdue by 12 min of Ana's hours",
        "Open to EMEA: any rep may take it",
    ]
    facts = HomeFacts(MARIA, AGREEMENT, DUE, [], 0, teams=[team])
    assert reading.buttons(shown(home.home(facts)))[0] == [
        "Assign to…", "Offer to the pool", "Park…", "(Why?, History)",
    ]  # fmt: skip


def test_a_big_team_is_cut_by_owner() -> None:
    team = TeamFacts(AGREEMENT.teams["emea"], [changed(owner=f"rep{n}") for n in range(50)], 50)
    assert "and 10 more people" in read(HomeFacts(MARIA, AGREEMENT, NOW, [], 0, teams=[team]))


def test_a_marketer_sees_what_became_of_the_leads() -> None:
    facts = HomeFacts(MILO, AGREEMENT, NOW, [], 0, sourced=[rejected(), BRIEF])
    assert read(facts)[:3] == [
        "What became of the newest leads",
        "*Dana Ruiz, Lumen GmbH*: Rejected by Ana today at 09:15 · No intent",
        "*Dana Ruiz, Lumen GmbH*: For Ana · decide by today at 10:12 (48 min of Ana's hours)",
    ]


def test_somebody_with_nothing_to_do_reads_that() -> None:
    assert read(HomeFacts(MILO, AGREEMENT, NOW, [], 0))[0] == "Nothing is waiting for you."


def test_a_stranger_reads_how_to_be_added() -> None:
    assert reading.lines(shown(home.stranger())) == [
        "You are not in this workspace's handoff agreement, so there is nothing for you here yet. "
        "Ask its administrator to add you to ˋhandoff.tomlˋ with your e-mail or Slack id.".replace("ˋ", "`")
    ]
