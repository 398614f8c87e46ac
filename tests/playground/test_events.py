"""Which events a change gives rise to, and with which fields."""

from dataclasses import replace
from typing import Any

import pytest

from bot.playground import defaults
from bot.playground.config import Config
from bot.playground.messages import Message
from bot.playground.slack import Slack
from bot.playground.workspace import Workspace

from .clients import Ticker

EVERYTHING = (*defaults.EVENTS, "reaction_removed", "member_joined_channel")


class Heard(list[dict[str, Any]]):
    """The events so far."""

    def take(self) -> list[dict[str, Any]]:
        """What came since the last look."""
        new = list(self)
        self.clear()
        return new


@pytest.fixture
def slack(ticker: Ticker) -> Slack:
    return Slack(Config().with_app(events=EVERYTHING), ticker)


@pytest.fixture
def workspace(slack: Slack) -> Workspace:
    return slack.workspace


@pytest.fixture
def heard(slack: Slack) -> Heard:
    found = Heard()
    slack.events.send = lambda payload: found.append(payload["event"])
    return found


def say(workspace: Workspace, text: str, channel: str = defaults.GENERAL, **more: Any) -> Message:
    return workspace.post(Message("", channel, defaults.ANA, text, **more))


def test_a_message_tells_its_kind_of_channel(workspace: Workspace, heard: Heard) -> None:
    direct = workspace.direct(defaults.ANA, defaults.BOT_USER_ID)
    for channel in (defaults.GENERAL, defaults.ADMIN, direct.id):
        say(workspace, "hello", channel)
    assert [event["channel_type"] for event in heard] == ["channel", "group", "im"]
    assert all(event["client_msg_id"] for event in heard)


def test_a_reply_names_thread_and_its_author(workspace: Workspace, heard: Heard) -> None:
    head = say(workspace, "head")
    say(workspace, "reply", thread_ts=head.ts)
    assert heard[1]["thread_ts"] == head.ts
    assert heard[1]["parent_user_id"] == defaults.ANA


def test_a_broadcast_reply_carries_its_root(workspace: Workspace, heard: Heard) -> None:
    head = say(workspace, "head")
    say(workspace, "breach", thread_ts=head.ts, broadcast=True)
    assert heard[1]["subtype"] == "thread_broadcast"
    assert heard[1]["root"]["ts"] == head.ts


def test_edits_and_deletions_are_hidden_messages(workspace: Workspace, heard: Heard) -> None:
    message = say(workspace, "before")
    workspace.edit(message, text="after")
    workspace.delete(message)
    changed, deleted = heard[1:]
    assert changed["subtype"] == "message_changed"
    assert changed["message"]["text"] == "after"
    assert changed["previous_message"]["text"] == "before"
    assert changed["ts"] != message.ts
    assert "user" not in changed
    assert deleted["subtype"] == "message_deleted"
    assert deleted["deleted_ts"] == message.ts
    assert deleted["hidden"] is True


def test_deleting_the_head_of_a_thread_changes_it_into_a_tombstone(
    workspace: Workspace, heard: Heard
) -> None:
    head = say(workspace, "head")
    say(workspace, "reply", thread_ts=head.ts)
    heard.take()
    workspace.delete(head)
    [event] = heard
    assert event["subtype"] == "message_changed"
    assert event["message"]["subtype"] == "tombstone"


def test_reactions_come_and_go(workspace: Workspace, heard: Heard) -> None:
    message = say(workspace, "lead")
    heard.take()
    workspace.react(message, defaults.BEN, "eyes")
    workspace.unreact(message, defaults.BEN, "eyes")
    assert [event["type"] for event in heard] == ["reaction_added", "reaction_removed"]
    assert heard[0]["item"] == {"type": "message", "channel": defaults.GENERAL, "ts": message.ts}
    assert heard[0]["item_user"] == defaults.ANA


def test_joining_is_an_event_and_a_message(workspace: Workspace, heard: Heard) -> None:
    workspace.join(workspace.channels[defaults.ADMIN], defaults.ANA)
    message, joined = heard
    assert message["subtype"] == "channel_join"
    assert joined["type"] == "member_joined_channel"
    assert joined["channel_type"] == "G"


def test_nothing_is_heard_from_channels_the_app_is_not_in(workspace: Workspace, heard: Heard) -> None:
    elsewhere = workspace.add_channel("elsewhere", defaults.ANA, private=False)
    say(workspace, "hello", elsewhere.id)
    say(workspace, "whisper", to=defaults.BEN)
    assert heard == []


def test_a_mention_in_a_direct_message_is_only_a_message(workspace: Workspace, heard: Heard) -> None:
    direct = workspace.direct(defaults.ANA, defaults.BOT_USER_ID)
    say(workspace, f"<@{defaults.BOT_USER_ID}> hello", direct.id)
    assert [event["type"] for event in heard] == ["message"]


def test_the_app_hears_its_own_messages_marked_as_such(workspace: Workspace, heard: Heard) -> None:
    own = Message("", defaults.GENERAL, defaults.BOT_USER_ID, "card", by_app=True)
    workspace.post(own)
    assert heard[0]["bot_id"] == defaults.BOT_ID


def test_only_subscribed_events_are_sent(ticker: Ticker) -> None:
    config = Config()
    slack = Slack(replace(config, app=replace(config.app, events=("app_mention",))), ticker)
    sent: list[dict[str, Any]] = []
    slack.events.send = sent.append
    say(slack.workspace, "hello")
    say(slack.workspace, f"<@{defaults.BOT_USER_ID}> hello")
    assert [payload["event"]["type"] for payload in sent] == ["app_mention"]
    assert sent[0]["event_id"].startswith("Ev")
    assert sent[0]["authorizations"][0]["user_id"] == defaults.BOT_USER_ID
