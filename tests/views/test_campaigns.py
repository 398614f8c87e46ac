"""What is said of campaigns: the post, the list, one of them, and the dialog."""

from dataclasses import replace
from datetime import date

import pytest

from bot.domain.campaign import Campaign, Counts, Sheet, Standing
from bot.views import campaign_modals, campaigns
from tests.views import reading
from tests.views.samples import AGREEMENT, NOW

SPRING = Campaign(
    7, "Spring", owner="milo", source="webinar", medium="email", persona="Operations", target="Large ones",
    offer="A book", ends=date(2026, 12, 18), expected=120,
)  # fmt: skip
SHEET = Sheet(SPRING, Counts(40, 30, 18, 10), Standing.RUNNING, "milo", NOW)
LINK = "https://acme.slack.com/archives/C1/p1"


def test_the_post_tells_the_brief_and_what_became_of_the_leads() -> None:
    message = campaigns.post(SHEET, AGREEMENT)
    assert reading.lines(message) == [
        "Campaign *Spring* · until 18 Dec 2026",
        "webinar / email · for Operations · Milo answers for it",
        "To reach: Large ones",
        "Offer: A book",
        "*40 of 120 expected leads handed over, 30 decided: accepted 60 % (18 of 30), 10 open*",
        "As of today at 09:24 · `/handoff campaign` shows and edits it",
    ]
    assert message.text == (
        "Campaign “Spring”: until 18 Dec 2026. "
        "40 of 120 expected leads handed over, 30 decided: accepted 60 % (18 of 30), 10 open"
    )


@pytest.mark.parametrize(
    ("count", "said"),
    [(1, "1 comment waits for an answer"), (12, "12 comments wait for an answer"), (0, None)],
)
def test_the_post_says_how_much_feedback_waits_for_an_answer(count: int, said: str | None) -> None:
    lines = reading.lines(campaigns.post(replace(SHEET, counts=Counts(unanswered=count)), AGREEMENT))
    assert [line for line in lines if "for an answer" in line] == ([said] if said else [])


def test_a_campaign_of_which_nobody_declared_anything_is_short() -> None:
    bare = Sheet(Campaign(7, "Spring"), Counts(3, 0, 0, 3), Standing.RUNNING, None, NOW)
    assert reading.lines(campaigns.post(bare, AGREEMENT))[:3] == [
        "Campaign *Spring* · running",
        "nobody answers for it",
        "*3 handed over, none decided, 3 open*",
    ]


@pytest.mark.parametrize(
    ("counts", "said"),
    [
        (Counts(), "0 of 120 expected leads handed over yet"),
        (Counts(5, 4, 1, 1), "5 handed over, 4 decided: accepted 1 of 4, too few to say, 1 open"),
        (Counts(9, 9, 9), "9 handed over, 9 decided: accepted 9 of 9"),
    ],
)
def test_small_numbers_stay_counts(counts: Counts, said: str) -> None:
    said = said.replace(" handed", " of 120 expected leads handed") if counts.handed else said
    assert f"*{said}*" in reading.lines(campaigns.post(replace(SHEET, counts=counts), AGREEMENT))


@pytest.mark.parametrize(
    ("standing", "said", "follows"),
    [
        (Standing.PLANNED, "begins 1 Dec 2026", True),
        (Standing.ENDED, "ended 18 Dec 2026", False),
        (Standing.QUIET, "quiet: no lead for four weeks", False),
    ],
)
def test_a_post_says_how_the_campaign_stands_and_whether_it_follows(
    standing: Standing, said: str, follows: bool
) -> None:
    one = replace(SHEET, standing=standing, campaign=replace(SPRING, starts=date(2026, 12, 1)))
    lines = reading.lines(campaigns.post(one, AGREEMENT))
    assert lines[0] == f"Campaign *Spring* · {said}"
    assert ("does not follow the numbers any more" in lines[-1]) is not follows


def test_the_post_of_a_merged_campaign_points_at_the_other() -> None:
    [line] = reading.lines(campaigns.merged("Frühling", replace(SHEET, link=LINK)))
    assert line == "*Frühling* is the same as [Spring]: its leads are counted there."


def test_one_campaign_is_shown_with_its_other_names_and_its_post() -> None:
    one = replace(SHEET, aliases=("A", "B"), link=LINK)
    message = campaigns.sheet(one, AGREEMENT, may_edit=True)
    assert reading.lines(message)[-2:] == ["Also called “A” and “B”", "[Its post]"]
    assert reading.buttons(message) == [["Edit"]]
    assert reading.buttons(campaigns.sheet(one, AGREEMENT, may_edit=False)) == []


def test_the_list_names_who_answers_and_links_the_post() -> None:
    bare = Sheet(Campaign(8, "Search"), Counts(3, 0, 0, 3), Standing.RUNNING, None, NOW)
    message = campaigns.active([replace(SHEET, link=LINK), bare], 5, AGREEMENT)
    assert reading.lines(message) == [
        "5 active campaigns. `/handoff campaign` and a name shows one.",
        "• [Spring] · Milo · until 18 Dec 2026 · 40 of 120 expected leads handed over, 30 decided: "
        "accepted 60 % (18 of 30), 10 open",
        "• Search · nobody answers for it · 3 handed over, none decided, 3 open",
        "and 3 more",
    ]


def test_what_was_saved_says_when_its_post_comes() -> None:
    def said(standing: Standing, *, posted: bool) -> str:
        one = replace(SHEET, standing=standing, campaign=replace(SPRING, starts=date(2026, 12, 1)))
        return campaigns.saved(one, AGREEMENT, new=True, posted=posted).text

    assert said(Standing.RUNNING, posted=True).endswith("Milo answers for it. Its post follows in a moment.")
    assert "comes on one of the next days" in said(Standing.RUNNING, posted=False)
    assert "Its post comes with its first day, 1 Dec 2026." in said(Standing.PLANNED, posted=False)
    assert "with its first lead" in said(Standing.QUIET, posted=False)


def test_the_dialog_asks_for_every_field_and_holds_what_is_known() -> None:
    empty = campaign_modals.new(AGREEMENT, "Fair")
    labels = reading.paragraphs(empty["blocks"])
    assert labels == [
        f"{label} ____"
        for label in (
            "Name", "Other names", "Source", "Medium", "Persona", "Who answers for it", "First day",
            "Last day", "Target", "Offer", "Expected leads",
        )
    ]  # fmt: skip
    held = campaign_modals.edit(replace(SHEET, aliases=("A", "B")), AGREEMENT)
    assert reading.paragraphs(held["blocks"]) == [*labels, "Is the same as ____"]
    for words in ("'Spring'", "'A\\nB'", "'2026-12-18'", "'milo'", "'120'", "'A book'"):
        assert words in str(held["blocks"])
