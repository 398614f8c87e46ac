"""What the tests of storage share."""

import pytest

from storage.database import Database
from tests.databases import ManualClock
from tests.storage.outbox import Outbox


@pytest.fixture
def outbox(db: Database, clock: ManualClock) -> Outbox:
    return Outbox(db, clock)
