"""What every test gets: the databases' fixtures, and no way to the world beyond this machine."""

import gc
import ipaddress
import sys

pytest_plugins = ["tests.databases", "tests.playground.browser"]


def pytest_collection_finish() -> None:
    """What has been imported and collected stays: the collector need not look through it time and again."""
    gc.collect()
    gc.freeze()


class LeftTheMachineError(RuntimeError):
    """A test tried to reach another machine."""


def _is_local(host: object) -> bool:
    if host in (None, "", b"", "localhost", b"localhost"):
        return True
    try:
        address = ipaddress.ip_address(host.decode() if isinstance(host, bytes) else str(host))
    except ValueError:
        return False
    # The unspecified address is where servers listen.
    return address.is_loopback or address.is_unspecified


def _guard(event: str, arguments: tuple[object, ...]) -> None:
    match event, arguments:
        case (("socket.connect" | "socket.sendto"), (_, (host, *_))):
            pass
        case "socket.getaddrinfo", (host, *_):
            pass
        case _:
            return
    if not _is_local(host):
        raise LeftTheMachineError(f"{event} to {host!r}: tests stay on this machine")


# An audit hook sees every socket that Python opens, whatever library opens it; it cannot be removed.
sys.addaudithook(_guard)
