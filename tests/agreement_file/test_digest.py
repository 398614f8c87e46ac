"""The digest's table in the agreement file: its defaults, what it says, and how mistakes in it are told."""

from datetime import date, time

import pytest

from bot.domain.agreement import Change, DigestPlan
from bot.domain.errors import ConfigError
from tests.agreement_file import files


def test_without_a_table_it_comes_on_monday_at_eight() -> None:
    assert files.load().agreement.digest == DigestPlan(weekday=0, at=time(8, 0))


def test_it_arrives_as_it_was_written() -> None:
    plan = files.load(f"""{files.SMALL}
[digest]
channel = "#revenue"
day = "tue"
at = "09:30"
direct = ["ben"]
sales = "ben"
marketing = "ana"
[[digest.changes]]
on = 2026-10-05
what = "new lead score"
""").agreement.digest
    assert (plan.channel, plan.weekday, plan.at, plan.direct) == ("#revenue", 1, time(9, 30), ("ben",))
    assert (plan.sales, plan.marketing) == ("ben", "ana")
    assert plan.changes == (Change(date(2026, 10, 5), "new lead score"),)


def test_a_marketer_may_name_their_campaigns() -> None:
    text = files.changed('backup = "ben"', 'campaigns = ["Webinar*"]')
    person = files.load(text).agreement.person("ana")
    assert person is not None
    assert person.campaigns == ("Webinar*",)


@pytest.mark.parametrize(
    ("line", "key", "said"),
    [
        ('day = "monday"', "digest.day", "mon"),
        ('at = "8 o\'clock"', "digest.at", "08:00"),
        ('at = "02:30"', "digest.at", "clocks change"),
        ('direct = ["bob"]', "digest.direct[1]", 'no person "bob"'),
        ('sales = "bob"', "digest.sales", 'no person "bob"'),
        ('channel = "revenue"', "digest.channel", "#mql-handoffs"),
        ('chanel = "#revenue"', "digest.chanel", 'did you mean "channel"?'),
        ('changes = [{ on = "October", what = "score" }]', "digest.changes[1].on", "2026-10-05"),
        ("changes = [{ on = 2026-10-05 }]", "digest.changes[1].what", "what changed"),
    ],
)
def test_a_mistake_is_told_with_its_key_and_what_would_be_right(line: str, key: str, said: str) -> None:
    with pytest.raises(ConfigError) as refused:
        files.load(f"{files.SMALL}\n[digest]\n{line}\n")
    told = [problem for problem in str(refused.value).splitlines() if key in problem]
    assert any(said in problem for problem in told), str(refused.value)
