"""The agreement's sources, ready for use: how each item is read, and what the door must know of each."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from bot.agreement_file import Source
from bot.domain.lead import FieldError, LeadEvent
from bot.gateways import canonical
from bot.services import door
from bot.services.intake import Reader


def readers(sources: Mapping[str, Source]) -> dict[str, Reader]:
    """Source -> how one of its items becomes a lead event, its errors, or None to ignore it."""
    return {key: _reader(source) for key, source in sources.items()}


def doors(sources: Mapping[str, Source]) -> dict[str, door.Source]:
    """The sources as the intake's door knows them."""
    return {key: door.Source(key, source.scheme, _reader(source)) for key, source in sources.items()}


def _reader(source: Source) -> Reader:
    def read(item: object, received_at: datetime) -> LeadEvent | Sequence[FieldError] | None:
        return canonical.parse(item, source=source.key, received_at=received_at)

    return read
