"""The weekly message: the same layout every week, the conclusion first, read in a minute on a phone.

At most 60 words before the first chart, 250 in all, 50 blocks and 10,000 characters: the agreement on
metrics, section 3. What does not fit goes into the thread, in the order in which it is least missed.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from bot.domain.agreement import Agreement
from bot.domain.chart import Chart
from bot.domain.digest import Action, DigestId
from bot.domain.post import Block, Message
from bot.views import actions, blocks, charts, figures
from bot.views.text import plain, sentence
from digests import pictures, wording
from digests.findings import Findings, Signal
from digests.wording import Speaker

WORDS = 250
CHARACTERS = 10_000
_TEXT = 3000

_WORD = re.compile(r"\S*\w\S*")


@dataclass(frozen=True, slots=True)
class Frame:
    """What a digest is shown with, besides its findings."""

    digest_id: DigestId
    agreement: Agreement
    slack_ids: Mapping[str, str]
    actions: Mapping[str, Action] = field(default_factory=dict)  # by signal
    direct: bool = False  # to one person, who also finds it in the channel

    @property
    def speaker(self) -> Speaker:
        """How people are called here."""
        return Speaker(self.agreement, dict(self.slack_ids))


def digest(findings: Findings, frame: Frame) -> Message:
    """The message for the channel, or for one person."""
    made, drawn, _ = _composed(findings, frame)
    return Message(text(findings, frame), tuple(made), tuple(drawn))


def left_over(findings: Findings, frame: Frame) -> list[Block]:
    """The paragraphs that did not fit into the message."""
    return _composed(findings, frame)[2]


def text(findings: Findings, frame: Frame) -> str:
    """The same for notifications and screen readers: full sentences, read aloud in one go."""
    speaker = frame.speaker
    said = [f"Weekly digest, {wording.context(findings)}", wording.conclusion(findings)]
    for one in findings.signals:
        said += [wording.signal(one), wording.why(one) or "", wording.ask(one, speaker)]
    said += [wording.steady(findings) or "", wording.learning(findings) or ""]
    said += [f"{what}, {kept}" for what, kept, _ in map(wording.promise, findings.promises)]
    said += [wording.outcomes(findings) or "", wording.campaigns(findings) or "", *wording.early(findings)]
    found = " ".join(sentence(one.replace("*", "")) for one in said if one)
    return found if len(found) <= _TEXT else found[: _TEXT - 1] + "…"


def words(block: object) -> int:
    """How many words of a block a person reads; what a chart draws is no text."""
    match block:
        case {"type": charts.NATIVE}:
            return 0
        case {"text": str(said), **rest}:
            kept = {name: each for name, each in rest.items() if name not in _UNREAD}
            return len(_WORD.findall(plain(said))) + words(kept)
        case dict():
            return sum(words(each) for name, each in block.items() if name not in _UNREAD)
        case list():
            return sum(words(each) for each in block)
        case _:
            return 0


def _composed(findings: Findings, frame: Frame) -> tuple[list[Block], list[Chart], list[Block]]:
    """The blocks, the charts among them, and the paragraphs that found no room."""
    speaker = frame.speaker
    line, bars = pictures.trend(findings), pictures.funnel(findings)
    made: list[Block] = [
        blocks.header(wording.conclusion(findings)),
        blocks.context(wording.context(findings)),
    ]
    first, others = findings.signals[:1], findings.signals[1:]
    for one in first:
        made += _signal(one, frame)
    made += [charts.native(line)] if line else []
    made += [blocks.section(said) for one in first if (said := wording.why(one))]
    for one in others:
        made += _signal(one, frame)
        made += [blocks.section(said) for said in (wording.why(one),) if said]
    made += _states(findings)
    made += _promises(findings)
    made += [charts.native(bars)] if bars else []
    made, left = _filled(made, _rest(findings, speaker), _closing(findings, frame))
    return made, [chart for chart in (line, bars) if chart], left


def _filled(made: list[Block], rest: list[Block], closing: list[Block]) -> tuple[list[Block], list[Block]]:
    """The message with as many of the further paragraphs as there is room for, in their order."""
    room = WORDS - sum(map(words, (*made, *closing)))
    space = CHARACTERS - sum(map(blocks.characters, (*made, *closing)))
    fitting: list[Block] = []
    left: list[Block] = []
    for block in rest:
        if words(block) <= room and blocks.characters(block) <= space:
            room, space = room - words(block), space - blocks.characters(block)
            fitting.append(block)
        else:
            left.append(block)
    return [*made, *fitting, *closing], left


def _signal(one: Signal, frame: Frame) -> list[Block]:
    """A signal with its ask, and its buttons or who has it."""
    value = f"{frame.digest_id}:{one.key}"
    said = blocks.section(f"{wording.signal(one)}\n{wording.ask(one, frame.speaker)}")
    see = blocks.button(
        "See the leads", actions.DIGEST_LEADS, value, spoken=f"See the leads behind {one.reading.title}"
    )
    action = frame.actions.get(one.key)
    if action is None:
        take = blocks.button(
            "I'll take it", actions.DIGEST_TAKE, value, "primary", f"Take on: {one.reading.title}"
        )
        return [said, blocks.actions(take, see)]
    who = frame.speaker.name(action.owner)
    if action.done_at is not None:
        return [said, blocks.context(f"{who} did it"), blocks.actions(see)]
    done = blocks.button("Done", actions.DIGEST_DONE, value, spoken=f"Done: {one.reading.title}")
    return [
        said,
        blocks.context(f"{who} has it, due {figures.weekday(action.due_on)}"),
        blocks.actions(done, see),
    ]


def _states(findings: Findings) -> list[Block]:
    lines = [line for line in (wording.steady(findings), wording.learning(findings)) if line]
    return [blocks.section("\n".join(lines))] if lines else []


def _promises(findings: Findings) -> list[Block]:
    """Both sides' promises in one table, in the same words."""
    if not findings.promises:
        return []
    rows = [("Promise", "Kept this week", "Usual"), *map(wording.promise, findings.promises)]
    return [blocks.table(rows)]


def _rest(findings: Findings, speaker: Speaker) -> list[Block]:
    """What follows, the most missed first."""
    corrected = list(wording.corrections(findings))
    taken = [wording.taken(one, speaker) for one in findings.taken]
    found = [
        *(["*Taken on earlier:* " + taken[0]] if taken else []),
        *(["*Corrections:* " + corrected[0]] if corrected else []),
        wording.campaigns(findings),
        wording.outcomes(findings),
        *wording.early(findings),
        *(f"*Taken on earlier:* {one}" for one in taken[1:]),
        *(f"*Correction:* {one}" for one in corrected[1:]),
    ]
    numbers = wording.key_figures(findings)
    paragraphs = [blocks.section(one) for one in found if one]
    return [*([blocks.fields(numbers)] if numbers else []), *paragraphs]


def _closing(findings: Findings, frame: Frame) -> list[Block]:
    where = "The channel has this digest, too. " if frame.direct else ""
    ask = blocks.button("Ask", actions.DIGEST_ASK, str(frame.digest_id), spoken="Ask for other numbers")
    return [blocks.actions(ask), blocks.context(where + wording.legend(findings.week.definitions))]


_UNREAD = frozenset(
    {"type", "action_id", "value", "block_id", "style", "accessibility_label", "verbatim", "emoji"}
)
