"""Why a rate moved: another mix of leads, or other rates within; the agreement on metrics, section 2, rule 7.

It is arithmetic and not cause.
"""

from collections.abc import Mapping, Sequence, Set
from dataclasses import replace

from bot.domain.metric import TOO_FEW
from digests.findings import Why
from digests.statistics import mix
from digests.statistics.mix import Decomposition
from digests.week import Part, Split

_AS_LARGE = 0.8  # of the largest mix part: about as large
_AS_MUCH = 0.5  # of the largest value's part: about as much
_NOT_SET, _FEW = "\0not set", "\0few"


def why(splits: Sequence[Split]) -> Why | None:
    """The dimension with the largest mix part, and how much of the change is mix and how much rate.

    Of dimensions with about the same mix part it is the first: sources that grew also make their campaigns
    grow, and the coarser of the two says it more plainly.
    """
    found = [_why(split) for split in splits if _size(split.base) and _size(split.week)]
    largest = max((abs(one.mix) for one in found), default=0.0)
    return next((one for one in found if abs(one.mix) >= _AS_LARGE * largest), None)


def _why(split: Split) -> Why:
    split = _without_few(split)
    base, week = _counts(split.base), _counts(split.week)
    parts = mix.kitagawa_counts(base, week)
    most = _most(parts, {key: _share(week, key) - _share(base, key) for key in (*base, *week)})
    return Why(split.dimension, parts.mix, parts.rate, most)


def _without_few(split: Split) -> Split:
    """Values with too few leads in the week, and too few to be missed there, are taken together.

    A handful of leads has a rate of nothing or of all, and a value that is absent by chance would count as a
    change of the mix.
    """
    base, week = _counts(split.base), _counts(split.week)
    leads = _size(split.week)
    few = {
        key for key in (*base, *week) if max(week.get(key, (0, 0))[1], leads * _share(base, key)) < TOO_FEW
    }
    return replace(split, base=_together(split.base, few), week=_together(split.week, few))


def _together(parts: Sequence[Part], few: Set[str]) -> tuple[Part, ...]:
    """The parts, those of `few` as one."""
    rest = [part for part in parts if _key(part) in few]
    kept = [part for part in parts if _key(part) not in few]
    whole = Part(_FEW, sum(part.k for part in rest), sum(part.n for part in rest))
    return (*kept, whole) if rest else tuple(kept)


def _most(parts: Decomposition, grown: Mapping[str, float]) -> str | None:
    """The value that carries most of the mix; of several that carry about as much the one that grew most.

    Where one source gives way to another both carry the same, and the one that came is what there is to see.
    """
    pulling = [part for part in parts.parts if part.mix * parts.mix > 0]
    largest = max((abs(part.mix) for part in pulling), default=0.0)
    about = [part.key for part in pulling if abs(part.mix) >= _AS_MUCH * largest]
    most = max(about, key=lambda key: grown[key], default=None)
    return None if most in (None, _NOT_SET, _FEW) else most


def _share(counts: Mapping[str, tuple[int, int]], key: str) -> float:
    """Which share of all leads a value has."""
    return counts.get(key, (0, 0))[1] / sum(n for _, n in counts.values())


def _size(parts: Sequence[Part]) -> int:
    return sum(part.n for part in parts)


def _counts(parts: Sequence[Part]) -> dict[str, tuple[int, int]]:
    return {_key(part): (part.k, part.n) for part in parts}


def _key(part: Part) -> str:
    return part.name if part.name is not None else _NOT_SET
