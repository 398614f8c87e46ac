"""What somebody may have meant by a name that is not known."""

import difflib
from collections.abc import Collection

_NEAREST, _FIRST = 3, 5


def offer(told: str, names: Collection[str]) -> str:
    """Which names there are: those near to what was told, else the first by the alphabet."""
    near = difflib.get_close_matches(told, names, _NEAREST, cutoff=0.4) or sorted(names)[:_FIRST]
    return f"there is {', '.join(f'“{name}”' for name in near) or 'none yet'}"
