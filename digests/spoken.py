"""The digest in full sentences, for notifications and screen readers: the conclusion first."""

import re
from collections.abc import Iterator

from bot.views import figures
from bot.views.text import cut_markup, sentence
from digests import paragraphs, voices, wording
from digests.findings import Findings, Signal, State, Unit
from digests.names import Speaker

MOST = 2900  # under 3,000, which is what the plainest form of a message holds in one block


def text(findings: Findings, speaker: Speaker, *, direct: bool = False) -> str:
    """The same conclusions as the blocks; nobody is mentioned here, so that nobody is pinged twice."""
    said = [
        wording.headline(findings, " to "),
        f"Weekly digest {_plain(wording.context(findings))}",
        wording.late(findings, speaker.agreement) or "",
        *(part for one in findings.signals for part in _signal(one, findings, speaker)),
        *_rest(findings, speaker),
        "The channel has this digest, too" if direct else "",
    ]
    return cut_markup(" ".join(sentence(_plain(one)) for one in said if one), MOST)


def _signal(one: Signal, findings: Findings, speaker: Speaker) -> Iterator[str]:
    reading = one.reading
    since = wording.since(one, findings.week)
    yield f"{_capital(wording.change(one))}: {reading.title} {_is(one)}, {since}"
    reason = wording.why(one.why)
    if reason:
        yield f"Why: {reason}"
    yield wording.spoken_ask(one, speaker)


def _is(one: Signal) -> str:
    return f"{wording.level(one.reading)}, usual {wording.usual(one.reading, ' to ')}"


def _rest(findings: Findings, speaker: Speaker) -> Iterator[str]:
    """What is steady, the promises, and the paragraphs that the message has."""
    steady = wording.steady(findings)
    yield f"Steady: {steady}" if steady else ""
    learning = wording.learning(findings)
    yield f"Learning: {learning}" if learning else ""
    yield _promises(findings)
    returned = findings.week.returned
    if returned.n:
        yield f"{wording.returned(findings.week)}: {figures.share(returned.k, returned.n)}"
    yield (
        paragraphs.capped("Taken on earlier", [paragraphs.taken(one, speaker) for one in findings.taken])
        or ""
    )
    yield paragraphs.campaigns(findings) or ""
    yield paragraphs.outcomes(findings) or ""
    yield voices.feedback(findings.week, speaker.agreement) or ""
    yield from list(paragraphs.early(findings))[:1]
    yield paragraphs.few(findings) or ""
    yield paragraphs.capped("Corrections", list(map(paragraphs.correction, findings.corrections))) or ""


def _promises(findings: Findings) -> str:
    """Both sides in one sentence and in the same words."""
    told = []
    for line in findings.promises:
        known = line.usual if line.state in (State.STEADY, State.SIGNAL) else None
        usual = f", usual {wording.span(Unit.SHARE, known, ' to ')}, {line.state}" if known else ""
        told.append(f"{line.side}, {line.what}: {paragraphs.kept(line)}{usual}")
    return f"Promises kept: {'; '.join(told)}" if told else ""


def _plain(said: str) -> str:
    """Without signs that are for the eye, and with ranges of days as they are said."""
    return _DAYS.sub(r"\1 to \2", said.replace("*", "").replace(" · ", ", ").replace(" → ", " to "))


def _capital(words: str) -> str:
    return words[0].upper() + words[1:]


_DAYS = re.compile(r"\b(\d{1,2})-(\d{1,2} [A-Z][a-z]{2}\b)")
