"""Messages about feedback: hostile words stay words, and nobody is named in a channel."""

import json
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from bot.domain.feedback import Answer, AnswerId, AnswerKind, FeedbackId, Item, Origin, Tagged
from bot.views import feedback, feedback_answers, themes
from bot.views.feedback import Waiting
from tests.views.samples import AGREEMENT, NOW


def item(number: int = 1, text: str = "No budget", answer: int | None = None) -> Item:
    return Item(
        id=FeedbackId(number), key=f"C1:{number}", origin=Origin.THREAD, channel="C1", ts=f"{number}.0",
        thread_ts="0.1", user="U1", author="ana", text=text, version="", spoken=True, said_at=NOW,
        stored_at=NOW, owner="milo", answer_id=AnswerId(answer) if answer else None,
    )  # fmt: skip


def given(kind: AnswerKind, text: str = "") -> Answer:
    return Answer(AnswerId(7), kind, text, "milo", NOW)


def markup(part: object) -> list[str]:
    """Every text in which Slack would find mentions and styles."""
    match part:
        case {"type": "mrkdwn", "text": str(text)}:
            return [text]
        case dict():
            return [text for each in part.values() for text in markup(each)]
        case list():
            return [text for each in part for text in markup(each)]
        case _:
            return []


@pytest.mark.parametrize(
    ("kind", "text", "said"),
    [
        (AnswerKind.CHANGED, "", "Marketing answers: changed."),
        (AnswerKind.PLANNED, "in May", "Marketing answers: planned: “in May”."),
        (AnswerKind.DECLINED, "too dear", "Marketing answers: won’t, because: “too dear”."),
        (AnswerKind.NEED_MORE, "which one?", "Marketing asks for more: “which one?”."),
    ],
)
def test_an_answer_says_what_becomes_of_it_and_names_nobody(kind: AnswerKind, text: str, said: str) -> None:
    message = feedback_answers.told(given(kind, text), [item(1, answer=7), item(2, answer=7)])
    assert message.text == said
    assert "To 2 comments." in str(message.blocks)
    assert "Ana" not in str(message)
    assert "Milo" not in str(message)


def test_an_answer_that_did_not_help_says_so_and_loses_its_button_when_it_helped_nobody() -> None:
    half = feedback_answers.told(given(AnswerKind.CHANGED), [item(1, answer=7), item(2)])
    assert "For 1 of them it was not enough: it waits for another answer." in str(half.blocks)
    assert "feedback.reopen" in str(half.blocks)
    assert "feedback.reopen" not in str(feedback_answers.told(given(AnswerKind.CHANGED), [item(1)]).blocks)


@pytest.mark.parametrize(
    ("alike", "here", "kind", "initial", "said", "all_at_once"),
    [
        (3, 0, "checkboxes", 0, "It closes the comment above and those that are chosen here.", ""),
        (3, 1, "checkboxes", 1, "1 waits in the same thread: as chosen now, it closes 2 comments.", ""),
        (30, 12, "multi_static_select", 12, "12 wait in the same thread: as chosen now, it closes 13", "31"),
        (199, 120, "multi_static_select", 100, "it closes 101 comments. 99 more can be answered", "101"),
        (101, 0, "multi_static_select", 0, "chosen here. 1 more can be answered after these.", "101"),
    ],
)
def test_the_dialog_says_how_many_comments_an_answer_closes(
    alike: int, here: int, kind: str, initial: int, said: str, all_at_once: str
) -> None:
    others = [item(number) for number in range(2, 2 + alike)]
    view = feedback_answers.answer_modal(Waiting(item(1)), others, AGREEMENT, "", others[:here])
    found: dict[str, Any] = {block.get("block_id", ""): block for block in view["blocks"]}  # type: ignore[attr-defined]
    element = found["alike"]["element"]
    assert element["type"] == kind
    assert [one["value"] for one in element.get("initial_options", [])] == [
        str(2 + n) for n in range(initial)
    ]
    assert said in found["alike"]["hint"]["text"]
    assert ("all" in found) is bool(all_at_once)
    carried = json.loads(str(view["private_metadata"]))
    assert carried.get("all", []) == [one.id for one in others[:100] if all_at_once]
    if all_at_once:
        assert f"it closes {all_at_once} comments" in str(found["all"])


def test_foreign_words_ping_nobody_in_lists_dialogs_and_answers() -> None:
    bad = "<!channel> *x* :tada: <@U1>"
    read = Tagged(("no_budget", bad), (), (("no_budget", bad), (bad, bad)), by_model=True)
    waiting = Waiting(item(1, bad), campaign=bad, due_at=NOW, again=bad, tagged=read)
    shown = [
        *feedback.inbox([waiting], 1, NOW, AGREEMENT),
        *feedback_answers.answer_modal(waiting, [item(2, bad)], AGREEMENT)["blocks"],  # type: ignore[misc]
        *feedback_answers.told(given(AnswerKind.CHANGED, bad), [item(1, answer=7)]).blocks,
        *feedback.noted(item(1), None, [(1, bad), (2, bad)], AGREEMENT, read).blocks,
    ]
    found = markup(shown)
    assert found
    assert not [text for text in found if "<!channel" in text or "<@U1" in text or ":tada:" in text]


def test_only_what_a_model_says_is_told_with_the_words_that_it_read_so() -> None:
    said = (("no_budget", "cut our  spend"), ("other", "x" * 100))
    model = Tagged(("no_budget", "other"), (), said, by_model=True)
    shown = feedback.noted(item(), None, [], AGREEMENT, model).text
    assert "Tagged: No budget (by the model: “cut our spend”), Something else (by the model: “xxx" in shown
    assert "x" * 80 not in shown
    assert feedback.noted(item(), None, [], AGREEMENT, replace(model, by_model=False)).text.endswith(
        "Tagged: No budget, Something else."
    )


def test_a_list_counts_what_is_overdue_and_what_is_not_shown() -> None:
    late = Waiting(item(1), due_at=NOW - timedelta(hours=1))
    fine = Waiting(item(2), due_at=NOW + timedelta(hours=1))
    shown = feedback.inbox([late, fine], 30, NOW, AGREEMENT)
    assert "30 comments; of the next 2: 1 overdue, 1 on time" in str(shown)
    assert "and 28 more, due later" in str(shown)


def test_the_vendors_that_were_read_are_told_beside_the_themes() -> None:
    assert themes.tagged(Tagged(("no_budget",), ("HubSpot", "<Drift>")), AGREEMENT) == (
        "Tagged: No budget · names HubSpot and &lt;Drift&gt;"
    )
    assert themes.tagged(Tagged((), ("HubSpot",)), AGREEMENT) == "Names HubSpot"
    assert themes.tagged(Tagged(), AGREEMENT) == ""
