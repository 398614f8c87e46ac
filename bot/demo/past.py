"""The demo's past: half a year of handoffs as a CRM would export them, for the digest to tell of.

The last complete week is the story: a new webinar brings more leads than before, and fewer are accepted.
"""

import csv
import random
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

WEEKS = 27
_PER_WEEK = 44
_SEED = 7
_HOUR = timedelta(hours=1)

_FIRST = ("Alma", "Bruno", "Chiara", "Deniz", "Elif", "Farid", "Greta", "Hugo", "Ines", "Jonas", "Kaori",
          "Liam", "Mira", "Noor", "Otto", "Paula")  # fmt: skip
_LAST = ("Almeida", "Berg", "Costa", "Duarte", "Eriksen", "Fischer", "Garcia", "Haddad", "Ito", "Jansen",
         "Keller", "Lopez", "Moreau")  # fmt: skip
# Campaign, source, share of the leads, share of them that is accepted.
_CAMPAIGNS = (
    ("Webinar “AI forecasting”", "webinar", 0.25, 0.62),
    ("Always-on search", "paid_search", 0.30, 0.60),
    ("Partner summit", "event", 0.15, 0.70),
    ("Pricing guide", "content", 0.20, 0.58),
    ("Customer referrals", "referral", 0.10, 0.86),
)
_REASONS = ("not_icp", "wrong_persona", "no_intent", "bad_data")

COLUMNS = (
    "Lead id", "Email", "First name", "Last name", "Company", "Country", "Region", "Segment", "Persona",
    "Campaign", "Source", "Score", "Handed at", "Due at", "Decision", "Decided at", "Reason", "Owner", "Tier",
    "Touch due at", "Touched at", "SQL at", "Opportunity at", "Won at", "Lost at", "Amount", "Currency",
)  # fmt: skip

Row = dict[str, object]


def write(path: Path, now: datetime) -> None:
    """Write the export as a CSV file; it ends with the week before `now`."""
    with path.open("w", newline="", encoding="utf-8") as file:
        table = csv.DictWriter(file, COLUMNS)
        table.writeheader()
        table.writerows(rows(now))


def rows(now: datetime) -> Iterator[Row]:
    """The rows, oldest first; the same for the same week."""
    luck = random.Random(_SEED)
    today = now.astimezone(UTC).replace(hour=0, minute=0, second=0, microsecond=0)
    monday = today - timedelta(days=today.weekday())
    number = 0
    for week in range(WEEKS, 0, -1):
        for handed in _moments(luck, monday - timedelta(weeks=week), _PER_WEEK + (12 if week == 1 else 0)):
            number += 1
            yield _row(luck, number, handed, now, turned=week == 1)


def _moments(luck: random.Random, monday: datetime, mean: int) -> list[datetime]:
    """When leads were handed over in a week: on five days, in working hours."""
    count = luck.randint(mean - 6, mean + 6)
    return sorted(
        monday + timedelta(days=luck.randrange(5), hours=8 + 9 * luck.random()) for _ in range(count)
    )


def _row(luck: random.Random, number: int, handed: datetime, now: datetime, *, turned: bool) -> Row:
    weights = [share for _, _, share, _ in _CAMPAIGNS]
    if turned:
        weights[0] *= 3
    campaign, source, _, accepted = luck.choices(_CAMPAIGNS, weights)[0]
    if turned and source == "webinar":
        accepted = 0.2
    first, last = luck.choice(_FIRST), luck.choice(_LAST)
    company = f"{last} {luck.choice(('Logistics', 'Systems', 'Foods', 'Media', 'Energy'))}"
    return {
        "Lead id": f"past-{number}",
        "Email": f"{first}.{last}.{number}@{last}.example.com".lower(),
        "First name": first,
        "Last name": last,
        "Company": company,
        "Country": luck.choice(("DE", "FR", "GB", "ES")),
        "Region": luck.choice(("DACH", "France", "UK", "Iberia")),
        "Segment": luck.choices(("SMB", "Mid-Market", "Enterprise"), (5, 3, 2))[0],
        "Persona": luck.choice(("Operations", "Finance", "IT")),
        "Campaign": campaign,
        "Source": source,
        "Score": luck.randint(45, 98),
        "Tier": "standard",
        **_decided(luck, handed, now, luck.random() < accepted),
    }


def _decided(luck: random.Random, handed: datetime, now: datetime, accepted: bool) -> Row:
    """What sales made of it: decided within hours, most of them in time."""
    decided = handed + luck.lognormvariate(0.9, 0.7) * _HOUR
    owner = luck.choice(("ana", "ben"))
    known: Row = {"Handed at": handed.isoformat(), "Due at": (handed + 8 * _HOUR).isoformat(), "Owner": owner}
    if decided > now:
        return known | {"Decision": "open"}
    known |= {"Decided at": decided.isoformat()}
    if not accepted:
        sent_back = luck.choices(("rejected", "recycled"), (4, 1))[0]
        reason = luck.choice(_REASONS) if sent_back == "rejected" else "no_budget_now"
        return known | {"Decision": sent_back, "Reason": reason}
    touched = decided + luck.expovariate(1 / 9) * _HOUR
    known |= {"Decision": "accepted", "Touch due at": (decided + 24 * _HOUR).isoformat()}
    return (
        known | ({"Touched at": touched.isoformat()} if touched <= now else {}) | _outcome(luck, decided, now)
    )


def _outcome(luck: random.Random, decided: datetime, now: datetime) -> Row:
    """How far it got by now: four in ten become SQL, half of these an opportunity, a third of those won."""
    steps = (("SQL at", 0.4, 12), ("Opportunity at", 0.5, 15), ("Won at", 0.35, 30))
    found: Row = {}
    at = decided
    for name, share, days in steps:
        at += timedelta(days=1 + luck.random() * days)
        if luck.random() >= share or at > now:
            return found
        found[name] = at.isoformat()
        if name == "Opportunity at":
            found |= {"Amount": luck.randrange(4, 60) * 1000, "Currency": "EUR"}
    return found
