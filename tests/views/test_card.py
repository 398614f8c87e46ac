"""The card reads well in every state, with its blocks and with its text alone."""

from dataclasses import replace
from datetime import timedelta

import pytest

from bot.domain.brief import Brief
from bot.domain.handoff import CriterionMet, Status, Step
from bot.domain.lead import Activity, Campaign, Company, Context, Lead, Person, Qualification, Ref
from bot.views import card
from tests.views import reading
from tests.views.samples import (
    AGREEMENT,
    BRIEF,
    HANDED,
    LEAD,
    MET,
    NOW,
    accepted,
    changed,
    entry,
    overdue,
    rejected,
)

HEAD = [
    "*Dana Ruiz* · Head of Operations · Lumen GmbH (320 people, Germany)",
    "Asked for a demo 09:12 · Read pricing twice 21 Nov 2026",
    "MQL v3: 5 of 5 criteria  ✓ company size ✓ role ✓ region ✓ score 82 ✓ consent",
    "Webinar “AI forecasting” · webinar / email · [Open in HubSpot]",
]
DECIDE = ["Accept", "Reject"]
WHO = "Dana Ruiz, Head of Operations at Lumen GmbH."


def footer(brief: Brief) -> str:
    """The line that says whose it is and how it stands."""
    return reading.lines(card.card(brief))[-1]


def told(brief: Brief) -> str:
    """What a notification says."""
    return reading.read(card.card(brief).text)


def test_a_new_card_says_who_why_and_until_when() -> None:
    message = card.card(BRIEF)
    assert reading.lines(message) == [*HEAD, "For @U0ANA · decide by 10:12 (48 min of Ana's hours)"]
    assert reading.buttons(message) == [
        [*DECIDE, "(Give to somebody else…, Recycle to marketing…, Snooze 30 min, Why me?, History)"]
    ]
    assert reading.read(message.text) == (
        f"New MQL for Ana: {WHO} Asked for a demo. Decide by 10:12 (48 min of Ana's hours)."
    )


def test_only_the_owner_is_mentioned_and_only_at_work() -> None:
    offered = changed(offered=("ben",))
    assert footer(offered) == "For @U0ANA · decide by 10:12 (48 min of Ana's hours) · also offered to Ben"
    asleep = replace(BRIEF, owner_at_work=False)
    assert footer(asleep) == "For Ana, not at work now · decide by 10:12 (48 min of Ana's hours)"
    assert "@" not in card.card(BRIEF).text


def test_a_due_time_on_another_day_names_the_day() -> None:
    late = HANDED - timedelta(hours=14)
    assert footer(changed(handed_at=late)) == (
        "For @U0ANA · decide by today at 10:12 (48 min of Ana's hours)"
    )


def test_without_an_owner_any_rep_of_the_team_may_take_it() -> None:
    promise = replace(BRIEF.promises[0], owner=None)
    brief = replace(changed(owner=None, offered=("ana", "ben")), promises=(promise,), owner_at_work=False)
    assert footer(brief) == ("Open to EMEA: any rep may take it · decide by 10:12 (48 min of working hours)")
    assert told(brief) == (
        f"New MQL open to EMEA: {WHO} Asked for a demo. Decide by 10:12 (48 min of working hours)."
    )


def test_without_owner_and_team_it_is_open_to_everybody() -> None:
    assert footer(changed(owner=None, team=None)).startswith("Open to everybody: any rep may take it")


def test_more_than_two_offers_are_counted() -> None:
    assert footer(changed(offered=("ben", "cleo", "maria"))).endswith("also offered to 3 colleagues")
    assert footer(changed(offered=("ben", "cleo"))).endswith("also offered to Ben and Cleo")


def test_overdue_is_said_in_words() -> None:
    assert footer(overdue()) == (
        "For @U0ANA · decision was due today at 10:12, overdue by 12 min of Ana's hours"
    )
    assert told(overdue()) == (
        f"Overdue MQL for Ana: {WHO} Asked for a demo. "
        "Decision was due today at 10:12, overdue by 12 min of Ana's hours."
    )


def test_past_due_but_outside_hours_is_not_overdue_by_anything_yet() -> None:
    assert footer(replace(overdue(), left=0.0)) == "For @U0ANA · decision was due today at 10:12"


def test_snoozed_says_until_when() -> None:
    snoozed = changed(snoozed_until=NOW + timedelta(minutes=30), snoozes=1)
    assert footer(snoozed) == (
        "For @U0ANA · decide by 10:12 (48 min of Ana's hours) · no reminder before 09:54"
    )
    over = changed(snoozed_until=NOW, snoozes=1)
    assert footer(over) == "For @U0ANA · decide by 10:12 (48 min of Ana's hours)"


def test_after_two_snoozes_there_is_no_third() -> None:
    [[*_, menu]] = reading.buttons(card.card(changed(snoozes=2)))
    assert menu == "(Give to somebody else…, Recycle to marketing…, Why me?, History)"


def test_parked_says_why_and_can_still_be_decided() -> None:
    parked = replace(
        changed(excused="waiting for legal"), promises=(replace(BRIEF.promises[0], ended_at=NOW),)
    )
    assert footer(parked) == "For @U0ANA · parked, the clock stands: waiting for legal"
    assert told(parked) == f"Parked MQL for Ana: {WHO} Asked for a demo. The clock stands: waiting for legal."
    assert reading.buttons(card.card(parked))[0][:2] == DECIDE


def test_accepted_says_by_whom_and_asks_for_the_first_touch() -> None:
    message = card.card(accepted())
    assert reading.lines(message) == [*HEAD, "Accepted by Ana 09:15 · first touch due 14:12"]
    assert reading.buttons(message) == [["Called", "Mailed", "Booked", "(Undo, Reopen…, Why?, History)"]]
    assert reading.read(message.text) == f"{WHO} Accepted by Ana 09:15 · first touch due 14:12."


def test_a_touched_lead_says_what_was_done() -> None:
    touched = changed(accepted(), touched_at=NOW + timedelta(minutes=16), touched_how="called")
    touched = replace(touched, promises=(touched.promises[0],), now=NOW + timedelta(minutes=20))
    assert footer(touched) == "Accepted by Ana 09:15 · called 09:40"
    assert reading.buttons(card.card(touched)) == [["(Reopen…, Why?, History)"]]


def test_a_first_touch_that_is_late_says_so() -> None:
    late = replace(accepted(), now=HANDED + timedelta(hours=6), left=-3600.0)
    assert footer(late) == (
        "Accepted by Ana 09:15 · first touch was due today at 14:12, overdue by 1 h of Ana's hours"
    )


@pytest.mark.parametrize(
    ("reason", "detail", "said"),
    [
        ("no_intent", None, "No intent"),
        ("wrong_owner", "ben", "Wrong owner: Ben"),
        ("not_icp", "region", "Not our ICP: region"),
        ("other", "They are *us*", "Other: They are ∗us∗"),
        ("duplicate", "https://crm.example/9", "Duplicate: [the other record]"),
        ("duplicate", "see Lumen AG", "Duplicate: see Lumen AG"),
        ("removed_reason", None, "removed_reason"),
    ],
)
def test_rejected_says_by_whom_and_why(reason: str, detail: str | None, said: str) -> None:
    brief = rejected(reason=reason, detail=detail)
    assert footer(brief) == f"Rejected by Ana 09:15 · {said}"
    assert reading.buttons(card.card(brief)) == [["(Undo, Reopen…, Why?, History)"]]


def test_recycled_says_when_it_comes_back() -> None:
    brief = rejected(reason="bad_timing", detail="2027-01-04")
    brief = changed(brief, status=Status.RECYCLED, return_on=(HANDED + timedelta(days=42)).date())
    assert footer(brief) == "Recycled by Ana 09:15 · Bad timing · comes back on 4 Jan 2027"


def test_withdrawn_says_why_and_offers_no_decision() -> None:
    withdrawn = entry(Step.WITHDRAWN, NOW, why="the person unsubscribed")
    brief = replace(changed(status=Status.WITHDRAWN), log=(withdrawn,), promises=())
    assert footer(brief) == "Withdrawn 09:24: the person unsubscribed"
    assert reading.buttons(card.card(brief)) == [["(Why?, History)"]]
    assert footer(replace(brief, log=())) == "Withdrawn: no decision is needed any more"


def test_undo_goes_when_its_ten_minutes_are_over() -> None:
    later = replace(rejected(), now=HANDED + timedelta(minutes=13))
    assert reading.buttons(card.card(later)) == [["(Reopen…, Why?, History)"]]


def test_an_unmet_criterion_is_named_with_its_evidence() -> None:
    criteria = (
        CriterionMet("role", True),
        CriterionMet("region", False, "Brazil"),
        CriterionMet("score", None),
        CriterionMet("consent", False),
    )
    assert reading.lines(card.card(changed(criteria=criteria)))[2] == (
        "MQL v3: 1 of 4 criteria  "
        "✓ role ✗ region (not met: Brazil) ? score (not reported) ✗ consent (not met)"
    )


def test_long_evidence_is_told_only_where_it_explains_a_no() -> None:
    criteria = (
        CriterionMet("role", True, "Head of Operations"),
        CriterionMet("company size", False, "45 employees, 50 are asked for"),
    )
    assert reading.lines(card.card(changed(criteria=criteria)))[2] == (
        "MQL v3: 1 of 2 criteria  ✓ role ✗ company size (not met: 45 employees, 50 are asked for)"
    )


def test_a_sign_never_stands_at_the_end_of_a_line_without_its_criterion() -> None:
    assert "✓\N{NO-BREAK SPACE}company size ✓\N{NO-BREAK SPACE}role" in card.criteria(BRIEF)


def test_the_form_comes_first_and_the_same_page_once() -> None:
    pages = (
        Activity("page", "Pricing", occurred_at=HANDED),
        Activity("page", "Pricing", occurred_at=HANDED - timedelta(minutes=5)),
        Activity("page", "Customers"),
    )
    lead = replace(LEAD, activities=pages, context=Context(form_name="Request a demo"))
    message = card.card(replace(BRIEF, lead=lead))
    assert reading.lines(message)[1] == "Filled in “Request a demo” · Pricing 09:12 (2 times)"
    assert f"{WHO} Filled in “Request a demo”. Decide by" in reading.read(message.text)
    told = Activity("form_submission", "Request a demo", occurred_at=HANDED)
    lead = replace(lead, activities=(told, *pages))
    assert reading.lines(card.card(replace(BRIEF, lead=lead)))[1] == (
        "Request a demo 09:12 · Pricing 09:12 (2 times)"
    )


def test_many_criteria_are_counted_and_the_first_dozen_named() -> None:
    line = reading.lines(card.card(changed(criteria=MET * 4)))[2]
    assert line.startswith("MQL v3: 20 of 20 criteria  ✓ company size")
    assert line.endswith(" and 8 more")


def test_a_tier_without_a_definition_says_so() -> None:
    brief = changed(criteria=(), definition=None)
    assert reading.lines(card.card(brief))[2] == "Hand-raiser: no criteria agreed"


def test_an_earlier_rejection_is_told_with_what_is_new_since() -> None:
    prior = replace(rejected().handoff, decided_at=HANDED - timedelta(days=51))
    earlier = "Earlier: rejected by Ana on 3 Oct 2026 (No intent) · new since: "
    assert reading.lines(card.card(replace(BRIEF, prior=prior)))[4] == (
        f"{earlier}Asked for a demo, Read pricing twice, 1 more"
    )


def test_a_recycled_lead_comes_back_as_agreed() -> None:
    at = HANDED - timedelta(days=3)
    prior = replace(rejected(reason="bad_timing").handoff, status=Status.RECYCLED, decided_at=at)
    assert reading.lines(card.card(replace(BRIEF, prior=prior)))[4] == (
        "Back as agreed: recycled by Ana on 20 Nov 2026 (Bad timing) · "
        "new since: Asked for a demo, Read pricing twice"
    )
    quiet = replace(BRIEF, prior=prior, lead=replace(LEAD, activities=()))
    assert reading.lines(card.card(quiet))[4].endswith("(Bad timing) · nothing new since")


def test_a_lead_sent_on_says_by_whom() -> None:
    prior = rejected(reason="wrong_owner", detail="ben").handoff
    assert reading.lines(card.card(replace(BRIEF, prior=prior)))[4] == (
        "Sent on by Ana on 23 Nov 2026 (rejected: Wrong owner: Ben)"
    )


@pytest.mark.parametrize(
    ("status", "said"),
    [
        (Status.ACCEPTED, "Earlier: accepted by Ana on 23 Nov 2026"),
        (Status.WITHDRAWN, "Earlier: handed off on 23 Nov 2026, then withdrawn"),
    ],
)
def test_other_earlier_passes_are_named(status: Status, said: str) -> None:
    decided = accepted().handoff if status is Status.ACCEPTED else changed(status=status).handoff
    assert reading.lines(card.card(replace(BRIEF, prior=decided)))[4] == said


def test_what_intake_noticed_is_shown_and_cut_short() -> None:
    flags = ["Two references point at different persons", "The phone number was dropped", "c", "d", "e"]
    assert reading.lines(card.card(replace(BRIEF, flags=flags)))[4] == (
        "Please check: Two references point at different persons · The phone number was dropped · c · 2 more"
    )


@pytest.mark.parametrize(
    ("lead", "head", "did"),
    [
        (Lead(person=Person(email="x@lumen.example")), "*x@lumen.example*", "What they did is not known"),
        (Lead(person=Person(phone="+491")), "*+491*", "What they did is not known"),
        (Lead(), "*Unknown person*", "What they did is not known"),
        (
            Lead(person=Person(last_name="Ruiz"), context=Context(form_name="Demo request")),
            "*Ruiz*",
            "Filled in “Demo request”",
        ),
        (
            Lead(person=Person(last_name="Ruiz"), qualification=Qualification(reason="Score above 80")),
            "*Ruiz*",
            "Score above 80",
        ),
        (
            Lead(
                person=Person(last_name="Ruiz"),
                company=Company(domain="lumen.example", employee_count="51-200", country="XX"),
                activities=(Activity("page_view"),),
            ),
            "*Ruiz* · lumen.example (51-200 people, XX)",
            "page view",
        ),
        (
            Lead(person=Person(last_name="Ruiz"), company=Company(name="Big", employee_count=12_000)),
            "*Ruiz* · Big (12,000 people)",
            "What they did is not known",
        ),
    ],
)
def test_a_lead_of_which_little_is_known_still_makes_a_card(lead: Lead, head: str, did: str) -> None:
    assert reading.lines(card.card(replace(BRIEF, lead=lead)))[:2] == [head, did]


def test_where_it_comes_from_is_told_as_far_as_it_is_known() -> None:
    bare = replace(changed(campaign=None), lead=replace(LEAD, campaign=Campaign(), refs=()))
    assert reading.lines(card.card(bare))[3] == "hubspot"


def test_only_web_addresses_of_other_systems_become_links() -> None:
    refs = (
        Ref("evil", "1", url="javascript:alert(1)"),
        Ref("salesforce", "2", url="https://sf.example/2"),
        Ref("SAP", "3", url="https://sap.example/3"),
        Ref("pipedrive", "4", url="https://pd.example/4"),
    )
    assert reading.lines(card.card(replace(BRIEF, lead=replace(LEAD, refs=refs))))[3].endswith(
        " · [Open in Salesforce] · [Open in SAP]"
    )


def test_screen_readers_hear_whom_a_button_is_about() -> None:
    *_, row = card.card(BRIEF).blocks
    elements = row["elements"]
    assert isinstance(elements, list)
    assert elements[0]["accessibility_label"] == "Accept Dana Ruiz, Lumen GmbH"
    assert elements[1]["accessibility_label"] == "Reject Dana Ruiz, Lumen GmbH"
    assert [element["value"] for element in elements[:2]] == ["42", "42"]
    assert elements[2]["options"][0]["value"] == "reassign:42"


def test_the_first_block_is_left_without_an_id_for_delivery() -> None:
    assert all("block_id" not in block for block in card.card(BRIEF).blocks)


def test_the_house_may_agree_on_other_touches() -> None:
    agreement = replace(AGREEMENT, touches=("called", "met"))
    [[*touches, _]] = reading.buttons(card.card(replace(accepted(), agreement=agreement)))
    assert touches == ["Called", "Met"]


def test_a_decision_of_the_past_by_nobody_that_we_know_names_nobody() -> None:
    said = reading.lines(card.card(changed(rejected(), decided_by=None)))
    assert any(line.startswith("Rejected ") and "nobody" not in line for line in said)
