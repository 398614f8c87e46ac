"""The rows of past handoffs: what is written of each into every table, in the tables' words.

What is written as facts is what `storage.facts` would derive of these rows, but for the due times and the
business time, which are known from the file alone.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from sqlmodel import Session

from bot.domain import deal as deals
from bot.domain import facts as dimensions
from bot.domain import past as pasts
from bot.domain.metric import Dimension
from bot.domain.past import Decision, Past
from storage import bulk, facts, labels
from storage.figures import Deal, Fact, OutcomeRow
from storage.labels import NOT_SET, Labels
from storage.tables import HandoffRow

_HANDOFF = (
    "id", "lead_id", "status", "source", "tier", "tier_label", "definition", "criteria", "agreement",
    "policy", "team", "owner", "offered", "handed_at", "decided_at", "reason", "detail", "touched_at",
    "snoozes", "quiet", "prior_id", "import_id", "campaign", "dimensions",
)  # fmt: skip
_DIMENSIONS = (
    *facts.FROZEN,
    Dimension.OWNER,
    Dimension.REJECT_REASON,
    Dimension.TIER,
    Dimension.DEFINITION_VERSION,
)
_FACT = (
    "handoff_id", "handed_at", "due_at", "decided_at", "decision", "worked", "is_open", "left_out", "excused",
    "touch_due_at", "touched_at", "sql_at", "opportunity_at", "campaign", *map(str, _DIMENSIONS),
)  # fmt: skip
_OUTCOME = ("handoff_id", "deal", "kind", "at", "amount", "currency")
_DEAL = ("handoff_id", "key", "created_at", "amount", "currency", "closed_at", "won")
_MOST_NUMBERS = 20_000
_NOTHING: list[object] = []
_LEFT_OUT: Mapping[Decision, int] = {
    Decision.WITHDRAWN: facts.WITHDRAWN,
    Decision.TEST: facts.TEST,
    Decision.DUPLICATE: facts.DUPLICATE,
}


@dataclass(frozen=True, slots=True)
class Entry:
    """A past handoff in the agreement's words. `worked`: business microseconds until the decision."""

    past: Past
    owner: str | None
    team: str | None
    tier: str
    tier_label: str
    policy: Mapping[str, float]
    reason: str | None
    detail: str | None
    campaign: str | None
    dimensions: Mapping[str, str]
    worked: int | None


@dataclass(frozen=True, slots=True)
class Origin:
    """Where the handoffs come from; bad rows are found by the `label`."""

    source: str
    label: str
    agreement: str
    import_id: int


class Numbers:
    """The numbers of values as far as they are known: what one unit of work found, the next need not ask.

    `of` has those of each dimension by text.
    """

    def __init__(self) -> None:
        blank: dict[str | None, int] = {None: NOT_SET, "": NOT_SET}
        self.of = [dict(blank) for _ in _DIMENSIONS]
        self.campaigns: dict[tuple[str | None, str | None], int] = {}
        self.merges = 0  # of campaigns, when these numbers were found

    def copy(self) -> "Numbers":
        """What a unit of work may add to; it may be undone. Nothing of them when there are too many."""
        copied = Numbers()
        if sum(map(len, self.of)) + len(self.campaigns) < _MOST_NUMBERS:
            copied.of = [dict(one) for one in self.of]
            copied.campaigns, copied.merges = dict(self.campaigns), self.merges
        return copied


class Writing:
    """The rows of a batch, collected table by table."""

    def __init__(self, tx: Session, origin: Origin, numbers: Numbers, most: int) -> None:
        self._tx = tx
        self._origin = origin
        self._labels = Labels(tx)
        self._numbers = numbers
        self._labels.hold()
        merges = labels.merges(tx)
        if merges != numbers.merges:
            numbers.campaigns.clear()
            numbers.merges = merges
        self._fresh = iter(bulk.ids(tx, HandoffRow, most))
        self._handoffs: list[tuple[object, ...]] = []
        self._facts: list[tuple[object, ...]] = []
        self._outcomes: list[tuple[object, ...]] = []
        self._deals: list[tuple[object, ...]] = []

    def add(self, entry: Entry, lead_id: int, prior_id: int | None) -> int:
        """One more handoff; its number."""
        number = next(self._fresh)
        self._handoffs.append(self._handoff(entry, number, lead_id, prior_id))
        self._facts.append(self._fact(entry, number))
        past = entry.past
        for told in past.told:
            self._outcomes.append((number, past.deal, str(told.kind), told.at, told.amount, told.currency))
        found = deals.state(past.told) if past.told else None
        if found is not None:
            closed, created = facts.micros(found.closed_at), facts.micros(found.created_at)
            self._deals.append((number, past.deal, created, found.amount, found.currency, closed, found.won))
        return number

    def save(self) -> None:
        """Write all of it."""
        bulk.insert(self._tx, HandoffRow, _HANDOFF, self._handoffs)
        bulk.insert(self._tx, Fact, _FACT, self._facts)
        bulk.insert(self._tx, OutcomeRow, _OUTCOME, self._outcomes)
        bulk.insert(self._tx, Deal, _DEAL, self._deals)

    def _handoff(self, entry: Entry, number: int, lead_id: int, prior_id: int | None) -> tuple[object, ...]:
        past, origin = entry.past, self._origin
        decided_at = past.decided_at if past.decision in pasts.DECIDED else None
        return (
            number, lead_id, str(pasts.STATUS[past.decision]), origin.source, entry.tier, entry.tier_label,
            past.definition, _NOTHING, origin.agreement, entry.policy, entry.team, entry.owner, _NOTHING,
            past.handed_at, decided_at, entry.reason, entry.detail, past.touched_at, 0, True, prior_id,
            origin.import_id, entry.campaign, entry.dimensions,
        )  # fmt: skip

    def _fact(self, entry: Entry, number: int) -> tuple[object, ...]:
        past = entry.past
        decided = past.decision in pasts.DECIDED
        told = entry.dimensions
        said = (
            *(told.get(one) for one in facts.FROZEN), entry.owner, entry.reason, entry.tier, past.definition,
        )  # fmt: skip
        reached = facts.reached((one.kind, one.at) for one in past.told)
        return (
            number, facts.micros(past.handed_at), facts.micros(past.due_at),
            facts.micros(past.decided_at) if decided else None,
            facts.DECISION.get(past.decision, facts.NONE), entry.worked, past.decision is Decision.OPEN,
            facts.TEST if told.get("test") else _LEFT_OUT.get(past.decision, facts.COUNTS), False,
            facts.micros(past.touch_due_at), facts.micros(past.touched_at),
            reached["sql_at"], reached["opportunity_at"],
            self._campaign(entry),
            *[
                known[text] if text in (known := self._numbers.of[place]) else self._meet(place, text or "")
                for place, text in enumerate(said)
            ],
        )  # fmt: skip

    def _meet(self, place: int, text: str) -> int:
        """The number of a text that the batch did not have before."""
        dimension = _DIMENSIONS[place]
        number = self._numbers.of[place][text] = self._labels.of_all({dimension: text})[dimension]
        return number

    def _campaign(self, entry: Entry) -> int:
        told = entry.dimensions
        self._number(dimensions.first_campaign(told), 0)
        at = facts.micros(entry.past.handed_at) or 0
        return self._number((told.get("campaign_id"), told.get("campaign") or entry.campaign), at)

    def _number(self, key: tuple[str | None, str | None], at: int) -> int:
        known = self._numbers.campaigns.get(key)
        if known is None:
            known = self._numbers.campaigns[key] = self._labels.campaign(*key, at)
        return known
