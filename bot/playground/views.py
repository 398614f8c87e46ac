"""Modals and Home tabs: a stack of at most three modals and one Home view for each person."""

import json
import uuid
from dataclasses import dataclass, field

from bot.playground import blocks as blocks_of
from bot.playground import defaults, limits
from bot.playground.payloads import Object, SlackError
from bot.playground.workspace import Change, What, Workspace

STACK = 3
VIEW_BYTES = 250_000
# What of a view the app may set; everything else is Slack's.
OWN = ("type", "title", "submit", "close", "blocks", "private_metadata", "callback_id", "external_id")
SWITCHES = ("clear_on_close", "notify_on_close", "submit_disabled")


@dataclass(slots=True)
class View:
    """A view as it stands: what the app gave, Slack's ids, and what the person has filled in."""

    id: str
    user: str
    given: Object
    hash: str
    root: str
    previous: str | None = None
    state: Object = field(default_factory=dict)

    def to_api(self, team: str) -> Object:
        """The view as methods answer it and interactions carry it."""
        optional: Object = {"title": None, "submit": None, "close": None}
        texts: Object = {"private_metadata": "", "callback_id": "", "external_id": ""}
        return {
            **optional,
            **texts,
            **dict.fromkeys(SWITCHES, False),
            **{name: self.given[name] for name in (*OWN, *SWITCHES) if name in self.given},
            "id": self.id,
            "team_id": team,
            "state": {"values": self.state},
            "hash": self.hash,
            "root_view_id": self.root,
            "previous_view_id": self.previous,
            "app_id": defaults.APP_ID,
            "app_installed_team_id": team,
            "bot_id": defaults.BOT_ID,
        }


class Views:
    """All views on show."""

    def __init__(self, workspace: Workspace) -> None:
        self.workspace = workspace
        self.stacks: dict[str, list[View]] = {}
        self.homes: dict[str, View] = {}

    def top(self, user: str) -> View | None:
        """The modal in front of the user, or None."""
        stack = self.stacks.get(user, [])
        return stack[-1] if stack else None

    def find(self, view_id: str) -> View | None:
        """The modal or Home view with this id, or None once it is closed."""
        return next((view for view in self._all() if view.id == view_id), None)

    def by_external_id(self, external_id: str) -> View | None:
        """The view the app gave this name to, or None."""
        return next((view for view in self._all() if view.given.get("external_id") == external_id), None)

    def _all(self) -> list[View]:
        return [view for stack in self.stacks.values() for view in stack] + list(self.homes.values())

    def open(self, user: str, given: Object) -> View:
        """Shows a first modal; whatever stood there before is gone, as a new trigger starts a new stack."""
        view = self._new(user, self._checked(given, limits.Surface.MODAL))
        self.stacks[user] = [view]
        self._tell(view)
        return view

    def push(self, user: str, given: Object) -> View:
        """Shows a modal on top of the present one. SlackError beyond three."""
        stack = self.stacks.setdefault(user, [])
        if len(stack) >= STACK:
            raise SlackError("push_limit_reached")
        view = self._new(user, self._checked(given, limits.Surface.MODAL))
        if stack:
            view.root, view.previous = stack[0].root, stack[-1].id
        stack.append(view)
        self._tell(view)
        return view

    def update(self, view: View, given: Object, expected: str = "") -> View:
        """Replaces what the view shows. SlackError when `expected` is not its present hash."""
        if expected and expected != view.hash:
            raise SlackError("hash_conflict")
        home = self.homes.get(view.user) is view
        view.given = self._checked(given, limits.Surface.HOME if home else limits.Surface.MODAL, view)
        view.hash = self._hash()
        self._tell(view)
        return view

    def publish(self, user: str, given: Object, expected: str = "") -> View:
        """Shows the user's Home tab. SlackError when `expected` is not the present hash."""
        if user in self.homes:
            return self.update(self.homes[user], given, expected)
        view = self.homes[user] = self._new(user, self._checked(given, limits.Surface.HOME))
        self._tell(view)
        return view

    def close(self, view: View, *, everything: bool = False) -> None:
        """Takes the modal away, and with `everything` all those under it."""
        stack = self.stacks.get(view.user, [])
        if everything:
            stack.clear()
        elif view in stack:
            stack.remove(view)
        self._tell(view)

    def _tell(self, view: View) -> None:
        home = self.homes.get(view.user) is view
        self.workspace.tell(Change(What.HOME if home else What.MODAL, user=view.user))

    def _new(self, user: str, given: Object) -> View:
        name = f"V{uuid.uuid4().hex[:10].upper()}"
        return View(name, user, given, self._hash(), root=name)

    def _hash(self) -> str:
        return f"{int(self.workspace.clock())}.{uuid.uuid4().hex[:8]}"

    def _checked(self, given: Object, surface: limits.Surface, present: View | None = None) -> Object:
        if len(json.dumps(given)) > VIEW_BYTES:
            raise SlackError("view_too_large")
        limits.check_view(given, surface)
        namesake = self.by_external_id(given["external_id"]) if given.get("external_id") else None
        if namesake is not None and namesake is not present:
            raise SlackError("duplicate_external_id")
        return {**given, "blocks": blocks_of.settled(given["blocks"])}
