"""Campaigns: their posts in the shared channel, and what people declare, edit and merge."""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from bot.domain import campaign_form
from bot.domain import period as periods
from bot.domain.agreement import Agreement, Person
from bot.domain.campaign import Campaign, Sheet, Standing
from bot.domain.campaign_form import ALIASES, Form, Problems
from bot.domain.permission import Action, Denied, check
from bot.domain.post import Kind
from bot.services import campaign_names, campaign_sheets
from bot.services.owners import Owners
from storage import campaign_changes, campaign_posts, campaigns, labels, posts
from storage.database import Database, Session
from storage.sight import Scope

MOST_LISTED = 20


@dataclass(frozen=True, slots=True)
class Listing:
    """The active campaigns: those that are shown, and how many there are."""

    sheets: tuple[Sheet, ...]
    total: int


@dataclass(frozen=True, slots=True)
class Saved:
    """It is stored, and stands like this now; `posted`: it has a post, if only on its way."""

    sheet: Sheet
    new: bool
    posted: bool


@dataclass(frozen=True, slots=True)
class _Said:
    """Posts that should say something else, and campaigns that should have one; with what they say.

    `looked`: posts whose numbers were looked at for that.
    """

    looked: Collection[int]
    changed: Mapping[int, str]
    new: Mapping[int, str]


class Campaigns:
    """The campaigns of one agreement."""

    def __init__(self, db: Database, agreement: Agreement, owners: Owners, wake: Callable[[], None]) -> None:
        self._db = db
        self._agreement = agreement
        self._owners = owners
        self._wake = wake
        self.workspace = ""  # its address in Slack; "" while unknown

    async def declare(self) -> None:
        """Take over what the agreement file says, as far as it is new."""
        now = await self._db.now()
        declared, by = self._agreement.campaigns, f"agreement {self._agreement.version}"
        if declared:
            await self._db.run(lambda tx: campaign_changes.declare(tx, declared, by, now))

    async def ring(self) -> int:
        """Bring the posts of campaigns level, as far as it is time; answers with how many follow."""
        now = await self._db.now()
        said = await self._db.read(lambda tx: self._said(tx, now))
        if not said.looked and not said.new:
            return 0
        followed = await self._db.run(lambda tx: self._say(tx, said, now))
        self._wake()
        return followed

    async def active(self) -> Listing:
        """The active campaigns."""
        now = await self._db.now()
        return await self._db.read(lambda tx: self._active(tx, now))

    async def find(self, text: str) -> Sheet | tuple[str, ...]:
        """The campaign of that name, in any case; else the nearest names."""
        now = await self._db.now()

        def work(tx: Session) -> Sheet | tuple[str, ...]:
            number = campaign_names.called(tx, text)
            found = self._sheet(tx, number, now) if number else None
            return found or campaign_names.nearest(tx, text)

        return await self._db.read(work)

    async def sheet(self, campaign_id: int) -> Sheet | None:
        """The campaign of that id."""
        now = await self._db.now()
        return await self._db.read(lambda tx: self._sheet(tx, campaign_id, now))

    async def save(
        self,
        by: Person | None,
        campaign_id: int | None,
        given: Mapping[str, str],
        shown: Mapping[str, str] | None = None,
    ) -> Saved | Problems | Denied | None:
        """Store what was filled in: a new campaign, or the one of that id. None: it does not exist.

        `shown` are the marks of what the fields showed: what nobody touched there stays as it is now.
        """
        denied = check(by, Action.CAMPAIGN, None, self._agreement)
        if denied is not None or by is None:
            return denied
        now, who = await self._db.now(), by.key
        outcome = await self._db.run(lambda tx: self._save(tx, given, shown or {}, campaign_id, who, now))
        if not isinstance(outcome, int):
            return outcome
        await self._owners.level()
        await self.ring()
        self._wake()
        return await self._db.read(lambda tx: self._saved(tx, outcome, campaign_id is None, now))

    def _save(
        self,
        tx: Session,
        given: Mapping[str, str],
        shown: Mapping[str, str],
        campaign_id: int | None,
        by: str,
        now: datetime,
    ) -> int | Problems | None:
        # Held before names are looked up, so that they are still free when they are given.
        labels.hold_campaigns(tx, alone=True)
        number = campaigns.current(tx, campaign_id) if campaign_id is not None else None
        if campaign_id is not None and number is None:
            return None
        known = campaigns.read(tx, number) if number else None
        form = campaign_form.read(_up_to_date(tx, given, shown, known, campaign_id) if known else given)
        if not isinstance(form, Form):
            return form
        problems = campaign_names.problems(tx, form, number, self._agreement)
        if problems:
            return problems
        # Found before names change hands.
        others = [campaign_names.called(tx, name) or labels.NOT_SET for name in form.same]
        if number is None:
            number = campaign_changes.make(tx, form.declared, by, now) or labels.NOT_SET
        else:
            campaign_changes.edit(tx, number, form.declared, by, now)
        for other in others:
            campaign_changes.merge(tx, other, number, by, now)
        posts.touch(tx, campaign_posts.key(number), now)
        return number

    def _saved(self, tx: Session, number: int, new: bool, now: datetime) -> Saved | None:
        found = self._sheet(tx, number, now)
        return Saved(found, new, number in campaign_posts.posted(tx)) if found else None

    def _said(self, tx: Session, now: datetime) -> _Said:
        scope = Scope(self._agreement.zone, now)
        posted = campaign_posts.posted(tx)
        running = [one.campaign.id for one in campaign_posts.active(tx, scope)]
        full = campaign_posts.full(tx, periods.local_day(now, scope.zone))
        fresh = [] if full else [one for one in running if one not in posted][: campaign_posts.MOST_A_DAY]
        due = campaign_posts.due(tx, scope)
        said = self._words(tx, [*due, *fresh], set(running), scope)
        changed = {number: words for number, words in said.items() if words != posted.get(number, words)}
        return _Said(due, changed, {number: said[number] for number in fresh})

    def _words(
        self, tx: Session, ids: Sequence[int], running: Collection[int], scope: Scope
    ) -> Mapping[int, str]:
        """What the posts of these campaigns should say."""
        known = campaigns.read_all(tx, ids)
        follow = [one.name for one in known if one.id in running]
        counts = campaign_posts.counts(tx, follow, scope) if follow else {}
        return {
            one.id: campaign_sheets.words(
                one, counts.get(one.name), campaign_posts.standing(tx, one, scope), self._agreement
            )
            for one in known
        }

    def _say(self, tx: Session, said: _Said, now: datetime) -> int:
        campaign_posts.look(tx, said.looked, now)
        followed = sum(campaign_posts.say(tx, number, words, now) for number, words in said.changed.items())
        day = periods.local_day(now, self._agreement.zone)
        for number, words in said.new.items():
            if campaign_posts.take_place(tx, number, words, day, now):
                channel = self._agreement.channels.handoffs
                posts.add(tx, campaign_posts.key(number), Kind.CAMPAIGN, number, channel, now)
                followed += 1
        return followed

    def _active(self, tx: Session, now: datetime) -> Listing:
        scope = Scope(self._agreement.zone, now)
        running = [one.campaign for one in campaign_posts.active(tx, scope)]
        shown = running[:MOST_LISTED]
        counts = campaign_posts.counts(tx, [one.name for one in shown], scope) if shown else {}
        sheets = (
            campaign_sheets.sheet(
                tx, one, counts[one.name], Standing.RUNNING, self._agreement, now, self.workspace
            )
            for one in shown
        )
        return Listing(tuple(sheets), len(running))

    def _sheet(self, tx: Session, campaign_id: int, now: datetime) -> Sheet | None:
        found = campaigns.read(tx, campaign_id)
        return campaign_sheets.of(tx, found, self._agreement, now, self.workspace) if found else None


def _up_to_date(
    tx: Session, given: Mapping[str, str], shown: Mapping[str, str], known: Campaign, campaign_id: int | None
) -> Mapping[str, str]:
    """What was filled in, with what others changed while the dialog was open."""
    told = campaign_changes.told_aliases(tx, known.id)
    given = campaign_form.merged(given, shown, campaign_form.held(known, told))
    if known.id == campaign_id:
        return given
    # It was merged into another one, of whose names the dialog knows nothing.
    return {**given, ALIASES: "\n".join((*told, given.get(ALIASES, "")))}
