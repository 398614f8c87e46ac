"""Short-lived permissions: trigger ids (3 s, one use) and response addresses (30 minutes, five uses)."""

import uuid
from dataclasses import dataclass

from bot.playground.messages import Message
from bot.playground.payloads import SlackError
from bot.playground.workspace import Clock

TRIGGER_SECONDS = 3.0
ADDRESS_SECONDS = 30 * 60.0
ADDRESS_USES = 5


@dataclass(slots=True)
class Trigger:
    """Allows one modal to be opened for the user; `view_id` is the modal it was pulled in, if any."""

    user: str
    issued_at: float
    view_id: str | None
    used: bool = False


@dataclass(slots=True)
class Address:
    """Allows answers where the person acted; `message` is the message acted on, if any."""

    user: str
    channel: str
    message: Message | None
    issued_at: float
    uses: int = 0


class Tickets:
    """All triggers and response addresses handed out."""

    def __init__(self, clock: Clock) -> None:
        self.clock = clock
        self.triggers: dict[str, Trigger] = {}
        self.addresses: dict[str, Address] = {}

    def trigger(self, user: str, view_id: str | None = None) -> str:
        """A new trigger id."""
        name = f"{len(self.triggers) + 1}.{uuid.uuid4().int % 10**12}.{uuid.uuid4().hex}"
        self.triggers[name] = Trigger(user, self.clock(), view_id)
        return name

    def pull(self, name: str) -> Trigger:
        """Uses a trigger up. SlackError when unknown, older than 3 s, or used before."""
        trigger = self.triggers.get(name)
        if trigger is None:
            raise SlackError("invalid_trigger_id")
        if trigger.used:
            raise SlackError("exchanged_trigger_id")
        if self.clock() - trigger.issued_at > TRIGGER_SECONDS:
            raise SlackError("expired_trigger_id")
        trigger.used = True
        return trigger

    def address(self, user: str, channel: str, message: Message | None) -> str:
        """The key of a new response address."""
        key = uuid.uuid4().hex
        self.addresses[key] = Address(user, channel, message, self.clock())
        return key

    def visit(self, key: str) -> Address:
        """Uses an address once. SlackError when unknown, older than 30 minutes, or used five times."""
        address = self.addresses.get(key)
        if address is None:
            raise SlackError("no_active_hooks")
        if self.clock() - address.issued_at > ADDRESS_SECONDS:
            raise SlackError("expired_url")
        if address.uses >= ADDRESS_USES:
            raise SlackError("used_url")
        address.uses += 1
        return address
