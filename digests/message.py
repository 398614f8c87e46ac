"""The weekly message: the same layout every week, the conclusion first, read in a minute on a phone.

At most 60 words before the first chart, 250 in all, 50 blocks and 10,000 characters: the agreement on
metrics, section 3. What does not fit goes into the thread, the least missed first.
"""

import itertools
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from bot.domain.agreement import Agreement
from bot.domain.chart import Chart
from bot.domain.digest import Action, DigestId
from bot.domain.post import Block, Message
from bot.views import actions, blocks, charts, figures
from bot.views.blocks import Element
from bot.views.text import plain
from digests import names, paragraphs, pictures, spoken, voices, wording
from digests.findings import Findings, Signal
from digests.names import Speaker
from digests.room import BEFORE_CHART, Paragraph, Room, words
from digests.voices import Voices


@dataclass(frozen=True, slots=True)
class Frame:
    """What a digest is shown with, besides its findings."""

    digest_id: DigestId
    agreement: Agreement
    slack_ids: Mapping[str, str]
    actions: Mapping[str, Action] = field(default_factory=dict)  # by signal
    direct: bool = False  # to one person, who also finds it in the channel
    voices: Voices = field(default_factory=Voices)

    @property
    def speaker(self) -> Speaker:
        """How people are called here."""
        return Speaker(self.agreement, self.slack_ids)


@dataclass(frozen=True, slots=True)
class _Opening:
    """What stands before the first chart, what is left of it after, and whether it tells what is steady."""

    before: list[Block]
    after: list[Block]
    told: bool


def digest(findings: Findings, frame: Frame) -> Message:
    """The message for the channel, or for one person."""
    made, drawn, _ = _composed(findings, frame)
    return Message(text(findings, frame), tuple(made), tuple(drawn))


def left_over(findings: Findings, frame: Frame) -> list[Paragraph]:
    """What found no room in the message, or not in full length."""
    return _composed(findings, frame)[2]


def text(findings: Findings, frame: Frame) -> str:
    """The same for notifications and screen readers: full sentences, read aloud in one go."""
    return spoken.text(findings, frame.speaker, direct=frame.direct)


def lines(block: object) -> list[str]:
    """What a person reads of a block, line by line, for a terminal; buttons have no place there."""
    match block:
        case {"type": "actions" | charts.NATIVE}:
            return []
        case {"type": "table", "rows": list(rows)}:
            return [" | ".join(str(cell.get("text", "")) for cell in row) for row in rows]
        case {"text": str(said)}:
            return plain(said).split("\n")
        case dict():
            return [line for each in block.values() for line in lines(each)]
        case list():
            return [line for each in block for line in lines(each)]
        case _:
            return []


def _composed(findings: Findings, frame: Frame) -> tuple[list[Block], list[Chart], list[Paragraph]]:
    """The blocks, the charts among them, and the paragraphs that found no room."""
    line, bars = pictures.trend(findings), pictures.funnel(findings)
    first = [charts.native(line)] if line else []
    second = [charts.native(bars)] if bars else []
    opening = _opening(findings, frame)
    others = [block for one in findings.signals[1:] for block in _signal(one, findings, frame)]
    room = Room()
    promises, short = _table(paragraphs.promises(findings)), [blocks.context(_elsewhere(frame))]
    room.spend([*opening.before, *first, *opening.after, *others, *promises, *second, *short])
    board = room.widen(promises, _table(paragraphs.board(findings)))
    legend = paragraphs.legend(findings, frame.agreement.digest.changes)
    closing = room.widen(short, [blocks.context(f"{legend} {_elsewhere(frame)}")])
    above, below = list(_above(findings, told=opening.told)), list(_below(findings, frame))
    fitting = room.choose([*above, *below])
    made = [
        *opening.before, *first, *opening.after, *_sections(above, fitting), *others, *board, *second,
        *_sections(below, fitting), *closing,
    ]  # fmt: skip
    left = [one for one in (*above, *below) if one not in fitting or len(one.entries) > paragraphs.FIRST]
    return made, [chart for chart in (line, bars) if chart], left


def _opening(findings: Findings, frame: Frame) -> _Opening:
    """As much as 60 words hold: where they do not hold what is asked, that follows the chart."""
    heads = (wording.headline(findings), wording.conclusion(findings), wording.brief(findings))
    for head, told in itertools.product(heads, (True, False)):
        said = [line for one in findings.signals[:1] for line in _said(one, findings, frame)]
        said += wording.states(findings) if told else []
        buttons = [button for one in findings.signals[:1] for button in _buttons(one, frame)]
        made = _first(findings, frame, head, said, buttons)
        if sum(map(words, made)) <= BEFORE_CHART:
            return _Opening(made, [], told)
    value, *asked = _said(findings.signals[0], findings, frame)
    after = [blocks.section("\n".join(asked)), blocks.actions(*_buttons(findings.signals[0], frame))]
    return _Opening(_first(findings, frame, heads[-1], [value], []), after, told=False)


def _first(
    findings: Findings, frame: Frame, head: str, said: Sequence[str], buttons: Sequence[Element]
) -> list[Block]:
    """The conclusion, the week, up to three lines (signal, asked, steady) and the buttons."""
    ask = blocks.button("Ask", actions.DIGEST_ASK, str(frame.digest_id), spoken="Ask for other numbers")
    late = wording.late(findings, frame.agreement)
    context = " · ".join(filter(None, [late, wording.context(findings)]))
    lines = [blocks.section("\n".join(said))] if said else []
    return [blocks.header(head), blocks.context(context), *lines, blocks.actions(*buttons, ask)]


def _signal(one: Signal, findings: Findings, frame: Frame) -> list[Block]:
    """A signal after the first, with its own buttons."""
    said = blocks.section("\n".join(_said(one, findings, frame)))
    return [said, blocks.actions(*_buttons(one, frame))]


def _said(one: Signal, findings: Findings, frame: Frame) -> list[str]:
    """The signal, and who is asked; once somebody took it, who has it and what came of it."""
    action, speaker = frame.actions.get(one.key), frame.speaker
    name = wording.change(one)
    value = f"*{name[0].upper()}{name[1:]}:* {wording.signal(one, findings)}"
    if action is None:
        return [value, f"*Asked:* {wording.ask(one, speaker)}"]
    who = speaker.name(action.owner)
    if action.done_at is None:
        return [value, f"*Asked:* {one.ask.what}. {who} has it, due {figures.weekday(action.due_on)}"]
    result = names.told(action.result)
    return [value, f"*Done* by {who}" + (f", “{result}”" if result else "")]


def _buttons(one: Signal, frame: Frame) -> list[Element]:
    value, action = f"{frame.digest_id}:{one.key}", frame.actions.get(one.key)
    name = wording.change(one)
    see = blocks.button("See the leads", actions.DIGEST_LEADS, value, spoken=f"See the leads: {name}")
    if action is None:
        return [blocks.button("I'll take it", actions.DIGEST_TAKE, value, "primary", f"Take it: {name}"), see]
    if action.done_at is None:
        return [blocks.button("Done", actions.DIGEST_DONE, value, spoken=f"Done: {name}"), see]
    return [see]


def _table(rows: Sequence[Sequence[str]]) -> list[Block]:
    """A table, unless there is nothing under its header."""
    return [blocks.table(rows)] if len(rows) > 1 else []


def _above(findings: Findings, *, told: bool) -> Iterator[Paragraph]:
    """What follows the first chart: why the signals came about, and what is steady if that was not told."""
    for place, one in enumerate(findings.signals):
        reason = wording.why(one.why)
        if reason:
            about = f" {wording.change(one)}" if place or len(findings.signals) > 1 else ""
            said = f"*Why{about}:* {reason}"
            yield Paragraph(1 + 5 * place, said)
    if not told:
        yield from (Paragraph(2, said) for said in wording.states(findings))


def _below(findings: Findings, frame: Frame) -> Iterator[Paragraph]:
    """What follows the second chart, in the order of the layout."""
    taken = [paragraphs.taken(one, frame.speaker) for one in findings.taken]
    corrected = [paragraphs.correction(one) for one in findings.corrections]
    parts = (
        (3, paragraphs.capped("Taken on earlier", taken), taken),
        (5, paragraphs.campaigns(findings), []),
        (8, paragraphs.outcomes(findings), []),
        (6, voices.feedback(findings.week, frame.agreement), []),
        *((9, said, []) for said in voices.told(findings.week, frame.voices, frame.agreement)),
        *((7, said, []) for said in paragraphs.early(findings)),
        (6, paragraphs.few(findings), []),
        (4, paragraphs.capped("Corrections", corrected), corrected),
    )
    for rank, said, entries in parts:
        if said:
            yield Paragraph(rank, said, tuple(entries))


def _sections(parts: Sequence[Paragraph], fitting: Sequence[Paragraph]) -> list[Block]:
    return [blocks.section(one.said) for one in parts if one in fitting]


def _elsewhere(frame: Frame) -> str:
    if frame.direct:
        return "The channel has this digest, too, and all other figures in its thread."
    return "All other figures are in the thread."
