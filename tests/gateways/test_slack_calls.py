"""The gateway over real HTTP: what is asked, and what is read from the answer."""

import pytest
from aiohttp import web

from bot.gateways import slack
from bot.gateways.slack import RefusedError, Slack
from tests.gateways.script import HELLO, Script, answering


async def test_a_posted_message_is_answered_with_its_place(client: Slack, script: Script) -> None:
    assert await client.post("C1", HELLO, "ho:handoff:1:card:ab", thread_ts="1.1") == ("C1", "1.2")
    method, body = script.asked[0]
    assert method == "chat.postMessage"
    assert body["text"] == "Dana of Lumen is yours"
    assert body["thread_ts"] == "1.1"
    assert body["blocks"] == [{"type": "divider", "block_id": "ho:handoff:1:card:ab"}]
    assert body["metadata"] == {
        "event_type": "handoff_post",
        "event_payload": {"marker": "ho:handoff:1:card:ab"},
    }
    assert HELLO.blocks == ({"type": "divider"},)


async def test_a_whisper_is_replaced_at_the_address_that_slack_gave_for_it(
    client: Slack, script: Script
) -> None:
    await client.replace(f"{client.client.base_url}response", HELLO)
    [(_, body)] = script.asked
    assert body == {"replace_original": True, "text": HELLO.text, "blocks": [{"type": "divider"}]}
    script.answer = answering(404, '{"ok": false, "error": "expired_url"}')
    with pytest.raises(RefusedError):
        await client.replace(f"{client.client.base_url}response", HELLO)


async def test_what_is_not_given_is_not_sent(client: Slack, script: Script) -> None:
    await client.post("C1", HELLO)
    assert set(script.asked[0][1]) == {"channel", "text", "blocks", "unfurl_links", "unfurl_media"}


async def test_reading_asks_as_a_form_which_every_server_understands(client: Slack, script: Script) -> None:
    seen: list[str] = []

    async def note(request: web.Request) -> web.StreamResponse:
        seen.append(f"{request.method} {request.content_type} {request.query_string}")
        return web.json_response({"ok": True, "channels": []})

    script.answer = note
    await client.channel_by_name("handoffs")
    assert seen == ["POST application/x-www-form-urlencoded "]
    assert script.asked[0][1] == {
        "limit": "1000",
        "exclude_archived": "1",
        "types": "public_channel,private_channel",
    }


async def test_history_is_read_over_all_pages_with_every_mark(client: Slack, script: Script) -> None:
    marked = {"ts": "1.1", "metadata": {"event_payload": {"marker": "ho:a:1"}}}
    blocks = {"ts": "1.2", "blocks": [{"type": "section", "block_id": "ho:b:2"}, {"type": "divider"}]}
    script.pages = [
        {"messages": [marked], "response_metadata": {"next_cursor": "p2"}},
        {"messages": [blocks, {"ts": "1.3", "text": "hi"}], "response_metadata": {"next_cursor": ""}},
    ]
    seen = await client.history("C1", 1772442000.0)
    assert [(one.ts, set(one.marks)) for one in seen] == [
        ("1.1", {"ho:a:1"}),
        ("1.2", {"ho:b:2"}),
        ("1.3", set()),
    ]
    assert [body.get("cursor") for _, body in script.asked] == [None, "p2"]
    assert script.asked[0][1]["include_all_metadata"] == "1"
    assert script.asked[0][1]["oldest"] == "1772442000.000000"


async def test_a_page_that_is_missing_makes_the_whole_history_unknown(client: Slack, script: Script) -> None:
    script.pages = [{"messages": [{"ts": "1.1"}], "response_metadata": {"next_cursor": "p2"}}]
    reading = script.answer

    async def once(request: web.Request) -> web.StreamResponse:
        script.answer = answering(200, '{"ok": false, "error": "missing_scope"}')
        return await reading(request)

    script.answer = once
    with pytest.raises(RefusedError):
        await client.replies("C1", "1.1", 0.0)


async def test_a_person_without_an_account_is_nobody(client: Slack, script: Script) -> None:
    script.answer = answering(200, '{"ok": false, "error": "users_not_found"}')
    assert await client.user_by_email("dana@lumen.example") is None


async def test_a_person_comes_with_zone_and_team(client: Slack, script: Script) -> None:
    user = {"id": "U1", "tz": "Europe/Berlin", "team_id": "T1", "profile": {"real_name": "Ana Ruiz"}}
    script.pages = [{"user": user}]
    assert await client.user("U1") == slack.User("U1", "Ana Ruiz", "Europe/Berlin", False, "T1")


async def test_a_channel_is_found_by_name_on_any_page(client: Slack, script: Script) -> None:
    first = {"id": "C1", "name": "general"}
    second = {"id": "C2", "name": "handoffs", "is_ext_shared": True, "is_member": True}
    script.pages = [
        {"channels": [first], "response_metadata": {"next_cursor": "p2"}},
        {"channels": [second]},
    ]
    assert await client.channel_by_name("handoffs") == slack.Channel("C2", "handoffs", True, False, True)
    script.pages = [{"channels": [first]}]
    assert await client.channel_by_name("nowhere") is None


async def test_where_conversations_cannot_be_opened_the_user_id_serves(client: Slack, script: Script) -> None:
    script.answer = answering(200, '{"ok": false, "error": "unknown_method"}')
    assert await client.open_dm("U1") == "U1"
    script.answer = answering(200, '{"ok": false, "error": "user_disabled"}')
    with pytest.raises(RefusedError):
        await client.open_dm("U1")


async def test_what_is_done_already_is_no_error(client: Slack, script: Script) -> None:
    script.answer = answering(200, '{"ok": false, "error": "cant_delete_message"}')
    with pytest.raises(RefusedError):
        await client.delete("C1", "1.2")
    script.answer = answering(200, '{"ok": false, "error": "message_not_found"}')
    await client.delete("C1", "1.2")


async def test_the_bot_learns_who_it_is_and_what_it_may(client: Slack, script: Script) -> None:
    script.pages = [
        {"bot_id": "B1", "user_id": "U9", "team_id": "T1", "team": "Acme", "url": "https://acme/"}
    ]
    known = await client.auth()
    assert known == slack.Identity(
        "B1", "U9", "T1", "Acme", "https://acme/", frozenset({"chat:write", "commands"})
    )


async def test_modals_are_answered_with_their_id(client: Slack, script: Script) -> None:
    script.pages = [{"view": {"id": "V1"}}]
    assert await client.open_view("t1", {"type": "modal"}) == "V1"
    await client.update_view("V1", {"type": "modal"}, "h1")
    await client.publish_home("U1", {"type": "home"})
    await client.whisper("C1", "U1", HELLO)
    assert [method for method, _ in script.asked] == [
        "views.open", "views.update", "views.publish", "chat.postEphemeral",
    ]  # fmt: skip
    assert script.asked[1][1]["hash"] == "h1"


async def test_a_channel_is_read_by_id(client: Slack, script: Script) -> None:
    script.pages = [{"channel": {"id": "C1", "is_archived": True}}]
    assert await client.channel_info("C1") == slack.Channel("C1", "", False, True, False)
    assert script.asked[0][1] == {"channel": "C1"}
