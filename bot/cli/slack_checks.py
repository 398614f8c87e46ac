"""What the doctor asks Slack: the tokens, the scopes, the channels, the people, the time.

A method that a server does not have is "not told": there are servers that speak less than Slack does.
"""

from collections.abc import AsyncIterator, Awaitable
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from bot.cli import scopes
from bot.cli.findings import Finding, ok, untold, warning, wrong
from bot.config import Settings
from bot.domain import refusal
from bot.domain.agreement import Agreement, Person
from bot.domain.errors import SlackError
from bot.gateways import slack
from bot.gateways.slack import Channel, Identity, RefusedError, Slack, User
from bot.views import modals

_CALL = 10.0  # seconds
_DRIFT = 30.0  # seconds between this machine's clock and Slack's that are worth a word
_STALE = 240.0  # seconds; Slack's signatures are refused after five minutes
_HALF_A_YEAR = timedelta(days=182)


async def examine(given: Settings, agreement: Agreement | None) -> AsyncIterator[Finding]:
    """Everything, from the token to the last person; stops at a token that does not work."""
    async with slack.connect(given.bot_token, given.slack_url, _CALL) as gateway:
        try:
            identity = await gateway.auth()
        except RefusedError as error:
            yield wrong(f"Slack: it refuses SLACK_BOT_TOKEN ({error.code}). Take the app's current one.")
            return
        except SlackError as error:
            yield wrong(f"Slack: {given.slack_url} cannot be reached ({error}).")
            return
        yield ok(f"Slack: the bot is {identity.user_id} in {identity.team} ({identity.url})")
        for finding in _scopes(identity):
            yield finding
        yield await _hearing(gateway, given)
        yield await _clock(gateway)
        if agreement is None:
            return
        channels = (agreement.channels.handoffs, agreement.channels.admin, agreement.digest.channel)
        for name in dict.fromkeys(filter(None, channels)):
            yield await _asked(_channel(gateway, name), f"Channel {name}", name)
        for person in agreement.people.values():
            named = person.slack or person.email or person.key
            yield await _asked(_person(gateway, agreement, person), f"Person {person.key}", named)


async def _asked(answer: Awaitable[Finding], subject: str, named: str) -> Finding:
    """The finding about what Slack knows as `named`, or what it means that Slack gave none."""
    try:
        return await answer
    except RefusedError as error:
        if error.code == "unknown_method":
            return untold(subject)
        return wrong(f"{subject}: {refusal.words(error.code, named)}")
    except SlackError as error:
        return warning(f"{subject}: Slack did not answer ({error}). Try again.")


def _scopes(identity: Identity) -> list[Finding]:
    if identity.scopes is None:
        return [untold("Scopes")]
    missing = [scope for scope in scopes.NEEDED if scope not in identity.scopes]
    if not missing:
        spared = [scope for scope in scopes.OPTIONAL if scope not in identity.scopes]
        without = "".join(f". Without {scope}, {scopes.OPTIONAL[scope]}" for scope in spared)
        return [ok(f"Scopes: all {len(scopes.NEEDED)} that the bot needs are granted{without}")]
    return [
        wrong(
            f"Scopes: {scope} is not granted, so {scopes.NEEDED[scope]}. "
            "Put app_manifest.yml into the app's settings and install the app again."
        )
        for scope in missing
    ]


async def _hearing(gateway: Slack, given: Settings) -> Finding:
    """How Slack reaches the bot."""
    if given.app_token is None:
        return ok(
            "Events: come by HTTP, and SLACK_SIGNING_SECRET is set. Whether Slack reaches /slack/events "
            "cannot be seen from here; the app's settings say so under Event Subscriptions."
        )
    try:
        await gateway.open_socket(given.app_token)
    except RefusedError as error:
        if error.code == "unknown_method":
            return untold("Events: whether SLACK_APP_TOKEN opens a socket")
        advice = "It must be of the same app, have connections:write, and Socket Mode must be on."
        return wrong(f"Events: SLACK_APP_TOKEN opens no socket ({error.code}). {advice}")
    except SlackError as error:
        return warning(f"Events: Slack did not answer ({error}). Try again.")
    return ok("Events: come through Socket Mode, and SLACK_APP_TOKEN opens a socket")


async def _clock(gateway: Slack) -> Finding:
    try:
        told = await gateway.clock()
    except SlackError as error:
        return warning(f"Clock: Slack did not answer ({error}). Try again.")
    if told is None:
        return untold("Clock")
    seconds = (datetime.now(UTC) - told).total_seconds()
    if abs(seconds) <= _DRIFT:
        return ok("Clock: this machine's agrees with Slack's")
    said = f"Clock: this machine's is {abs(seconds):.0f} s {'ahead of' if seconds > 0 else 'behind'} Slack's"
    return (wrong if abs(seconds) > _STALE else warning)(f"{said}. Let it keep time by NTP.")


async def _channel(gateway: Slack, name: str) -> Finding:
    found = await _find(gateway, name)
    if found is None:
        return wrong(f"Channel {name}: {refusal.words('channel_not_found', name)}")
    trouble = _trouble(found)
    if trouble is not None:
        return wrong(f"Channel {name}: {refusal.words(trouble, name)}")
    return ok(f"Channel {name}: the bot is a member, and no other company is")


async def _find(gateway: Slack, name: str) -> Channel | None:
    if name.startswith("#"):
        return await gateway.channel_by_name(name.removeprefix("#"))
    return await gateway.channel_info(name)


def _trouble(channel: Channel) -> str | None:
    """Slack's word for what keeps lead data out of a channel."""
    if channel.is_archived:
        return "is_archived"
    if channel.is_ext_shared:
        return "ext_shared"
    return None if channel.is_member else "not_in_channel"


async def _person(gateway: Slack, agreement: Agreement, person: Person) -> Finding:
    subject = f"Person {person.key}"
    user = await _look_up(gateway, person)
    if user is None:
        return wrong(f"{subject}: {refusal.words('users_not_found', person.email or person.key)}")
    if user.deleted:
        return wrong(f"{subject}: {refusal.words('user_disabled', person.name)}")
    zone = modals.zone_of(agreement, person.key)
    if user.zone is None or _alike(zone, user.zone, datetime.now(UTC)):
        return ok(f"{subject}: {user.name or person.name} ({user.id}), {zone}")
    return warning(
        f"{subject}: lives by {user.zone} in Slack and by {zone} in the agreement, which decides. "
        "Is one of the two wrong?"
    )


async def _look_up(gateway: Slack, person: Person) -> User | None:
    if person.slack:
        return await gateway.user(person.slack)
    return await gateway.user_by_email(person.email) if person.email else None


def _alike(one: str, other: str, now: datetime) -> bool:
    """Whether clocks in both zones show the same, now and in the other half of the year."""
    try:
        first, second = ZoneInfo(one), ZoneInfo(other)
    except (ZoneInfoNotFoundError, ValueError):
        return one == other
    moments = (now, now + _HALF_A_YEAR)
    return all(at.astimezone(first).utcoffset() == at.astimezone(second).utcoffset() for at in moments)
