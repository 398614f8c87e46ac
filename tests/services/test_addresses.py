"""Where messages go: channels by name, people by key, and never to another company."""

from bot.domain.post import Kind, State
from storage import people, posts
from storage.database import Session
from tests.loopback_slack import Trouble
from tests.services.bench import Bench


async def test_a_channel_is_found_by_its_name_once(bench: Bench) -> None:
    bench.server.channels = {"C7": {"id": "C7", "name": "handoffs"}}
    await bench.add("card:1", to="#handoffs")
    await bench.add("card:2", to="#handoffs")
    await bench.flush()
    assert {said.channel for said in bench.server.messages} == {"C7"}
    assert bench.server.calls["conversations.list"] == 1


async def test_an_unknown_channel_parks_the_message_until_the_bot_is_invited(bench: Bench) -> None:
    bench.delivery = bench.build(handoffs="#handoffs")
    await bench.add("card:1", to="#handoffs")
    await bench.flush()
    error = (await bench.get("card:1")).error
    assert error is not None
    assert error.startswith("Slack shows the bot no channel #handoffs.")
    bench.server.channels = {"C7": {"id": "C7", "name": "handoffs"}}
    await bench.delivery.revive("C7")
    await bench.flush()
    assert (await bench.get("card:1")).channel == "C7"


async def test_where_channels_cannot_be_listed_the_name_serves(bench: Bench) -> None:
    bench.fail("conversations.list", "unknown_method")
    await bench.add("card:1", to="#handoffs")
    await bench.add("card:2", to="#handoffs")
    await bench.flush()
    assert {said.channel for said in bench.server.messages} == {"handoffs"}
    assert bench.server.calls["conversations.list"] == 1


async def test_a_person_gets_messages_in_one_conversation(bench: Bench) -> None:
    await bench.add("dm:1", Kind.DM, "@ana")
    await bench.flush()
    bench.delivery = bench.build()
    await bench.add("dm:2", Kind.DM, "@ana")
    await bench.flush()
    assert [said.channel for said in bench.server.messages] == ["DU1", "DU1"]
    assert bench.server.calls["conversations.open"] == 1


async def test_a_person_found_by_mail_is_reached_and_an_unknown_one_is_parked(bench: Bench) -> None:
    await bench.add("dm:1", Kind.DM, "@ben")
    await bench.flush()
    error = (await bench.get("dm:1")).error
    assert error is not None
    assert error.startswith("Nobody in Slack is known as @ben.")
    now = bench.clock()

    def found(tx: Session) -> None:
        people.remember(tx, "ben", slack_id="U2")
        posts.revive(tx, now)

    await bench.db.run(found)
    await bench.flush()
    assert (await bench.get("dm:1")).channel == "DU2"


async def test_a_corrected_slack_id_outranks_the_conversation_with_the_old_one(bench: Bench) -> None:
    await bench.db.run(lambda tx: people.remember(tx, "ana", slack_id="U8", dm_channel="DU8"))
    await bench.add("dm:1", Kind.DM, "@ana")
    await bench.flush()
    assert (await bench.get("dm:1")).channel == "DU1"


async def test_where_conversations_cannot_be_opened_slack_names_the_channel(bench: Bench) -> None:
    bench.fail("conversations.open", "unknown_method")
    await bench.add("dm:1", Kind.DM, "@ana")
    await bench.flush()
    assert bench.server.messages[0].channel == "U1"


async def test_a_home_tab_is_published_for_the_person(bench: Bench) -> None:
    bench.said["home:ana"] = {"type": "home", "blocks": []}
    await bench.add("home:ana", Kind.HOME, "@ana")
    bench.fail("views.publish", Trouble.DROP_AFTER)
    await bench.flush()
    bench.clock.advance(seconds=2)
    await bench.flush()
    assert bench.server.homes == {"U1": {"type": "home", "blocks": []}}
    await bench.touch("home:ana")
    assert await bench.flush() == 1
    assert bench.server.calls["views.publish"] == 3


async def test_lead_data_does_not_go_into_a_channel_shared_with_another_company(bench: Bench) -> None:
    bench.server.channels = {"C1": {"id": "C1", "name": "partners", "is_ext_shared": True}}
    await bench.add("card:1")
    await bench.flush()
    assert (await bench.get("card:1")).state is State.DEAD
    assert [said.channel for said in bench.server.messages] == ["C9"]


async def test_a_channel_that_becomes_shared_is_noticed_within_an_hour(bench: Bench) -> None:
    await bench.add("card:1")
    await bench.flush()
    bench.server.channels = {"C1": {"id": "C1", "name": "handoffs", "is_ext_shared": True}}
    bench.clock.advance(hours=1)
    await bench.add("card:2")
    await bench.flush()
    assert (await bench.get("card:2")).state is State.DEAD


async def test_a_server_that_cannot_describe_channels_loses_only_that_check(bench: Bench) -> None:
    bench.fail("conversations.info", "unknown_method")
    await bench.add("card:1")
    await bench.add("card:2")
    await bench.flush()
    assert bench.server.texts() == ["card:1 v1", "card:2 v1"]
    assert bench.server.calls["conversations.info"] == 1


async def test_an_address_that_cannot_be_found_now_is_no_doubt(bench: Bench) -> None:
    bench.fail("conversations.open", Trouble.DROP_AFTER)
    await bench.add("dm:1", Kind.DM, "@ana")
    await bench.flush()
    assert (await bench.get("dm:1")).state is State.PENDING
    bench.clock.advance(seconds=1)
    await bench.flush()
    assert bench.server.texts() == ["dm:1 v1"]
