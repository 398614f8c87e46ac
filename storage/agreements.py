"""Every version of the agreement file that was ever in force."""

from datetime import datetime

from sqlmodel import Session

from storage.tables import AgreementRow


def remember(tx: Session, version: str, text: str, now: datetime) -> None:
    """Keep a version's text, once."""
    if tx.get(AgreementRow, version) is None:
        tx.add(AgreementRow(version=version, text=text, loaded_at=now))
