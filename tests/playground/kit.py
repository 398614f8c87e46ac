"""Builders of blocks and views for the tests of the page."""

from typing import Any

from bot.playground.config import Config

Json = dict[str, Any]

# A browser on a busy machine keeps the app waiting; that is no reason to call the app silent.
PATIENT = Config().with_app(ack_seconds=10.0)


def plain(text: str) -> Json:
    return {"type": "plain_text", "text": text}


def mrkdwn(text: str) -> Json:
    return {"type": "mrkdwn", "text": text}


def button(text: str, action_id: str, **more: Any) -> Json:
    return {"type": "button", "text": plain(text), "action_id": action_id, "value": "42", **more}


def card(*buttons: Json) -> list[Json]:
    return [
        {"type": "section", "text": mrkdwn("*Dana Ruiz* · Lumen GmbH")},
        {"type": "actions", "block_id": "decide", "elements": list(buttons)},
    ]


def modal(*blocks: Json) -> Json:
    return {
        "type": "modal",
        "callback_id": "reject",
        "title": plain("Reject lead"),
        "submit": plain("Reject"),
        "blocks": list(blocks),
    }


REASON: Json = {
    "type": "input",
    "block_id": "reason",
    "dispatch_action": True,
    "label": plain("Why?"),
    "element": {
        "type": "radio_buttons",
        "action_id": "reason",
        "options": [
            {"text": plain("Bad data"), "value": "bad_data"},
            {"text": plain("Other"), "value": "other"},
        ],
    },
}
NOTE: Json = {
    "type": "input",
    "block_id": "note",
    "label": plain("What happened?"),
    "element": {"type": "plain_text_input", "action_id": "note"},
}


def text(words: str) -> Json:
    """A section of mrkdwn."""
    return {"type": "section", "text": mrkdwn(words)}


def field(block_id: str, kind: str, **element: Any) -> Json:
    """An optional input block whose action id is its block id."""
    inner = {"type": kind, "action_id": block_id, **element}
    return {
        "type": "input",
        "block_id": block_id,
        "optional": True,
        "label": plain(block_id),
        "element": inner,
    }


def options(*words: str) -> list[Json]:
    """Options whose value is their text."""
    return [{"text": plain(word), "value": word} for word in words]


def raw(words: str) -> Json:
    """A table cell with text."""
    return {"type": "raw_text", "text": words}


def number(value: float, shown: str = "") -> Json:
    """A table cell with a number."""
    return {"type": "raw_number", "value": value, "text": shown or str(value)}


def chart(kind: str, title: str, **series: list[float]) -> Json:
    """A chart over the weeks W1, W2, ..."""
    weeks = [f"W{index + 1}" for index in range(max(map(len, series.values())))]
    data = [
        {
            "name": name,
            "data": [{"label": week, "value": value} for week, value in zip(weeks, values, strict=True)],
        }
        for name, values in series.items()
    ]
    return {
        "type": "data_visualization",
        "title": title,
        "chart": {"type": kind, "series": data, "axis_config": {"categories": weeks}},
    }
