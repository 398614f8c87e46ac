"""One person, one open handoff: what happens when a source sends again, late, or out of order."""

from datetime import timedelta

from bot.domain.handoff import Status
from storage import leads
from tests.scenarios.world import World


async def test_the_same_delivery_twice_is_a_duplicate(world: World) -> None:
    event = world.event()
    first, second = await world.post(event), await world.post(event)
    await world.tick()
    assert (first["code"], second["code"]) == (202, 200)
    assert second["status"] == "duplicate"
    assert len(world.cards()) == 1


async def test_news_about_an_open_lead_updates_its_card_and_adds_a_line(world: World) -> None:
    await world.lead()
    person = {"email": "Dana@Lumen.example.com ", "title": "Head of Operations"}
    await world.lead(person=person, event={"type": "lead.updated"})
    [card] = world.cards()
    assert "Head of Operations" in card.text
    assert "title" in world.slack.thread("handoffs", card.ts)[-1].text


async def test_qualified_again_while_open_stays_one_handoff(world: World) -> None:
    await world.lead()
    await world.lead(qualification={"score": 95, "qualified_at": world.clock().isoformat()})
    assert len(world.cards()) == 1


async def test_an_older_event_only_fills_blanks(world: World) -> None:
    await world.lead()
    before = (world.clock() - timedelta(days=1)).isoformat()
    company = {"name": "Old Name Ltd", "industry": "Logistics"}
    await world.lead(company=company, event={"type": "lead.updated", "occurred_at": before})
    known = await world.db.read(lambda tx: leads.get(tx, 1))
    assert known is not None
    assert (known.lead.company.name, known.lead.company.industry) == ("Lumen GmbH", "Logistics")


async def test_a_rejected_lead_comes_back_only_after_the_cool_down(world: World) -> None:
    await world.lead()
    await world.press("ana", world.cards()[0], "handoff.reject")
    await world.slack.submit("ana", {"reason": "no_intent"})
    await world.tick(days=29)
    await world.lead()
    assert len(world.cards()) == 1
    await world.tick(days=2)
    await world.lead()
    assert len(world.cards()) == 2
    assert "Earlier" in str(world.cards()[1].blocks)


async def test_an_accepted_lead_gets_a_line_and_no_second_card(world: World) -> None:
    await world.lead()
    await world.press("ana", world.cards()[0], "handoff.accept")
    activity = {"type": "page", "title": "Read pricing", "occurred_at": world.clock().isoformat()}
    await world.lead(activities=[activity])
    [card] = world.cards()
    assert "activity" in world.slack.thread("handoffs", card.ts)[-1].text


async def test_unqualified_while_open_withdraws_the_handoff(world: World) -> None:
    await world.lead()
    await world.lead(event={"type": "lead.unqualified"}, qualification={"reason": "Is a student"})
    assert (await world.handoff()).status is Status.WITHDRAWN
    assert "handoff.accept" not in str(world.cards()[0].blocks)
    await world.tick(hours=30)
    assert world.dms("ana") == []


async def test_an_event_older_than_two_weeks_pings_nobody(world: World) -> None:
    long_ago = (world.clock() - timedelta(days=15)).isoformat()
    await world.lead(event={"occurred_at": long_ago})
    assert world.cards() == []
    assert (await world.handoff()).quiet
    await world.tick(days=2)
    assert world.dms("ana") == []


async def test_references_that_point_at_different_persons_are_flagged_and_not_merged(world: World) -> None:
    def ref(name: str) -> dict[str, str]:
        return {"system": "hubspot", "id": name}

    await world.lead(refs=[ref("1")])
    await world.lead(person={"email": "eve@other.example.com", "first_name": "Eve"}, refs=[ref("2")])
    await world.lead(refs=[ref("1"), ref("2")], event={"type": "lead.updated"})
    known = await world.db.read(lambda tx: [leads.get(tx, 1), leads.get(tx, 2)])
    assert all(known)
    assert "different persons" in str(world.cards()[0].blocks)


async def test_a_person_who_is_erased_disappears_from_slack_and_cannot_be_brought_back(world: World) -> None:
    event = world.event()
    await world.post(event)
    await world.tick()
    await world.lead(event={"type": "person.deleted"}, company={}, context={}, qualification={})
    assert "Dana" not in str([(card.text, card.blocks) for card in world.cards()])
    await world.lead(person=event["person"])
    assert len(world.cards()) == 1
