"""The manifest asks for what the code uses, and the code hears what the manifest subscribes to."""

import ast
from collections import defaultdict
from collections.abc import Callable, Mapping
from pathlib import Path
from types import SimpleNamespace
from typing import Any, cast

import yaml
from slack_bolt.async_app import AsyncApp

import handlers
from bot import agreement_file
from bot.cli import demo, scopes
from bot.services.bundle import Services

ROOT = Path(__file__).parent.parent
MANIFEST: Mapping[str, Any] = yaml.safe_load((ROOT / "app_manifest.yml").read_text(encoding="utf-8"))
GATEWAY = (ROOT / "bot/gateways/slack.py", ROOT / "bot/gateways/slack_files.py")

# Slack's reference of methods and of events, November 2026.
METHOD_SCOPES: Mapping[str, tuple[str, ...]] = {
    "apps.connections.open": (),  # of the app-level token
    "auth.test": (),
    "chat.delete": ("chat:write",),
    "chat.getPermalink": (),
    "chat.postEphemeral": ("chat:write",),
    "chat.postMessage": ("chat:write",),
    "chat.update": ("chat:write",),
    "conversations.history": ("channels:history", "groups:history", "im:history"),
    "conversations.info": ("channels:read", "groups:read"),
    "conversations.list": ("channels:read", "groups:read"),
    "conversations.open": ("im:write",),
    "conversations.replies": ("channels:history", "groups:history", "im:history"),
    "files.completeUploadExternal": ("files:write",),
    "files.getUploadURLExternal": ("files:write",),
    "files.info": ("files:read",),
    "reactions.add": ("reactions:write",),
    "reactions.remove": ("reactions:write",),
    "users.info": ("users:read",),
    "users.lookupByEmail": ("users:read", "users:read.email"),
    "views.open": (),
    "views.publish": (),
    "views.push": (),
    "views.update": (),
}
EVENT_SCOPES: Mapping[str, tuple[str, ...]] = {
    "app_home_opened": (),
    "app_mention": ("app_mentions:read",),
    "member_joined_channel": ("channels:read", "groups:read"),
    "message.channels": ("channels:history",),
    "message.groups": ("groups:history",),
    "message.im": ("im:history",),
}


class Registered:
    """Stands where the Bolt app does and keeps what is registered, by kind."""

    def __init__(self) -> None:
        self.kinds: defaultdict[str, list[object]] = defaultdict(list)

    def __getattr__(self, kind: str) -> Callable[..., Callable[[object], object]]:
        def register(*names: object, **_: object) -> Callable[[object], object]:
            self.kinds[kind] += names
            return lambda listener: listener

        return register


def registered() -> defaultdict[str, list[object]]:
    """Every route of the bot."""
    app = Registered()
    path = ROOT / "bot/examples/demo.toml"
    loaded = agreement_file.load_agreement(path.read_text("utf-8"), name=str(path), environ={})
    services = SimpleNamespace(agreement=loaded.agreement)
    handlers.register(cast(AsyncApp, app), cast(Services, services))
    return app.kinds


def bot_scopes() -> set[str]:
    """What the manifest asks for."""
    return set(MANIFEST["oauth_config"]["scopes"]["bot"])


def methods_called() -> set[str]:
    """The Web API methods in those functions of the gateway that somebody calls."""
    called = {name for path in (*callers(), *GATEWAY) for name in attributes(path)}
    return {
        node.value
        for path in GATEWAY
        for function in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(function, ast.AsyncFunctionDef) and function.name in called
        for node in ast.walk(function)
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and node.value in METHOD_SCOPES
    }


def callers() -> list[Path]:
    """The files that may call the gateway."""
    layers = ("bot/services", "bot/cli", "handlers", "digests")
    return [ROOT / "bot/app.py", *(path for layer in layers for path in (ROOT / layer).rglob("*.py"))]


def attributes(path: Path) -> set[str]:
    """Every name that stands after a dot in a file."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    return {node.attr for node in ast.walk(tree) if isinstance(node, ast.Attribute)}


def test_every_method_of_the_gateway_has_a_known_scope() -> None:
    trees = [ast.walk(ast.parse(path.read_text("utf-8"))) for path in GATEWAY]
    constants = (node for tree in trees for node in tree if isinstance(node, ast.Call))
    first = (call.args[0] for call in constants if call.args and isinstance(call.args[0], ast.Constant))
    families = ("apps.", "auth.", "chat.", "conversations.", "files.", "reactions.", "users.", "views.")
    used = {str(node.value) for node in first if str(node.value).startswith(families)}
    assert used
    assert used <= set(METHOD_SCOPES)


def test_the_scopes_are_those_of_the_methods_and_events_in_use() -> None:
    needed = {scope for method in methods_called() for scope in METHOD_SCOPES[method]}
    needed |= {scope for event in subscribed() for scope in EVENT_SCOPES[event]}
    assert bot_scopes() == needed | {"commands"}


def test_what_is_heard_is_subscribed_and_the_other_way_round() -> None:
    heard = {str(event) for event in registered()["event"]}
    assert {event.partition(".")[0] for event in subscribed()} == heard


def test_the_commands_and_shortcuts_are_those_that_are_heard() -> None:
    features = MANIFEST["features"]
    assert [one["command"] for one in features["slash_commands"]] == registered()["command"]
    assert [one["callback_id"] for one in features.get("shortcuts", [])] == registered()["shortcut"]
    [command] = features["slash_commands"]
    assert command["should_escape"] is True
    for word in ("help", "queue", "feedback", "campaigns", "away", "back", "why"):
        assert word in command["usage_hint"]


def test_guests_are_not_locked_out_and_buttons_work() -> None:
    assert not {"agent_view", "assistant_view"} & set(MANIFEST["features"])
    assert MANIFEST["settings"]["interactivity"]["is_enabled"] is True
    assert MANIFEST["settings"]["socket_mode_enabled"] is True
    assert MANIFEST["settings"]["token_rotation_enabled"] is False
    assert MANIFEST["features"]["app_home"]["home_tab_enabled"] is True


def test_texts_are_as_short_as_slack_wants_them() -> None:
    display = MANIFEST["display_information"]
    assert len(display["name"]) <= 35
    assert len(display["description"]) <= 140


def test_the_doctor_looks_for_the_scopes_of_the_manifest() -> None:
    optional = set(MANIFEST["oauth_config"]["scopes"]["bot_optional"])
    assert set(scopes.NEEDED) == bot_scopes() - optional
    assert set(scopes.OPTIONAL) == optional
    assert optional <= bot_scopes()


def test_the_demo_hears_and_may_do_what_the_manifest_says() -> None:
    workspace = demo.workspace(8765)
    assert sorted(workspace.app.events) == sorted(subscribed())
    assert set(workspace.app.scopes) == bot_scopes()
    [command] = workspace.commands
    [asked] = MANIFEST["features"]["slash_commands"]
    assert (command.command, command.usage_hint) == (asked["command"], asked["usage_hint"])
    shown = [(one["callback_id"], one["name"], one["type"]) for one in MANIFEST["features"]["shortcuts"]]
    assert [(one.callback_id, one.name, one.type) for one in workspace.shortcuts] == shown


def subscribed() -> list[str]:
    """The events that the manifest subscribes to."""
    return list(MANIFEST["settings"]["event_subscriptions"]["bot_events"])
