"""The house rules that a machine can check: who imports whom, one home per package, two broad catches."""

import ast
import functools
from collections.abc import Iterator
from pathlib import Path
from sys import stdlib_module_names

import pytest

ROOT = Path(__file__).parent.parent
SOURCES = sorted(
    path for folder in ("bot", "handlers", "digests", "storage") for path in (ROOT / folder).rglob("*.py")
)

# The first prefix that fits decides; the top layer may import everything.
ALLOWED: dict[str, tuple[str, ...]] = {
    "bot.domain": ("bot.domain",),
    "bot.language": ("bot.domain", "bot.language"),
    "bot.themes": ("bot.domain", "bot.themes"),
    "bot.views": ("bot.domain", "bot.views"),
    "bot.gateways": ("bot.domain", "bot.gateways"),
    "bot.services": (
        "bot.domain",
        "bot.gateways",
        "bot.language",
        "bot.services",
        "bot.themes",
        "bot.views",
        "digests",
        "storage",
    ),
    "bot.playground": ("bot.playground",),
    "storage": ("bot.domain", "storage"),
    "digests": ("bot.domain", "bot.gateways", "bot.views", "digests", "storage"),
    "handlers": ("bot.domain", "bot.gateways.slack", "bot.services", "bot.views", "handlers"),
}

# Each third-party package has one home.
HOMES: dict[str, tuple[str, ...]] = {
    "aiohttp": (
        "bot.demo",
        "bot.gateways.slack",
        "bot.gateways.slack_calls",
        "bot.playground",
        "bot.web",
    ),
    "alembic": ("storage",),
    "apscheduler": ("bot.clock",),
    "charset_normalizer": ("bot.gateways.tabular",),
    "email_validator": ("bot.gateways.values",),
    "holidays": ("bot.gateways.holidays",),
    "jmespath": ("bot.gateways.mapping",),
    "matplotlib": ("digests.charts",),
    "openai": ("bot.gateways.llm",),
    "phonenumbers": ("bot.gateways.values",),
    "psycopg": ("storage",),
    "pydantic": ("bot.gateways",),
    "pysqlite3": ("storage",),
    "rapidfuzz": (
        "bot.language.repair",
        "bot.language.slips",
    ),
    "rich": ("bot.cli",),
    "slack_bolt": ("bot.joining", "bot.socket", "bot.web", "handlers"),
    "slack_sdk": ("bot.gateways.slack", "bot.gateways.slack_calls"),
    "sqlalchemy": ("storage",),
    "sqlmodel": ("storage",),
}

# The workers' guard per item, and the thread that hands errors to whoever waits.
BROAD = {"bot.services.guard", "storage.units"}


def module(path: Path) -> str:
    """The dotted name of a source file."""
    return ".".join(path.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__")


@functools.cache
def nodes(path: Path) -> tuple[ast.AST, ...]:
    """A file's syntax tree, flat; the first node is the module."""
    return tuple(ast.walk(ast.parse(path.read_text(encoding="utf-8"))))


def imports(path: Path) -> Iterator[str]:
    """Everything that a file imports, as dotted names of modules."""
    for node in nodes(path):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module and node.level == 0:
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


def within(name: str, prefixes: tuple[str, ...]) -> bool:
    """Whether a dotted name is one of the prefixes or below one."""
    return any(name == prefix or name.startswith(f"{prefix}.") for prefix in prefixes)


@pytest.mark.parametrize("path", SOURCES, ids=module)
def test_a_module_imports_only_what_lies_below_it(path: Path) -> None:
    layer = next((key for key in ALLOWED if within(module(path), (key,))), None)
    if layer is None:
        return
    ours = [name for name in imports(path) if within(name, ("bot", "handlers", "digests", "storage"))]
    assert [name for name in ours if not within(name, ALLOWED[layer])] == []


@pytest.mark.parametrize("path", SOURCES, ids=module)
def test_a_package_is_used_only_in_its_home(path: Path) -> None:
    strangers = [
        name
        for name in imports(path)
        if name.partition(".")[0] in HOMES and not within(module(path), HOMES[name.partition(".")[0]])
    ]
    assert strangers == []


@pytest.mark.parametrize("path", SOURCES, ids=module)
def test_the_domain_knows_only_the_standard_library(path: Path) -> None:
    if not within(module(path), ("bot.domain",)):
        return
    roots = {name.partition(".")[0] for name in imports(path)}
    assert roots - {"bot"} <= stdlib_module_names


def test_errors_are_caught_broadly_in_the_guards_only() -> None:
    broad = {
        module(path)
        for path in SOURCES
        for node in nodes(path)
        if isinstance(node, ast.ExceptHandler)
        and (
            node.type is None
            or (isinstance(node.type, ast.Name) and node.type.id in ("Exception", "BaseException"))
        )
    }
    assert broad <= BROAD


def test_commit_appears_nowhere_but_in_the_database() -> None:
    committing = {
        module(path)
        for path in SOURCES
        for node in nodes(path)
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr == "commit"
    }
    assert committing <= {"storage.units", "storage.sqlite", "storage.postgres"}


def test_production_code_does_not_know_the_playground() -> None:
    knowing = {module(path) for path in SOURCES if any(within(n, ("bot.playground",)) for n in imports(path))}
    assert {name for name in knowing if not within(name, ("bot.playground", "bot.cli"))} == set()


@pytest.mark.parametrize("path", SOURCES, ids=module)
def test_every_module_says_what_it_is_for(path: Path) -> None:
    tree = nodes(path)[0]
    assert isinstance(tree, ast.Module)
    assert ast.get_docstring(tree) or not tree.body
