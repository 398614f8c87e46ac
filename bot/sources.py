"""The agreement's sources, ready for use: how each item is read, and what the door must know of each."""

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from pathlib import Path

from bot.agreement_file import Loaded, Source
from bot.agreement_file.report import suggest
from bot.domain.errors import ConfigError
from bot.domain.lead import FieldError, LeadEvent
from bot.gateways import canonical, mapping, mapping_file
from bot.services import door
from bot.services.door import Split
from bot.services.intake import Reader

_SUFFIX = ".toml"

# What `handoff import --outcomes` reads as, if the agreement has no source of this name.
OUTCOMES = "outcomes"
_OUTCOMES = Source(OUTCOMES, None, open=False, mapping="outcomes-csv")


def readers(sources: Mapping[str, Source]) -> dict[str, Reader]:
    """Source -> how one of its items becomes a lead event, its errors, or None to ignore it.

    There is always one for outcomes, because their events may wait for their person beyond the import.
    """
    return {key: _reader(source, _mapping(source)) for key, source in known(sources).items()}


def known(sources: Mapping[str, Source]) -> dict[str, Source]:
    """The agreement's sources and the one for outcomes."""
    return {OUTCOMES: _OUTCOMES, **sources}


def doors(sources: Mapping[str, Source]) -> dict[str, door.Source]:
    """The sources as the intake's door knows them."""
    return {key: _door(source, _mapping(source)) for key, source in sources.items()}


def beside(loaded: Loaded, folder: Path) -> Loaded:
    """The same agreement, its mapping files looked for in `folder`, where the agreement file is."""
    found = {
        key: replace(source, mapping=str(folder / source.mapping))
        if source.mapping is not None and _is_path(source.mapping)
        else source
        for key, source in loaded.sources.items()
    }
    return replace(loaded, sources=found)


def unknown(loaded: Loaded, name: str) -> ConfigError:
    """What to say of a source that the agreement does not have."""
    hint = suggest(name, loaded.sources)
    return ConfigError(f'There is no source "{name}" in the agreement file; {hint}')


def load_mapping(name: str) -> mapping.Mapping:
    """The mapping that ships under that name, or is in the file of that path; raises `ConfigError`."""
    if _is_path(name):
        return mapping_file.load_file(Path(name))
    shipped = mapping_file.shipped()
    if name not in shipped:
        hint = suggest(name, shipped)
        raise ConfigError(f'There is no mapping "{name}"; {hint} (the path of a file ends in {_SUFFIX})')
    return mapping_file.load(shipped[name])


def _is_path(name: str) -> bool:
    return name.endswith(_SUFFIX) or "/" in name


def _mapping(source: Source) -> mapping.Mapping | None:
    return load_mapping(source.mapping) if source.mapping is not None else None


def _door(source: Source, mapped: mapping.Mapping | None) -> door.Source:
    return door.Source(
        key=source.key,
        scheme=source.scheme,
        read=_reader(source, mapped),
        split=_split(mapped) if mapped else None,
        open=source.open,
    )


def _split(mapped: mapping.Mapping) -> Split:
    def split(delivered: object) -> list[tuple[object, str | None]]:
        return [(item, mapping.event_key(mapped, item)) for item in mapping.split(mapped, delivered)]

    return split


def _reader(source: Source, mapped: mapping.Mapping | None) -> Reader:
    def read(item: object, received_at: datetime) -> LeadEvent | Sequence[FieldError] | None:
        if mapped is None:
            return canonical.parse(item, source=source.key, received_at=received_at)
        found = mapping.read(
            mapped,
            item,
            source=source.key,
            received_at=received_at,
            event_id=_digest(item),
            occurred_at=received_at,
        )
        return None if isinstance(found, mapping.Ignored) else found

    return read


def _digest(item: object) -> str:
    """An id for an item that brings none: the same item has the same one."""
    text = json.dumps(item, sort_keys=True).encode()
    return f"sha256:{hashlib.sha256(text).hexdigest()}"
