"""The Web API over HTTP: reading arguments and tokens, ordered misbehaviour, answers in Slack's form."""

import asyncio
import json
import math
from collections.abc import Callable

from aiohttp import web

from bot.playground import methods, responses, scopes
from bot.playground.faults import Fault, Trouble
from bot.playground.methods_chat import RateLimitedError
from bot.playground.payloads import Arguments, Object, SlackError
from bot.playground.slack import Call, Slack

UPLOAD_BYTES = 50 * 1024 * 1024
# Whatever an app uploaded is shown, never run.
HARMLESS = {"X-Content-Type-Options": "nosniff", "Content-Security-Policy": "sandbox; default-src 'none'"}


class WebApi:
    """The addresses an app calls: methods, uploads, response addresses and Socket Mode."""

    def __init__(self, slack: Slack) -> None:
        self.slack = slack
        self._scopes = {"X-OAuth-Scopes": ",".join(slack.config.app.scopes)}

    def routes(self) -> list[web.RouteDef]:
        """Every address with its handler."""
        return [
            web.route("*", "/api/{method}", self.call),
            web.get("/link/", self.slack.sockets.connect),
            web.post("/upload/{id}", self.upload),
            web.get("/files/{id}/{name}", self.download),
            web.get("/page/file/{id}", self.download),
            web.post("/response/{key}", self.respond),
        ]

    async def call(self, request: web.Request) -> web.StreamResponse:
        """One Web API call, suffering the fault ordered for it, if any."""
        method = request.match_info["method"]
        try:
            values = await _values(request)
        except SlackError as problem:
            return web.json_response(problem.body())
        fault = self.slack.faults.take(method)
        if fault is None:
            return self._answer(method, request, values)
        if fault.kind is Trouble.DELAY:
            await asyncio.sleep(fault.seconds)
        if fault.kind in INSTEAD:
            self.slack.calls.append(Call(method, values, fault.kind))
            self.slack.changed()
            return INSTEAD[fault.kind](fault, method)
        if fault.kind is Trouble.DROP_BEFORE:
            self.slack.calls.append(Call(method, values, fault.kind))
            return _dropped(request)
        answer = self._answer(method, request, values)
        if fault.kind is Trouble.DELAY_AFTER:
            await asyncio.sleep(fault.seconds)
        return _dropped(request) if fault.kind is Trouble.DROP_AFTER else answer

    def _answer(self, method: str, request: web.Request, values: Object) -> web.Response:
        error = ""
        try:
            if method not in methods.METHODS:
                error = "unknown_method"
                return web.json_response(_unknown(method))
            self._check_token(method, _token(request, values))
            arguments = Arguments(values)
            scopes.check(self.slack, method, arguments)
            return web.json_response(methods.METHODS[method](self.slack, arguments), headers=self._scopes)
        except RateLimitedError as problem:
            error = problem.error
            return _rate_limited(problem.seconds)
        except SlackError as problem:
            error = problem.error
            return web.json_response(problem.body())
        finally:
            self.slack.calls.append(Call(method, values, error))
            self.slack.changed()

    def _check_token(self, method: str, token: str) -> None:
        if method in methods.PUBLIC:
            return
        app = self.slack.config.app
        expected = app.app_token if method in methods.APP_LEVEL else app.bot_token
        if not token:
            raise SlackError("not_authed")
        if token != expected:
            raise SlackError(
                "not_allowed_token_type" if token in (app.bot_token, app.app_token) else "invalid_auth"
            )

    async def upload(self, request: web.Request) -> web.Response:
        """The bytes of a file, as the whole body or as a form's one file. Faults know it as "upload"."""
        fault = self.slack.faults.take("upload")
        if fault is not None and fault.kind in INSTEAD:
            return INSTEAD[fault.kind](fault, "upload")
        file = self.slack.files.all.get(request.match_info["id"])
        if file is None or file.completed_at is not None:
            return web.Response(status=404, text="unknown upload")
        if request.content_type.startswith("multipart/"):
            form = await request.post()
            content = b"".join(part.file.read() for part in form.values() if isinstance(part, web.FileField))
        else:
            content = await request.read()
        file.content = content
        return web.Response(text=f"OK - {len(content)}")

    async def download(self, request: web.Request) -> web.Response:
        """A file's content, for the page."""
        file = self.slack.files.all.get(request.match_info["id"])
        if file is None or file.content is None:
            return web.Response(status=404)
        kind = self.slack.files.to_api(file, "").get("mimetype", "application/octet-stream")
        return web.Response(body=file.content, content_type=kind, headers=HARMLESS)

    async def respond(self, request: web.Request) -> web.Response:
        """One use of a response address."""
        try:
            responses.answer(self.slack, request.match_info["key"], await _values(request))
        except SlackError as problem:
            status = 404 if problem.error in ("used_url", "expired_url", "no_active_hooks") else 400
            return web.json_response(problem.body(), status=status)
        return web.Response(text="ok")


async def _values(request: web.Request) -> Object:
    values: Object = dict(request.query)
    if request.content_type == "application/json":
        try:
            body = json.loads(await request.text() or "{}", parse_constant=_no_number)
        except ValueError as problem:
            raise SlackError("invalid_json") from problem
        if not isinstance(body, dict):
            raise SlackError("json_not_object")
        return values | body
    if request.content_type in ("application/x-www-form-urlencoded", "multipart/form-data"):
        return values | dict(await request.post())
    return values


def _no_number(name: str) -> None:
    """NaN and the infinities, which Python writes and reads although JSON has none."""
    raise ValueError(name)


def _token(request: web.Request, values: Object) -> str:
    header = request.headers.get("Authorization", "")
    return header.removeprefix("Bearer ").strip() or str(values.get("token", ""))


def _unknown(method: str) -> Object:
    return {"ok": False, "error": "unknown_method", "req_method": method}


def _rate_limited(seconds: int) -> web.Response:
    body = {"ok": False, "error": "ratelimited"}
    return web.json_response(body, status=429, headers={"Retry-After": str(seconds)})


def _dropped(request: web.Request) -> web.Response:
    """Closes the connection; the response that aiohttp wants has nowhere to go."""
    if request.transport is not None:
        request.transport.abort()
    return web.Response(status=500)


def _bad_gateway(fault: Fault, method: str) -> web.Response:
    page = "<html><body><h1>502 Bad Gateway</h1></body></html>"
    return web.Response(status=502, text=page, content_type="text/html")


# What a fault answers instead of doing what was asked.
INSTEAD: dict[Trouble, Callable[[Fault, str], web.Response]] = {
    Trouble.HTTP_500: lambda fault, method: web.json_response(
        SlackError("internal_error").body(), status=500
    ),
    Trouble.HTML: _bad_gateway,
    Trouble.RATE_LIMIT: lambda fault, method: _rate_limited(math.ceil(fault.seconds)),
    Trouble.ERROR: lambda fault, method: web.json_response(SlackError(fault.error).body()),
    Trouble.UNKNOWN_METHOD: lambda fault, method: web.json_response(_unknown(method)),
}
