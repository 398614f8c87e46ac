"""The line of every key: judged by reading the line that was found."""

import tomllib

import pytest

from bot.agreement_file import lines
from bot.agreement_file.lines import Path

TEXT = '''# a comment with [brackets] and key = 1
zone = "Europe/Berlin"   # "quoted" # twice

[people.ana]
name = "Ana = [Lima] # no comment"
"slack id" = 'C:\\no\\escape'
roles = ["rep",
  # between
  "manager"

  , "admin"]

  [people."ben.o"]
note = """one
[people.fake]
two = 2 \\""" still inside
three""""
path = \'\'\'x = "1"
\'\'\'
after = 07:32:00

[[tiers]]
key = "a"
when = { region = ["DACH",
 "Nordics"], score = ">= 80", nested = { deep = {} } }
definition.version = 3

[[tiers]]
key = "b"
[tiers.definition]
version = "4"
[[tiers.definition.criteria]]
name = "x"
[[tiers.definition.criteria]]
name = "y"

[[tiers]]
[ reasons ]
reject = [ { key = "k1" },
  { key = "k2", active = false }, ]
empty = []
when.custom = 1979-05-27 07:32:00
'''


@pytest.mark.parametrize(
    ("path", "line"),
    [
        (("zone",), 2),
        (("people",), 4),
        (("people", "ana"), 4),
        (("people", "ana", "name"), 5),
        (("people", "ana", "slack id"), 6),
        (("people", "ana", "roles"), 7),
        (("people", "ana", "roles", 0), 7),
        (("people", "ana", "roles", 1), 9),
        (("people", "ana", "roles", 2), 11),
        (("people", "ben.o"), 13),
        (("people", "ben.o", "note"), 14),
        (("people", "ben.o", "path"), 18),
        (("people", "ben.o", "after"), 20),
        (("tiers",), 22),
        (("tiers", 0), 22),
        (("tiers", 0, "key"), 23),
        (("tiers", 0, "when", "region"), 24),
        (("tiers", 0, "when", "region", 1), 25),
        (("tiers", 0, "when", "score"), 25),
        (("tiers", 0, "when", "nested", "deep"), 25),
        (("tiers", 0, "definition"), 26),
        (("tiers", 0, "definition", "version"), 26),
        (("tiers", 1), 28),
        (("tiers", 1, "key"), 29),
        (("tiers", 1, "definition"), 30),
        (("tiers", 1, "definition", "version"), 31),
        (("tiers", 1, "definition", "criteria", 0, "name"), 33),
        (("tiers", 1, "definition", "criteria", 1, "name"), 35),
        (("tiers", 2), 37),
        (("reasons",), 38),
        (("reasons", "reject", 1, "active"), 40),
        (("reasons", "empty"), 41),
        (("reasons", "when", "custom"), 42),
    ],
)
def test_a_key_is_found_on_its_line(path: Path, line: int) -> None:
    assert lines.locate(TEXT)[path] == line


def test_exactly_the_keys_that_the_standard_reader_sees_have_a_line() -> None:
    assert set(lines.locate(TEXT)) == set(_paths((), tomllib.loads(TEXT)))


def test_windows_line_ends_count_once() -> None:
    assert lines.locate("a = 1\r\n# x\r\nb = [1,\r\n2]\r\n") == {
        ("a",): 1,
        ("b",): 3,
        ("b", 0): 3,
        ("b", 1): 4,
    }


def test_a_text_without_keys_has_no_lines() -> None:
    assert lines.locate("# nothing\n\n") == {}


def test_what_is_absent_is_looked_for_where_it_belongs() -> None:
    found = lines.locate("[people.ana]\nname = 'Ana'\n")

    assert lines.nearest(found, ("people", "ana", "roles", 3)) == 1
    assert lines.nearest(found, ("channels", "handoffs")) is None


def _paths(path: Path, value: object) -> list[Path]:
    here = [path] if path else []
    if isinstance(value, dict):
        return here + [p for key, inner in value.items() for p in _paths((*path, key), inner)]
    if isinstance(value, list):
        return here + [p for i, inner in enumerate(value) for p in _paths((*path, i), inner)]
    return here
