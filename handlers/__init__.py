"""Slack listeners by feature. Each parses, calls one service and replies; the routes are all here."""

from slack_bolt.async_app import AsyncApp

from bot.services.bundle import Services
from handlers import (
    asks,
    campaigns,
    commands,
    digest,
    errors,
    events,
    feedback,
    feedback_log,
    handoff,
    home,
    questions,
    requests,
)


def register(app: AsyncApp, services: Services) -> None:
    """Every route of the bot, in the order in which Bolt tries them."""
    app.middleware(requests.clean)
    handoff.register(app, services)
    home.register(app, services)
    digest.register(app, services)
    questions.register(app, services)
    campaigns.register(app, services)
    asks.register(app, services)
    commands.register(app, services, feedback_log.register(app, services))
    events.register(app, services, feedback.register(app, services))
    errors.register(app, services)
