"""How the digest calls people and what others named: few words, for every line has more to say."""

from collections.abc import Mapping
from dataclasses import dataclass

from bot.domain.agreement import Agreement
from bot.views import figures
from bot.views.text import foreign, mention, one_line

_NAME = 40
_NAME_WORDS = 6
_PERSON_WORDS = 4
_RESULT = 80
_RESULT_WORDS = 14


@dataclass(frozen=True, slots=True)
class Speaker:
    """How people are called."""

    agreement: Agreement
    slack_ids: Mapping[str, str]

    def mention(self, key: str | None) -> str:
        """A live mention, for who is asked; the name where Slack's id is not known."""
        known = mention(self.agreement, key, self.slack_ids)
        return known if known.startswith("<@") else self.name(key)

    def name(self, key: str | None) -> str:
        """The name alone."""
        return _short(self.agreement.name(key), _NAME, _PERSON_WORDS)


def called(name: str | None) -> str:
    """What others named, such as a campaign."""
    return _short(name, _NAME, _NAME_WORDS) or figures.NOT_SET


def told(words: str | None) -> str:
    """What somebody wrote, such as what came of an action; "" when nobody did."""
    return _short(words, _RESULT, _RESULT_WORDS)


def _short(words: str | None, most: int, count: int) -> str:
    """At most so many characters and words, cut before they are escaped so that no isolate loses its end."""
    found = one_line(words, 2 * most).split()
    return foreign(" ".join(found[:count]) + ("…" if len(found) > count else ""), most)
