"""News of a deal reaches those who handed the lead over: one line in the card's thread, and nothing else."""

from typing import Any

from tests.scenarios.world import World


async def tell(world: World, kind: str, **outcome: Any) -> None:
    await world.lead(event={"type": "lead.outcome"}, outcome={"kind": kind, **outcome})


async def test_the_thread_hears_of_an_opportunity_once(world: World) -> None:
    await world.lead()
    [card] = world.cards()
    shown = card.blocks
    at = world.clock().isoformat()
    for _ in range(2):
        await tell(world, "opportunity", amount=12000, currency="EUR", at=at)
    lines = [message.text for message in world.slack.thread("handoffs", card.ts)]
    assert [line for line in lines if "EUR" in line] == ["Opportunity · 12,000 EUR."]
    assert world.cards()[0].blocks == shown
    assert (await world.log()).count("outcome") == 1


async def test_old_news_is_kept_in_silence(world: World) -> None:
    await world.lead()
    before = world.clock().replace(year=2025).isoformat()
    event = {"type": "lead.outcome", "occurred_at": before}
    await world.lead(event=event, outcome={"kind": "won", "amount": 5, "at": before})
    assert "outcome" not in await world.log()
