"""chat.* and reactions.*, called with the real client."""

import pytest
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from bot.playground import defaults
from bot.playground.server import Playground

from .clients import Ticker, client_of, refusal

SECTION = {"type": "section", "text": {"type": "mrkdwn", "text": "*Dana Ruiz*"}}


async def test_a_posted_message_stands_in_the_channel(client: AsyncWebClient, pg: Playground) -> None:
    answer = await client.chat_postMessage(channel="#handoffs", text="Dana Ruiz", blocks=[SECTION])
    [message] = pg.messages("handoffs")
    assert answer["ts"] == message.ts
    assert answer["channel"] == defaults.HANDOFFS
    assert answer["message"]["bot_id"] == defaults.BOT_ID
    assert message.blocks is not None
    assert message.blocks[0]["block_id"]


async def test_timestamps_increase_while_the_clock_stands(client: AsyncWebClient) -> None:
    first = await client.chat_postMessage(channel=defaults.GENERAL, text="one")
    second = await client.chat_postMessage(channel=defaults.GENERAL, text="two")
    assert first["ts"] == "1795000000.000000"
    assert second["ts"] == "1795000000.000001"


async def test_a_user_id_opens_the_direct_message(client: AsyncWebClient, pg: Playground) -> None:
    answer = await client.chat_postMessage(channel=defaults.ANA, text="Due at 10:12")
    assert answer["channel"].startswith("D")
    assert [message.text for message in pg.dm_messages("ana")] == ["Due at 10:12"]


@pytest.mark.parametrize(
    ("arguments", "error"),
    [
        ({"channel": "C0NOWHERE1", "text": "x"}, "channel_not_found"),
        ({"channel": defaults.GENERAL, "text": ""}, "no_text"),
        ({"channel": defaults.GENERAL, "text": "x", "thread_ts": "1.000001"}, "thread_not_found"),
        ({"channel": defaults.BOT_USER_ID, "text": "x"}, "cannot_dm_bot"),
        (
            {"channel": defaults.GENERAL, "text": "x", "metadata": {"event_type": "e"}},
            "invalid_metadata_schema",
        ),
        ({"channel": defaults.GENERAL, "text": "x", "blocks": [SECTION] * 51}, "invalid_blocks"),
    ],
)
async def test_slack_refuses_to_post(
    client: AsyncWebClient, arguments: dict[str, object], error: str
) -> None:
    assert await refusal(client.api_call("chat.postMessage", json=arguments)) == error


async def test_the_app_must_be_in_the_channel(client: AsyncWebClient, pg: Playground) -> None:
    public = pg.workspace.add_channel("elsewhere", defaults.ANA, private=False)
    private = pg.workspace.add_channel("secret", defaults.ANA, private=True)
    assert await refusal(client.chat_postMessage(channel=public.id, text="x")) == "not_in_channel"
    assert await refusal(client.chat_postMessage(channel=private.id, text="x")) == "channel_not_found"
    await client.conversations_join(channel=public.id)
    public.archived = True
    assert await refusal(client.chat_postMessage(channel=public.id, text="x")) == "is_archived"


async def test_wrong_blocks_are_explained_with_a_pointer(client: AsyncWebClient) -> None:
    header = {"type": "header", "text": {"type": "plain_text", "text": "x" * 151}}
    with pytest.raises(SlackApiError) as refused:
        await client.chat_postMessage(channel=defaults.GENERAL, text="x", blocks=[header])
    answer = refused.value.response
    assert answer["error"] == "invalid_blocks"
    line = "[ERROR] must be less than 151 characters [json-pointer:/blocks/0/text/text]"
    assert answer["response_metadata"]["messages"] == [line]


async def test_the_fourth_message_of_a_burst_must_wait(client: AsyncWebClient, ticker: Ticker) -> None:
    for text in ("one", "two", "three"):
        await client.chat_postMessage(channel=defaults.GENERAL, text=text)
    with pytest.raises(SlackApiError) as refused:
        await client.chat_postMessage(channel=defaults.GENERAL, text="four")
    assert refused.value.response.status_code == 429
    assert refused.value.response.headers["Retry-After"] == "1"
    assert refused.value.response["error"] == "ratelimited"
    await client.chat_postMessage(channel=defaults.HANDOFFS, text="another channel")
    ticker.advance(1.0)
    await client.chat_postMessage(channel=defaults.GENERAL, text="four")


async def test_an_update_with_text_alone_takes_the_blocks_away(
    client: AsyncWebClient, pg: Playground
) -> None:
    metadata = {"event_type": "card", "event_payload": {"id": "42"}}
    posted = await client.chat_postMessage(
        channel=defaults.GENERAL, text="x", blocks=[SECTION], metadata=metadata
    )
    await client.chat_update(channel=defaults.GENERAL, ts=posted["ts"], text="Accepted")
    [message] = pg.messages("general")
    assert message.blocks is None
    assert message.text == "Accepted"
    assert message.metadata == metadata
    assert message.edited is not None


async def test_new_blocks_alone_are_not_an_edit(client: AsyncWebClient, pg: Playground) -> None:
    posted = await client.chat_postMessage(channel=defaults.GENERAL, text="x", blocks=[SECTION])
    await client.chat_update(channel=defaults.GENERAL, ts=posted["ts"], text="x", blocks=[SECTION, SECTION])
    [message] = pg.messages("general")
    assert message.edited is None
    assert len(message.blocks or []) == 2


async def test_only_own_messages_can_be_changed(client: AsyncWebClient, pg: Playground) -> None:
    ts = await pg.post("ana", "general", "mine")
    general = defaults.GENERAL
    assert await refusal(client.chat_update(channel=general, ts=ts, text="x")) == "cant_update_message"
    assert await refusal(client.chat_delete(channel=general, ts=ts)) == "cant_delete_message"
    assert await refusal(client.chat_update(channel=general, ts="1.000000", text="x")) == "message_not_found"
    own = await client.chat_postMessage(channel=general, text="x")
    too_long = client.chat_update(channel=general, ts=own["ts"], text="x" * 4001)
    assert await refusal(too_long) == "msg_too_long"


async def test_a_deleted_thread_head_leaves_a_tombstone(client: AsyncWebClient, pg: Playground) -> None:
    head = await client.chat_postMessage(channel=defaults.GENERAL, text="head")
    await pg.post("ana", "general", "reply", thread_ts=head["ts"])
    await client.chat_delete(channel=defaults.GENERAL, ts=head["ts"])
    [left] = pg.messages("general")
    assert left.subtype == "tombstone"
    assert [reply.text for reply in pg.thread("general", head["ts"])] == ["reply"]


async def test_a_whisper_is_seen_by_one_and_kept_out_of_history(
    client: AsyncWebClient, pg: Playground
) -> None:
    await client.chat_postEphemeral(channel=defaults.GENERAL, user=defaults.ANA, text="psst")
    assert [message.text for message in pg.ephemerals("ana")] == ["psst"]
    assert pg.ephemerals("ben") == []
    history = await client.conversations_history(channel=defaults.GENERAL)
    assert history["messages"] == []
    elsewhere = client.chat_postEphemeral(channel=defaults.ADMIN, user=defaults.ANA, text="psst")
    assert await refusal(elsewhere) == "user_not_in_channel"


async def test_a_reaction_is_given_once(client: AsyncWebClient, pg: Playground) -> None:
    ts = await pg.post("ana", "general", "feedback")
    item = {"channel": defaults.GENERAL, "timestamp": ts, "name": "eyes"}
    await client.reactions_add(**item)
    assert await refusal(client.reactions_add(**item)) == "already_reacted"
    shown = await client.reactions_get(channel=defaults.GENERAL, timestamp=ts)
    assert shown["message"]["reactions"] == [{"name": "eyes", "users": [defaults.BOT_USER_ID], "count": 1}]
    await client.reactions_remove(**item)
    assert await refusal(client.reactions_remove(**item)) == "no_reaction"


async def test_a_permalink_names_channel_and_message(client: AsyncWebClient, pg: Playground) -> None:
    ts = await pg.post("ana", "general", "hello")
    answer = await client.chat_getPermalink(channel=defaults.GENERAL, message_ts=ts)
    assert answer["permalink"] == f"{pg.url}/archives/{defaults.GENERAL}/p1795000000000000"


async def test_tokens_are_checked(pg: Playground) -> None:
    assert await refusal(client_of(pg, "xoxb-wrong").auth_test()) == "invalid_auth"
    assert await refusal(client_of(pg, "").auth_test()) == "not_authed"
    assert await refusal(client_of(pg).api_call("made.up")) == "unknown_method"
    mine = await client_of(pg).auth_test()
    assert mine["user_id"] == defaults.BOT_USER_ID
