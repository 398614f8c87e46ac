"""Whether a request comes from whom it claims: one function, one scheme per source, one exception.

Signatures are checked over the raw bytes, before anything is parsed. Several secrets at a time let one be
replaced while the other is still in use.
"""

import base64
import binascii
import hashlib
import hmac
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Literal, assert_never

from bot.domain.errors import ConfigError, HandoffError

MIN_SECRET_BYTES = 24
MAX_SIGNATURES = 10
MAX_KEY = 255
TOLERANCE = timedelta(minutes=5)

_PLACEHOLDER = re.compile(r"\{([^{}]*)\}")


class UnverifiedError(HandoffError):
    """A request did not prove where it comes from; the reason is for the log and not for the sender."""


@dataclass(frozen=True, slots=True)
class Standard:
    """Standard Webhooks: `webhook-id`, `webhook-timestamp` and `webhook-signature` (standardwebhooks.com)."""

    secrets: tuple[str, ...] = field(repr=False)
    tolerance: timedelta = TOLERANCE

    def __post_init__(self) -> None:
        _require(self.secrets, "secret")
        for key in self.decode():
            _require_length(key, "the base64 text of a secret should stand for")

    def decode(self) -> tuple[bytes, ...]:
        """The secrets as bytes; ConfigError if one is not base64."""
        return tuple(_decode_secret(secret) for secret in self.secrets)


@dataclass(frozen=True, slots=True)
class Hmac:
    """An HMAC in a header: covers Segment, Customer.io, Typeform, Tally, Mautic, Frappe and most others.

    `signed` is what the sender signs, made of `{body}`, `{timestamp}` and fixed text; the timestamp is the
    whole number in `timestamp_header`, in seconds or, with `milliseconds`, in thousandths.
    """

    header: str
    secrets: tuple[str, ...] = field(repr=False)
    algorithm: Literal["sha1", "sha256", "sha512"] = "sha256"
    encoding: Literal["hex", "base64"] = "hex"
    prefix: str = ""
    signed: str = "{body}"
    timestamp_header: str | None = None
    milliseconds: bool = False
    tolerance: timedelta = TOLERANCE

    def __post_init__(self) -> None:
        _require(self.secrets, "secret")
        for secret in self.secrets:
            _require_length(secret.encode(), "a secret should have")
        if self.algorithm not in ("sha1", "sha256", "sha512"):
            raise ConfigError(f"algorithm should be sha1, sha256 or sha512, not {self.algorithm}")
        if self.encoding not in ("hex", "base64"):
            raise ConfigError(f"encoding should be hex or base64, not {self.encoding}")
        names = _PLACEHOLDER.findall(self.signed)
        if "body" not in names or not {"body", "timestamp"}.issuperset(names):
            raise ConfigError('signed should contain "{body}" and may contain "{timestamp}"')
        if "timestamp" in names and not self.timestamp_header:
            raise ConfigError(
                'signed contains "{timestamp}", so timestamp_header should name the header of it'
            )


@dataclass(frozen=True, slots=True)
class Bearer:
    """A fixed token in the Authorization header."""

    tokens: tuple[str, ...] = field(repr=False)

    def __post_init__(self) -> None:
        _require(self.tokens, "token")
        for token in self.tokens:
            _require_length(token.encode(), "a token should have")


@dataclass(frozen=True, slots=True)
class Basic:
    """User name and password in the Authorization header; Segment sends its write key as the user."""

    user: str = field(repr=False)
    password: str = field(default="", repr=False)

    def __post_init__(self) -> None:
        if ":" in self.user:
            raise ConfigError('a user name should not contain ":"')
        _require_length(f"{self.user}{self.password}".encode(), "user and password together should have")


Scheme = Standard | Hmac | Bearer | Basic


def hubspot_v3(secrets: tuple[str, ...], uri: str) -> Hmac:
    """How HubSpot signs what it posts to `uri`, the full public address of the intake."""
    return Hmac(
        header="x-hubspot-signature-v3",
        secrets=secrets,
        encoding="base64",
        signed=f"POST{uri}" + "{body}{timestamp}",
        timestamp_header="x-hubspot-request-timestamp",
        milliseconds=True,
    )


def verify(scheme: Scheme, headers: Mapping[str, str], body: bytes, now: datetime) -> None:
    """Returns if the request is genuine and fresh, and raises UnverifiedError in every other case."""
    match scheme:
        case Standard():
            genuine = _verify_standard(scheme, headers, body, now)
        case Hmac():
            genuine = _verify_hmac(scheme, headers, body, now)
        case Bearer():
            tokens = [token.encode() for token in scheme.tokens]
            genuine = _is_among([_authorization(headers, b"bearer")], tokens)
        case Basic():
            given = _decode(_authorization(headers, b"basic"))
            genuine = _is_among([given], [f"{scheme.user}:{scheme.password}".encode()])
        case _:
            assert_never(scheme)
    if not genuine:
        raise UnverifiedError("no signature or credential matches")


def event_key(
    scheme: Scheme | None,
    headers: Mapping[str, str],
    body: bytes,
    payload_id: str | None = None,
    position: int | None = None,
) -> str:
    """Under which key a verified delivery is unique within its source, at most 255 characters.

    The `webhook-id` of Standard Webhooks, else the id that the payload gives itself, else a hash of the body;
    `position` tells apart the items of a batch that have no id of their own.
    """
    if isinstance(scheme, Standard):
        key = _header(headers, "webhook-id").decode("ascii")
    elif payload_id:
        key, position = payload_id, None
    else:
        key = f"sha256:{hashlib.sha256(body).hexdigest()}"
    whole = key if position is None else f"{key}#{position}"
    if len(whole) <= MAX_KEY:
        return whole
    return f"sha256:{hashlib.sha256(whole.encode('utf-8', 'surrogatepass')).hexdigest()}"


def _verify_standard(scheme: Standard, headers: Mapping[str, str], body: bytes, now: datetime) -> bool:
    timestamp = _header(headers, "webhook-timestamp")
    _check_age(timestamp, now, scheme.tolerance, milliseconds=False)
    content = b".".join((_header(headers, "webhook-id"), timestamp, body))
    signatures = _header(headers, "webhook-signature").split(b" ")
    if len(signatures) > MAX_SIGNATURES:
        raise UnverifiedError(f"more than {MAX_SIGNATURES} signatures")
    given = [_decode(each[3:]) for each in signatures if each.startswith(b"v1,")]
    return _is_among(given, [hmac.digest(key, content, "sha256") for key in scheme.decode()])


def _verify_hmac(scheme: Hmac, headers: Mapping[str, str], body: bytes, now: datetime) -> bool:
    values = {"{body}": body}
    if scheme.timestamp_header:
        timestamp = values["{timestamp}"] = _header(headers, scheme.timestamp_header)
        _check_age(timestamp, now, scheme.tolerance, milliseconds=scheme.milliseconds)
    parts = re.split(r"(\{body\}|\{timestamp\})", scheme.signed)
    content = b"".join(values.get(part, part.encode()) for part in parts)
    given = _header(headers, scheme.header)
    if not given.startswith(scheme.prefix.encode()):
        raise UnverifiedError(f"{scheme.header} does not begin with {scheme.prefix}")
    encoded = given[len(scheme.prefix.encode()) :]
    expected = [hmac.digest(secret.encode(), content, scheme.algorithm) for secret in scheme.secrets]
    return _is_among([_decode(encoded, scheme.encoding)], expected)


def _is_among(given: Iterable[bytes | None], expected: Iterable[bytes]) -> bool:
    """Compares every pair, so that the time taken tells nothing about which of them matched."""
    pairs = [(one, other) for one in given if one is not None for other in expected]
    return sum(hmac.compare_digest(one, other) for one, other in pairs) > 0


def _check_age(timestamp: bytes, now: datetime, tolerance: timedelta, *, milliseconds: bool) -> None:
    if not re.fullmatch(rb"[0-9]{1,15}", timestamp):
        raise UnverifiedError("the timestamp is not a whole number")
    sent = int(timestamp) / (1000 if milliseconds else 1)
    age = now.timestamp() - sent
    if abs(age) > tolerance.total_seconds():
        raise UnverifiedError(f"the timestamp is {age:.0f} s old")


def _header(headers: Mapping[str, str], name: str) -> bytes:
    found = [value for key, value in headers.items() if key.lower() == name.lower()]
    if len(found) != 1 or not found[0].strip():
        raise UnverifiedError(f"the header {name} is missing or repeated")
    try:
        return found[0].strip().encode("ascii")
    except UnicodeEncodeError as error:
        raise UnverifiedError(f"the header {name} is not ASCII") from error


def _authorization(headers: Mapping[str, str], kind: bytes) -> bytes:
    given_kind, _, credential = _header(headers, "authorization").partition(b" ")
    if given_kind.lower() != kind:
        raise UnverifiedError(f"the header authorization is not of kind {kind.decode()}")
    return credential.strip()


def _decode(value: bytes, encoding: str = "base64") -> bytes | None:
    try:
        return binascii.unhexlify(value) if encoding == "hex" else base64.b64decode(value, validate=True)
    except binascii.Error:
        return None


def _decode_secret(secret: str) -> bytes:
    encoded = secret.removeprefix("whsec_").rstrip("=")
    key = _decode(f"{encoded}{'=' * (-len(encoded) % 4)}".encode())
    if key is None:
        raise ConfigError('a Standard Webhooks secret should be base64, with or without "whsec_" before it')
    return key


def _require(secrets: tuple[str, ...], name: str) -> None:
    if not secrets:
        raise ConfigError(f"at least one {name} is needed")


def _require_length(secret: bytes, subject: str) -> None:
    if len(secret) < MIN_SECRET_BYTES:
        wanted = f"{subject} at least {MIN_SECRET_BYTES} bytes, not {len(secret)}"
        raise ConfigError(f"{wanted}; `openssl rand -base64 32` makes one")
