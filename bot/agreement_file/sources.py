"""Sources in the agreement file: who may send leads, how they prove it, and how their fields are read."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Literal, assert_never

from bot.agreement_file import report
from bot.agreement_file.fields import Table
from bot.domain.errors import ConfigError
from bot.gateways import mapping_file, webhooks
from bot.gateways.webhooks import Basic, Bearer, Hmac, Scheme, Standard

_VARIABLE = re.compile(r"[A-Z_][A-Z0-9_]*")
_Algorithm = Literal["sha1", "sha256", "sha512"]
_Encoding = Literal["hex", "base64"]
_ALGORITHMS: Mapping[str, _Algorithm] = {"sha1": "sha1", "sha256": "sha256", "sha512": "sha512"}
_ENCODINGS: Mapping[str, _Encoding] = {"hex": "hex", "base64": "base64"}
# Lets the rest of a source be checked where its secret is not at hand; such a source is never opened.
_STAND_IN = ("A" * 32,)


class Proof(StrEnum):
    """How a source proves who it is, as the file names it."""

    STANDARD = "standard"
    HMAC = "hmac"
    HUBSPOT = "hubspot_v3"
    BEARER = "bearer"
    BASIC = "basic"


_PROOFS = tuple(map(str, Proof))
_NONE = "none"


@dataclass(frozen=True, slots=True)
class Source:
    """One sender of leads. Without a `scheme` only this machine may post if `open`, else nobody."""

    key: str
    scheme: Scheme | None
    open: bool
    mapping: str | None = None  # a mapping's name, or its path from the agreement file; None: canonical lead

    def spell(self) -> str:
        """The source in words."""
        if self.open:
            proof = "no proof asked, this machine only"
        elif self.scheme is None:
            proof = "closed until its secret is set"
        else:
            proof = type(self.scheme).__name__.lower()
        return f"{self.key}: {self.mapping or 'canonical lead'}, {proof}"


@dataclass(frozen=True, slots=True)
class Secrets:
    """Where secrets are looked up by name. When they are not `needed`, a missing one is a warning."""

    environ: Mapping[str, str]
    needed: bool = True

    def find(self, table: Table) -> tuple[str, ...] | None:
        """The secrets that `secret_env` of a table names, or None when one is missing."""
        # A value that is no name may be the secret itself, so no message repeats it.
        names = table.texts("secret_env", (), like="the name of an environment variable")
        if not names or not all(_VARIABLE.fullmatch(name) for name in names):
            table.wrong("secret_env", 'must name an environment variable, such as "WEBSITE_SECRET"')
            return None
        missing = [name for name in names if not self.environ.get(name)]
        if missing:
            note = table.report.wrong if self.needed else table.report.warn
            note((*table.path, "secret_env"), f"the environment variable {missing[0]} is not set")
            return None
        return tuple(self.environ[name] for name in names)


def read(root: Table, folder: Path, secrets: Secrets) -> Mapping[str, Source]:
    """The sources by key; mapping files are looked for in `folder`."""
    return {key: _source(key, table, folder, secrets) for key, table in root.named("sources").items()}


def _source(key: str, table: Table, folder: Path, secrets: Secrets) -> Source:
    scheme, unproved = _verify(table, secrets)
    source = Source(
        key=key,
        scheme=scheme,
        open=unproved,
        mapping=_mapping(table, folder),
    )
    table.done()
    return source


def _mapping(table: Table, folder: Path) -> str | None:
    """The name of a mapping that ships with the bot, or the path of one beside the agreement file."""
    name = table.maybe(
        "mapping", like='the name of a mapping, or the path of a file such as "maps/forms.toml"'
    )
    shipped = mapping_file.shipped()
    if name is None or name in shipped:
        return name
    if not name.endswith(".toml") and "/" not in name:
        hint = report.suggest(name, shipped)
        table.wrong("mapping", f'there is no mapping "{name}"; {hint} (the path of a file ends in .toml)')
        return name
    try:
        mapping_file.load_file(folder / name)
    except mapping_file.MappingError as error:
        for problem in error.problems:
            table.wrong("mapping", f"{name}: {problem}")
    return name


def _verify(source: Table, secrets: Secrets) -> tuple[Scheme | None, bool]:
    """How a source proves itself, and whether the file says that it need not."""
    if not source.has("verify"):
        source.wrong(
            "verify", 'is missing; say how it proves who it is, such as { scheme = "standard", ... }'
        )
        return None, False
    table = source.table("verify")
    word = table.word("scheme", (*_PROOFS, _NONE))
    if not word:
        return None, False
    if word == _NONE:
        table.report.warn(table.path, "nobody is checked, so leads are accepted from this machine only")
    scheme = None if word == _NONE else _scheme(table, Proof(word), secrets)
    table.done()
    return scheme, word == _NONE


def _scheme(table: Table, kind: Proof, secrets: Secrets) -> Scheme | None:
    found = secrets.find(table)
    try:
        scheme = _build(table, kind, found or _STAND_IN)
    except ConfigError as error:
        table.report.wrong(table.path, str(error))
        return None
    return scheme if found else None


def _build(table: Table, kind: Proof, secrets: tuple[str, ...]) -> Scheme:
    match kind:
        case Proof.STANDARD:
            return Standard(secrets)
        case Proof.HMAC:
            return _hmac(table, secrets)
        case Proof.HUBSPOT:
            return webhooks.hubspot_v3(secrets, table.text("uri", like="this source's full public address"))
        case Proof.BEARER:
            return Bearer(secrets)
        case Proof.BASIC:
            return _basic(table, secrets)
        case _:
            assert_never(kind)


def _hmac(table: Table, secrets: tuple[str, ...]) -> Hmac:
    return Hmac(
        header=table.text("header", like="the name of the header that carries the signature"),
        secrets=secrets,
        algorithm=_ALGORITHMS[table.word("algorithm", _ALGORITHMS, "sha256")],
        encoding=_ENCODINGS[table.word("encoding", _ENCODINGS, "hex")],
        prefix=table.text("prefix", ""),
        signed=table.text("signed", "{body}"),
        timestamp_header=table.maybe("timestamp_header", like="the name of a header"),
        milliseconds=table.flag("milliseconds", False),
    )


def _basic(table: Table, secrets: tuple[str, ...]) -> Basic:
    if len(secrets) > 1:
        table.wrong("secret_env", "must be one name only, of a variable that holds user:password")
    user, _, password = secrets[0].partition(":")
    return Basic(user, password)
