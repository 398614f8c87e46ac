"""The summary of a bulk import, and what administrators are told."""

from bot.domain.post import Kind, Post, PostId, State
from bot.views import imports, notices
from tests.views import reading


def parked(error: str | None) -> Post:
    """A card that could not be delivered."""
    return Post(PostId(1), "handoff:42:card", Kind.CARD, 42, "#handoffs", None, State.DEAD, 2, 0, error=error)


def test_an_import_is_one_card_with_its_counts() -> None:
    outcomes = {"nothing new": 12, "dead": 50, "opened": 1888, "updated": 50}
    message = imports.summary("leads.csv", "hubspot", 2000, outcomes, [("Ana", 950), ("Ben", 938)])
    assert reading.lines(message) == [
        "*Import of leads.csv from hubspot: 2,000 rows*",
        "1,888 handed off, 50 updated a lead that was known, 50 refused, 12 nothing new",
        "Leads by owner: Ana 950 · Ben 938",
        "Each owner finds them in the Home tab and with `/handoff queue`",
        "For administrators: `handoff events dead` lists the refused rows and why.",
    ]
    assert message.text == (
        "Import of leads.csv from hubspot: 2,000 rows. "
        "1,888 handed off, 50 updated a lead that was known, 50 refused, 12 nothing new. "
        "Leads by owner: Ana 950 · Ben 938. Each owner finds them in the Home tab and with `/handoff queue`."
    )


def test_an_import_that_has_just_begun_says_so() -> None:
    message = imports.summary("<!here>.csv", "native", 1, {}, [])
    assert message.text == "Import of &lt;!here&gt;.csv from native: 1 row. nothing was read yet."


def test_many_owners_are_cut() -> None:
    owners = [(f"Rep {n}", n) for n in range(25)]
    assert "Rep 19 19 · 5 more people. " in imports.summary("a.csv", "b", 9, {"opened": 9}, owners).text


def test_a_parked_message_says_what_would_cure_it() -> None:
    message = notices.parked(parked("not_in_channel"))
    assert reading.lines(message) == [
        "A message could not be delivered. The bot is not a member of #handoffs. "
        "Invite it there: /invite @handoff (not_in_channel)",
        "Message `handoff:42:card`",
    ]


def test_an_error_that_is_no_code_is_shown_as_it_is() -> None:
    assert "The server said <no>" in reading.read(notices.parked(parked("The server said <no>")).text)
    assert "unknown_error" in notices.parked(parked(None)).text
