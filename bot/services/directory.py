"""Who is who: the agreement's people and their Slack user ids.

Ids that the agreement names are taken as they are; the others are found by e-mail once, and remembered.
"""

import logging
from collections.abc import Callable, Mapping

from bot.domain.agreement import Agreement, Person
from bot.domain.errors import SlackError
from bot.gateways.slack import RefusedError, Slack
from storage import people
from storage.database import Database, Session

log = logging.getLogger(__name__)


class Directory:
    """Slack user id -> person of the agreement; `missing` are those nobody could find.

    `incomplete`: Slack was away, so that asking again may find more.
    """

    def __init__(self, db: Database, agreement: Agreement, slack: Slack) -> None:
        self._db = db
        self._agreement = agreement
        self._slack = slack
        self._by_slack: Mapping[str, str] = {}
        self.missing: tuple[Person, ...] = ()
        self.incomplete = False

    async def resolve(self) -> None:
        """Find everybody's Slack id; a person who is not found is kept in `missing` and logged."""
        known = await self._db.read(people.slack_ids)
        self.incomplete = False
        found: dict[str, str] = {}
        for person in self._agreement.people.values():
            slack_id = person.slack or known.get(person.key) or await self._by_email(person)
            if slack_id:
                found[person.key] = slack_id
        for key, slack_id in found.items():
            if known.get(key) != slack_id:
                await self._db.run(_remember(key, slack_id))
        self._by_slack = {slack_id: key for key, slack_id in found.items()}
        if self.incomplete:
            return  # nobody knows yet who is missing
        known_missing = self.missing
        self.missing = tuple(p for p in self._agreement.people.values() if p.key not in found)
        for person in self.missing:
            if person not in known_missing:
                said = person.email or "no e-mail"
                log.warning(
                    "%s (%s) was not found in Slack: the agreement may name their id", person.name, said
                )

    def who(self, slack_id: str) -> Person | None:
        """The person behind a Slack user id; None for everybody else."""
        return self._agreement.person(self._by_slack.get(slack_id))

    def name(self, slack_id: str) -> str | None:
        """What they are called in the agreement; None for somebody whom it does not name."""
        person = self.who(slack_id)
        return person.name if person else None

    async def _by_email(self, person: Person) -> str | None:
        # To wait for an absent Slack once is enough: a start must not take as long as there are people.
        if person.email is None or self.incomplete:
            return None
        try:
            user = await self._slack.user_by_email(person.email)
        except SlackError as error:
            self.incomplete = not isinstance(error, RefusedError)
            log.warning("looking up %s in Slack failed: %s", person.name, error)
            return None
        return user.id if user else None


def _remember(key: str, slack_id: str) -> Callable[[Session], None]:
    return lambda tx: people.remember(tx, key, slack_id=slack_id, dm_channel=None)
