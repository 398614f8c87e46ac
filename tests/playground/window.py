"""Chromium for tests of the page, and a window of it that speaks the tests' language.

Chromium lives in a thread with an event loop of its own: one browser then serves the whole session although
every test has its own loop.
"""

import asyncio
import re
import threading
from collections.abc import Awaitable, Callable, Coroutine
from pathlib import Path
from typing import Any, Literal, TypeVar
from urllib.parse import urlencode

from playwright.async_api import Browser as PlaywrightBrowser
from playwright.async_api import (
    ConsoleMessage,
    Error,
    Locator,
    Playwright,
    ViewportSize,
    async_playwright,
)
from playwright.async_api import Page as PlaywrightPage
from playwright.async_api import TimeoutError as TooLate

Result = TypeVar("Result")
Role = Literal[
    "article", "button", "checkbox", "combobox", "dialog", "heading", "link", "menuitem", "menuitemradio",
    "option", "radio", "tab", "table", "textbox",
]  # fmt: skip

SWITCHES = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--no-first-run",
    "--disable-component-update",
    "--disable-sync",
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1",
]
WAIT_MS = 15_000
WIDE = (1280, 800)
PHONE = (390, 844)


class Browser:
    """One running Chromium. Coroutines about it are handed to its own loop by `do`."""

    def __init__(self, executable: str) -> None:
        self.executable = executable
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_forever, name="chromium", daemon=True)
        self._playwright: Playwright | None = None
        self._chromium: PlaywrightBrowser | None = None
        self._idle: list[Window] = []

    def start(self) -> None:
        """Starts the thread and Chromium."""
        self._thread.start()
        asyncio.run_coroutine_threadsafe(self._launch(), self._loop).result()

    def stop(self) -> None:
        """Ends Chromium and the thread."""
        asyncio.run_coroutine_threadsafe(self._quit(), self._loop).result()
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join()
        self._loop.close()

    async def _launch(self) -> None:
        self._playwright = await async_playwright().start()
        chromium = self._playwright.chromium
        self._chromium = await chromium.launch(executable_path=self.executable, args=SWITCHES)

    async def _quit(self) -> None:
        if self._chromium is not None:
            await self._chromium.close()
        if self._playwright is not None:
            await self._playwright.stop()

    async def do(self, work: Coroutine[Any, Any, Result]) -> Result:
        """Runs a coroutine of Playwright's in Chromium's loop."""
        return await asyncio.wrap_future(asyncio.run_coroutine_threadsafe(work, self._loop))

    async def window(self, size: tuple[int, int] = WIDE) -> "Window":
        """A window of that size, with a profile of its own. Give it back when done."""
        return await self.do(self._window(size))

    async def _window(self, size: tuple[int, int]) -> "Window":
        if self._chromium is None:
            raise AssertionError("Chromium was not started")
        if not self._idle:
            context = await self._chromium.new_context(reduced_motion="reduce")
            context.set_default_timeout(WAIT_MS)
            self._idle.append(Window(self, await context.new_page()))
        window = self._idle.pop()
        await window.page.set_viewport_size(ViewportSize(width=size[0], height=size[1]))
        return window

    async def give_back(self, window: "Window") -> None:
        """Empties the window for the next test.

        A new one would take half a second more, and be no cleaner: the page keeps nothing in the browser, and
        each playground has an address of its own.
        """
        await self.do(window.page.goto("about:blank"))
        window.problems.clear()
        self._idle.append(window)


class Window:
    """What one person has in front of them. Every wait ends after 15 s with an AssertionError."""

    def __init__(self, browser: Browser, page: PlaywrightPage) -> None:
        self.browser = browser
        self.page = page
        self.problems: list[str] = []
        page.on("pageerror", lambda error: self.problems.append(f"uncaught: {error}"))
        page.on("console", self._console)

    def _console(self, message: ConsoleMessage) -> None:
        # A refused connection is reported by Chromium itself; the page handles it and says so on screen.
        if message.type == "error" and "net::ERR" not in message.text:
            self.problems.append(message.text)

    # Going and looking.

    async def open(self, url: str, **query: str) -> None:
        """Loads the page, `open(pg.url, user="ana", channel="handoffs")`, and waits until it is live."""
        await self.browser.do(self.page.goto(f"{url}/?{urlencode(query)}" if query else url))
        await self.until("document.body.dataset.ready === 'yes' && document.body.dataset.live === 'yes'")

    async def sees(self, text: str | re.Pattern[str], within: str = "body") -> None:
        """Waits until the text is visible."""
        place = self.page.locator(within).get_by_text(text).locator("visible=true").first
        await self._expect(place, "visible", f"{text!r} does not show in {within}")

    async def misses(self, text: str, within: str = "body") -> None:
        """Waits until the text is not visible."""
        place = self.page.locator(within).get_by_text(text).locator("visible=true").first
        await self._expect(place, "hidden", f"{text!r} still shows in {within}")

    async def _expect(self, place: Locator, state: Literal["visible", "hidden"], otherwise: str) -> None:
        try:
            await self.browser.do(place.wait_for(state=state))
        except TooLate as late:
            raise AssertionError(otherwise) from late

    async def until(self, javascript: str) -> None:
        """Waits until the expression is true in the page."""
        if not await self.browser.do(self._poll(javascript)):
            raise AssertionError(f"never came true: {javascript}")

    async def _poll(self, javascript: str) -> bool:
        # Playwright's own wait_for_function needs eval, which the page's security policy forbids.
        loop = asyncio.get_running_loop()
        deadline = loop.time() + WAIT_MS / 1000
        while loop.time() < deadline:
            if await self.page.evaluate(javascript):
                return True
            await asyncio.sleep(0.05)
        return False

    async def value(self, javascript: str) -> Any:
        """The value of the expression (or promise) in the page."""
        return await self.browser.do(self.page.evaluate(javascript))

    async def text(self, selector: str) -> str:
        """The text shown in the first such element."""
        return await self.browser.do(self.page.locator(selector).first.inner_text())

    async def texts(self, selector: str) -> list[str]:
        """The texts shown in all such elements."""
        return await self.browser.do(self.page.locator(selector).all_inner_texts())

    async def count(self, selector: str) -> int:
        """How many such elements there are."""
        return await self.browser.do(self.page.locator(selector).count())

    async def overflows(self) -> bool:
        """Whether the page is wider than its window."""
        return bool(await self.value("document.documentElement.scrollWidth > innerWidth"))

    async def screenshot(self, path: Path) -> None:
        """Writes a picture of the window."""
        await self.browser.do(self.page.screenshot(path=path))

    # Acting.

    def _find(self, role: Role, name: str, within: str) -> Locator:
        return self.page.locator(within).get_by_role(role, name=name, exact=True).first

    async def click(self, name: str, role: Role = "button", within: str = "body") -> None:
        """Clicks what is called `name` by a screen reader."""
        await self._act(
            self._find(role, name, within).click(), f"{role} {name!r} in {within} cannot be clicked"
        )

    async def use_tool(self, name: str, message: str) -> None:
        """Clicks a tool of the message with this text; tools show when the pointer is over it."""
        place = self.page.locator(".message").filter(has_text=message).locator("visible=true").first
        await self._act(place.hover(), f"no message {message!r}")
        await self._act(place.get_by_role("button", name=name, exact=True).first.click(), f"no tool {name!r}")

    async def click_on(self, selector: str) -> None:
        """Clicks the first such element."""
        await self._act(self.page.locator(selector).first.click(), f"{selector} cannot be clicked")

    async def fill(self, label: str, text: str, within: str = "body") -> None:
        """Fills the field with this label."""
        field = self.page.locator(within).get_by_label(label).first
        await self._act(field.fill(text), f"no field {label!r} in {within}")

    async def choose(self, label: str, option: str, within: str = "body") -> None:
        """Picks an option of the select with this label."""
        field = self.page.locator(within).get_by_label(label).first
        await self._act(field.select_option(label=option), f"no option {option!r} under {label!r}")

    async def write(self, text: str, within: str = "#main") -> None:
        """Types into the composer and sends."""
        field = self.page.locator(within).locator(".composer-field")
        await self._act(field.fill(text), f"no composer in {within}")
        await self._act(field.press("Enter"), "the composer cannot be sent")

    async def press(self, *keys: str) -> None:
        """Presses keys, one after the other."""
        for key in keys:
            await self.browser.do(self.page.keyboard.press(key))

    async def type(self, text: str) -> None:
        """Types where the focus is."""
        await self.browser.do(self.page.keyboard.type(text))

    async def _act(self, work: Coroutine[Any, Any, Any], otherwise: str) -> None:
        try:
            await self.browser.do(work)
        except Error as problem:
            raise AssertionError(f"{otherwise}: {problem.message}") from problem


# Opens another window, wide unless a size is given.
Visit = Callable[..., Awaitable[Window]]
