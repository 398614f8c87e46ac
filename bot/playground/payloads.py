"""What goes over the wire: JSON objects, the errors Slack answers with, and readers of untyped arguments."""

import json
from collections.abc import Mapping
from typing import Any

# Slack's payloads are open-ended JSON whose shape the app chooses (blocks, metadata, views), so their values
# have no narrower type than this one name.
Object = dict[str, Any]


class SlackError(Exception):
    """Slack says no: `{"ok": false, "error": error}`, with `messages` under `response_metadata`."""

    def __init__(self, error: str, messages: tuple[str, ...] = ()) -> None:
        super().__init__(error)
        self.error = error
        self.messages = messages

    def body(self) -> Object:
        """The answer of a Web API method."""
        answer: Object = {"ok": False, "error": self.error}
        if self.messages:
            answer["response_metadata"] = {"messages": list(self.messages)}
        return answer


class Arguments:
    """The arguments of one call: strings when they came as a form, real types when they came as JSON."""

    def __init__(self, values: Mapping[str, Any]) -> None:
        self.values = {name: value for name, value in values.items() if value is not None}

    def __contains__(self, name: str) -> bool:
        return name in self.values

    def text(self, name: str) -> str:
        """The value as text; "" when it was not given."""
        value = self.values.get(name, "")
        return value if isinstance(value, str) else json.dumps(value)

    def required(self, name: str, error: str = "invalid_arguments") -> str:
        """The value as text; refused with `error` when it is missing or empty."""
        value = self.text(name)
        if not value:
            messages = (f"[ERROR] missing required field: {name}",) if error == "invalid_arguments" else ()
            raise SlackError(error, messages)
        return value

    def flag(self, name: str) -> bool:
        """Whether it was switched on: Slack takes true, "true", 1 and "1"."""
        return self.text(name).lower() in {"1", "true"}

    def number(self, name: str, default: int) -> int:
        """The value as a whole number; refused when it is none."""
        value = self.text(name)
        if not value:
            return default
        if not value.isdecimal():
            raise SlackError("invalid_arguments", (f"[ERROR] must be a number [json-pointer:/{name}]",))
        return int(value)

    def json_object(self, name: str, error: str) -> Object | None:
        """A JSON object or the text of one; None when absent. Refused with `error` when malformed."""
        value = self._decoded(name, error)
        if value is None or isinstance(value, dict):
            return value
        raise SlackError(error)

    def json_list(self, name: str, error: str) -> list[Any] | None:
        """A JSON list or the text of one; None when absent. Refused with `error` when malformed."""
        value = self._decoded(name, error)
        if value is None or isinstance(value, list):
            return value
        raise SlackError(error)

    def _decoded(self, name: str, error: str) -> Any:
        value = self.values.get(name)
        if not isinstance(value, str):
            return value
        if not value.strip():
            return None
        try:
            return json.loads(value)
        except ValueError as problem:
            raise SlackError(error) from problem
