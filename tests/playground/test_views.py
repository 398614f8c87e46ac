"""Modals and Home tabs through a real Bolt app: triggers, the stack, answers to a submission."""

from collections.abc import Awaitable, Callable
from typing import Any

from slack_bolt.async_app import AsyncAck, AsyncApp
from slack_sdk.web.async_client import AsyncWebClient

from bot.playground import defaults
from bot.playground.server import Playground

from .clients import Ticker, app_of, listening, refusal

REASONS = [
    {"text": {"type": "plain_text", "text": "Not our market"}, "value": "not_icp"},
    {"text": {"type": "plain_text", "text": "Other"}, "value": "other"},
]
Listener = Callable[..., Awaitable[None]]


def modal(callback_id: str = "reject", **more: Any) -> dict[str, Any]:
    reason = {
        "type": "input",
        "block_id": "reason",
        "label": {"type": "plain_text", "text": "Why?"},
        "element": {"type": "radio_buttons", "action_id": "choice", "options": REASONS},
    }
    note = {
        "type": "input",
        "block_id": "note",
        "optional": True,
        "label": {"type": "plain_text", "text": "Note"},
        "element": {"type": "plain_text_input", "action_id": "text", "max_length": 10},
    }
    return {
        "type": "modal",
        "callback_id": callback_id,
        "title": {"type": "plain_text", "text": "Reject"},
        "submit": {"type": "plain_text", "text": "Reject"},
        "blocks": [reason, note],
        **more,
    }


HOME = {"type": "home", "blocks": [{"type": "divider"}]}


def opener(app: AsyncApp) -> None:
    @app.command("/handoff")
    async def on_command(ack: AsyncAck, body: dict[str, Any], client: AsyncWebClient) -> None:
        await client.views_open(trigger_id=body["trigger_id"], view=modal())
        await ack()


async def submitted(pg: Playground, answer: dict[str, Any], values: dict[str, Any]) -> tuple[Any, list[Any]]:
    """Opens the modal, sends it off; the app answers as told. Gives the outcome and the states it saw."""
    app = app_of(pg)
    opener(app)
    seen = []

    @app.view("reject")
    async def on_submit(ack: AsyncAck, view: dict[str, Any]) -> None:
        seen.append(view["state"]["values"])
        await ack(**answer)

    async with listening(pg, app):
        await pg.command("ana", "general", "/handoff")
        outcome = await pg.submit("ana", values)
    return outcome, seen


async def test_a_submission_carries_the_answers_and_closes_the_modal(pg: Playground) -> None:
    outcome, seen = await submitted(pg, {}, {"reason": "not_icp"})
    assert outcome.ok
    [state] = seen
    assert state["reason"]["choice"]["type"] == "radio_buttons"
    assert state["reason"]["choice"]["selected_option"]["value"] == "not_icp"
    assert state["note"]["text"] == {"type": "plain_text_input", "value": None}
    assert pg.modal("ana") is None


async def test_a_required_field_is_demanded_before_the_app_hears(pg: Playground) -> None:
    outcome, seen = await submitted(pg, {}, {"note": "too long a note"})
    assert outcome.errors == {
        "reason": "Please complete this required field.",
        "note": "Must be at most 10 characters.",
    }
    assert seen == []
    assert pg.modal("ana") is not None


async def test_errors_of_the_app_keep_the_modal_open(pg: Playground) -> None:
    answer = {"response_action": "errors", "errors": {"note": "Say which one."}}
    outcome, _ = await submitted(pg, answer, {"reason": "other"})
    assert outcome.errors == {"note": "Say which one."}
    assert pg.modal("ana") is not None


async def test_errors_for_an_unknown_block_are_the_apps_mistake(pg: Playground) -> None:
    answer = {"response_action": "errors", "errors": {"nowhere": "What?"}}
    outcome, _ = await submitted(pg, answer, {"reason": "other"})
    assert not outcome.ok
    assert "block_id of an input block" in outcome.error


async def test_a_submission_can_update_push_or_clear(pg: Playground) -> None:
    await submitted(pg, {"response_action": "update", "view": modal("second")}, {"reason": "other"})
    assert pg.modal("ana") is not None
    await submitted(pg, {"response_action": "push", "view": modal("third")}, {"reason": "other"})
    stack = pg.slack.views.stacks[defaults.ANA]
    assert [view.given["callback_id"] for view in stack] == ["reject", "third"]
    assert stack[1].previous == stack[0].id
    assert stack[1].root == stack[0].id
    await submitted(pg, {"response_action": "clear"}, {"reason": "other"})
    assert pg.modal("ana") is None


async def test_a_trigger_lives_three_seconds_and_serves_once(
    client: AsyncWebClient, pg: Playground, ticker: Ticker
) -> None:
    old = pg.slack.tickets.trigger(defaults.ANA)
    ticker.advance(3.1)
    assert await refusal(client.views_open(trigger_id=old, view=modal())) == "expired_trigger_id"
    fresh = pg.slack.tickets.trigger(defaults.ANA)
    await client.views_open(trigger_id=fresh, view=modal())
    assert await refusal(client.views_open(trigger_id=fresh, view=modal())) == "exchanged_trigger_id"
    assert await refusal(client.views_open(trigger_id="made.up", view=modal())) == "invalid_trigger_id"


async def test_no_more_than_three_modals_are_stacked(client: AsyncWebClient, pg: Playground) -> None:
    def trigger() -> str:
        return pg.slack.tickets.trigger(defaults.ANA)

    await client.views_open(trigger_id=trigger(), view=modal())
    await client.views_push(trigger_id=trigger(), view=modal())
    await client.views_push(trigger_id=trigger(), view=modal())
    assert await refusal(client.views_push(trigger_id=trigger(), view=modal())) == "push_limit_reached"


async def test_a_stale_hash_conflicts(client: AsyncWebClient, pg: Playground) -> None:
    opened = await client.views_open(trigger_id=pg.slack.tickets.trigger(defaults.ANA), view=modal())
    view_id, stale = opened["view"]["id"], opened["view"]["hash"]
    await client.views_update(view_id=view_id, hash=stale, view=modal())
    again = client.views_update(view_id=view_id, hash=stale, view=modal())
    assert await refusal(again) == "hash_conflict"
    assert await refusal(client.views_update(view_id="V0", view=modal())) == "not_found"


async def test_a_view_is_found_by_its_external_id(client: AsyncWebClient, pg: Playground) -> None:
    named = modal(external_id="reject:42")
    await client.views_open(trigger_id=pg.slack.tickets.trigger(defaults.ANA), view=named)
    await client.views_update(external_id="reject:42", view=named)
    twin = client.views_open(trigger_id=pg.slack.tickets.trigger(defaults.BEN), view=named)
    assert await refusal(twin) == "duplicate_external_id"


async def test_a_view_too_large_is_refused(client: AsyncWebClient) -> None:
    text = {"type": "section", "text": {"type": "mrkdwn", "text": "x" * 3000}}
    view = {"type": "home", "blocks": [text] * 85}
    assert await refusal(client.views_publish(user_id=defaults.ANA, view=view)) == "view_too_large"


async def test_a_home_tab_is_published_and_opened(pg: Playground) -> None:
    app = app_of(pg)
    opened: list[dict[str, Any]] = []

    @app.event("app_home_opened")
    async def on_open(event: dict[str, Any], client: AsyncWebClient) -> None:
        opened.append(event)
        await client.views_publish(user_id=event["user"], view=HOME)

    async with listening(pg, app):
        await pg.open_home("ana")
        await pg.settled()
        await pg.open_home("ana")
        await pg.settled()
    assert [event["tab"] for event in opened] == ["home", "home"]
    assert "view" not in opened[0]
    assert opened[1]["view"]["type"] == "home"
    assert pg.home("ana") is not None


async def test_closing_is_told_when_the_app_asked(pg: Playground) -> None:
    app = app_of(pg)
    closed: list[str] = []

    @app.view_closed("reject")
    async def on_close(ack: AsyncAck, view: dict[str, Any]) -> None:
        closed.append(view["private_metadata"])
        await ack()

    view = modal(notify_on_close=True, private_metadata="42")
    async with listening(pg, app):
        await app.client.views_open(trigger_id=pg.slack.tickets.trigger(defaults.ANA), view=view)
        await pg.close_modal("ana")
    assert closed == ["42"]
    assert pg.modal("ana") is None


async def test_picking_in_a_modal_sends_the_state_so_far(pg: Playground) -> None:
    app = app_of(pg)
    seen: list[dict[str, Any]] = []

    @app.action("choice")
    async def on_choice(ack: AsyncAck, body: dict[str, Any]) -> None:
        seen.append(body)
        await ack()

    async with listening(pg, app):
        await app.client.views_open(trigger_id=pg.slack.tickets.trigger(defaults.ANA), view=modal())
        view = pg.modal("ana")
        assert view is not None
        await pg.click_in_view("ana", view, "choice", "other")
    [body] = seen
    assert body["container"] == {"type": "view", "view_id": view.id}
    assert body["actions"][0]["selected_option"]["value"] == "other"
    assert body["view"]["state"]["values"]["reason"]["choice"]["selected_option"]["value"] == "other"
    assert "message" not in body


async def test_blocks_validate_names_code_and_pointer(client: AsyncWebClient) -> None:
    header = {"type": "header", "text": {"type": "plain_text", "text": "x" * 151}}
    answer = await client.blocks_validate(blocks=[header])
    assert answer["valid"] is False
    [problem] = answer["errors"]
    assert problem["pointer"] == "/blocks/0/text/text"
    assert problem["constraint"] == {"max_length": 150}
    fine = await client.blocks_validate(message={"text": "x", "blocks": [{"type": "divider"}]})
    assert fine["errors"] == []
    assert await refusal(client.blocks_validate()) == "invalid_arguments"
