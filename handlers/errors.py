"""The one error boundary: what a listener could not handle is logged with an id, and the person told the id.

A failed event is answered with 500, so that Slack sends it again; nothing was stored by halves.
"""

import logging
import secrets

from slack_bolt.async_app import AsyncApp
from slack_bolt.error import BoltUnhandledRequestError
from slack_bolt.response import BoltResponse

from bot.services.bundle import Services
from bot.views import whispers
from handlers import replies, requests
from handlers.requests import Body

log = logging.getLogger(__name__)


def register(app: AsyncApp, services: Services) -> None:
    """Install the boundary."""

    async def boundary(error: Exception, body: Body) -> BoltResponse:
        # Slack may send what this version does not listen to; a 404 would only make it send it again.
        if isinstance(error, BoltUnhandledRequestError):
            return BoltResponse(status=200)
        name = secrets.token_hex(4)
        log.error("listener failed (%s): %s", name, error, exc_info=error)
        if body.get("trigger_id") and body.get("user"):
            await replies.tell(services, requests.read(body), whispers.failed(name))
        return BoltResponse(status=500)

    app.error(boundary)
