"""Which messages are a person's, and what they say; payloads are those of Slack's reference."""

from typing import Any

import pytest

from bot.domain.feedback import Gone, Said
from bot.gateways import slack

BOT = "U0BOT"


def message(**changes: Any) -> dict[str, Any]:
    """A reply of a person in a thread."""
    return {
        "type": "message", "user": "U1", "text": "no budget", "ts": "1355517536.000001",
        "thread_ts": "1355517523.000005", **changes,
    }  # fmt: skip


def test_a_persons_reply_is_read_with_its_thread_and_its_edit() -> None:
    found = slack.said("C1", message(edited={"user": "U1", "ts": "1355517540.000000"}), BOT)
    assert found == Said(
        "C1", "1355517536.000001", "1355517523.000005", "U1", "no budget", "1355517540.000000"
    )


@pytest.mark.parametrize("subtype", ["file_share", "me_message", "thread_broadcast"])
def test_these_subtypes_are_a_persons_words_too(subtype: str) -> None:
    assert slack.said("C1", message(subtype=subtype), BOT) is not None


@pytest.mark.parametrize(
    "changes",
    [
        {"bot_id": "B1"},
        {"user": BOT},
        {"user": "USLACKBOT"},
        {"user": None},
        {"subtype": "channel_join"},
        {"subtype": "bot_message"},
        {"subtype": "channel_topic"},
        {"subtype": "tombstone"},
    ],
)
def test_what_no_person_said_is_left_out(changes: dict[str, Any]) -> None:
    assert slack.said("C1", message(**changes), BOT) is None


def test_the_first_message_of_a_thread_is_not_in_it() -> None:
    found = slack.said("C1", message(thread_ts="1355517536.000001"), BOT)
    assert found is not None
    assert found.thread_ts is None


def test_what_mentions_the_bot_is_a_question() -> None:
    found = slack.said("C1", message(text=f"<@{BOT}> is that so?"), BOT)
    assert found is not None
    assert not found.spoken


@pytest.mark.parametrize(
    "text",
    [
        *(
            ":+1:",
            ":tada: :fire:",
            ":+1::skin-tone-3:",
            ":+1::tada:",
            "\N{THUMBS UP SIGN}",
            "1\ufe0f\u20e3",
            "\u2139\ufe0f",
        ),
        *("<@U2>", "<@U2> <@U3|ben>", "<#C2|general>", "<!here>", "<!subteam^S1|@sales>"),
        *("<https://x.example/a?b=1>", "<http://x.example|x.example>", "<https://x.example/|x.example>"),
        *("<mailto:a@x.example|a@x.example>", "https://x.example", "???", "...", "&amp; &lt;", "_ _", ""),
    ],
)
def test_what_has_no_word_says_nothing(text: str) -> None:
    found = slack.said("C1", message(text=text), BOT)
    assert found is not None
    assert not found.spoken


@pytest.mark.parametrize(
    "text",
    [
        *("ok :+1:", "<@U2> students", "<https://x.example|the students>", "see <https://x.example>", "no?"),
        *(
            "42",
            "2.5",
            "\u5b66\u751f",
            "\u0441\u0442\u0443\u0434\u0435\u043d\u0442\u044b",
            "\u0637\u0644\u0627\u0628",
            "\u0e04\u0e19",
            "10:30:15",
        ),
        *("EMEA:paid:2026", "<https://crm.example/lead/5|lead>", "<tel:+4930123|+49 30 123> is dead"),
    ],
)
def test_words_and_numbers_of_any_script_say_something(text: str) -> None:
    found = slack.said("C1", message(text=text), BOT)
    assert found is not None
    assert found.spoken


def test_whom_a_message_speaks_to_is_no_part_of_what_it_says() -> None:
    found = slack.said("C1", message(text=f"fyi <@{BOT}|handoff> too many students <@U2>"), BOT)
    assert found is not None
    assert (found.text, found.to_bot) == ("fyi too many students @U2", True)


def test_markup_is_read_as_people_see_it() -> None:
    raw = "&lt;b&gt; &amp; <https://x.example|a link> <https://y.example> <@U2> <#C2|general> <!here>"
    assert slack.words(raw) == "<b> & a link https://y.example @U2 general @here"


def test_a_deletion_says_which_message_and_in_which_thread() -> None:
    event = {"deleted_ts": "1.0", "previous_message": {"ts": "1.0", "thread_ts": "0.5"}}
    assert slack.gone("C1", event) == Gone("C1", "1.0", "0.5")
    assert slack.gone("C1", {"deleted_ts": "1.0"}) == Gone("C1", "1.0", None)
    assert slack.gone("C1", {}) is None
