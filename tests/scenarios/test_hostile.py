"""Names that would ping, clicks that were made up, and Slack deliveries that come twice."""

import json
from typing import Any

from tests.scenarios.world import World

HOSTILE = "<!channel> *bold* <@U0ANA00001> \u202egnp.exe `x`"


def mrkdwn(found: Any) -> list[str]:
    """Every text that Slack would read mentions and markup in."""
    if isinstance(found, list):
        return [text for one in found for text in mrkdwn(one)]
    if not isinstance(found, dict):
        return []
    own = [found["text"]] if found.get("type") == "mrkdwn" else []
    return own + [text for one in found.values() for text in mrkdwn(one)]


async def test_a_lead_called_channel_pings_nobody_and_restyles_nothing(world: World) -> None:
    await world.lead(person={"email": "x@example.com", "first_name": HOSTILE, "last_name": "Doe"})
    [card] = world.cards()
    live = [card.text, *mrkdwn(card.blocks)]
    assert not [text for text in live if "<!channel>" in text]
    assert "".join(live).count("<@U0ANA00001>") == 1  # the owner, and not the one in the name
    assert "\u202e" not in json.dumps(card.blocks, ensure_ascii=False)


async def test_a_stranger_in_the_workspace_can_do_nothing(world: World) -> None:
    await world.lead()
    world.slack.workspace.add_user("eve", "Eve Stranger", "eve@example.com", "Europe/Berlin")
    await world.press("eve", world.cards()[0], "handoff.accept")
    assert (await world.handoff()).decided_at is None


async def test_a_button_with_a_made_up_value_changes_nothing(world: World) -> None:
    await world.lead()
    [card] = world.cards()
    button = card.blocks[-1]["elements"][0]
    for value in ("999999", "'; DROP TABLE handoffs", "", "١"):
        button["value"] = value
        await world.press("ana", card, "handoff.accept")
    assert (await world.handoff()).decided_at is None


async def test_a_forged_or_missing_token_is_refused_without_detail(world: World) -> None:
    answer = await world.post(world.event(), token="wrong-token-of-twenty-four-bytes")
    assert answer["code"] == 401
    assert set(answer) == {"code", "title", "status"}
    await world.tick()
    assert world.cards() == []
