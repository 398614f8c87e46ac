"""Tagging feedback with themes and competitors, by rules.

A worker reads each version of a text once with each version of the rules; what people said stays stronger.
"""

import hashlib
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import datetime

from bot.domain.feedback import Item, Tagged, corrected
from bot.domain.theme import USUAL, Competitor, Theme
from bot.services import guard
from bot.themes.tagger import Tagger
from storage import digests, feedback_labels, feedback_lists
from storage.database import Database, Session

RULES = "1"  # raised with the cues, so that what is stored is read again
_AT_ONCE = 50  # items in one unit of work: others wait for it on SQLite


def version(themes: Sequence[Theme], competitors: Sequence[Competitor]) -> str:
    """What the rules and the agreement's lists are called together: other lists read everything again.

    Labels and definitions are words for people, and change no reading.
    """
    told = [(theme.key, theme.cues) for theme in themes if theme.active]
    return f"{RULES}-{hashlib.sha256(repr((told, tuple(competitors))).encode()).hexdigest()[:8]}"


class Tagging:
    """The labels of feedback, by these themes and competitors. `wake` tells delivery that there is work."""

    def __init__(
        self,
        db: Database,
        wake: Callable[[], None],
        themes: Sequence[Theme] = USUAL,
        competitors: Sequence[Competitor] = (),
    ) -> None:
        self._db = db
        self._tagger = Tagger(themes, competitors)
        self._wake = wake
        self._settable = {theme.key for theme in themes if theme.active}
        self.rules = version(themes, competitors)

    async def tag_new(self) -> int:
        """Tag what these rules have not read yet; answers with how many items that was."""
        found = await self._db.read(lambda tx: feedback_lists.untagged(tx, self.rules, _AT_ONCE))
        if not found:
            return 0
        now = await self._db.now()
        # Reading takes longer than storing, and nobody waits for it.
        read = [(item, self.read(item.text)) for item in found]

        def work(tx: Session) -> None:
            for item, tagged in read:
                # A theme that is switched off stays where it was set.
                left = feedback_labels.retired(tx, item, self._settable)
                both = replace(
                    tagged, themes=tagged.themes + left.themes, evidence=tagged.evidence + left.evidence
                )
                feedback_labels.add(tx, item, both, now, rules=self.rules)
            digests.retell(tx, [item.id for item in found], now)

        await self._db.run(work)
        self._wake()
        return len(found)

    def tag(self, tx: Session, item: Item, now: datetime) -> Tagged:
        """Read one item at once, for somebody who waits to see it."""
        tagged = self.read(item.text)
        feedback_labels.add(tx, item, tagged, now, rules=self.rules)
        return tagged

    def correct(self, tx: Session, item: Item, themes: Sequence[str], by: str, now: datetime) -> None:
        """A person's word, stronger than the rules'. Themes that are not in the agreement are left out.

        `by` is their key, or the Slack id of who is in no agreement.
        """
        found = feedback_labels.of(tx, [item.id]).get(item.id) or self.read(item.text)
        said = corrected(found, [theme for theme in themes if theme in self._settable])
        feedback_labels.add(tx, item, said, now, person=by)

    def strangers(self, text: str) -> tuple[str, ...]:
        """Vendors that the text names and no list has; none where the rules fail."""
        with guard.guarded("looking for vendors in a text"):
            return self._tagger.unknown_names(text)
        return ()

    def read(self, text: str) -> Tagged:
        """What the rules find; nothing where they fail, because one text must not keep the others waiting."""
        with guard.guarded("tagging a text"):
            tags = self._tagger.tag(text)
            evidence = tuple((finding.theme, finding.text) for finding in tags.themes)
            return Tagged(tags.labels, tags.competitors, evidence)
        return Tagged()
