"""Fixtures for tests in a real browser; tests/conftest.py makes them known everywhere."""

import os
import shutil
from collections.abc import AsyncIterator, Iterator

import pytest

from .window import WIDE, Browser, Visit, Window

NAMES = ("chromium", "chromium-browser", "google-chrome")


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Chromium, started once. Without one the tests are skipped, or fail if HANDOFF_NEEDS_BROWSER=1."""
    executable = next((path for name in NAMES if (path := shutil.which(name))), None)
    if executable is None:
        reason = f"NO BROWSER: none of {', '.join(NAMES)} is on PATH, so the page was NOT tested"
        if os.environ.get("HANDOFF_NEEDS_BROWSER") == "1":
            pytest.fail(reason, pytrace=False)
        pytest.skip(reason)
    chromium = Browser(executable)
    chromium.start()
    yield chromium
    chromium.stop()


@pytest.fixture
async def visit(browser: Browser) -> AsyncIterator[Visit]:
    """Opens windows, `await visit()` or `await visit(PHONE)`. A failure of its scripts fails the test."""
    windows: list[Window] = []

    async def opened(size: tuple[int, int] = WIDE) -> Window:
        windows.append(await browser.window(size))
        return windows[-1]

    yield opened
    problems = [problem for window in windows for problem in window.problems]
    for window in windows:
        await browser.give_back(window)
    assert problems == []


@pytest.fixture
async def page(visit: Visit) -> Window:
    """One window."""
    return await visit()
