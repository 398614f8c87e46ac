"""Columns by their names as people write them: case, spaces and signs do not count."""

import functools
import re
from collections.abc import Mapping

MAX_NAME = 200

Row = Mapping[str, object]


@functools.lru_cache(maxsize=1024)
def fold(name: str) -> str:
    """What is left of a name: "E-mail Address" and "email_address" are the same."""
    return re.sub(r"[\W_]+", "", name.casefold())


def fold_row(item: object) -> Row:
    """The cells that are not blank, by their folded names; of names that fold alike the last counts."""
    if not isinstance(item, dict):
        return {}
    cells = {name: each for name, each in item.items() if len(name) <= MAX_NAME and each is not None}
    return {fold(name): each for name, each in cells.items() if not isinstance(each, str) or each.strip()}


def pick(names: tuple[str, ...], row: Row) -> object:
    """The first cell that one of the folded names has."""
    return next((row[name] for name in names if name in row), None)
