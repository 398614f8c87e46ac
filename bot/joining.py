"""Joining a workspace: who the bot is there, and the Bolt app through which it listens."""

import logging

from slack_bolt.async_app import AsyncApp
from slack_bolt.logger.messages import warning_client_prioritized_and_token_skipped

import handlers
from bot.config import Settings
from bot.domain.errors import ConfigError, SlackError
from bot.gateways import slack
from bot.gateways.slack import Slack
from bot.services.bundle import Services

log = logging.getLogger(__name__)
_bolt_log = logging.getLogger("slack_bolt")


async def introduce(gateway: Slack) -> slack.Identity | None:
    """Who we are; None when Slack is away, which must not keep leads from being taken in.

    A token that Slack refuses stops the start.
    """
    try:
        identity = await gateway.auth()
    except slack.RefusedError as error:
        if error.code == "unknown_method":
            raise ConfigError("SLACK_API_URL is no Slack: it does not know auth.test.") from error
        raise ConfigError(
            f"Slack refuses SLACK_BOT_TOKEN ({error.code}): take the app's current one."
        ) from error
    except SlackError as error:
        log.error("Slack cannot be reached, messages will wait: %s", error)
        return None
    log.info("connected to Slack as %s in %s", identity.user_id, identity.team)
    return identity


def bolt(settings: Settings, gateway: Slack, services: Services) -> AsyncApp:
    """The Bolt app. It answers Slack when a listener is done, so what failed is sent again."""
    _bolt_log.addFilter(_matters)
    app = AsyncApp(
        name="handoff",  # without one Bolt reads the source of every module on the stack: a tenth of a second
        logger=_bolt_log,
        client=gateway.client,
        signing_secret=settings.signing_secret or "unused in Socket Mode",
        process_before_response=True,
        raise_error_for_unhandled_request=True,
    )
    handlers.register(app, services)
    return app


def _matters(record: logging.LogRecord) -> bool:
    """Not that Bolt passes over SLACK_BOT_TOKEN, which it finds itself: our client has it."""
    return record.getMessage() != warning_client_prioritized_and_token_skipped()
