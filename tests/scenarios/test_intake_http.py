"""Leads at the door, over real HTTP: every case of bad input, and that success means stored.

The judges of signatures and batches are the packages that vendors publish.
"""

import asyncio
import base64
import gzip
import hmac
import io
import json
from collections.abc import AsyncIterator
from contextlib import ExitStack
from datetime import UTC, datetime
from typing import Any

import psycopg
import pytest
from segment.analytics.client import Client
from standardwebhooks.webhooks import Webhook

from storage.database import Database
from tests.databases import Kind, ManualClock
from tests.scenarios import office as offices
from tests.scenarios.office import BEARER, HOOK_SECRET, NEXT_SIGNING, SIGNING, WRITE_KEY, Answer, Office


@pytest.fixture
async def office(db: Database, clock: ManualClock) -> AsyncIterator[Office]:
    """The intake on each database."""
    async with offices.office(db, clock) as made:
        yield made


def signed(office: Office, body: bytes, secret: str = SIGNING, webhook_id: str = "msg_1") -> dict[str, str]:
    """The headers of a delivery as the published package signs it."""
    signature = Webhook(secret).sign(webhook_id, office.clock(), body.decode("latin-1"))
    return {
        "webhook-id": webhook_id,
        "webhook-timestamp": str(int(office.clock().timestamp())),
        "webhook-signature": signature,
    }


def assert_problem(answer: Answer, status: int) -> None:
    """It is a problem as RFC 9457 has it."""
    assert answer.status == status, answer
    assert answer.headers["Content-Type"].startswith("application/problem+json")
    assert answer.body["status"] == status
    assert answer.body["title"]


async def test_an_unknown_source_is_404_and_a_wrong_method_405(office: Office) -> None:
    assert_problem(await office.send(office.lead(), source="nobody"), 404)
    wrong = await office.send(office.lead(), method="PUT")
    assert_problem(wrong, 405)
    assert wrong.headers["Allow"] == "POST"
    assert_problem(await office.send(b"", method="GET"), 405)
    assert await office.stored() == []


@pytest.mark.parametrize(
    "headers",
    [
        {},
        {"Authorization": "Bearer not-the-token-of-this-source"},
        {"Authorization": "Basic Zm9vOmJhcg=="},
        {"Authorization": "Bearer"},
        {"Authorization": "Bearer \xe9\xe9\xe9"},
    ],
)
async def test_a_missing_or_wrong_token_is_401_and_says_no_more(
    office: Office, headers: dict[str, str]
) -> None:
    answer = await office.send(b"this is not even JSON", headers=headers)
    assert_problem(answer, 401)
    assert set(answer.body) == {"title", "status"}
    assert await office.stored() == []


@pytest.mark.parametrize(
    "wrong",
    [
        {"webhook-signature": ""},
        {"webhook-signature": "v1,bm90IHRoZSBzaWduYXR1cmU="},
        {"webhook-signature": "v1,***"},
        {"webhook-signature": " ".join(["v1,bm90IHRoZSBzaWduYXR1cmU="] * 11)},
        {"webhook-timestamp": "yesterday"},
        {"webhook-timestamp": "1e9"},
        {"webhook-id": "msg_2"},
        {"webhook-id": "\xe9"},
    ],
)
async def test_a_signature_that_does_not_fit_is_401(office: Office, wrong: dict[str, str]) -> None:
    body = json.dumps(office.lead()).encode()
    assert_problem(await office.send(body, "signed", {**signed(office, body), **wrong}), 401)
    assert await office.stored() == []


async def test_a_stale_signature_is_401(office: Office) -> None:
    body = json.dumps(office.lead()).encode()
    headers = signed(office, body)
    office.clock.advance(minutes=5, seconds=1)
    assert_problem(await office.send(body, "signed", headers), 401)
    office.clock.advance(minutes=-10, seconds=-2)
    assert_problem(await office.send(body, "signed", headers), 401)
    office.clock.advance(seconds=1)
    assert (await office.send(body, "signed", headers)).status == 202


async def test_the_published_package_signs_what_is_taken_in_also_while_secrets_change(
    office: Office,
) -> None:
    for number, secret in enumerate((SIGNING, NEXT_SIGNING)):
        body = json.dumps(office.lead(f"e{number}"), ensure_ascii=False).encode()
        answer = await office.send(body, "signed", signed(office, body, secret, f"msg_{number}"))
        assert (answer.status, answer.body["status"]) == (202, "accepted")
    assert [raw.outcome for raw in await office.work_off()] == ["opened", "opened"]


async def test_signatures_are_made_over_the_packed_bytes(office: Office) -> None:
    body = gzip.compress(json.dumps(office.lead()).encode())
    signature = Webhook(SIGNING)
    stamp = str(int(office.clock().timestamp()))
    # The package signs text only; what it signs is id, time and body joined by dots.
    mac = hmac.digest(signature._whsecret, b"msg_1." + stamp.encode() + b"." + body, "sha256")
    headers = {
        "webhook-id": "msg_1",
        "webhook-timestamp": stamp,
        "webhook-signature": "v1," + base64.b64encode(mac).decode(),
        "Content-Encoding": "gzip",
    }
    assert (await office.send(body, "signed", headers)).status == 202
    assert [raw.outcome for raw in await office.work_off()] == ["opened"]


async def test_a_source_whose_secret_is_not_set_lets_nobody_in(office: Office) -> None:
    assert_problem(await office.send(office.lead(), "closed", {}), 401)
    assert_problem(await office.send(office.lead(), "closed"), 401)


@pytest.mark.parametrize(
    "foreign",
    [
        {"X-Forwarded-For": "192.0.2.7"},
        {"Forwarded": "for=192.0.2.7"},
        {"X-Real-IP": "127.0.0.1"},
        {"Via": "1.1 proxy"},
        {"Origin": "https://evil.example.com"},
    ],
)
async def test_a_source_without_proof_takes_only_what_this_machine_sends_itself(
    office: Office, foreign: dict[str, str]
) -> None:
    assert_problem(await office.send(office.lead(), "local", foreign), 401)
    assert (await office.send(office.lead(), "local", {})).status == 202


async def test_what_is_too_large_is_413_however_it_comes(office: Office) -> None:
    async def chunks() -> AsyncIterator[bytes]:
        for _ in range(40):
            yield b" " * 2**15

    bomb = gzip.compress(b" " * 2**24)
    many = [office.lead(f"e{n}") for n in range(501)]
    deep = office.lead(custom=json.loads("[" * 40 + "]" * 40))
    assert len(bomb) < 2**20
    assert_problem(await office.send(io.BytesIO(b" " * (2**20 + 1))), 413)
    assert_problem(await office.send(chunks()), 413)
    assert_problem(await office.send(bomb, headers={**BEARER, "Content-Encoding": "gzip"}), 413)
    assert_problem(await office.send(many), 413)
    assert_problem(await office.send(deep), 413)
    assert_problem(await office.send(b"[" * 500_000), 413)
    assert_problem(await office.send(b'{"a":' * 100_000), 413)
    assert await office.stored() == []


@pytest.mark.parametrize(
    ("body", "headers"),
    [
        (b"a;b\n1;2\n", {"Content-Type": "text/csv"}),
        (b"{}", {"Content-Type": "application/json; charset=iso-8859-1"}),
        (b"{}", {"Content-Encoding": "br"}),
        (b"{}", {"Content-Encoding": "gzip"}),
        (gzip.compress(b"{}", mtime=0)[:-4], {"Content-Encoding": "gzip"}),
        (b'{"a": "\xff"}', {}),
    ],
)
@pytest.mark.parametrize("source", ["website", "hook"])
async def test_a_wrong_type_or_encoding_is_415(
    office: Office, source: str, body: bytes, headers: dict[str, str]
) -> None:
    proof = BEARER if source == "website" else hooked(body)
    assert_problem(await office.send(body, source, {**proof, **headers}), 415)
    assert await office.stored() == []


@pytest.mark.parametrize("body", [b"", b"{", b'{"a": NaN}', b"[]", b"name,mail"])
async def test_what_is_no_json_is_400_and_a_dead_letter_when_a_vendor_sent_it(
    office: Office, body: bytes
) -> None:
    assert_problem(await office.send(body), 400)
    assert await office.stored() == []
    answer = await office.send(body, "hook", hooked(body))
    assert answer.status == 202
    [raw] = await office.stored()
    assert (raw.state, raw.body) == ("dead", body)
    assert raw.reason
    assert (await office.send(body, "hook", hooked(body))).status == 200


async def test_an_invalid_lead_is_422_with_every_error_by_field(office: Office) -> None:
    lead = office.lead(person={"email": "not an address"}, qualification={"score": "82"})
    answer = await office.send(lead)
    assert_problem(answer, 422)
    fields = {error["field"] for error in answer.body["errors"]}
    assert fields == {"person.email", "qualification.score", "qualification.qualified_at"}
    assert all(error["problem"] for error in answer.body["errors"])
    assert await office.stored() == []


async def test_of_a_batch_the_good_ones_are_taken_and_the_bad_ones_named(office: Office) -> None:
    batch = [office.lead("e1"), {"event": 3}, office.lead("e2"), "lead"]
    answer = await office.send(batch)
    assert answer.status == 202
    assert answer.body["accepted"] == 2
    assert [bad["index"] for bad in answer.body["rejected"]] == [1, 3]
    assert all(bad["errors"] for bad in answer.body["rejected"])
    assert [raw.event_key for raw in await office.stored()] == ["e1", "e2"]


async def test_json_lines_are_a_batch(office: Office) -> None:
    lines = "\n".join(json.dumps(office.lead(f"e{n}")) for n in range(3)).encode()
    answer = await office.send(lines, headers={**BEARER, "Content-Type": "application/x-ndjson"})
    assert (answer.status, answer.body["accepted"]) == (202, 3)


async def test_a_vendors_invalid_lead_is_taken_and_becomes_a_dead_letter(office: Office) -> None:
    body = json.dumps({"type": "track", "event": "MQL", "messageId": "m1"}).encode()
    assert (await office.send(body, "hook", hooked(body))).status == 202
    [raw] = await office.work_off()
    assert raw.state == "dead"
    assert {problem["field"] for problem in raw.problems} == {"person.email"}


async def test_a_delivery_in_which_no_lead_is_found_is_kept(office: Office) -> None:
    answer = await office.send({"contacts": [{"email": "dana@example.com"}]}, "batches", {})
    assert (answer.status, answer.body["accepted"]) == (202, 1)
    [raw] = await office.stored()
    assert (raw.state, raw.reason) == ("dead", "the mapping finds no lead in it")
    assert json.loads(raw.body or b"") == {"contacts": [{"email": "dana@example.com"}]}


async def test_a_vendors_batch_is_split_and_each_part_has_a_key_of_its_own(office: Office) -> None:
    batch = {"leads": [{"email": "a@example.com"}, {"email": "b@example.com"}, {"email": "b@example.com"}]}
    answer = await office.send(batch, "batches", {})
    assert (answer.status, answer.body["accepted"]) == (202, 3)
    # The second of the two "b" may be the first that is worked in.
    outcomes = sorted(str(raw.outcome) for raw in await office.work_off())
    assert outcomes == ["nothing new", "opened", "opened"]
    assert (await office.send(batch, "batches", {})).status == 200


async def test_the_same_again_is_200_and_changes_nothing(office: Office) -> None:
    first = await office.send(office.lead())
    again = await office.send(office.lead())
    assert (first.status, first.body["status"]) == (202, "accepted")
    assert (again.status, again.body["status"]) == (200, "duplicate")
    mixed = await office.send([office.lead("e1"), office.lead("e2"), office.lead("e2")])
    assert (mixed.status, mixed.body["accepted"], mixed.body["duplicates"]) == (202, 1, 2)
    assert len(await office.stored()) == 2


async def test_the_same_at_the_same_time_is_stored_once(office: Office) -> None:
    answers = await asyncio.gather(*(office.send(office.lead()) for _ in range(8)))
    assert sorted(answer.status for answer in answers) == [200] * 7 + [202]
    assert len(await office.stored()) == 1


async def test_too_high_a_backlog_is_503_and_says_when_to_come_back(db: Database, clock: ManualClock) -> None:
    async with offices.office(db, clock, backlog=2) as office:
        await office.send([office.lead("e1"), office.lead("e2")])
        answer = await office.send(office.lead("e3"))
        assert_problem(answer, 503)
        assert int(answer.headers["Retry-After"]) > 0
        await office.work_off()
        assert (await office.send(office.lead("e3"))).status == 202


async def test_a_locked_database_is_503_before_the_vendor_gives_up(
    db: Database, url: str, kind: Kind, clock: ManualClock
) -> None:
    async with offices.office(db, clock, patience=0.3) as office:
        with ExitStack() as stack:
            if kind == "sqlite":
                stack.enter_context(stack.enter_context(Database.open(url)).altering())
            else:
                server = stack.enter_context(psycopg.connect(url))
                server.execute("LOCK TABLE raw_events IN EXCLUSIVE MODE")
            answer = await office.send(office.lead())
        assert_problem(answer, 503)
        assert int(answer.headers["Retry-After"]) > 0
        # Whether the first one was stored after all or not, sending it again is right.
        assert (await office.send(office.lead())).status in (200, 202)
        assert len(await office.stored()) == 1


async def test_a_closed_database_is_503(office: Office) -> None:
    await office.db.close()
    assert_problem(await office.send(office.lead()), 503)


@pytest.mark.parametrize("packed", [False, True])
async def test_segments_own_library_is_understood(office: Office, packed: bool) -> None:
    office.clock.set(datetime.now(UTC))
    address = f"{office.url}/intake/segment"
    client = Client(WRITE_KEY, host=address, sync_mode=True, gzip=packed, max_retries=0)
    properties = {"score": 82, "email": "dana@lumen.example.com"}
    traits = {"email": "dana@lumen.example.com", "firstName": "Dana", "lastName": "Ruiz"}
    await asyncio.to_thread(client.track, "u1", "Lead Qualified", properties)
    await office.work_off()
    await asyncio.to_thread(client.identify, "u1", traits)
    await asyncio.to_thread(client.track, "u1", "Page Scrolled", {})
    assert [raw.outcome for raw in await office.work_off()] == ["opened", "updated", "ignored"]


async def test_with_success_everything_is_stored_or_named(office: Office) -> None:
    good = office.lead("e1")
    bodies: list[Any] = [good, [good, office.lead("e2")], [{}, office.lead("e3"), good], [{}, {}], good]
    for body in bodies:
        before = len(await office.stored())
        answer = await office.send(body)
        assert answer.status in (200, 202)
        told = answer.body
        items = len(body) if isinstance(body, list) else 1
        assert told["accepted"] + told["duplicates"] + len(told.get("rejected", [])) == items
        assert len(await office.stored()) == before + told["accepted"]


def hooked(body: bytes) -> dict[str, str]:
    """The headers of a vendor that signs with SHA-1."""
    mac = hmac.new(HOOK_SECRET.encode(), body, "sha1").hexdigest()
    return {"X-Signature": mac}
