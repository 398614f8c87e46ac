"""What a metric query sees of feedback: items beside the facts of their leads, where they have one.

A lead counts once, however often and of whichever of its hand-offs something was said; a message about no
lead counts as one. What was deleted or set aside, now, does not count in any period.
"""

from collections.abc import Mapping, Sequence

from sqlalchemy import ColumnElement, Table, and_, func, or_, select
from sqlmodel import Session

from bot.domain.metric import Dimension
from storage import labels
from storage.campaign_tables import CampaignRow
from storage.feedback import COUNTS, OPEN
from storage.feedback_tables import FeedbackRow, FeedbackTheme
from storage.figures import Fact
from storage.tables import HandoffRow
from storage.types import Micros

_ITEMS: Table = FeedbackRow.__table__  # type: ignore[attr-defined]
_FACTS: Table = Fact.__table__  # type: ignore[attr-defined]
_HANDOFFS: Table = HandoffRow.__table__  # type: ignore[attr-defined]
_CAMPAIGNS: Table = CampaignRow.__table__  # type: ignore[attr-defined]
_THEMES: Table = FeedbackTheme.__table__  # type: ignore[attr-defined]
_I, _F, _H = _ITEMS.c, _FACTS.c, _HANDOFFS.c

# An item of two themes is here twice: whoever counts leads counts them once all the same.
SOURCE = (
    _ITEMS.outerjoin(_FACTS, _F.handoff_id == _I.handoff_id)
    .outerjoin(_HANDOFFS, _H.id == _I.handoff_id)
    .outerjoin(_CAMPAIGNS, _CAMPAIGNS.c.id == _I.campaign_id)
    .outerjoin(_THEMES, _THEMES.c.feedback_id == _I.id)
)
SAID_AT: ColumnElement[int] = Micros(_I.said_at)
ITEM: ColumnElement[int] = _I.id
HANDOFF: ColumnElement[int] = _I.handoff_id
# Whom it is about: a lead by its number, a message about none by its own, as a negative one.
WHO: ColumnElement[int] = func.coalesce(_H.lead_id, -_I.id)
STANDS = COUNTS
# The campaign that the item is about, also where it was merged into another, else the one of its lead.
_CAMPAIGN: ColumnElement[int] = func.coalesce(
    _CAMPAIGNS.c.merged_into, _I.campaign_id, _F.campaign, labels.NOT_SET
)


def value(dimension: Dimension) -> ColumnElement[int]:
    """The number of an item's value: its theme or campaign, anything else as its lead has it."""
    if dimension is Dimension.THEME:
        return func.coalesce(_THEMES.c.label_id, labels.NOT_SET)
    return _CAMPAIGN if dimension is Dimension.CAMPAIGN else func.coalesce(_F[str(dimension)], labels.NOT_SET)


def without_themes(numbers: Sequence[int]) -> ColumnElement[bool]:
    """Items that have none of these themes, whichever others they have."""
    having = select(_THEMES.c.feedback_id).where(_THEMES.c.label_id.in_(numbers))
    return and_(value(Dimension.THEME).not_in(numbers), _I.id.not_in(having))


def counted(left_out: int) -> ColumnElement[bool]:
    """Items whose lead is counted, or that are about none; `left_out` is what counted leads have there."""
    return or_(_F.left_out.is_(None), _F.left_out == left_out)


def known(now: int) -> ColumnElement[bool]:
    """Items whose lead was handed over by now, or that are about none."""
    return or_(_F.handed_at.is_(None), _F.handed_at <= now)


def unanswered(tx: Session) -> Mapping[int, int]:
    """How many items of each campaign wait for an answer, merged ones under the one that stays."""
    open_ones = select(_CAMPAIGN, func.count(ITEM.distinct())).select_from(SOURCE).where(OPEN)
    groups = open_ones.group_by(_CAMPAIGN)
    return {row[0]: row[1] for row in tx.connection().execute(groups)}


def first_said() -> ColumnElement[int]:
    """When the first item that counts was said."""
    return func.min(SAID_AT).filter(STANDS)
