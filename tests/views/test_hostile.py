"""Whatever a lead is called, no view can be refused by Slack, ping anybody, or fake our own words.

The judge of the limits is the playground, which was written from Slack's documentation alone.
"""

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from itertools import chain

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.domain.agreement import Person as Rep
from bot.domain.brief import Brief
from bot.domain.campaign import MOST_NAME, MOST_TEXT, Counts, Sheet, Standing
from bot.domain.campaign import Campaign as Planned
from bot.domain.handoff import CriterionMet, HandoffId, Status, Step
from bot.domain.lead import Activity, Campaign, Company, Context, Lead, Person, Qualification, Ref
from bot.domain.outcome import Done, Invalid, Lost
from bot.domain.permission import Denied
from bot.domain.post import Kind, Message, Post, PostId, State, View
from bot.domain.promise import Nudge
from bot.playground import limits
from bot.views import (
    campaign_modals,
    campaigns,
    card,
    commands,
    dm,
    escalation,
    home,
    imports,
    line,
    modals,
    notices,
    whispers,
)
from bot.views.home import HomeFacts, TeamFacts
from tests.views.samples import (
    AGREEMENT,
    ANA,
    BRIEF,
    HANDED,
    MARIA,
    MET,
    NOW,
    REP,
    accepted,
    changed,
    did,
    entry,
    overdue,
    rejected,
)

WORST = [
    "&" * 200,
    "<!channel> <@U1> " * 12,
    "*bold* _it_ ~gone~ `code` " * 8,
    ":tada:" * 33,
    "👩\u200d👩\u200d👧\u200d👦" * 28,
    "שלום עולם " * 20,
    "漢字" * 100,
    "\u202eevil\u2066" * 33,
    "https://evil.example/ " * 9,
    "> quote\n" * 25,
    "e" + "\u0301" * 199,
    "",
]
hostile = st.one_of(
    st.sampled_from(WORST),
    st.text(alphabet="<>&!@#|*_~`: /\nUhere1channeltada", max_size=40),
    st.text(max_size=40),
)

# What may stand between angle brackets: our own dates, the owner, and links to plain addresses.
TOKEN = re.compile(r"<([^<>]*)>")
OURS = re.compile(
    r"!date\^\d+\^[^|]+\|[^|]+|@U0(ANA|BEN|MARIA)|https://crm\.example/\d\|[^|]+"
    r"|mailto:[^|]+\|[^|]+|tel:\+?\d+\|\+?\d+"
)


def strange(words: str) -> Lead:
    """A lead that is called that in every field."""
    return Lead(
        person=Person(first_name=words, last_name=words, title=words, email=words, phone=words),
        company=Company(name=words, employee_count=words, country=words),
        qualification=Qualification(reason=words),
        campaign=Campaign(name=words, source=words, medium=words),
        context=Context(form_name=words, message=words * 10),
        activities=tuple(Activity(words, words, occurred_at=HANDED - timedelta(days=n)) for n in range(4)),
        refs=(Ref(words or "x", "1", url="https://crm.example/1"), Ref("x", "2", url=words)),
    )


def briefs(words: str) -> Iterator[Brief]:
    """Handoffs in every state in which all that others wrote says `words`."""
    criteria = tuple(CriterionMet(words, met, words) for met in (True, False)) * 8
    offered = ("ben", "cleo")
    log = (
        entry(Step.OPENED, HANDED, None, tier=words, source=words),
        entry(Step.OFFERED, NOW, None, to="ben"),
        entry(Step.ESCALATED, NOW, None, to="maria", promise="decide"),
        did(Step.UPDATED, "ana", what=words, source=words),
    )
    for kind in (BRIEF, overdue(), accepted(), rejected(reason="other", detail=words)):
        brief = changed(kind, criteria=criteria, definition=words, tier_label=words, campaign=words)
        brief = changed(brief, source=words, offered=offered)
        prior = rejected(reason="other", detail=words).handoff
        yield replace(brief, lead=strange(words), log=log, flags=[words] * 9, prior=prior)
    parked = changed(BRIEF, excused=words, criteria=criteria)
    yield replace(parked, lead=strange(words), promises=())
    withdrawn = did(Step.WITHDRAWN, "ana", why=words)
    yield replace(changed(status=Status.WITHDRAWN), lead=strange(words), log=(withdrawn,), promises=())


def messages(words: str) -> Iterator[Message]:
    """Every message that there is, about strange leads."""
    for brief in briefs(words):
        yield card.card(brief)
        yield escalation.escalation(brief)
        yield whispers.accepted(brief)
        yield from (line.line(each, brief) for each in brief.log)
        last = did(Step.WITHDRAWN, "ana", why=words, reason=words)
        yield whispers.of(Lost(brief.handoff, last), None, AGREEMENT, ANA)
    yield from lists(words, brief := next(briefs(words)))
    yield from about_campaigns(words)
    yield whispers.of(Done(brief.handoff, did(Step.REJECTED, "ana", reason=words)), brief, AGREEMENT, ANA)
    yield whispers.of(Invalid(words), None, AGREEMENT, ANA)
    yield whispers.denied(Denied(words))
    yield commands.unknown(words)
    yield commands.problem(words)
    yield imports.summary(words, words, 2000, {words: 1, "dead": 3}, [(words, 5)] * 40)
    yield notices.parked(Post(PostId(1), words, Kind.CARD, 1, words, None, State.DEAD, 2, 0, error=words))


def sheets(words: str) -> Iterator[Sheet]:
    """Campaigns in every standing of which all that others wrote says `words`, as far as it may be stored."""
    name, text = words[:MOST_NAME] or "x", words[:MOST_TEXT] or None
    for standing in Standing:
        told = Planned(
            1, name, owner="milo", source=name, medium=name, persona=name, target=text, offer=text,
            starts=NOW.date(), ends=NOW.date(), expected=1_000_000,
        )  # fmt: skip
        counts = Counts(2_000_000, 1_000_000, 500_000, 1_000_000)
        link = "https://crm.example/4"
        yield Sheet(told, counts, standing, "milo", NOW, (name,) * 30, link)
        yield replace(Sheet(told, Counts(), standing, None, NOW), campaign=Planned(1, name))


def about_campaigns(words: str) -> Iterator[Message]:
    """Every message about strange campaigns."""
    for one in sheets(words):
        yield campaigns.post(one, AGREEMENT)
        yield campaigns.merged(words[:MOST_NAME], one)
        yield campaigns.sheet(one, AGREEMENT, may_edit=True)
        yield campaigns.saved(one, AGREEMENT, new=True, posted=False)
        yield campaigns.saved(one, AGREEMENT, new=False, posted=True)
    yield campaigns.active([next(sheets(words))] * 20, 400, AGREEMENT)
    yield campaigns.unknown(words, [words[:MOST_NAME]] * 3)


def lists(words: str, brief: Brief) -> Iterator[Message]:
    """Messages that hold many leads or many lines."""
    yield commands.queue([changed(brief, id=HandoffId(n)) for n in range(9)], 99)
    yield commands.why(brief, [words] * 60)
    yield commands.which(words, [brief] * 12)
    yield from (_reminders(brief, step) for step in Nudge)


def views(words: str) -> Iterator[View]:
    """Every dialog and Home tab, about strange leads."""
    for brief in briefs(words):
        reasons = (None, "wrong_owner", "duplicate", "not_icp", "other")
        yield from (modals.reject(brief, chosen) for chosen in reasons)
        yield modals.recycle(brief, "bad_timing")
        yield from (form(brief) for form in (modals.reopen, modals.reassign, modals.park, modals.history))
    yield from (campaign_modals.edit(one, AGREEMENT) for one in sheets(words))
    yield campaign_modals.new(AGREEMENT, words)
    yield modals.why(brief := next(briefs(words)), [words] * 60)
    team = TeamFacts(replace(AGREEMENT.teams["emea"], name=words), [brief] * 20, 200)
    yield home.home(
        HomeFacts(
            replace(MARIA, roles=MARIA.roles | REP),
            AGREEMENT,
            NOW,
            queue=[brief] * 16,
            total=200,
            offered=[brief] * 9,
            absences=[(NOW, NOW + timedelta(days=n)) for n in range(1, 9)],
            teams=[team] * 5,
            sourced=[brief] * 11,
        )
    )


def _reminders(brief: Brief, step: Nudge) -> Message:
    planned = brief.now - timedelta(minutes=1)
    item = dm.Reminder(brief, step, "ana", planned, True, "https://crm.example/3")
    return dm.reminders([item] * 6, AGREEMENT)


def _markup(value: object) -> Iterator[str]:
    """Every mrkdwn text in a JSON value."""
    if isinstance(value, dict):
        if value.get("type") == "mrkdwn":
            assert value["verbatim"] is True
            yield value["text"]
        yield from chain.from_iterable(_markup(each) for each in value.values())
    elif isinstance(value, list | tuple):
        yield from chain.from_iterable(_markup(each) for each in value)


def _assert_harmless(markup: str) -> None:
    """Nothing in it is live but what we wrote."""
    for token in TOKEN.findall(markup):
        assert OURS.fullmatch(token), token
    outside = re.sub("`[^`]*`", "", TOKEN.sub("", markup))
    assert not re.search(r"[<>~]|:[\w+'-]+:|://|@(channel|here|everyone)", outside), outside
    assert not re.search(r"&(?!amp;|lt;|gt;)", outside)
    # Our own isolates alone: each begins with its mark and ends, at the latest with what was cut off.
    foreign = re.sub("\u200e\u2068[^\u2066-\u2069]*(?:\u2069|$)", "", markup)
    assert not re.search("[\u200b\u200e\u200f\u202a-\u202e\u2066-\u2069]", foreign), foreign
    assert outside.count("*") % 2 == 0


@settings(max_examples=8, deadline=None)
@given(hostile)
def test_slack_takes_every_message(words: str) -> None:
    for message in messages(words):
        limits.check_message(list(message.blocks))
        assert 0 < len(message.text) < 4000
        for markup in (message.text, *_markup(message.blocks)):
            _assert_harmless(markup)


@settings(max_examples=8, deadline=None)
@given(hostile)
def test_slack_takes_every_view(words: str) -> None:
    for view in views(words):
        assert limits.examine_view(view) == []
        for markup in _markup(view["blocks"]):
            _assert_harmless(markup)


@pytest.mark.parametrize("words", WORST, ids=range(len(WORST)))
def test_the_worst_leads_fit_a_card_with_room_to_spare(words: str) -> None:
    for brief in briefs(words):
        message = card.card(brief)
        limits.check_message(list(message.blocks))
        assert len(message.text) < 4000
        assert message.blocks[-1]["type"] == "actions"
        assert all(len(markup) < 3000 for markup in _markup(message.blocks))


@pytest.mark.parametrize(
    "words", ["*Accepted by Ana*", "<!channel>", "<@U0BEN>", ":white_check_mark:", "`x`", "abc\u202ecba"]
)
def test_a_name_cannot_dress_up_as_our_own_words(words: str) -> None:
    plain = card.card(replace(BRIEF, lead=strange("Dana")))
    dressed = card.card(replace(BRIEF, lead=strange(words)))
    for sign in ("*", "<", "`", ":white"):
        ours = sum(markup.count(sign) for markup in _markup(plain.blocks))
        assert sum(markup.count(sign) for markup in _markup(dressed.blocks)) == ours


def test_a_hundred_reps_and_more_still_make_a_dialog() -> None:
    people = {f"rep{n}": Rep(f"rep{n}", f"Rep {n} " * 20, REP, team="emea") for n in range(150)}
    crowded = replace(BRIEF, agreement=replace(AGREEMENT, people=people))
    assert limits.examine_view(modals.reassign(crowded)) == []


def test_many_touches_and_criteria_still_make_a_card() -> None:
    agreement = replace(AGREEMENT, touches=tuple(f"way {n} {'x' * 300}" for n in range(40)))
    limits.check_message(list(card.card(replace(accepted(), agreement=agreement)).blocks))
    limits.check_message(list(card.card(changed(criteria=MET * 40)).blocks))
