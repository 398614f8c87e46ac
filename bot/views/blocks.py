"""A toolbox of Slack blocks as plain dicts, each cut to what Slack accepts, so no message can be refused.

Plain dicts, because the SDK's models drop what they do not know yet. mrkdwn is `verbatim`: Slack makes no
link or mention of its own out of foreign text. Limits: docs.slack.dev/reference/block-kit.
"""

import itertools
import re
from collections.abc import Sequence
from datetime import date

from bot.domain.post import Block, Message
from bot.views import text as words

Element = dict[str, object]

MESSAGE_TEXT = 3900  # chat.update refuses more than 4,000
SECTION = 3000
LABEL = 75
VALUE = 2000
OPTION_VALUE = 150
HEADER = 150
TITLE = 24
MESSAGE_BLOCKS = 50
MESSAGE_CHARACTERS = 12_000  # from 13,200 on Slack answers msg_blocks_too_long, which it does not document
VIEW_BLOCKS = 100
CONTEXT_ELEMENTS = 10
ACTION_ELEMENTS = 25
OVERFLOW = 5
RADIO = 10
FIELDS = 10
TABLE_ROWS = 100
SELECT = 100
METADATA = 3000

# Slack writes "Today" with a capital where a moment's pattern begins with the day, and "today" elsewhere.
_DAY_IN_SENTENCE = re.compile(
    r"(?<!\S)([^\s<>|^{}&*_~`:•\u2066-\u2069]+) <!date\^(\d+)\^(\{date_short_pretty\}[^|>]*)\|([^>]*)>"
)


def plain(label: str, most: int) -> Element:
    """A plain_text object; `emoji` is off so that a colon name in foreign text stays a text."""
    return {"type": "plain_text", "text": words.cut(label, most) or "–", "emoji": False}


def mrkdwn(markup: str) -> Element:
    """A mrkdwn object; foreign parts must be escaped already."""
    shown = words.cut_markup(_flowing(markup), SECTION)
    return {"type": "mrkdwn", "text": shown or "–", "verbatim": True}


def section(markup: str, accessory: Element | None = None) -> Block:
    """A paragraph, with at most one element beside it."""
    block: Block = {"type": "section", "text": mrkdwn(markup)}
    return {**block, "accessory": accessory} if accessory else block


def paragraphs(lines: Sequence[str]) -> list[Block]:
    """Lines packed into as few sections as they fit into."""
    packed: list[str] = []
    for line in lines:
        if packed and len(packed[-1]) + len(line) < SECTION:
            packed[-1] += f"\n{line}"
        else:
            packed.append(line)
    return [section(each) for each in packed]


def context(*markup: str) -> Block:
    """Small print."""
    elements = [mrkdwn(each) for each in markup if each][:CONTEXT_ELEMENTS]
    return {"type": "context", "elements": elements or [mrkdwn("")]}


def header(label: str) -> Block:
    """A heading."""
    return {"type": "header", "text": plain(label, HEADER)}


def fields(lines: Sequence[str]) -> Block:
    """Up to ten short texts in two columns, one below the other on a phone."""
    return {"type": "section", "fields": [mrkdwn(line) for line in lines[:FIELDS]]}


def table(rows: Sequence[Sequence[str]]) -> Block:
    """A table of texts, its first row the header; all rows have as many cells, which wrap on a phone."""
    cells = [[{"type": "raw_text", "text": cell or "–"} for cell in row] for row in rows[:TABLE_ROWS]]
    wrapped = [{"is_wrapped": True} for _ in rows[0]] if rows else []
    return {"type": "table", "rows": cells, "column_settings": wrapped}


def divider() -> Block:
    """A line."""
    return {"type": "divider"}


def actions(*elements: Element) -> Block:
    """A row of buttons and menus; their action ids must differ."""
    return {"type": "actions", "elements": list(elements[:ACTION_ELEMENTS])}


def button(
    label: str, action: str, value: object, style: str | None = None, spoken: str | None = None
) -> Element:
    """A button. `style` is "primary" or "danger"; `spoken` is what a screen reader says for it."""
    made: Element = {
        "type": "button",
        "text": plain(label, LABEL),
        "action_id": words.cut(action, 255),
        "value": words.cut(str(value), VALUE),
    }
    if style:
        made["style"] = style
    if spoken:
        made["accessibility_label"] = words.cut(spoken, LABEL)
    return made


def option(label: str, value: str, description: str | None = None) -> Element:
    """An entry of a menu or list."""
    made: Element = {"text": plain(label, LABEL), "value": value[:OPTION_VALUE] or "-"}
    return {**made, "description": plain(description, LABEL)} if description else made


def overflow(action: str, options: Sequence[Element]) -> Element:
    """The menu behind the three dots, at most five entries."""
    return {"type": "overflow", "action_id": action, "options": list(options[:OVERFLOW])}


def choose(action: str, options: Sequence[Element], chosen: str | None = None) -> Element:
    """One of several: a radio list while it fits, else a menu."""
    if len(options) > RADIO:
        return select(action, options, "Choose one", chosen)
    return _chosen({"type": "radio_buttons", "action_id": action, "options": list(options)}, chosen)


def checks(action: str, options: Sequence[Element], chosen: Sequence[str] = ()) -> Element:
    """Any of several, at most ten; those whose values are `chosen` are ticked at first."""
    ticks = list(options[:RADIO])
    initial = [each for each in ticks if each["value"] in chosen]
    made: Element = {"type": "checkboxes", "action_id": action, "options": ticks}
    return {**made, "initial_options": initial} if initial else made


def select(action: str, options: Sequence[Element], placeholder: str, chosen: str | None = None) -> Element:
    """A menu of at most 100 entries."""
    made = {"type": "static_select", "action_id": action, "options": _bare(options[:SELECT])}
    return _chosen({**made, "placeholder": plain(placeholder, HEADER)}, chosen)


def several(action: str, options: Sequence[Element], chosen: Sequence[str], most: int) -> Element:
    """A menu of which up to `most` entries may be chosen."""
    bare = _bare(options[:SELECT])
    initial = [each for value in chosen for each in bare if each["value"] == value]
    made: Element = {"type": "multi_static_select", "action_id": action, "options": bare}
    made["max_selected_items"] = most
    made["placeholder"] = plain("Choose", HEADER)
    return {**made, "initial_options": initial} if initial else made


def text_input(
    action: str, most: int = 500, placeholder: str = "", *, multiline: bool = False, initial: str = ""
) -> Element:
    """A field for a line of text, or for several; `initial` is what it holds at first."""
    made: Element = {
        "type": "plain_text_input",
        "action_id": action,
        "max_length": most,
        "multiline": multiline,
        **({"initial_value": words.cut(initial, most)} if initial else {}),
    }
    return {**made, "placeholder": plain(placeholder, HEADER)} if placeholder else made


def url_input(action: str) -> Element:
    """A field for a link."""
    return {"type": "url_text_input", "action_id": action}


def date_input(action: str, initial: date | None = None) -> Element:
    """A calendar to choose a day from."""
    made: Element = {"type": "datepicker", "action_id": action}
    return {**made, "initial_date": initial.isoformat()} if initial else made


def field(
    label: str,
    element: Element,
    block_id: str,
    hint: str = "",
    *,
    optional: bool = False,
    reports: bool = False,
) -> Block:
    """An input of a modal. With `reports`, Slack tells us of each change before the modal is submitted."""
    made: Block = {
        "type": "input",
        "block_id": block_id,
        "label": plain(label, VALUE),
        "element": element,
        "optional": optional,
        "dispatch_action": reports,
    }
    return {**made, "hint": plain(hint, VALUE)} if hint else made


def message(sentence: str, *blocks: Block) -> Message:
    """A message of what fits of the blocks; `sentence` is what notifications and screen readers get."""
    sizes = itertools.accumulate(characters(block) for block in blocks)
    fitting = tuple(block for block, size in zip(blocks, sizes, strict=True) if size <= MESSAGE_CHARACTERS)
    kept = fitting[:MESSAGE_BLOCKS]
    if len(kept) < len(blocks):
        kept = (*kept[: MESSAGE_BLOCKS - 1], context("The rest does not fit into one message."))
    return Message(words.cut_markup(_flowing(sentence), MESSAGE_TEXT) or "–", kept)


def modal(
    title: str, callback: str, blocks: Sequence[Block], metadata: str = "", submit: str | None = None
) -> dict[str, object]:
    """A dialog; without `submit` it only informs."""
    view: dict[str, object] = {
        "type": "modal",
        "callback_id": callback,
        "title": plain(title, TITLE),
        "close": plain("Cancel" if submit else "Close", TITLE),
        "private_metadata": metadata[:METADATA],
        "blocks": list(blocks[:VIEW_BLOCKS]),
    }
    return {**view, "submit": plain(submit, TITLE)} if submit else view


def home(blocks: Sequence[Block]) -> dict[str, object]:
    """A Home tab of at most 100 blocks."""
    return {"type": "home", "blocks": list(blocks[:VIEW_BLOCKS])}


def characters(value: object) -> int:
    """How much text is in a block, at any depth."""
    match value:
        case dict():
            own = value.get("text")
            return sum(map(characters, value.values())) + (len(own) if isinstance(own, str) else 0)
        case list():
            return sum(map(characters, value))
        case _:
            return 0


def _flowing(markup: str) -> str:
    """The markup with the word before each day inside the day's pattern: `due today`, not `due Today`."""
    return _DAY_IN_SENTENCE.sub(r"<!date^\2^\1 \3|\1 \4>", markup)


def _chosen(element: Element, value: str | None) -> Element:
    options = element["options"]
    found = [each for each in options if each["value"] == value] if isinstance(options, list) else []
    return {**element, "initial_option": found[0]} if found else element


def _bare(options: Sequence[Element]) -> list[Element]:
    """Menus show descriptions badly; lists show them well."""
    return [{key: each for key, each in one.items() if key != "description"} for one in options]
