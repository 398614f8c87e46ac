"""Themes of feedback and competitors in the agreement file: `[[themes]]` and `[[competitors]]`."""

from bot.agreement_file.fields import Table
from bot.agreement_file.lines import Path
from bot.domain.theme import USUAL, Competitor, Rule, Theme

_RULES = tuple(map(str, Rule))


def themes(root: Table) -> tuple[Theme, ...]:
    """The usual ten, as the file relabels or deactivates them, and then the house's own."""
    usual = {theme.key: theme for theme in USUAL}
    found = dict(usual)
    seen: set[str] = set()
    for table in root.listed("themes"):
        theme = _theme(table, usual)
        if theme.key in seen:
            table.wrong("key", f'"{theme.key}" is used twice; every theme needs its own key')
        seen.add(theme.key)
        found[theme.key] = theme
    return tuple(found.values())


def competitors(root: Table) -> tuple[Competitor, ...]:
    """The competitors in the order of the file; none when it names none."""
    first: dict[str, tuple[Path, str]] = {}
    return tuple(_competitor(table, first) for table in root.listed("competitors"))


def _theme(table: Table, usual: dict[str, Theme]) -> Theme:
    key = table.text("key", like='a short name such as "no_budget"')
    known = usual.get(key)
    theme = Theme(
        key=key,
        label=table.text("label", known.label if known else None, like="the words that people read"),
        definition=table.text("definition", known.definition if known else None, like="what it is about"),
        active=table.flag("active", True),
        cues=table.texts(
            "cues", () if known else None, like='a list of phrases such as ["asked for a discount"]'
        ),
    )
    if not all(any(char.isalnum() for char in cue) for cue in theme.cues):
        table.wrong("cues", "every cue needs at least one word")
    table.done()
    return theme


def _competitor(table: Table, first: dict[str, tuple[Path, str]]) -> Competitor:
    found = Competitor(
        name=table.text("name", like='a vendor\'s name such as "Drift"'),
        aliases=table.texts("aliases", (), like='a list of names such as ["Drift.com"]'),
        rule=Rule(table.word("rule", _RULES, Rule.PLAIN) or Rule.PLAIN),
    )
    for key, spelling in (("name", found.name), *(("aliases", one) for one in found.aliases)):
        path, name = first.setdefault(spelling.casefold(), (table.path, found.name))
        if spelling and path != table.path:
            table.wrong(
                key, f'"{spelling}" already means {name}; put all of a vendor\'s names into one entry'
            )
    table.done()
    return found
