"""The reason for a decision, and the answer to what it asks: chosen from the agreement, or told why not."""

from dataclasses import dataclass
from datetime import date

from bot.domain.agreement import Ask, Reason
from bot.domain.outcome import Invalid

_WANTED = {
    Ask.TEXT: "Say in a few words what it is.",
    Ask.PERSON: "Choose whose lead it is.",
    Ask.DATE: "Choose the day on which it should come back.",
    Ask.CRITERION: "Choose the criterion that is not met.",
    Ask.LINK: "Paste the link of the other record.",
}
# The field of the modal that a problem belongs to, where it is not the line of text.
_FIELD = {Ask.PERSON: "person", Ask.DATE: "on"}


@dataclass(frozen=True, slots=True)
class Answer:
    """What a modal brought besides the reason; which part counts depends on what the reason asks."""

    text: str | None = None
    person: str | None = None
    on: date | None = None

    def given(self, ask: Ask) -> str | None:
        """The answer to what a reason asks, as the log keeps it."""
        match ask:
            case Ask.PERSON:
                return self.person
            case Ask.DATE:
                return self.on.isoformat() if self.on else None
            case _:
                return self.text.strip() if self.text and self.text.strip() else None


def choose(among: tuple[Reason, ...], key: str, answer: Answer) -> Reason | Invalid:
    """The active reason of that key with everything it asks for, else what is missing and in which field."""
    reason = next((one for one in among if one.key == key and one.active), None)
    if reason is None:
        return Invalid("Choose one of the reasons.", "reason")
    if reason.ask is not Ask.NOTHING and answer.given(reason.ask) is None:
        return Invalid(_WANTED[reason.ask], _FIELD.get(reason.ask, "detail"))
    return reason
