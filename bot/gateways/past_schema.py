"""A row of a file of the past as a mapping fills it: the canonical lead, and what became of it."""

from typing import Annotated

from bot.gateways import schema


class Handoff(schema.Group):
    """A handoff of the past, see `bot.domain.past`: only files of the past tell it."""

    id: schema.Id | None = None
    handed_at: schema.Moment
    due_at: schema.Moment | None = None
    decided_at: schema.Moment | None = None
    decision: Annotated[str | None, schema.Text(20)] = None
    reason: schema.Line200 = None
    owner: schema.Line200 = None
    tier: schema.Line100 = None
    definition: schema.Line100 = None
    touch_due_at: schema.Moment | None = None
    touched_at: schema.Moment | None = None
    sql_at: schema.Moment | None = None
    opportunity_at: schema.Moment | None = None
    won_at: schema.Moment | None = None
    lost_at: schema.Moment | None = None
    amount: schema.Number | None = None
    currency: schema.Currency = None
    deal: schema.Id | None = None


class Past(schema.Lead):
    """A lead with what became of it: one row of a file of the past."""

    handoff: Handoff
