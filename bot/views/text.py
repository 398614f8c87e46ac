"""Text for Slack: foreign words made harmless, moments in the reader's zone, lengths that fit.

`escape` makes foreign text mean nothing to Slack's mrkdwn. The signs that could start markup are replaced by
look-alikes, because Slack has no escape for them and an invisible separator would be hidden text of our own.
"""

import html
import re
import unicodedata
from collections.abc import Mapping, Sequence
from datetime import date, datetime
from zoneinfo import ZoneInfo

from bot.domain import duration
from bot.domain import text as cleaning
from bot.domain.agreement import Agreement

_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
_DAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
_ENTITIES = str.maketrans({"&": "&amp;", "<": "&lt;", ">": "&gt;"})
_LOOK_ALIKES = str.maketrans({"*": "∗", "~": "∼", "`": "ˋ"})
_QUOTE = re.compile(r"^(\s*)>+", re.MULTILINE)
# An underscore between two letters is no markup, and addresses are full of them.
_ITALIC = re.compile(r"(?<![A-Za-z0-9])_|_(?![A-Za-z0-9])")
_EMOJI_OR_SCHEME = re.compile(r":(?=\S{1,100}?:|//)")
_LAST_COLON = re.compile(r":(?=\S*$)")
_EVERYBODY = re.compile(r"@(?=channel|here|everyone)", re.IGNORECASE)
_ESCAPED = 40
_USER_ID = re.compile(r"[UW][A-Z0-9]{2,}")
_URL = re.compile(r"https?://[^\s<>|\"^`{}\\]{1,1000}", re.IGNORECASE)
_EMAIL = re.compile(r"[^\s<>|&@*`]{1,64}@[^\s<>|&@*`]{1,253}")
_PHONE = re.compile(r"\+?[0-9]{3,20}")
_ANGLED = re.compile(r"<(?:[^|<>]*\|)?([^|<>]*)>")
_UNFINISHED = re.compile(r"(?:<[^>]*|&[a-z]{0,3})$")
_RIGHT_TO_LEFT = frozenset({"R", "AL"})
# Left-to-right mark, first strong isolate, pop directional isolate.
_LRM, _FSI, _PDI = "\u200e", "\u2068", "\u2069"


def escape(foreign: str) -> str:
    """Foreign text that Slack shows as it is: no mention, link, emoji or style can come out of it."""
    return _neutral(cleaning.strip_invisible(foreign))


def foreign(words: str | None, most: int = 80) -> str:
    """A foreign field on one line: at most `most` characters as read, "" when there is none.

    Escaping makes it longer, but by little: a name that is nothing but `&` cannot fill a message.
    """
    return isolated(cut_markup(_neutral(one_line(words, most)), most + _ESCAPED))


def isolated(words: str) -> str:
    """The words so that right-to-left letters among them do not turn around the line they stand in.

    The mark before the isolate is for programs that take a line's direction from its first letter and do not
    skip isolates. An isolate that is cut off ends with its line (Unicode Annex 9).
    """
    if not any(unicodedata.bidirectional(char) in _RIGHT_TO_LEFT for char in words):
        return words
    return f"{_LRM}{_FSI}{words}{_PDI}"


def heading(words: str | None, most: int = 80) -> str:
    """A foreign field with a colon of ours after it, which makes no emoji with one in the field."""
    return _LAST_COLON.sub("∶", foreign(words, most)) + ":"


def one_line(words: str | None, most: int = 80) -> str:
    """The same for plain_text, which knows no markup."""
    return cut(" ".join(cleaning.strip_invisible(words or "").split()), most)


def code(words: str, most: int = 200) -> str:
    """Something to be copied, such as a key: as it is, in Slack's type for code."""
    return f"`{one_line(words, most).replace('`', '').translate(_ENTITIES)}`"


def cut(words: str, most: int) -> str:
    """At most `most` characters, the last one an ellipsis where something was cut; no sign is torn apart."""
    if len(words) <= most:
        return words
    end = most - 1
    while end > 0 and _is_inside_a_sign(words, end):
        end -= 1
    return words[: end or most - 1].rstrip() + "…"


def cut_markup(markup: str, most: int) -> str:
    """The same for mrkdwn: no entity, mention or link is torn apart."""
    if len(markup) <= most:
        return markup
    return _UNFINISHED.sub("", cut(markup, most)[:-1]).rstrip() + "…"


def bold(escaped: str) -> str:
    """Escaped text in bold; nothing stays nothing."""
    return f"*{escaped}*" if escaped else ""


def link(url: str | None, label: str) -> str | None:
    """A link with a foreign label; None for an address that is not plain http(s) or too long."""
    if url is None or not _URL.fullmatch(url):
        return None
    address = url.replace("&", "&amp;")
    shown = foreign(label).replace("|", "¦").strip() or "link"  # Slack shows no link without a label
    return f"<{address}|{shown}>"


def mail(address: str | None) -> str | None:
    """A link to write to somebody; escaped text when the address is an unusual one."""
    if not address:
        return None
    return f"<mailto:{address}|{address}>" if _EMAIL.fullmatch(address) else foreign(address, 254)


def phone(number: str | None) -> str | None:
    """A link to call somebody."""
    if not number:
        return None
    return f"<tel:{number}|{number}>" if _PHONE.fullmatch(number) else foreign(number, 40)


def when(moment: datetime, zone: str = "UTC") -> str:
    """A moment as Slack shows it in the reader's zone: `today at 10:12 AM`; where it cannot, in `zone`."""
    return f"<!date^{_unix(moment)}^{{date_short_pretty}} at {{time}}|{spell(moment, zone)}>"


def clock(moment: datetime, zone: str = "UTC") -> str:
    """The time alone, for moments on the day of the message."""
    local = moment.astimezone(ZoneInfo(zone))
    return f"<!date^{_unix(moment)}^{{time}}|{local:%H:%M} ({zone})>"


def day_of(moment: datetime, zone: str = "UTC") -> str:
    """The day alone: `yesterday`, `Oct 3, 2026`."""
    local = moment.astimezone(ZoneInfo(zone))
    return f"<!date^{_unix(moment)}^{{date_short_pretty}}|{day(local.date())}>"


def date_of(moment: datetime, zone: str = "UTC") -> str:
    """The calendar date, to follow "on": `Oct 3, 2026`."""
    local = moment.astimezone(ZoneInfo(zone))
    return f"<!date^{_unix(moment)}^{{date_short}}|{day(local.date())}>"


def near(moment: datetime, reference: datetime, zone: str) -> str:
    """The time alone on the day of `reference`, else with the date.

    `reference` is when the message was written, and Slack shows that date beside the message: so what is read
    next week still says the right thing.
    """
    return clock(moment, zone) if same_day(moment, reference, zone) else when(moment, zone)


def same_day(one: datetime, other: datetime, zone: str) -> bool:
    """Whether two moments fall on one day in `zone`."""
    there = ZoneInfo(zone)
    return one.astimezone(there).date() == other.astimezone(there).date()


def spell(moment: datetime, zone: str) -> str:
    """A moment for plain text: `Mon 23 Nov 2026, 10:12 (Europe/Berlin)`."""
    local = moment.astimezone(ZoneInfo(zone))
    return f"{_DAYS[local.weekday()]} {day(local.date())}, {local:%H:%M} ({zone})"


def day(on: date) -> str:
    """A date in words: `2 Dec 2026`."""
    return f"{on.day} {_MONTHS[on.month - 1]} {on.year}"


def day_key(on: str) -> str:
    """An ISO date in words, whatever else as it is (escaped)."""
    try:
        return day(date.fromisoformat(on))
    except ValueError:
        return foreign(on)


def span(seconds: float) -> str:
    """A length of business time, whichever sign: `48 min`, `2 h 5 min`; nobody needs the seconds."""
    return duration.spell(abs(seconds)) if abs(seconds) >= 60 else "less than a minute"


def mention(agreement: Agreement, key: str | None, slack_ids: Mapping[str, str] | None = None) -> str:
    """A live mention of a person of the agreement; the name where the Slack id is not known."""
    person = agreement.person(key)
    known = (slack_ids or {}).get(key or "") or (person.slack if person else None)
    return f"<@{known}>" if known and _USER_ID.fullmatch(known) else name(agreement, key)


def name(agreement: Agreement, key: str | None) -> str:
    """The name of a person of the agreement, without pinging them."""
    return foreign(agreement.name(key), 60)


def plain(markup: str) -> str:
    """Our own mrkdwn for a terminal or plain_text: links as their labels, moments as their fallbacks."""
    return html.unescape(_ANGLED.sub(r"\1", markup)).replace("*", "")


def listed(parts: Sequence[str]) -> str:
    """`a`, `a and b`, `a, b and c`."""
    return " and ".join(part for part in (", ".join(parts[:-1]), *parts[-1:]) if part)


def counted(count: int, one: str, many: str | None = None) -> str:
    """`1 lead`, `2 leads`."""
    return f"{count:,} {one if count == 1 else many or one + 's'}"


def sentence(words: str) -> str:
    """The words with a full stop, unless they end with a mark of their own."""
    return words if words.endswith((".", "!", "?", "…")) else f"{words}."


def _neutral(visible: str) -> str:
    quiet = _EVERYBODY.sub("＠", _EMOJI_OR_SCHEME.sub("∶", _QUOTE.sub(r"\1›", visible)))
    return _ITALIC.sub("＿", quiet).translate(_LOOK_ALIKES).translate(_ENTITIES)


def _unix(moment: datetime) -> int:
    return int(moment.timestamp())


def _is_inside_a_sign(words: str, at: int) -> bool:
    """Whether cutting before `at` would tear a sign as a reader sees it (accents, emoji, flags)."""
    before, after = words[at - 1], words[at]
    if before == "\u200d" or after == "\u200d" or unicodedata.category(after).startswith("M"):
        return True
    if "\U0001f3fb" <= after <= "\U0001f3ff" or "\U000e0020" <= after <= "\U000e007f":
        return True
    return _is_regional(after) and _flags_before(words, at) % 2 == 1


def _flags_before(words: str, at: int) -> int:
    """How many regional indicators stand right before `at`; they make flags in pairs."""
    start = at
    while start > 0 and _is_regional(words[start - 1]):
        start -= 1
    return at - start


def _is_regional(char: str) -> bool:
    return "\U0001f1e6" <= char <= "\U0001f1ff"
