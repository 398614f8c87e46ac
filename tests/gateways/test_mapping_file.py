"""Mapping files: every mistake is told, with the key it is under and what would be right."""

from pathlib import Path

import pytest

from bot.gateways import mapping_file
from bot.gateways.mapping_file import MappingError


def mistakes(text: str) -> tuple[str, ...]:
    with pytest.raises(MappingError) as caught:
        mapping_file.load(text)
    return caught.value.problems


def test_every_mistake_in_a_file_is_told_with_its_key() -> None:
    problems = mistakes("""
        timezone = "Mars"
        items = "foo("
        colour = 1
        [[events]]
        when = "nosuch(@)"
        type = "lead.qualified"
        [[events]]
        type = "lead.maybe"
        [[events]]
        type = "lead.updated"
        ignore = "both"
        [fields]
        "person.emial" = "a"
        "person.email" = { from = "a", as = "mail" }
        "person.phone" = { from = "a", column = "b" }
        "person.title" = { from = "a", as = "split", part = "middle" }
        "person.persona" = { value = "x", as = "lower" }
        "custom" = "traits"
        "custom.plan" = "plan"
        "refs[0].id" = 5
        "company.name" = { column = "" }
        "company.region" = { value = [1] }
        "event.type" = "a"
    """)
    assert [problem.partition(": ")[0] for problem in problems] == [
        "colour",
        "timezone",
        "items",
        "events 1",
        "events 2",
        "events 3",
        'fields "person.emial"',
        'fields "person.email"',
        'fields "person.phone"',
        'fields "person.title"',
        'fields "person.persona"',
        'fields "refs[0].id"',
        'fields "company.name"',
        'fields "company.region"',
        'fields "event.type"',
        'fields "custom.plan"',
    ]
    assert problems[6].endswith("did you mean person.email?")
    assert problems[-1].endswith('collides with "custom"')


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("x = ", "not TOML"),
        ("", "events: should be at least one"),
        ('[[events]]\ntype = "lead.updated"', "fields: should be a table"),
        ("events = 5\nfields = 5", "events: should be"),
        ('[[events]]\nfoo = 1\n[fields]\n"custom.a" = "b"', "foo is not known here"),
        ("items = 5", "items: should be a JMESPath expression"),
    ],
)
def test_a_file_that_says_nothing_is_refused(text: str, problem: str) -> None:
    assert any(problem in each for each in mistakes(text))


def test_a_file_is_loaded_from_its_place(tmp_path: Path) -> None:
    path = tmp_path / "source.toml"
    path.write_text('[[events]]\ntype = "lead.updated"\n[fields]\n"person.email" = "email"')
    assert len(mapping_file.load_file(path).fields) == 1
    with pytest.raises(MappingError, match="cannot be read"):
        mapping_file.load_file(tmp_path / "nowhere.toml")
