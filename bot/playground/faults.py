"""Misbehaviour on request: what the next calls of a method should suffer."""

from dataclasses import asdict, dataclass, fields
from enum import StrEnum

from bot.playground.payloads import Object, SlackError


class Trouble(StrEnum):
    """What can go wrong with a call."""

    DROP_BEFORE = "drop_before"  # the connection closes and nothing happened
    DROP_AFTER = "drop_after"  # it happened, but the connection closes without an answer
    HTTP_500 = "http_500"
    RATE_LIMIT = "rate_limit"
    DELAY = "delay"  # it takes `seconds` before anything happens
    DELAY_AFTER = "delay_after"  # it happened, the answer takes `seconds`
    ERROR = "error"  # `{"ok": false, "error": error}`
    UNKNOWN_METHOD = "unknown_method"
    HTML = "html"  # 502 with a page, as a proxy answers


@dataclass(slots=True)
class Fault:
    """`count` calls of `method` ("*" is any) go wrong, after `skip` that do not."""

    kind: Trouble
    method: str = "*"
    count: int = 1
    seconds: float = 1.0
    error: str = "internal_error"
    skip: int = 0


class Faults:
    """The faults ordered and not yet used up, in order."""

    def __init__(self) -> None:
        self.ordered: list[Fault] = []

    def order(self, spec: Object) -> Fault:
        """Orders a fault. SlackError when the specification has an unknown key, kind or type."""
        types = {entry.name: entry.type for entry in fields(Fault)}
        for name, value in spec.items():
            kind = types.get(name)
            fitting = (int, float) if kind is float else (str if kind is Trouble else kind)
            if fitting is None or isinstance(value, bool) or not isinstance(value, fitting):  # type: ignore[arg-type]
                raise SlackError("invalid_fault", (f"{name}: unknown or of the wrong type",))
        if spec.get("kind") not in set(Trouble):
            raise SlackError("invalid_fault", (f"kind: should be one of {', '.join(Trouble)}",))
        fault = Fault(**{**spec, "kind": Trouble(spec["kind"])})
        self.ordered.append(fault)
        return fault

    def take(self, method: str) -> Fault | None:
        """The fault that hits this call of the method, counting it down."""
        for fault in self.ordered:
            if fault.method not in ("*", method):
                continue
            if fault.skip > 0:
                fault.skip -= 1
                continue
            fault.count -= 1
            if fault.count <= 0:
                self.ordered.remove(fault)
            return fault
        return None

    def listing(self) -> list[Object]:
        """The faults still to come, as the page shows them."""
        return [asdict(fault) for fault in self.ordered]
