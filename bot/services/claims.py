"""The anecdote check: "is that so?" under a claim gets what the numbers say of whom it is about.

A claim is judged by nobody: its words only tell which campaign, source or other name it is about, and the
answer is that name's acceptance rate beside that of all others. Nothing is said of single people.
"""

import re
from collections.abc import Callable, Sequence
from datetime import timedelta

from bot.domain.asked import Asked, Choice
from bot.domain.errors import SlackError
from bot.domain.feedback import Said, moment
from bot.domain.metric import Anchor, Dimension, Metric
from bot.domain.period import Period
from bot.domain.query import Filter, MetricQuery
from bot.gateways.slack import Slack
from bot.language.outcome import Clarification, Outcome, Query, Reading, Slot
from bot.language.parser import Parser
from bot.language.vocabulary import Name
from bot.services import campaign_names, questions
from bot.services.questions import Questions
from storage.database import Database, Session

ASKED = re.compile(
    r"[ ¿¡]*+(?:hm+|hey|so|and|ok|well|really)?[ ,.¿¡]*+"
    r"(?:is (?:that|this|it)(?: really| actually)? (?:so|true|right|correct|accurate|the case)|really"
    r"|(?:does the data|do the (?:data|numbers|figures)) (?:say|show) (?:so|that)"
    r"|stimmt das(?: wirklich| so)?|ist das(?: wirklich)? (?:so|wahr|richtig|korrekt)|wirklich"
    r"|(?:eso )?es(?: eso)? (?:verdad|cierto|correcto|así)(?: eso)?|de verdad|en serio)"
    r"(?:[ ,]+(?:really|actually|though|wirklich|de verdad))?"
    r"(?: (?:of|for|about|in|with|für|bei|para|sobre|de|con|en) (?P<what>.+?))?[ ?!.]*",
    re.IGNORECASE,
)
# Whoever the talk is of, said without a name; or nothing.
_HERE = re.compile(
    r"(?:it|him|her|them|us|you|here|ours|everyone|general|sie|ihn|uns|ellos|ellas|nosotros|esto|eso"
    r"|(?:all (?:of )?)?(?:this|that|these|those|the|our|them|us|die|der|das|diese[nrs]?|unsere[nrs]?|alle"
    r"|las?|los|est[aeo]s?|nuestr[ao]s?|todos los|todas las)?(?: ?(?:new|whole|last))?"
    r"(?: ?(?:campaigns?|leads?|lists?|mqls?|ones?|lot|batch|thread|kampagnen?|liste|campañas?|lista))?)",
    re.IGNORECASE,
)
OPEN = "Of whom shall I check it? I see no single campaign, source or other name that it is about."

_DAYS = timedelta(days=90)
_PAGES = 5  # of a thread, 200 messages each
_MOST = 3
_PERSONAL = frozenset((Dimension.OWNER, Dimension.REJECT_REASON, Dimension.THEME))


def choice(name: str) -> Choice:
    """A name that may be meant, as a button."""
    return Choice(name, f"is that so of {name}?")


class Claims:
    """Finds what a claim is about: in the question, in the message before it, or by the thread."""

    def __init__(
        self, db: Database, slack: Slack, read: Questions, settled: Callable[[Session, Said], Said]
    ) -> None:
        """`settled` says whether a message to the bot asks it something."""
        self._db = db
        self._settled = settled
        self._slack = slack
        self._questions = read
        self.bot_user = ""  # who we are

    async def outcome(self, asked: Asked, parser: Parser) -> Outcome:
        """The query by which the claim is checked, or a question back."""
        said = ASKED.fullmatch(asked.text)
        whom = (said["what"] if said else None) or ""
        here = _HERE.fullmatch(whom)
        # "US" and "IT" may be names, "us" and "it" are whoever the talk is of.
        found = () if here and whom.islower() else self._names(parser, whom, asked)
        if not found and here:
            found = await self._talked_of(parser, asked)
        if len(found) != 1:
            meant = [name.value for name in found] or await self._near(whom)
            return Clarification(Slot.ENTITY, tuple(meant[:_MOST]))
        [name] = found
        return Query(self._query(name, asked), (Reading(name.value, str(name.dimension)),), rest=True)

    def _names(self, parser: Parser, words: str, asked: Asked) -> tuple[Name, ...]:
        marks = parser.study(words, self._questions.day(asked.at)).sheet.marks
        names = (mark.value for mark in marks if isinstance(mark.value, Name))
        return tuple(dict.fromkeys(name for name in names if name.dimension not in _PERSONAL))

    async def _talked_of(self, parser: Parser, asked: Asked) -> tuple[Name, ...]:
        """Whom the message before names, else the campaign of the thread."""
        found = self._names(parser, await self._claim(asked), asked)
        campaign = None if found else await self._db.read(lambda tx: questions.campaign_of(tx, asked))
        return (Name(Dimension.CAMPAIGN, campaign, ()),) if campaign else found

    async def _near(self, whom: str) -> Sequence[str]:
        """The campaigns whose names are nearest to one that nobody has."""
        return await self._db.read(lambda tx: campaign_names.nearest(tx, whom)) if whom else ()

    def _query(self, name: Name, asked: Asked) -> MetricQuery:
        today = self._questions.day(asked.at)
        only = (Filter(name.dimension, (name.value,)),)
        over = Period(today - _DAYS, today)
        return MetricQuery((Metric.ACCEPTANCE_RATE,), (), only, over, anchor=Anchor.HANDED)

    async def _claim(self, asked: Asked) -> str:
        """The newest thing that a person said in the thread before; "" where that cannot be read."""
        place = asked.place
        if place.thread_ts is None or not self.bot_user:
            return ""
        heard: list[Said] = []
        cursor: str | None = None
        try:
            for _ in range(_PAGES):
                page = await self._slack.thread(place.channel, place.thread_ts, "0", self.bot_user, cursor)
                told = (*page.said, *([page.root] if page.root else []))
                heard += [one for one in await self._plain(told) if one.spoken and one.ts != place.ts]
                cursor = page.cursor
                if not cursor:
                    break
        except SlackError:
            return ""  # what the thread is about may be known all the same
        before = [one for one in heard if place.ts is None or one.at < moment(place.ts)]
        return max(before, key=lambda one: one.at).text if before else ""

    async def _plain(self, told: Sequence[Said]) -> list[Said]:
        return await self._db.read(lambda tx: [self._settled(tx, one) for one in told])
