"""Requests that prove where they come from pass; everything else is one and the same exception."""

import base64
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from standardwebhooks import Webhook

from bot.domain.errors import ConfigError
from bot.gateways import webhooks
from bot.gateways.webhooks import Basic, Bearer, Hmac, Scheme, Standard, UnverifiedError

NOW = datetime(2026, 11, 23, 9, 12, tzinfo=UTC)
BODY = '{"name": "Müller"}'.encode()
OLD = "whsec_" + base64.b64encode(b"o" * 24).decode()
NEW = "whsec_" + base64.b64encode(b"n" * 32).decode()
SECRET = "a-secret-of-at-least-24-bytes"


def signed(secret: str = NEW, at: datetime = NOW, key: str = "msg_1", body: bytes = BODY) -> dict[str, str]:
    """Headers as the published package makes them."""
    return {
        "Webhook-Id": key,
        "Webhook-Timestamp": str(int(at.timestamp())),
        "Webhook-Signature": Webhook(secret).sign(msg_id=key, timestamp=at, data=body.decode()),
    }


def refuses(scheme: Scheme, headers: dict[str, str], body: bytes = BODY) -> str:
    with pytest.raises(UnverifiedError) as caught:
        webhooks.verify(scheme, headers, body, NOW)
    return str(caught.value)


def test_what_the_published_package_signs_is_genuine() -> None:
    webhooks.verify(Standard((NEW,)), signed(), BODY, NOW)


def test_both_secrets_work_while_one_is_being_replaced() -> None:
    for secret in (OLD, NEW):
        webhooks.verify(Standard((OLD, NEW)), signed(secret), BODY, NOW)


def test_one_of_several_signatures_is_enough() -> None:
    headers = signed()
    headers["Webhook-Signature"] = f"v1a,xyz v1,AAAA v1,!! {headers['Webhook-Signature']}"
    webhooks.verify(Standard((NEW,)), headers, BODY, NOW)


def test_ten_signatures_are_read_and_eleven_refused() -> None:
    headers = signed()
    genuine = headers["Webhook-Signature"]
    webhooks.verify(Standard((NEW,)), {**headers, "Webhook-Signature": "v1,AAAA " * 9 + genuine}, BODY, NOW)
    refuses(Standard((NEW,)), {**headers, "Webhook-Signature": "v1,AAAA " * 10 + genuine})


@pytest.mark.parametrize("seconds", [-300, 0, 300])
def test_five_minutes_either_way_are_tolerated(seconds: int) -> None:
    webhooks.verify(Standard((NEW,)), signed(at=NOW + timedelta(seconds=seconds)), BODY, NOW)


@pytest.mark.parametrize("seconds", [-301, 301])
def test_beyond_five_minutes_a_request_is_stale(seconds: int) -> None:
    assert "s old" in refuses(Standard((NEW,)), signed(at=NOW + timedelta(seconds=seconds)))


def test_another_body_id_time_or_secret_is_refused() -> None:
    scheme = Standard((NEW,))
    refuses(scheme, signed(), BODY + b" ")
    refuses(scheme, {**signed(), "Webhook-Id": "msg_2"})
    refuses(scheme, {**signed(), "Webhook-Timestamp": str(int(NOW.timestamp()) + 1)})
    refuses(scheme, signed(OLD))


@pytest.mark.parametrize("name", ["Webhook-Id", "Webhook-Timestamp", "Webhook-Signature"])
@pytest.mark.parametrize(
    "value", [None, "", " ", "\udcff", "é", "1.5", "-1", "1" * 40, "٣", "v1", "v1,", "v1,=", "v1,a"]
)
def test_malformed_headers_are_refused(name: str, value: str | None) -> None:
    headers = {key: each for key, each in signed().items() if key != name}
    refuses(Standard((NEW,)), headers if value is None else {**headers, name: value})


def test_a_repeated_header_is_refused() -> None:
    refuses(Standard((NEW,)), {**signed(), "webhook-id": "msg_1"})


@pytest.mark.parametrize(
    "secret", ["whsec_" + base64.b64encode(b"x" * 23).decode(), "whsec_!!", "", "whsec_é"]
)
def test_a_weak_or_broken_secret_is_a_configuration_error(secret: str) -> None:
    with pytest.raises(ConfigError, match=r"base64|24 bytes"):
        Standard((secret,))


def test_schemes_need_a_secret() -> None:
    for build in (Standard, Bearer):
        with pytest.raises(ConfigError, match="at least one"):
            build(())
    with pytest.raises(ConfigError, match="at least one"):
        Hmac("x-signature", ())


def test_short_keys_tokens_and_passwords_are_configuration_errors() -> None:
    for build in (
        lambda: Hmac("x-signature", ("short",)),
        lambda: Bearer(("short",)),
        lambda: Basic("a", "b"),
    ):
        with pytest.raises(ConfigError, match="at least 24 bytes"):
            build()


def test_secrets_do_not_show_in_logs() -> None:
    for scheme in (Standard((NEW,)), Hmac("x", (SECRET,)), Bearer((SECRET,)), Basic(SECRET, SECRET)):
        assert SECRET not in repr(scheme)
        assert NEW not in repr(scheme)


# The signatures were made with `openssl dgst -hmac` over BODY, or over the text that the scheme signs.
VENDORS = [
    (
        Hmac("X-Signature", (SECRET,), algorithm="sha1"),
        {"x-signature": "5A5DAF9C35150FB3EB1DB8283BE4D93C0737C915"},
    ),
    (
        Hmac("Typeform-Signature", (SECRET,), encoding="base64", prefix="sha256="),
        {"Typeform-Signature": "sha256=GxR0DI/FW3VulIduImdn9zmeVEf3wXyjGEphpPnrdGk="},
    ),
    (
        Hmac(
            "X-CIO-Signature", (SECRET,), signed="v0:{timestamp}:{body}", timestamp_header="X-CIO-Timestamp"
        ),
        {
            "X-CIO-Timestamp": "1795425120",
            "X-CIO-Signature": "617592c2c9406b2a6a4961d10ba5cbb63ff96f9b7d3cdd17129b2a12e1a13574",
        },
    ),
    (
        webhooks.hubspot_v3((SECRET,), "https://bot.example/intake/hubspot"),
        {
            "X-HubSpot-Request-Timestamp": "1795425120123",
            "X-HubSpot-Signature-v3": "BqA60ShKMRiscTcCt+18v90Abnm8yQjKYOAyjSoe92g=",
        },
    ),
]


@pytest.mark.parametrize(("scheme", "headers"), VENDORS)
def test_vendors_sign_in_their_own_ways(scheme: Hmac, headers: dict[str, str]) -> None:
    webhooks.verify(scheme, headers, BODY, NOW)
    webhooks.verify(replace(scheme, secrets=("x" * 24, SECRET)), headers, BODY, NOW)
    refuses(scheme, headers, BODY + b"\n")
    refuses(replace(scheme, secrets=("x" * 24,)), headers)


@pytest.mark.parametrize(("scheme", "headers"), VENDORS[2:])
def test_a_signed_timestamp_grows_stale(scheme: Hmac, headers: dict[str, str]) -> None:
    with pytest.raises(UnverifiedError, match="s old"):
        webhooks.verify(scheme, headers, BODY, NOW + timedelta(minutes=6))


@pytest.mark.parametrize(
    "value", ["", "sha256=", "sha256=zz", "GxR0DI/FW3VulIduImdn9zmeVEf3wXyjGEphpPnrdGk="]
)
def test_a_signature_without_its_prefix_or_digest_is_refused(value: str) -> None:
    refuses(VENDORS[1][0], {"Typeform-Signature": value})


@pytest.mark.parametrize(
    ("change", "wanted"),
    [
        ({"signed": "{timestamp}"}, "body"),
        ({"signed": "{body}{url}"}, "timestamp"),
        ({"signed": "{timestamp}.{body}"}, "timestamp_header"),
        ({"algorithm": "md5"}, "sha256"),
        ({"encoding": "rot13"}, "base64"),
    ],
)
def test_a_scheme_that_cannot_work_says_what_would(change: dict[str, str], wanted: str) -> None:
    arguments: dict[str, object] = {"header": "x-signature", "secrets": (SECRET,), **change}
    with pytest.raises(ConfigError, match=wanted):
        Hmac(**arguments)  # type: ignore[arg-type]  # the file that these come from is not typed


def test_a_bearer_token_is_compared_whole() -> None:
    scheme = Bearer(("x" * 24, SECRET))
    webhooks.verify(scheme, {"Authorization": f"bearer {SECRET}"}, BODY, NOW)
    for value in (
        f"Bearer {SECRET}x",
        f"Bearer {SECRET[:-1]}",
        f"Basic {SECRET}",
        SECRET,
        "Bearer",
        "Bearer é",
    ):
        refuses(scheme, {"Authorization": value})
    refuses(scheme, {})


def test_basic_credentials_are_compared_whole() -> None:
    def header(text: str) -> dict[str, str]:
        return {"authorization": "Basic " + base64.b64encode(text.encode()).decode()}

    scheme = Basic("marketing", f"{SECRET}:ü")
    webhooks.verify(scheme, header(f"marketing:{SECRET}:ü"), BODY, NOW)
    for text in (f"marketing:{SECRET}", f"sales:{SECRET}:ü", "", ":", "marketing"):
        refuses(scheme, header(text))
    refuses(scheme, {"authorization": "Basic not-base64"})
    with pytest.raises(ConfigError, match=":"):
        Basic("a:b", SECRET)


def test_a_delivery_is_known_by_its_webhook_id() -> None:
    scheme = Standard((NEW,))
    assert webhooks.event_key(scheme, signed(), BODY, payload_id="evt_9") == "msg_1"
    assert webhooks.event_key(scheme, signed(), BODY, position=3) == "msg_1#3"


def test_a_delivery_without_webhook_id_is_known_by_its_payload() -> None:
    scheme = Bearer((SECRET,))
    assert webhooks.event_key(scheme, {}, BODY, payload_id="evt_9", position=3) == "evt_9"
    long = webhooks.event_key(scheme, {}, BODY, payload_id="x" * 300)
    assert long.startswith("sha256:")
    assert long != webhooks.event_key(scheme, {}, BODY, payload_id="x" * 301)


def test_a_delivery_without_any_id_is_known_by_its_bytes() -> None:
    # The hash is what `sha256sum` says of BODY.
    wanted = "sha256:b2120c4ca4cde4dd0e708c1ab034f8ecfa7102aa59c86861ccd4c8526bba054a"
    assert webhooks.event_key(Bearer((SECRET,)), {}, BODY) == wanted
    assert webhooks.event_key(Bearer((SECRET,)), {}, BODY, position=0) == f"{wanted}#0"


SCHEMES: list[Scheme] = [
    Standard((NEW,)),
    Bearer((SECRET,)),
    Basic(SECRET),
    *(scheme for scheme, _ in VENDORS),
]
NAMES = [
    "webhook-id",
    "webhook-timestamp",
    "webhook-signature",
    "authorization",
    "x-signature",
    "x-cio-signature",
]
VALUES = st.text() | st.sampled_from(["1795425120", "1795425120123", "v1,AAAA", "Basic Og==", "sha256=AA=="])


@settings(deadline=None)
@given(st.sampled_from(SCHEMES), st.dictionaries(st.sampled_from(NAMES) | st.text(), VALUES), st.binary())
def test_no_request_is_genuine_by_chance_nor_breaks_the_check(
    scheme: Scheme, headers: dict[str, str], body: bytes
) -> None:
    with pytest.raises(UnverifiedError):
        webhooks.verify(scheme, headers, body, NOW)
