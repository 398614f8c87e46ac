"""A small agreement that is in order; tests change one thing in it."""

from bot import agreement_file
from bot.agreement_file import Loaded

# The numbers of lines that tests expect are those of this text; the first line is `zone`.
SMALL = """\
zone = "Europe/Berlin"
existing_owner = true
[channels]
handoffs = "#mql-handoffs"
[people.ana]
name = "Ana Lima"
roles = ["rep"]
email = "Ana@example.com"
team = "emea"
calendar = "office"
backup = "ben"
[people.ben]
name = "Ben Okafor"
roles = ["rep", "manager", "admin"]
slack = "U02BEN00001"
team = "emea"
[teams.emea]
pool = ["ana", "ben"]
manager = "ben"
[calendars.office]
weekdays = ["09:00-12:00", "13:00-18:00"]
[[tiers]]
key = "hot"
when = { score = ">= 80" }
decide = "1h"
touch = "4h"
[[tiers]]
key = "rest"
decide = "8h"
touch = "24h"
[tiers.definition]
version = "3"
criteria = [{ name = "role" }, { name = "score", label = "score of 80" }]
[[routes]]
name = "Large"
when = { employee_count = ">= 200" }
person = "ana"
[[routes]]
name = "Rest"
team = "emea"
[reasons]
reject = [{ key = "bad_data", label = "Wrong data" }, { key = "other", label = "Other" }]
[timing]
undo = "5m"
[sources.web]
verify = { scheme = "bearer", secret_env = "WEB_SECRET" }
"""

ENVIRON = {"WEB_SECRET": "a-secret-of-thirty-two-characters", "SHORT": "short"}


def changed(old: str, new: str) -> str:
    """The small file with one part, which must be there once, replaced."""
    assert SMALL.count(old) == 1, f"{old!r} is {SMALL.count(old)} times in the file"
    return SMALL.replace(old, new)


def load(text: str = SMALL) -> Loaded:
    """Load a text as `handoff.toml` with the secrets of this module."""
    return agreement_file.load_agreement(text, name="handoff.toml", environ=ENVIRON)
