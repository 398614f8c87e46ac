"""The guard that keeps tests on this machine does so, and lets them talk to themselves."""

import asyncio
import socket
from pathlib import Path

import pytest

from tests.conftest import LeftTheMachineError

# Reserved for documentation: nobody lives there (RFC 5737, RFC 3849).
ELSEWHERE = "192.0.2.1"
ELSEWHERE_6 = "2001:db8::1"


def test_no_connection_leaves_the_machine() -> None:
    with (
        socket.socket(type=socket.SOCK_STREAM) as stream,
        pytest.raises(LeftTheMachineError, match=ELSEWHERE),
    ):
        stream.connect((ELSEWHERE, 80))


def test_no_datagram_leaves_the_machine() -> None:
    with (
        socket.socket(type=socket.SOCK_DGRAM) as datagrams,
        pytest.raises(LeftTheMachineError, match=ELSEWHERE),
    ):
        datagrams.sendto(b"hello", (ELSEWHERE, 53))


@pytest.mark.parametrize("host", ["slack.com", ELSEWHERE_6])
def test_no_name_is_looked_up(host: str) -> None:
    with pytest.raises(LeftTheMachineError, match=host):
        socket.getaddrinfo(host, 443)


async def test_asyncio_is_guarded_too() -> None:
    with pytest.raises(LeftTheMachineError):
        await asyncio.open_connection(ELSEWHERE, 443)


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost"])
async def test_a_server_on_this_machine_can_be_reached(host: str) -> None:
    async def greet(_: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        writer.write(b"hello\n")
        writer.close()
        await writer.wait_closed()

    server = await asyncio.start_server(greet, host, 0)
    async with server:
        reader, writer = await asyncio.open_connection(host, server.sockets[0].getsockname()[1])
        assert await reader.readline() == b"hello\n"
        writer.close()
        await writer.wait_closed()


def test_unix_sockets_are_free(tmp_path: Path) -> None:
    with socket.socket(socket.AF_UNIX) as server, socket.socket(socket.AF_UNIX) as client:
        server.bind(str(tmp_path / "s"))
        server.listen()
        client.connect(str(tmp_path / "s"))
