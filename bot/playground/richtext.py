"""What Slack accepts in a rich_text block: sections, lists, quotes, code, and the pieces of text in them."""

from typing import Any

from bot.playground.checks import (
    Check,
    Fields,
    Report,
    anything,
    boolean,
    choice,
    items,
    number,
    shape,
    string,
    typed,
)

STYLE = shape(
    dict.fromkeys(
        ("bold", "italic", "strike", "code", "underline", "highlight", "client_highlight", "unlink"), boolean
    )
)
STYLED: Fields = {"style": STYLE}
# Pieces whose fields are too young to be sure of.
YOUNG = ("citation", "list_record", "message_mention", "tag", "work_object_mention")

INLINE: dict[str, Fields] = {
    "text": {"text!": string(10_000), **STYLED},
    "link": {"url!": string(3000), "text": string(10_000), "unsafe": boolean, **STYLED},
    "emoji": {"name!": string(255), "unicode": string(255), "skin_tone": number(1, 6, whole=True), **STYLED},
    "user": {"user_id!": string(255), **STYLED},
    "usergroup": {"usergroup_id!": string(255), **STYLED},
    "channel": {"channel_id!": string(255), **STYLED},
    "team": {"team_id!": string(255), **STYLED},
    "broadcast": {"range!": choice("here", "channel", "everyone"), **STYLED},
    "color": {"value!": string(255), **STYLED},
    "date": {
        "timestamp!": number(whole=True),
        "format!": string(255),
        "url": string(3000),
        "fallback": string(255),
        **STYLED,
    },
}


def _piece() -> Check:
    known = typed(INLINE)

    def check(value: Any, at: str, report: Report) -> None:
        if not (isinstance(value, dict) and value.get("type") in YOUNG):
            known(value, at, report)

    return check


PIECES = items(_piece(), 1000, 0)
SECTION: Fields = {"elements!": PIECES}
BORDER: Fields = {"border": number(0, 1, whole=True)}
ELEMENTS = items(
    typed(
        {
            "rich_text_section": SECTION,
            "rich_text_quote": {**SECTION, **BORDER},
            "rich_text_preformatted": {**SECTION, **BORDER, "language": anything},
            "rich_text_list": {
                "elements!": items(typed({"rich_text_section": SECTION}), 1000),
                "style!": choice("bullet", "ordered"),
                "indent": number(0, 8, whole=True),
                "offset": number(0, whole=True),
                **BORDER,
            },
        }
    ),
    1000,
)
