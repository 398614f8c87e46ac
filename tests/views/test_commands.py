"""What `/handoff` answers."""

from dataclasses import replace
from datetime import UTC, datetime

from bot.domain.handoff import HandoffId
from bot.views import commands
from tests.views import reading
from tests.views.samples import AGREEMENT, ANA, BRIEF, MILO, changed, rejected

AWAY = (datetime(2026, 12, 2, 23, tzinfo=UTC), datetime(2026, 12, 14, 23, tzinfo=UTC))


def test_help_names_every_word_with_what_it_does() -> None:
    lines = reading.lines(commands.help_(ANA))
    assert lines[0] == "Ana, this is what I can do:"
    assert [line.split("`")[1] for line in lines[1:]] == [
        "/handoff queue",
        "/handoff ask acceptance by source, last month",
        "/handoff campaigns",
        "/handoff campaign",
        "/handoff away 3-14 Dec",
        "/handoff away",
        "/handoff back",
        "/handoff feedback Webinar: too many students",
        "/handoff why Dana Ruiz",
    ]


def test_an_unknown_word_is_answered_with_help() -> None:
    lines = reading.lines(commands.unknown("<!channel> *dance*"))
    assert lines[0] == "I do not know “<!channel> ∗dance∗”. This is what I can do:"
    assert "<!channel>" not in commands.unknown("<!channel>").text


def test_a_stranger_is_told_whom_to_ask() -> None:
    assert commands.stranger().text.startswith("You are not in this workspace's handoff agreement")


def test_the_queue_is_short_and_has_buttons() -> None:
    message = commands.queue([BRIEF, rejected()], 12)
    assert reading.lines(message) == [
        "12 leads waiting for you, soonest due first.",
        "*Dana Ruiz* · Head of Operations · Lumen GmbH (320 people, Germany)",
        "Asked for a demo 09:12 · Read pricing twice 21 Nov 2026",
        "For you · decide by today at 10:12 (48 min of your hours)",
        "*Dana Ruiz* · Head of Operations · Lumen GmbH (320 people, Germany)",
        "Asked for a demo 09:12 · Read pricing twice 21 Nov 2026",
        "Rejected by Ana today at 09:15 · No intent",
        "and 10 more",
    ]
    assert reading.buttons(message)[0][:2] == ["Accept", "Reject"]
    assert commands.queue([], 0).text == "Nothing is waiting for you."


def test_absences_are_listed_with_what_happens_then() -> None:
    assert reading.lines(commands.absences([AWAY], ANA, AGREEMENT)) == [
        "Away Thu 3 Dec 2026 to Mon 14 Dec 2026",
        "You get no messages then, and your open leads are offered to Ben. `/handoff back` ends it.",
    ]
    assert "offered to your team" in commands.absences([AWAY], MILO, AGREEMENT).text
    assert commands.absences([], ANA, AGREEMENT).text == (
        "You are not away. Set it with `/handoff away 3-14 Dec`."
    )


def test_coming_back_is_confirmed() -> None:
    assert commands.back(True).text == ("You are not away any more: messages reach you, and your clocks run.")
    assert commands.back(False).text == "You were not away."


def test_why_lists_its_lines() -> None:
    message = commands.why(BRIEF, ["1. rule “DACH”: goes to EMEA", "Counted: 12 min"])
    assert reading.lines(message) == [
        "Who got Dana Ruiz, Lumen GmbH, and which minutes counted:",
        "1. rule “DACH”: goes to EMEA",
        "Counted: 12 min",
    ]


def test_an_ambiguous_name_is_answered_with_a_choice() -> None:
    found = [replace(BRIEF, handoff=replace(BRIEF.handoff, id=HandoffId(n))) for n in range(40, 50)]
    lines = reading.lines(commands.which("dana", [*found, changed()]))
    assert lines[0] == "“dana” could be any of these:"
    assert lines[1] == "• `/handoff why 40`: Dana Ruiz, Lumen GmbH (open)"
    assert lines[-1] == "and 3 more: try an e-mail"
    assert commands.which("zoe", []).text == (
        "I know no lead that “zoe” could be. Try an e-mail or the number of the handoff."
    )


def test_a_problem_is_said_as_it_is_and_escaped() -> None:
    message = commands.problem("I do not know which days “<!here>” are.")
    assert message.text == "I do not know which days “&lt;!here&gt;” are."
    assert commands.problem("Write `/handoff why` and a `name`.").text == (
        "Write `/handoff why` and a ˋnameˋ."
    )
