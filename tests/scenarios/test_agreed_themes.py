"""The agreement's own list of themes and competitors is what feedback is tagged and logged with."""

from dataclasses import replace

from bot.domain.theme import USUAL, Competitor, Theme
from bot.services import tagging
from bot.services.tagging import Tagging
from storage import feedback_labels
from storage.database import Database
from tests.databases import ManualClock
from tests.scenarios import world as worlds
from tests.scenarios.talking import edit, labels, lead, say
from tests.scenarios.world import AGREEMENT, World

AGREED = f"""{AGREEMENT}
[[themes]]
key = "no_budget"
active = false

[[themes]]
key = "badges"
label = "Badge scanner"
definition = "The badge scanner got in the way."
cues = ["badge scanner"]

[[competitors]]
name = "Zorblatt"
"""


async def test_the_house_s_own_themes_and_competitors_are_set_and_those_switched_off_are_not(
    db: Database, clock: ManualClock
) -> None:
    async with worlds.world(db, clock, AGREED) as world:
        ts = await lead(world)
        await say(world, "ana", "They have no budget", ts)
        await say(world, "ana", "We queued at the badge scanner", ts)
        await say(world, "ana", "They already use Zorblatt", ts)
        budget, badge, rival = (await labels(world)).values()
        assert budget.themes == ()
        assert badge.themes == ("badges",)
        assert rival.competitors == ("Zorblatt",)
        await world.slack.command("ana", "general", "/handoff feedback")
        modal = str(getattr(world.slack.modal("ana"), "given", ""))
        assert "Badge scanner" in modal
        assert "No budget" not in modal


async def test_another_list_in_the_file_reads_everything_again(world: World) -> None:
    ts = await lead(world)
    await say(world, "ana", "We queued at the badge scanner", ts)
    await labels(world)
    house = Theme("badges", "Badge scanner", "It got in the way.", cues=("badge scanner",))
    later = Tagging(world.db, lambda: None, (*USUAL, house))
    assert await later.tag_new() == 1
    assert await later.tag_new() == 0
    found = await world.db.read(lambda tx: feedback_labels.of(tx, [1]))
    assert found[1].themes == ("badges",)


async def test_a_theme_that_is_switched_off_stays_where_it_was_set(world: World) -> None:
    ts = await lead(world)
    await say(world, "ana", "They have no budget, and the e-mail bounced", ts)
    said = await say(world, "ana", "No budget at all", ts)
    await labels(world)
    off = [replace(each, active=each.key != "no_budget") for each in USUAL]
    for lists in ((), (Competitor("Zorblatt"),)):
        assert await Tagging(world.db, lambda: None, off, lists).tag_new() == 2
        found = await world.db.read(lambda tx: feedback_labels.of(tx, [1, 2]))
        assert set(found[1].themes) == {"bad_contact_data", "no_budget"}
        assert "no budget" in dict(found[1].evidence)["no_budget"]
        assert found[2].themes == ("no_budget",)
    # Other words are read anew.
    await edit(world, said, "Really no budget")
    await Tagging(world.db, lambda: None, off, (Competitor("Zorblatt"),)).tag_new()
    found = await world.db.read(lambda tx: feedback_labels.of(tx, [2]))
    assert found[2].themes == ()


def test_the_rules_are_others_with_other_lists_and_the_same_with_other_labels() -> None:
    usual = tagging.version(USUAL, ())
    assert tagging.version(USUAL, (Competitor("Zorblatt"),)) != usual
    assert tagging.version([replace(USUAL[0], active=False), *USUAL[1:]], ()) != usual
    assert tagging.version([replace(USUAL[0], cues=("intern",)), *USUAL[1:]], ()) != usual
    assert tagging.version([replace(USUAL[0], label="Wrong one"), *USUAL[1:]], ()) == usual
