"""The parts of a bot that work without Slack: what the command line needs, and what reads questions."""

import functools
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import date

from bot.agreement_file import Loaded
from bot.config import Settings
from bot.gateways import holidays, llm
from bot.gateways.llm import Llm
from bot.services.briefs import Briefs
from bot.services.clocks import Clocks
from bot.services.desk import Desk
from bot.services.interpreter import Interpreter
from bot.services.numbers import Numbers
from bot.services.questions import Questions
from bot.services.telling import Telling
from storage.database import Database


@dataclass(frozen=True, slots=True)
class Core:
    """What works without Slack: the command line needs no more."""

    clocks: Clocks
    briefs: Briefs
    desk: Desk
    numbers: Numbers
    questions: Questions
    telling: Telling


def core(db: Database, loaded: Loaded) -> Core:
    """The parts that only read and count."""
    clocks = Clocks(loaded.agreement, _holiday)
    briefs = Briefs(loaded.agreement, clocks)
    desk = Desk(db, loaded.agreement, clocks, briefs)
    numbers, read = Numbers(loaded.agreement, clocks), Questions(loaded.agreement)
    return Core(clocks, briefs, desk, numbers, read, Telling(db, loaded.agreement, numbers, read))


@asynccontextmanager
async def model(settings: Settings) -> AsyncIterator[Llm | None]:
    """The language model that is set, while the context is open; None where none is."""
    if settings.openai_key is None or settings.openai_model is None:
        yield None
        return
    async with llm.connect(settings.openai_key, settings.openai_url, settings.openai_model) as found:
        yield found


@asynccontextmanager
async def interpreting(settings: Settings) -> AsyncIterator[Interpreter]:
    """Whoever reads questions, with the language model that is set, while the context is open."""
    async with model(settings) as found:
        yield Interpreter(found)


_holiday_set = functools.cache(holidays.dates)


def _holiday(spec: str, day: date) -> str | None:
    """The name of the holiday that `day` is in a set such as "DE-BY"."""
    return _holiday_set(spec).get(day)
