"""What the doctor can find out without Slack: settings, agreement, database."""

from datetime import UTC, datetime
from pathlib import Path

from bot.agreement_file import Loaded
from bot.cli import output, setting
from bot.cli.findings import Finding, ok, warning, wrong
from bot.config import Settings
from bot.domain.errors import ConfigError, StorageError
from storage import posts, raw_events
from storage.database import Database, Session
from storage.posts import Audit

_DRIFT = 5.0  # seconds between two clocks that are worth a word
_OVERDUE = 600.0  # seconds


def settings() -> tuple[Settings | None, list[Finding]]:
    """The settings, without Slack's secrets if those are wrong; None if nothing can be read."""
    try:
        return setting.settings(needs_slack=True), [ok("Settings: all that Slack needs is set")]
    except ConfigError as error:
        found = [wrong(f"Settings: {error}")]
    try:
        return setting.settings(), found
    except ConfigError as error:
        said = wrong(f"Settings: {error}")
        return None, found if said in found else [*found, said]


def model(given: Settings) -> list[Finding]:
    """Whether questions may go to a language model; none is needed. It is not asked anything here."""
    if given.has_model:
        return [ok(f"Questions: words that are not understood go to the model {given.openai_model}")]
    if given.openai_key:
        said = "OPENAI_API_KEY is set and OPENAI_MODEL is not, so no language model is asked"
        return [warning(f"Questions: {said}. Name a model, or take the key away.")]
    if given.openai_model:
        said = "OPENAI_MODEL is set and OPENAI_API_KEY is not, so no language model is asked"
        return [warning(f"Questions: {said}. A server of your own may take any text as its key.")]
    return []


def feedback_model(given: Settings, loaded: Loaded) -> list[Finding]:
    """Whether comments may go to a language model; the agreement's own switch is off by default."""
    if not loaded.agreement.feedback.model:
        return []
    if given.has_model:
        said = f"comments on which the rules are silent go to the model {given.openai_model}"
        return [ok(f"Feedback: {said}, without addresses and telephone numbers")]
    said = "[feedback] model is true in the agreement, and no language model is set, so none is asked"
    return [warning(f"Feedback: {said}. Set OPENAI_API_KEY and OPENAI_MODEL, or take the line away.")]


def agreement(path: Path) -> tuple[Loaded | None, list[Finding]]:
    """The agreement, also when only the secrets of its sources are missing."""
    try:
        loaded = setting.agreement(path, needs_secrets=True)
    except ConfigError as error:
        found = [wrong(problem) for problem in str(error).splitlines()]
    else:
        return loaded, [_sized(loaded, path), *map(warning, loaded.warnings)]
    try:
        return setting.agreement(path), found
    except ConfigError:
        return None, found


def _sized(loaded: Loaded, path: Path) -> Finding:
    agreed = loaded.agreement
    counts = (
        output.counted(len(agreed.people), "person", "people"),
        output.counted(len(agreed.tiers), "tier"),
        output.counted(len(loaded.sources), "source"),
    )
    return ok(f"Agreement: {path} is in order, with {', '.join(counts)}")


def database(given: Settings, loaded: Loaded | None) -> list[Finding]:
    """Can it be reached, brought to the newest schema and written to; what in it waits for somebody?"""
    try:
        with setting.database(given) as db:
            if loaded is not None:
                setting.remember(db, given.agreement, loaded)
            found = [ok(f"Database: {db.location} can be written and has the newest schema")]
            if db.warning:
                found.append(warning(f"Database: {db.warning}"))
            return [*found, *_drift(db), *_waiting(db)]
    except StorageError as error:
        return [wrong(f"Database: {error}")]


def _drift(db: Database) -> list[Finding]:
    """Deadlines go by the database's clock; on SQLite that is this machine's."""
    seconds = abs((datetime.now(UTC) - db.now_sync()).total_seconds())
    if db.dialect == "sqlite":
        return []
    if seconds <= _DRIFT:
        return [ok("Clock: the database's agrees with this machine's")]
    apart = f"the database's and this machine's are {seconds:.0f} s apart"
    return [warning(f"Clock: {apart}, and deadlines go by the former. Let both keep time by NTP.")]


def _waiting(db: Database) -> list[Finding]:
    now = db.now_sync()

    def count(tx: Session) -> tuple[int, int, Audit]:
        return raw_events.backlog(tx), raw_events.dead_count(tx), posts.audit(tx, now, _OVERDUE)

    backlog, dead, audit = db.read_sync(count)
    found = []
    if dead:
        found.append(warning(f"Events: {dead:,} could not be worked in. List them: handoff events dead"))
    if audit.dead:
        found.append(warning(f"Messages: Slack refuses {audit.dead:,}. List them: handoff posts parked"))
    if audit.overdue:
        found.append(warning("Messages: some are overdue by 10 minutes. Is the bot running?"))
    if not found:
        found.append(ok(f"Work: nothing waits for anybody; {output.counted(backlog, 'event')} to work in"))
    return found
