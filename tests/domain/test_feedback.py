"""Who may do what with feedback, who owes the answer, and what one answer may close."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from bot.domain import feedback
from bot.domain.agreement import Person, Role
from bot.domain.feedback import AnswerId, FeedbackId, Item, Origin, Said
from bot.domain.permission import FeedbackAction, check_feedback
from tests.views.samples import AGREEMENT, ANA, BEN, MARIA, MILO

NOW = datetime(2026, 3, 3, 9, 0, tzinfo=UTC)
FAIRS = Person("fay", "Fay", frozenset({Role.MARKETER}), campaigns=("Fair*",))
OLGA = Person("olga", "Olga", frozenset({Role.ADMIN}))
ITEM = Item(
    id=FeedbackId(1), key="C1:1.0", origin=Origin.THREAD, channel="C1", ts="1.0", thread_ts="0.1", user="U1",
    author="ana", text="no budget", version="", spoken=True, said_at=NOW, stored_at=NOW, campaign_id=7,
    owner="milo",
)  # fmt: skip


@pytest.mark.parametrize(
    ("person", "action", "allowed"),
    [
        (ANA, FeedbackAction.SET_ASIDE, True),
        (BEN, FeedbackAction.SET_ASIDE, True),
        (MARIA, FeedbackAction.SET_ASIDE, True),
        (MILO, FeedbackAction.SET_ASIDE, True),  # owes the answer
        (FAIRS, FeedbackAction.SET_ASIDE, False),
        (None, FeedbackAction.SET_ASIDE, False),
        (MILO, FeedbackAction.ANSWER, True),
        (FAIRS, FeedbackAction.ANSWER, False),  # another marketer's campaign
        (OLGA, FeedbackAction.ANSWER, True),
        (ANA, FeedbackAction.ANSWER, False),
        (ANA, FeedbackAction.REOPEN, True),
        (BEN, FeedbackAction.REOPEN, False),
        (MILO, FeedbackAction.REOPEN, False),
        (ANA, FeedbackAction.CORRECT, True),  # said it
        (BEN, FeedbackAction.CORRECT, False),
        (MILO, FeedbackAction.CORRECT, True),
        (FAIRS, FeedbackAction.CORRECT, True),
        (MARIA, FeedbackAction.CORRECT, True),
        (OLGA, FeedbackAction.CORRECT, True),
        (None, FeedbackAction.CORRECT, False),
    ],
)
def test_who_may_do_what(person: Person | None, action: FeedbackAction, allowed: bool) -> None:
    assert (check_feedback(person, action, ITEM, "Webinar") is None) is allowed


@pytest.mark.parametrize(
    ("action", "allowed"),
    [
        (FeedbackAction.SET_ASIDE, True),
        (FeedbackAction.CORRECT, True),
        (FeedbackAction.ANSWER, False),
        (FeedbackAction.REOPEN, False),
    ],
)
def test_whoever_wrote_it_may_say_what_it_is_also_in_no_agreement(
    action: FeedbackAction, allowed: bool
) -> None:
    assert (check_feedback(None, action, ITEM, "Webinar", "U1") is None) is allowed
    assert check_feedback(None, action, ITEM, "Webinar", "U2") is not None
    assert check_feedback(None, action, replace(ITEM, user=""), "Webinar", "") is not None


def test_a_marketer_answers_for_campaigns_that_are_theirs_by_name() -> None:
    assert check_feedback(FAIRS, FeedbackAction.ANSWER, ITEM, "fair in Lyon") is None


@pytest.mark.parametrize(
    ("person", "campaign", "answers"),
    [
        (MILO, "Webinar", True),  # owes the answer
        (FAIRS, "Fair in Lyon", True),
        (FAIRS, "Webinar", False),
        (replace(FAIRS, roles=FAIRS.roles | {Role.MANAGER}), "Fair in Lyon", False),
        (replace(FAIRS, campaigns=()), "Webinar", True),
        (replace(MARIA, key="milo"), "Webinar", True),
        (MARIA, "Webinar", False),
        (ANA, "Webinar", False),
        (OLGA, "Webinar", False),  # may answer, and is heard
    ],
)
def test_whose_words_are_answers_rather_than_feedback(person: Person, campaign: str, answers: bool) -> None:
    assert feedback.speaks_for_marketing(person, "milo", campaign) is answers


def test_nothing_can_be_done_with_what_is_not_there() -> None:
    assert check_feedback(OLGA, FeedbackAction.ANSWER, None, None) is not None


def test_somebody_owes_the_answer_also_when_the_campaigns_owner_has_left() -> None:
    assert feedback.answerer(AGREEMENT, "milo") == "milo"
    assert feedback.answerer(AGREEMENT, "gone") == "milo"  # the only marketer
    asked = replace(AGREEMENT, digest=replace(AGREEMENT.digest, marketing="maria"))
    assert feedback.answerer(asked, None) == "maria"


def test_alike_is_what_waits_about_the_same_campaign_and_theme() -> None:
    def other(number: int, **changes: object) -> Item:
        return replace(ITEM, id=FeedbackId(number), **changes)  # type: ignore[arg-type]

    others = [
        (ITEM, ("no_budget",)),
        (other(2), ("no_budget", "bad_timing")),
        (other(3), ("wrong_persona",)),
        (other(4), ()),
        (other(5, campaign_id=8), ("no_budget",)),
        (other(6, answer_id=AnswerId(1)), ("no_budget",)),
    ]
    assert [one.id for one in feedback.alike(ITEM, ("no_budget",), others)] == [2]
    assert [one.id for one in feedback.alike(ITEM, (), others)] == [4]


@pytest.mark.parametrize(
    ("ts", "moment"),
    [
        ("1772528400.000100", datetime(2026, 3, 3, 9, 0, 0, 100, tzinfo=UTC)),
        ("1772528400", NOW),
        ("nonsense", datetime(1970, 1, 1, tzinfo=UTC)),
    ],
)
def test_a_ts_is_a_moment(ts: str, moment: datetime) -> None:
    assert feedback.moment(ts) == moment


@pytest.mark.parametrize(
    ("text", "to_bot", "spoken"), [("x", False, True), (" ", False, False), ("x", True, False)]
)
def test_only_words_that_are_not_for_the_bot_are_feedback(text: str, to_bot: bool, spoken: bool) -> None:
    assert Said("C1", "1.0", "0.1", "U1", text, "", to_bot).spoken is spoken
