"""Keeps other web sites out: the page answers only to this machine's own names and to its own origin.

Without it any site a visitor has open could act as a member (CSRF), or reach the page under a name of its own
that resolves to 127.0.0.1 (DNS rebinding).
"""

import ipaddress
from urllib.parse import urlsplit

from aiohttp import web
from aiohttp.typedefs import Handler

OPEN = ("/api/", "/link/", "/upload/", "/response/")


@web.middleware
async def same_machine(request: web.Request, handler: Handler) -> web.StreamResponse:
    """Refuses with 403 what comes from no page of this machine; apps' addresses have tokens instead."""
    if not request.path.startswith(OPEN) and not _allowed(request):
        return web.json_response({"ok": False, "error": "forbidden_origin"}, status=403)
    return await handler(request)


def _allowed(request: web.Request) -> bool:
    host = urlsplit(f"//{request.host}")
    if not _loopback(host.hostname):
        return False
    origin = request.headers.get("Origin")
    return origin is None or urlsplit(origin).netloc == host.netloc


def _loopback(name: str | None) -> bool:
    if name == "localhost":
        return True
    try:
        return ipaddress.ip_address(name or "").is_loopback
    except ValueError:
        return False
