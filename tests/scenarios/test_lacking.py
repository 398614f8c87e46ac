"""A server that lacks a method costs what the method was for, and nothing else."""

import pytest

from tests.scenarios.world import World

# What a server lacks does not depend on the kind of database.
pytestmark = pytest.mark.parametrize("kind", ["sqlite"], indirect=True)

ALL = 1000  # calls: more than a scenario makes


async def accepted(world: World) -> None:
    """A lead comes in and is accepted, as on a server that lacks nothing."""
    await world.lead()
    await world.press("ana", world.cards()[-1], "handoff.accept")
    assert "Accepted by Ana Lima" in world.cards()[-1].text


async def test_where_whispers_are_refused_a_modal_says_the_same(world: World) -> None:
    world.slack.fault("chat.postEphemeral", "unknown_method", count=ALL)
    await accepted(world)
    modal = world.slack.modal("ana")
    assert modal is not None
    assert "dana@lumen.example.com" in str(modal.given["blocks"])


async def test_a_whisper_that_may_have_arrived_is_not_said_twice(world: World) -> None:
    world.slack.fault("chat.postEphemeral", "http_500", count=ALL)
    await accepted(world)
    assert world.slack.modal("ana") is None


@pytest.mark.parametrize(
    "method", ["views.open", "views.publish", "conversations.info", "conversations.open", "users.info"]
)
async def test_a_lead_is_accepted_without(world: World, method: str) -> None:
    world.slack.fault(method, "unknown_method", count=ALL)
    await world.slack.open_home("ana")
    await accepted(world)


async def test_a_reason_that_asks_for_more_is_asked_on_submit_where_modals_cannot_be_changed(
    world: World,
) -> None:
    world.slack.fault("views.update", "unknown_method", count=ALL)
    await world.lead()
    await world.press("ana", world.cards()[0], "handoff.reject")
    modal = world.slack.modal("ana")
    assert modal is not None
    await world.slack.click_in_view("ana", modal, "handoff.reason", {"value": "other"})
    await world.slack.submit("ana", {"reason": "other"})
    await world.slack.submit("ana", {"reason": "other", "detail": "She is our landlord"})
    await world.tick()
    assert "Rejected by Ana Lima" in world.cards()[0].text
