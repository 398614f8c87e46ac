"""SLA tiers, routes and the house's durations in the agreement file."""

from bot.agreement_file import rules
from bot.agreement_file.fields import Table
from bot.domain.agreement import Criterion, Definition, Route, Team, Tier, Timing
from bot.domain.match import Condition, Match

_HOUR = 3600.0
_HAND_RAISER = ("*demo*", "*pricing*", "*contact*")


def tiers(root: Table) -> tuple[Tier, ...]:
    """The tiers in order; the first that matches a lead is the lead's. Without any: the two usual ones."""
    found = tuple(_tier(table) for table in root.listed("tiers"))
    return found if root.has("tiers") else _standard_tiers()


def routes(root: Table, teams: tuple[Team, ...]) -> tuple[Route, ...]:
    """The routes in order. Without any, a single team gets every lead."""
    found = tuple(_route(table) for table in root.listed("routes"))
    if not root.has("routes") and len(teams) == 1:
        return (Route("everybody", Match(), team=teams[0].key),)
    return found


def timing(root: Table) -> Timing:
    """The house's durations."""
    table, usual = root.table("timing"), Timing()
    found = Timing(
        undo=table.seconds("undo", usual.undo),
        snooze=table.seconds("snooze", usual.snooze),
        snoozes=table.integer("snoozes", usual.snoozes, least=0),
        bundle=table.seconds("bundle", usual.bundle),
        cool_down=table.seconds("cool_down", usual.cool_down, days=True),
        stale=table.seconds("stale", usual.stale, days=True),
        warn_share=table.share("warn_share", usual.warn_share),
        warn_least=table.seconds("warn_least", usual.warn_least),
    )
    table.done()
    return found


def _standard_tiers() -> tuple[Tier, ...]:
    asked = Match((Condition("form_name", _HAND_RAISER),))
    return (
        Tier("hand-raiser", "Hand-raiser", asked, _HOUR, 4 * _HOUR, _HOUR),
        Tier("standard", "Standard MQL", Match(), 8 * _HOUR, 24 * _HOUR, _HOUR),
    )


def _tier(table: Table) -> Tier:
    key = table.text("key", like='a short name such as "standard"')
    tier = Tier(
        key=key,
        label=table.text("label", key),
        when=rules.read(table),
        decide=table.seconds("decide"),
        touch=table.seconds("touch"),
        escalate=table.seconds("escalate", _HOUR),
        definition=_definition(table.table("definition")) if table.has("definition") else None,
    )
    table.done()
    return tier


def _definition(table: Table) -> Definition:
    definition = Definition(
        name=table.text("name", "MQL"),
        version=table.text("version", like='the version as a text, such as "3"'),
        criteria=tuple(_criterion(entry) for entry in table.listed("criteria")),
    )
    table.done()
    if not definition.criteria:
        table.wrong(
            "criteria", 'must list at least one, such as { name = "role", label = "a buyer\'s role" }'
        )
    return definition


def _criterion(table: Table) -> Criterion:
    name = table.text("name", like="the name that the source reports")
    criterion = Criterion(name, table.text("label", name))
    table.done()
    return criterion


def _route(table: Table) -> Route:
    route = Route(
        name=table.text("name", like='a name that people read, such as "DACH, large companies"'),
        when=rules.read(table),
        person=table.maybe("person", like="the key of a person"),
        team=table.maybe("team", like="the key of a team"),
    )
    if table.has("person") == table.has("team"):
        table.report.wrong(table.path, 'needs one of person = "..." and team = "...", and not both')
    table.done()
    return route
