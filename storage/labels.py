"""Values of dimensions as numbers, so that facts stay narrow.

A campaign that a source calls by an id stays one campaign when it is renamed: the name that came with its
newest handoff is shown, also when the past is brought in later. A name that it had before does not come back,
so that two sources with a name each do not make it flicker. Two campaigns of one name are told apart by
their ids, unless people said that the name means one of them; and what people call a campaign stays its name.
All other values are told apart by their text alone.

Every label of a campaign is a campaign, see `storage.campaigns`: its row is made with the label.
"""

from collections.abc import Iterable, Mapping

from sqlalchemy import text as sql
from sqlalchemy import tuple_, update
from sqlmodel import Session, col, delete, func, select

from bot.domain.metric import Dimension
from storage import inserting
from storage.campaign_tables import CampaignAlias, CampaignMerge, CampaignRow
from storage.figures import Fact, Label, LabelKey

NOT_SET = 0

_Key = tuple[str, str]  # dimension, what the value goes by


class Labels:
    """The numbers of one unit of work; what was found once is not asked for again."""

    def __init__(self, tx: Session) -> None:
        self._tx = tx
        self._known: dict[_Key, int] = {}
        self._newest: dict[int, int] = {}
        self._held = False

    def of_all(self, values: Mapping[Dimension, str | None]) -> dict[Dimension, int]:
        """The number of each value but the campaign's."""
        self._load((str(dimension), _name(text)) for dimension, text in values.items() if text)
        return {dimension: self._of(dimension, text) for dimension, text in values.items()}

    def campaign(self, campaign_id: str | None, name: str | None, at: int) -> int:
        """The number of a campaign that has an id, a name, or both, of a handoff at `at` (microseconds)."""
        if campaign_id or name:
            self.hold()
        if not campaign_id:
            return self._of(Dimension.CAMPAIGN, name)
        by_id, by_name = f"id:{campaign_id}", _name(name or campaign_id)
        called = f"called:{campaign_id}:{name}"
        dimension = str(Dimension.CAMPAIGN)
        self._load((dimension, key) for key in (by_id, by_name, called))
        known = self._known.get((dimension, by_id))
        label = known or self._adopt(by_id, by_name, name or campaign_id)
        if name and (dimension, called) not in self._known:
            taken = self._known.get((dimension, by_name), label) != label
            if self._may_rename(label) and (known is None or self._is_newest(label, campaign_id, at)):
                self._rename(label, f"{name} ({campaign_id})" if taken else name)
            self._tie((dimension, called), label)
            self._tie((dimension, by_name), label)
        self._newest[label] = max(at, self._newest.get(label, at))
        return label

    def hold(self) -> None:
        """Keep campaigns from being merged until this unit of work ends: their numbers are in use."""
        if not self._held:
            hold_campaigns(self._tx, alone=False)
        self._held = True

    def _of(self, dimension: Dimension, text: str | None) -> int:
        if not text:
            return NOT_SET
        key = (str(dimension), _name(text))
        self._load([key])
        return self._known.get(key) or self._make(key, text)

    def _adopt(self, by_id: str, by_name: str, name: str) -> int:
        """A campaign's id is new: it is the campaign of that name, unless that one has another id."""
        dimension = str(Dimension.CAMPAIGN)
        named = self._known.get((dimension, by_name))
        if named is None:
            return self._make((dimension, by_id), name)
        if self._has_id(named) and not self._is_meant(named, name):
            return self._make((dimension, by_id), f"{name} ({by_id.removeprefix('id:')})")
        self._tie((dimension, by_id), named)
        return named

    def _has_id(self, label: int) -> bool:
        keys = self._tx.exec(select(LabelKey.key).where(LabelKey.label_id == label))
        return any(key.startswith("id:") for key in keys)

    def _is_meant(self, label: int, name: str) -> bool:
        """Whether people said that the name means this campaign, whatever its id."""
        row = self._tx.get(CampaignAlias, name)
        return row is not None and row.campaign_id == label

    def _may_rename(self, label: int) -> bool:
        """Whether a system's name for a campaign counts: people have not chosen one."""
        return self._tx.exec(select(CampaignRow.named).where(CampaignRow.id == label)).first() is not True

    def _is_newest(self, label: int, campaign_id: str, at: int) -> bool:
        """Whether no later handoff of the campaign has named it; its id alone is no name."""
        if self._tx.exec(select(Label.name).where(Label.id == label)).one() == campaign_id:
            return True
        newer = select(Fact.handoff_id).where(Fact.campaign == label, Fact.handed_at > at).limit(1)
        return self._newest.get(label, at) <= at and self._tx.exec(newer).first() is None

    def _rename(self, label: int, name: str) -> None:
        shown_as = unlike_others(self._tx, name, label)
        self._tx.connection().execute(update(Label).where(col(Label.id) == label).values(name=shown_as))

    def _load(self, keys: Iterable[_Key]) -> None:
        wanted = [key for key in dict.fromkeys(keys) if key not in self._known]
        if not wanted:
            return
        which = tuple_(col(LabelKey.dimension), col(LabelKey.key)).in_(wanted)
        for row in self._tx.exec(select(LabelKey).where(which)):
            self._known[row.dimension, row.key] = row.label_id

    def _make(self, key: _Key, name: str) -> int:
        """A new number; somebody else's, when two units of work meet the value at the same time."""
        of_campaign = key[0] == Dimension.CAMPAIGN
        shown_as = unlike_others(self._tx, name, NOT_SET) if of_campaign else name
        made = Label(dimension=key[0], name=shown_as)
        self._tx.add(made)
        self._tx.flush()
        label = self._tie(key, made.id or NOT_SET)
        if label != made.id:
            self._tx.exec(delete(Label).where(col(Label.id) == made.id))
        elif of_campaign:
            self._tx.add(CampaignRow(id=label))
            self._tx.flush()
        return label

    def _tie(self, key: _Key, label: int) -> int:
        """Let a value go by this key too, unless another one does; answers with the one that does."""
        row = {"dimension": key[0], "key": key[1], "label_id": label}
        self._tx.connection().execute(
            inserting.insert(self._tx, LabelKey).values(row).on_conflict_do_nothing()
        )
        found = self._tx.exec(
            select(LabelKey.label_id).where(LabelKey.dimension == key[0], LabelKey.key == key[1])
        ).one()
        self._known[key] = found
        return found


def hold_campaigns(tx: Session, *, alone: bool) -> None:
    """Use campaigns together with others who use them, or `alone` change what is which campaign.

    It lasts until the unit of work ends. On SQLite units of work that write are alone anyway.
    """
    if tx.get_bind().dialect.name == "postgresql":
        lock = "pg_advisory_xact_lock" if alone else "pg_advisory_xact_lock_shared"
        tx.connection().execute(sql(f"SELECT {lock}(hashtext('handoff.campaigns'))"))


def merges(tx: Session) -> int:
    """How many campaigns were merged into others: numbers found before another merge may mean nothing."""
    return tx.exec(select(func.count()).select_from(CampaignMerge)).one()


def unlike_others(tx: Session, name: str, label: int) -> str:
    """The name, or one that differs from what other campaigns are shown as: made-up names may be real."""
    others = select(Label.id).where(Label.dimension == Dimension.CAMPAIGN, Label.id != label)
    while tx.exec(others.where(Label.name == name)).first() is not None:
        name = f"{name} (another)"
    return name


def names(tx: Session, dimension: Dimension) -> dict[str, int]:
    """Every name of a dimension with its number."""
    rows = tx.exec(select(Label).where(Label.dimension == dimension).order_by(col(Label.id)))
    return {row.name: row.id or NOT_SET for row in rows}


def numbers(tx: Session, dimension: Dimension, wanted: Iterable[str]) -> dict[str, int]:
    """The numbers of those names that are known; a campaign also by the names that it had before."""
    keys = {_name(name): name for name in wanted}
    rows = tx.exec(
        select(LabelKey).where(LabelKey.dimension == dimension, col(LabelKey.key).in_(list(keys)))
    ).all()
    found = {keys[row.key]: row.label_id for row in rows}
    shown = tx.exec(
        select(Label).where(Label.dimension == dimension, col(Label.name).in_(list(keys.values())))
    )
    return found | {row.name: row.id or NOT_SET for row in shown}


def shown(tx: Session, wanted: Iterable[int]) -> dict[int, str]:
    """The names of these numbers."""
    rows = tx.exec(select(Label).where(col(Label.id).in_(list(wanted))))
    return {row.id or NOT_SET: row.name for row in rows}


def _name(text: str) -> str:
    return f"name:{text}"
