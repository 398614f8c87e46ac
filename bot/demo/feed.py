"""Sends the demo's leads, one after the other, to the intake; again and again while the bot is away."""

import asyncio
import json
import uuid
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from importlib import resources

import aiohttp

_FIRST = 4  # come at once
PAUSE = 25.0  # seconds between the others
_RETRY = 0.5

Lead = Mapping[str, object]


async def feed(url: str, pause: float = PAUSE) -> None:
    """Send every lead once, `pause` seconds apart; the event id makes a repeated one a duplicate."""
    run = uuid.uuid4().hex[:8]
    async with aiohttp.ClientSession(timeout=aiohttp.ClientTimeout(total=5)) as session:
        for number, lead in enumerate(leads()):
            if number >= _FIRST:
                await asyncio.sleep(pause)
            await _send(session, url, dated(lead, f"demo-{run}-{number}", datetime.now(UTC)))


def leads() -> tuple[Lead, ...]:
    """The leads in their order. Times in them are minutes before they are sent (`minutes_ago`)."""
    text = (resources.files("bot.demo") / "leads.json").read_text(encoding="utf-8")
    return tuple(json.loads(text))


def dated(lead: Lead, event_id: str, now: datetime) -> dict[str, object]:
    """The lead as a canonical event that happens now."""
    given = {"type": "lead.qualified", **_table(lead.get("event"))}
    event = {**given, "event_id": event_id, "occurred_at": now.isoformat()}
    made = {**lead, "event": event}
    if given["type"] == "lead.qualified":
        made["qualification"] = {**_table(lead.get("qualification")), "qualified_at": now.isoformat()}
    activities = lead.get("activities")
    if isinstance(activities, list):
        made["activities"] = [_place(_table(one), now) for one in activities]
    return made


def _place(activity: dict[str, object], now: datetime) -> dict[str, object]:
    """The activity with its moment instead of its age."""
    age = activity.pop("minutes_ago", 0)
    minutes = age if isinstance(age, int) else 0
    return {**activity, "occurred_at": (now - timedelta(minutes=minutes)).isoformat()}


def _table(value: object) -> dict[str, object]:
    return dict(value) if isinstance(value, dict) else {}


async def _send(session: aiohttp.ClientSession, url: str, lead: Lead) -> None:
    while True:
        try:
            async with session.post(url, json=lead) as answer:
                if answer.status < 500:
                    return
        except (aiohttp.ClientError, TimeoutError):
            pass  # the bot is starting, or was killed
        await asyncio.sleep(_RETRY)
