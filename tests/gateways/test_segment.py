"""Segment's own library as a peer: what it sends is verified, unpacked, split and understood."""

import threading
from collections.abc import Iterator
from datetime import UTC, datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest
from segment.analytics.client import Client

from bot.domain.lead import Campaign, Company, EventType, LeadEvent, Person, Qualification, Ref
from bot.gateways import bodies, mapping, mapping_file, webhooks
from bot.gateways.mapping import Ignored

NOW = datetime(2026, 11, 23, 12, tzinfo=UTC)
QUALIFIED = datetime(2026, 11, 23, 9, 12, 0, 123000, tzinfo=UTC)
WRITE_KEY = "aWriteKeyOfThirtyTwoCharacters32"

Request = tuple[dict[str, str], bytes]


@pytest.fixture
def segment_server() -> Iterator[tuple[str, list[Request]]]:
    """A place to send to, and what was sent there."""
    requests: list[Request] = []

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["content-length"]))
            requests.append((dict(self.headers), body))
            self.send_response(200)
            self.end_headers()

        def log_message(self, *_: object) -> None:
            """Nothing to see."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}", requests
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.mark.parametrize("gzip", [False, True])
def test_segments_own_library_is_understood(segment_server: tuple[str, list[Request]], gzip: bool) -> None:
    host, requests = segment_server
    client = Client(WRITE_KEY, host=host, sync_mode=True, gzip=gzip, max_retries=0)
    traits = {"email": "Dana@Lumen.example", "firstName": "Dana", "company": {"name": "Lumen GmbH"}}
    client.identify("u1", traits, {"campaign": {"name": "Fair", "source": "ads"}}, QUALIFIED, message_id="m1")
    client.track(
        "u1", "MQL", {"score": 82, "reason": "asked for a demo"}, timestamp=QUALIFIED, message_id="m2"
    )
    client.page("u1", "Docs", "Pricing", timestamp=QUALIFIED, message_id="m3")

    found: list[LeadEvent | Ignored | list[object]] = []
    keys: list[str] = []
    scheme, loaded = webhooks.Basic(WRITE_KEY), mapping_file.load(mapping_file.shipped()["segment"])
    for headers, body in requests:
        webhooks.verify(scheme, headers, body, NOW)
        documents = bodies.decode(body, headers["Content-Type"], headers.get("Content-Encoding", ""))
        assert isinstance(documents, list)
        for item in mapping.split(loaded, documents[0]):
            key = mapping.event_key(loaded, item)
            keys.append(webhooks.event_key(scheme, headers, body, key))
            result = mapping.read(loaded, item, source="segment", received_at=NOW)
            assert not isinstance(result, list)
            found.append(result)

    assert keys == ["m1", "m2", "m3"]
    ref = Ref("segment", "u1", object="user")
    assert found == [
        LeadEvent(
            source="segment",
            event_id="m1",
            type=EventType.UPDATED,
            occurred_at=QUALIFIED,
            person=Person(email="dana@lumen.example", first_name="Dana"),
            company=Company(name="Lumen GmbH"),
            campaign=Campaign(name="Fair", source="ads"),
            refs=(ref,),
        ),
        LeadEvent(
            source="segment",
            event_id="m2",
            type=EventType.QUALIFIED,
            occurred_at=QUALIFIED,
            qualification=Qualification(score=82, reason="asked for a demo", qualified_at=QUALIFIED),
            refs=(ref,),
        ),
        Ignored("neither an identify call nor an event that qualifies a lead"),
    ]
