"""The stage set by the page: new members and channels, and what shall go wrong."""

from bot.playground import looking
from bot.playground.payloads import Object, SlackError
from bot.playground.visit import Visit


async def order_fault(visit: Visit) -> Object:
    """Something shall go wrong: a fault, `{"kind": "disconnect", "reason"}` or `{"kind": "pacing", "on"}`."""
    match visit.values.get("kind"):
        case "disconnect":
            await visit.slack.sockets.disconnect(visit.text("reason") or "refresh_requested")
        case "pacing":
            visit.slack.pacer.on = visit.arguments.flag("on")
        case _:
            visit.slack.faults.order(visit.values)
            visit.slack.changed()
    return {"ok": True}


async def faults(visit: Visit) -> Object:
    """What is still to go wrong."""
    return {"faults": visit.slack.faults.listing(), "pacing": visit.slack.pacer.on}


async def clear_faults(visit: Visit) -> Object:
    """Nothing more shall go wrong."""
    visit.slack.faults.ordered.clear()
    visit.slack.changed()
    return {"ok": True}


async def add_user(visit: Visit) -> Object:
    """A new member joins the workspace."""
    name, email = visit.arguments.required("name"), visit.text("email")
    user = visit.slack.workspace.add_user(name, visit.text("real_name"), email, visit.text("tz") or "UTC")
    return user.to_page()


async def add_channel(visit: Visit) -> Object:
    """I create a channel."""
    name, private = visit.arguments.required("name", "invalid_name"), visit.arguments.flag("private")
    channel = visit.slack.workspace.add_channel(name, visit.who, private=private)
    return looking.channel(visit.slack, visit.who, channel)


async def invite(visit: Visit) -> Object:
    """Somebody (the app, by its user id, included) is added to a channel."""
    channel = visit.slack.workspace.named(visit.text("channel"))
    if channel is None:
        raise SlackError("channel_not_found")
    visit.slack.workspace.join(channel, visit.who)
    return {"ok": True}
