"""The agreement's sources as the bot uses them: items are read, ids made up where there are none."""

from datetime import UTC, datetime
from pathlib import Path

import pytest

from bot import agreement_file, sources
from bot.agreement_file import Loaded, Source
from bot.domain.errors import ConfigError
from bot.domain.lead import LeadEvent
from tests.cli.conftest import AGREEMENT

NOW = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)

OWN = """
event_key = "id"
items = "people"
[[events]]
when = "mail"
type = "lead.qualified"
[[events]]
ignore = "no address"
[fields]
"person.email" = "mail"
"""


def load(text: str, folder: Path) -> Loaded:
    """The agreement, its mapping files beside it."""
    loaded = agreement_file.load_agreement(
        text, name=str(folder / "handoff.toml"), environ={}, needs_secrets=False
    )
    return sources.beside(loaded, folder)


@pytest.fixture
def own(tmp_path: Path) -> Source:
    """A source with a mapping file of its own, in a folder beside the agreement."""
    (tmp_path / "maps").mkdir()
    (tmp_path / "maps" / "own.toml").write_text(OWN, encoding="utf-8")
    return load(AGREEMENT.replace('"leads-csv"', '"maps/own.toml"'), tmp_path).sources["csv"]


def test_a_native_item_is_read_as_it_is() -> None:
    read = sources.readers({"native": Source("native", None, open=True)})["native"]
    event = {"event_id": "1", "type": "lead.updated", "occurred_at": NOW.isoformat()}
    found = read({"event": event, "person": {"email": "Ann@example.com"}}, NOW)
    assert isinstance(found, LeadEvent)
    assert (found.source, found.event_id, found.person.email) == ("native", "1", "ann@example.com")
    assert not isinstance(read("a word", NOW), LeadEvent | None)


def test_a_mapped_item_gets_what_it_does_not_tell(own: Source) -> None:
    read = sources.readers({"csv": own})["csv"]
    found, again = read({"mail": "ann@example.com"}, NOW), read({"mail": "ann@example.com"}, NOW)
    assert isinstance(found, LeadEvent)
    assert (found.source, found.occurred_at) == ("csv", NOW)
    assert found == again
    other = read({"mail": "bob@example.com"}, NOW)
    assert isinstance(other, LeadEvent)
    assert other.event_id != found.event_id


def test_what_a_mapping_does_not_want_is_none(own: Source) -> None:
    assert sources.readers({"csv": own})["csv"]({"id": 3}, NOW) is None


def test_the_door_splits_what_has_a_mapping_and_nothing_else(own: Source) -> None:
    native = Source("native", None, open=True)
    doors = sources.doors({"csv": own, "native": native})
    assert doors["native"].split is None
    assert doors["csv"].split is not None
    people = [{"id": 7, "mail": "ann@example.com"}, {"mail": "bob@example.com"}]
    assert doors["csv"].split({"people": people}) == [(people[0], "7"), (people[1], None)]
    assert doors["csv"].split({"nobody": 1}) == []


def test_the_door_knows_who_may_come_in_without_proof(tmp_path: Path) -> None:
    doors = sources.doors(load(AGREEMENT, tmp_path).sources)
    assert {key: (door.scheme, door.open) for key, door in doors.items()} == {
        "website": (None, False),  # its secret is not set
        "csv": (None, True),
        "native": (None, True),
    }


def test_a_mapping_that_is_not_there_is_named() -> None:
    with pytest.raises(ConfigError, match='did you mean "leads-csv"'):
        sources.load_mapping("leads_csv")
    with pytest.raises(ConfigError, match=r"nowhere\.toml"):
        sources.load_mapping("nowhere.toml")
