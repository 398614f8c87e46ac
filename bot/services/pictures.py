"""Pictures of charts for a Slack that draws none: drawn, uploaded once, remembered by what they show."""

import asyncio
import logging
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta

from bot.domain.chart import Chart
from bot.domain.errors import SlackError
from bot.gateways.slack import RefusedError
from bot.gateways.slack_files import Files
from bot.services import guard
from bot.views.text import cut

_log = logging.getLogger(__name__)

# A chart as a PNG; None where nothing can draw it.
Draw = Callable[[Chart], bytes | None]

KEPT = 32  # pictures: those of a digest and of the managers' own, several times over
_ALT = 1000
# After an upload failed, none is tried for this long: messages must not wait for what they can do without.
_REFUSED = timedelta(days=1)
_FAILED = timedelta(minutes=10)


class Pictures:
    """The pictures of one workspace. They are drawn in one thread and uploaded one after the other."""

    def __init__(self, files: Files, draw: Draw, pauses: Sequence[float]) -> None:
        self._files = files
        self._draw = draw
        self._pauses = pauses
        self._kept: dict[Chart, str] = {}
        self._closed_until: datetime | None = None
        self._turn = asyncio.Lock()
        self._artist = ThreadPoolExecutor(1, thread_name_prefix="charts")

    async def of(self, charts: Sequence[Chart], now: datetime) -> tuple[str | None, ...]:
        """The file of each chart, ready to be shown as far as Slack says; None for one that cannot be had."""
        async with self._turn:
            return tuple([await self._file(chart, now) for chart in charts])

    def forget(self, charts: Sequence[Chart]) -> None:
        """Slack does not show these files, perhaps because they were deleted."""
        for chart in charts:
            self._kept.pop(chart, None)

    async def _file(self, chart: Chart, now: datetime) -> str | None:
        if chart in self._kept:
            return self._kept[chart]
        if self._closed_until is not None and now < self._closed_until:
            return None
        picture = await self._drawn(chart)
        if picture is None:
            return None
        try:
            file_id = await self._files.upload(picture, "chart.png", cut(chart.alt, _ALT))
        except SlackError as error:
            self._closed_until = now + (_REFUSED if isinstance(error, RefusedError) else _FAILED)
            _log.warning("a chart goes out without its picture: %s", error)
            return None
        self._keep(chart, file_id)
        await self._processed(file_id)
        return file_id

    async def _drawn(self, chart: Chart) -> bytes | None:
        with guard.guarded("drawing a chart"):
            return await asyncio.get_running_loop().run_in_executor(self._artist, self._draw, chart)
        return None

    def _keep(self, chart: Chart, file_id: str) -> None:
        self._kept[chart] = file_id
        while len(self._kept) > KEPT:
            del self._kept[next(iter(self._kept))]

    async def _processed(self, file_id: str) -> None:
        """Wait until Slack has processed the file. Where it does not say, the message will tell."""
        try:
            for pause in self._pauses:
                if await self._files.is_ready(file_id):
                    return
                await asyncio.sleep(pause)
        except SlackError as error:
            _log.info("nobody knows when %s is ready: %s", file_id, error)
