"""The JSON interface of the web page, under /page: everything a member of the workspace sees and does."""

import json
from collections.abc import Awaitable, Callable
from typing import Any

from aiohttp import web

from bot.playground import acting, interactions, looking, setting
from bot.playground.live import Live
from bot.playground.messages import SLACKBOT
from bot.playground.payloads import Object, SlackError
from bot.playground.slack import Slack
from bot.playground.visit import Visit

Answer = Callable[[Visit], Awaitable[Object]]


async def state(visit: Visit) -> Object:
    """Who I am (the first member unless said), whom and which channels I see, what the app offers."""
    people = visit.slack.workspace.users.values()
    first = next(one.id for one in people if not one.is_bot and one.id != SLACKBOT)
    return looking.state(visit.slack, visit.who if visit.text("user") else first)


async def messages(visit: Visit) -> Object:
    """The messages of a channel or thread, oldest first."""
    limit = visit.arguments.number("limit", 100)
    return looking.messages(
        visit.slack, visit.who, visit.channel, visit.text("thread"), visit.text("before"), limit
    )


async def read(visit: Visit) -> Object:
    """I have seen this channel."""
    visit.slack.workspace.mark_read(visit.who, visit.channel.id)
    return {"ok": True}


async def post(visit: Visit) -> Object:
    """I write a message."""
    broadcast = visit.arguments.flag("broadcast")
    text, thread_ts = visit.text("text"), visit.text("thread_ts")
    posted = acting.post(visit.slack, visit.who, visit.channel, text, thread_ts, broadcast=broadcast)
    return {"ok": True, "ts": posted.ts}


async def edit(visit: Visit) -> Object:
    """I change my message."""
    acting.edit(visit.slack, visit.who, visit.message, visit.text("text"))
    return {"ok": True}


async def delete(visit: Visit) -> Object:
    """I delete my message."""
    acting.delete(visit.slack, visit.who, visit.message)
    return {"ok": True}


async def reaction(visit: Visit) -> Object:
    """I react to a message, or take it back."""
    workspace = visit.slack.workspace
    change = workspace.unreact if visit.arguments.flag("remove") else workspace.react
    change(visit.message, visit.who, visit.arguments.required("name", "invalid_name"))
    return {"ok": True}


async def command(visit: Visit) -> Object:
    """I type a slash command."""
    name, text = visit.arguments.required("command"), visit.text("text")
    outcome = await interactions.command(visit.slack, visit.who, visit.channel, name, text)
    return outcome.body()


async def shortcut(visit: Visit) -> Object:
    """I pick a shortcut, on a message or the global one."""
    callback_id = visit.arguments.required("callback_id")
    if visit.text("ts"):
        outcome = await interactions.message_shortcut(visit.slack, visit.who, callback_id, visit.message)
    else:
        outcome = await interactions.global_shortcut(visit.slack, visit.who, callback_id)
    return outcome.body()


async def action(visit: Visit) -> Object:
    """I use an element of a message, a modal or my Home tab."""
    target = visit.view if visit.text("view_id") else visit.message
    chosen = visit.values.get("selected", visit.values.get("value"))
    given = visit.arguments.json_object("state", "invalid_state") or {}
    action_id, block_id = visit.arguments.required("action_id"), visit.text("block_id")
    outcome = await acting.use(visit.slack, visit.who, target, action_id, block_id, chosen, given)
    return outcome.body()


async def home(visit: Visit) -> Object:
    """My Home tab as the app last published it."""
    return {"view": looking.view(visit.slack, visit.slack.views.homes.get(visit.who))}


async def home_opened(visit: Visit) -> Object:
    """I open the app's Home or Messages tab."""
    tab = visit.text("tab") or "home"
    if tab not in ("home", "messages"):
        raise SlackError("invalid_arguments")
    interactions.home_opened(visit.slack, visit.who, tab)
    return {"ok": True}


async def modal(visit: Visit) -> Object:
    """The modal in front of me, and how many are stacked."""
    depth = len(visit.slack.views.stacks.get(visit.who, []))
    return {"view": looking.view(visit.slack, visit.slack.views.top(visit.who)), "depth": depth}


async def submit(visit: Visit) -> Object:
    """I send off the modal."""
    given = visit.arguments.json_object("state", "invalid_state") or {}
    outcome = await interactions.submit(visit.slack, visit.who, visit.view, given)
    return outcome.body()


async def close(visit: Visit) -> Object:
    """I close the modal."""
    await interactions.close(visit.slack, visit.who, visit.view)
    return {"ok": True}


GET: dict[str, Answer] = {
    "state": state,
    "messages": messages,
    "home": home,
    "modal": modal,
    "faults": setting.faults,
}
POST: dict[str, Answer] = {
    "read": read,
    "message": post,
    "edit": edit,
    "delete": delete,
    "reaction": reaction,
    "command": command,
    "shortcut": shortcut,
    "action": action,
    "home_opened": home_opened,
    "submit": submit,
    "close": close,
    "fault": setting.order_fault,
    "user": setting.add_user,
    "channel": setting.add_channel,
    "invite": setting.invite,
}


class Page:
    """The handlers of the page's addresses."""

    def __init__(self, slack: Slack) -> None:
        self.slack = slack
        self.live = Live(slack)

    def routes(self) -> list[web.RouteDef]:
        """Every address with its handler."""
        return [
            *(web.get(f"/page/{name}", self._handler(answer)) for name, answer in GET.items()),
            *(web.post(f"/page/{name}", self._handler(answer)) for name, answer in POST.items()),
            web.delete("/page/faults", self._handler(setting.clear_faults)),
            web.get("/page/events", self.events),
        ]

    async def events(self, request: web.Request) -> web.StreamResponse:
        """The stream of changes."""
        try:
            who = acting.user(self.slack, request.query.get("user", "")).id
        except SlackError as problem:
            return web.json_response(problem.body(), status=400)
        return await self.live.stream(request, who)

    def _handler(self, answer: Answer) -> Callable[[web.Request], Awaitable[web.Response]]:
        async def handle(request: web.Request) -> web.Response:
            try:
                visit = Visit(self.slack, await _values(request))
                return web.json_response(await answer(visit))
            except SlackError as problem:
                return web.json_response(problem.body(), status=400)

        return handle


async def _values(request: web.Request) -> Object:
    if request.method == "GET":
        return dict(request.query)
    try:
        body: Any = json.loads(await request.text() or "{}")
    except ValueError as problem:
        raise SlackError("invalid_json") from problem
    if not isinstance(body, dict):
        raise SlackError("invalid_json")
    return body
