"""conversations.* and users.*, called with the real client."""

from slack_sdk.web.async_client import AsyncWebClient

from bot.playground import defaults
from bot.playground.server import Playground

from .clients import Ticker, refusal

GENERAL = defaults.GENERAL


async def test_history_is_newest_first_and_comes_in_pages(client: AsyncWebClient, pg: Playground) -> None:
    for number in range(5):
        await pg.post("ana", "general", f"message {number}")
    texts = []
    async for page in await client.conversations_history(channel=GENERAL, limit=2):
        texts.append([message["text"] for message in page["messages"]])
    assert texts == [["message 4", "message 3"], ["message 2", "message 1"], ["message 0"]]


async def test_history_can_be_cut_by_time(client: AsyncWebClient, pg: Playground, ticker: Ticker) -> None:
    stamps = []
    for number in range(3):
        stamps.append(await pg.post("ana", "general", f"message {number}"))
        ticker.advance(60)

    async def texts(**window: object) -> list[str]:
        answer = await client.api_call("conversations.history", params={"channel": GENERAL, **window})
        return [message["text"] for message in answer["messages"]]

    assert await texts(oldest=stamps[1]) == ["message 2"]
    assert await texts(oldest=stamps[1], inclusive="1") == ["message 2", "message 1"]
    assert await texts(latest=stamps[1]) == ["message 0"]
    assert await texts(latest=stamps[1], inclusive="true") == ["message 1", "message 0"]
    assert await texts(oldest="1795000030") == ["message 2", "message 1"]


async def test_thread_replies_stay_out_of_history_unless_broadcast(
    client: AsyncWebClient, pg: Playground
) -> None:
    head = await pg.post("ana", "general", "head")
    await pg.post("ben", "general", "reply", thread_ts=head)
    await client.chat_postMessage(channel=GENERAL, text="breach", thread_ts=head, reply_broadcast=True)
    history = await client.conversations_history(channel=GENERAL)
    assert [message["text"] for message in history["messages"]] == ["breach", "head"]
    assert history["messages"][0]["subtype"] == "thread_broadcast"
    assert history["messages"][1]["reply_count"] == 2
    assert history["messages"][1]["reply_users"] == [defaults.BEN, defaults.BOT_USER_ID]
    thread = await client.conversations_replies(channel=GENERAL, ts=head)
    assert [message["text"] for message in thread["messages"]] == ["head", "reply", "breach"]


async def test_replies_come_in_pages_after_the_head(client: AsyncWebClient, pg: Playground) -> None:
    head = await pg.post("ana", "general", "head")
    for number in range(3):
        await pg.post("ben", "general", f"reply {number}", thread_ts=head)
    first = await client.conversations_replies(channel=GENERAL, ts=head, limit=2)
    assert first["has_more"] is True
    cursor = first["response_metadata"]["next_cursor"]
    second = await client.conversations_replies(channel=GENERAL, ts=head, limit=2, cursor=cursor)
    assert [message["text"] for message in second["messages"]] == ["reply 1", "reply 2"]
    assert second["has_more"] is False
    assert await refusal(client.conversations_replies(channel=GENERAL, ts="1.000000")) == "thread_not_found"


async def test_metadata_is_read_back_only_when_asked_for(client: AsyncWebClient) -> None:
    metadata = {"event_type": "card", "event_payload": {"post": "handoff:42:card"}}
    await client.chat_postMessage(channel=GENERAL, text="x", metadata=metadata)
    without = await client.conversations_history(channel=GENERAL)
    assert "metadata" not in without["messages"][0]
    answer = await client.conversations_history(channel=GENERAL, include_all_metadata=True)
    assert answer["messages"][0]["metadata"] == metadata


async def test_channels_are_listed_by_type(client: AsyncWebClient, pg: Playground) -> None:
    pg.workspace.add_channel("hidden", defaults.ANA, private=True)
    public = await client.conversations_list()
    assert [channel["name"] for channel in public["channels"]] == ["handoffs", "general"]
    private = await client.conversations_list(types="private_channel")
    assert [channel["name"] for channel in private["channels"]] == ["handoff-admin"]
    direct = await client.users_conversations(types="im", limit=3)
    assert len(direct["channels"]) == 3
    assert direct["response_metadata"]["next_cursor"] != ""
    assert await refusal(client.conversations_list(types="odd")) == "invalid_types"


async def test_a_shared_channel_says_so(client: AsyncWebClient, pg: Playground) -> None:
    pg.workspace.channels[GENERAL].is_ext_shared = True
    answer = await client.conversations_info(channel=GENERAL)
    assert answer["channel"]["is_ext_shared"] is True
    assert answer["channel"]["is_member"] is True


async def test_members_are_listed(client: AsyncWebClient) -> None:
    answer = await client.conversations_members(channel=defaults.ADMIN)
    assert answer["members"] == [defaults.MAX, defaults.OLGA, defaults.BOT_USER_ID]


async def test_a_direct_message_is_opened_once(client: AsyncWebClient) -> None:
    first = await client.conversations_open(users=defaults.BEN)
    second = await client.conversations_open(users=[defaults.BEN])
    assert first["channel"]["id"] == second["channel"]["id"]
    assert await refusal(client.conversations_open(users="U0NOBODY01")) == "user_not_found"


async def test_people_are_found_by_id_and_by_address(client: AsyncWebClient, pg: Playground) -> None:
    ana = await client.users_info(user=defaults.ANA)
    assert ana["user"]["tz"] == "Europe/Berlin"
    assert ana["user"]["profile"]["real_name"] == "Ana Lima"
    chloe = await client.users_lookupByEmail(email="Chloe@example.com")
    assert chloe["user"]["id"] == defaults.CHLOE
    pg.workspace.users[defaults.CHLOE].deleted = True
    assert await refusal(client.users_lookupByEmail(email="chloe@example.com")) == "users_not_found"
    assert await refusal(client.users_info(user="U0NOBODY01")) == "user_not_found"
    everybody = await client.users_list()
    assert {"ana", "ben", "chloe", "max", "olga", "handoff"} < {user["name"] for user in everybody["members"]}


async def test_a_bad_cursor_is_refused(client: AsyncWebClient) -> None:
    assert await refusal(client.conversations_history(channel=GENERAL, cursor="nonsense")) == "invalid_cursor"


async def test_sessions_and_prompts_are_kept(client: AsyncWebClient, pg: Playground) -> None:
    ts = await pg.post("ana", "@handoff", "how are leads?")
    channel = pg.workspace.direct(defaults.ANA, defaults.BOT_USER_ID).id
    session = {"channel_id": channel, "thread_ts": ts}
    rename = {**session, "title": "Lead quality"}
    assert await refusal(client.api_call("agents.sessions.rename", json=rename)) == "session_not_found"
    await client.api_call("agents.sessions.setStatus", json={**session, "status": "processing"})
    await client.api_call("agents.sessions.rename", json=rename)
    assert pg.slack.sessions[(channel, ts)] == {"status": "processing", "title": "Lead quality"}
    prompts = [{"title": "Queue", "message": "What is in my queue?"}]
    prompting = {"channel_id": channel, "prompts": prompts}
    await client.api_call("assistant.threads.setSuggestedPrompts", json=prompting)
    assert pg.slack.prompts[channel]["prompts"] == prompts
    too_many = {"channel_id": channel, "prompts": prompts * 5}
    refused = await refusal(client.api_call("assistant.threads.setSuggestedPrompts", json=too_many))
    assert refused == "invalid_arguments"
