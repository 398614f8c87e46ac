"""What the digest says of feedback: numbers that were frozen, and words without anybody's address."""

from dataclasses import replace

from bot.views.text import plain
from digests import judge, message, voices
from digests.voices import Voices
from digests.week import Heard, Pair, Part, Unusual, Week
from tests.digests import weeks

HEARD = Heard(
    Pair(31, 96),
    (Part("wrong_persona", 14, 17), Part("no_budget", 10, 10)),
    tagged=40, corrected=5, given=20, open=9, late=3, quote=7, quoted="wrong_persona", among=17, changed=(4,),
)  # fmt: skip
LINK = "https://acme.slack.com/archives/C1/p1772528000000100"


def week(**other: object) -> Week:
    return replace(weeks.quiet(), heard=replace(HEARD, **other))  # type: ignore[arg-type]


def said(found: Voices, told: Week | None = None) -> list[str]:
    return [plain(one) for one in voices.told(told or week(), found, weeks.AGREEMENT)]


def test_feedback_is_told_per_hundred_decided_with_how_it_was_read_and_answered() -> None:
    # 31, 14 and 10 of 96 are 32.3, 14.6 and 10.4 per hundred.
    assert voices.feedback(week(), weeks.AGREEMENT) == (
        "*Feedback:* 31 leads (32 per 100 decided); Wrong person 14 (15 per 100), No budget 10 (10 per 100); "
        "20 answered, 9 open, 3 late; 40 tagged, 5 corrected by people"
    )


def test_the_competitors_that_were_named_are_told() -> None:
    told = str(voices.feedback(week(rivals=(("HubSpot", 3), ("Drift", 1))), weeks.AGREEMENT))
    assert "; competitors named: HubSpot in 3 comments, Drift in 1; 20 answered" in told
    told = str(voices.feedback(week(rivals=(("<Close>", 1),)), weeks.AGREEMENT))
    assert "; competitors named: &lt;Close&gt; in 1 comment; " in told


def test_beside_few_decided_leads_there_is_no_per_hundred() -> None:
    told = voices.feedback(week(leads=Pair(1, 9), themes=(), tagged=0, corrected=0), weeks.AGREEMENT)
    assert told == "*Feedback:* 1 lead; 20 answered, 9 open, 3 late"


def test_an_unusual_theme_says_what_is_usual() -> None:
    found = week(themes=(Part("no_budget", 6, 6),), unusual=(Unusual("no_budget", 0.0, 3.7),))
    assert "; No budget 6 (6 per 100), usual 0-4; " in str(voices.feedback(found, weeks.AGREEMENT))


def test_a_week_without_feedback_says_nothing_of_it() -> None:
    assert voices.feedback(weeks.quiet(), weeks.AGREEMENT) is None
    assert said(Voices("a voice", LINK, ("a change",)), weeks.quiet())[1:] == []


def test_one_voice_is_told_as_an_illustration_and_how_it_was_chosen() -> None:
    assert said(Voices("Students again", LINK, ("New form", "No more lists"))) == [
        "Changed because of feedback: “New form”; “No more lists”",
        "As an illustration, one of 17 on “Wrong person”, the newest in a thread: “Students again” (message)",
    ]


def test_what_was_taken_back_is_not_said() -> None:
    assert said(Voices()) == []


def test_words_are_told_without_addresses() -> None:
    told = said(Voices("ask dana@lumen.example.com", LINK, ("we told d@l.example",)))
    assert "“we told [removed]”" in told[0]
    assert "“ask [removed]”" in told[1]


def test_words_of_others_ping_nobody() -> None:
    hostile = "<!channel> *bold* <@U1> <https://evil.example|here>"
    [changed, quote] = list(voices.told(week(), Voices(hostile, LINK, (hostile,)), weeks.AGREEMENT))
    assert "<!" not in changed + quote
    assert "<@" not in changed + quote
    assert "<https://evil" not in changed + quote


def test_the_message_has_the_numbers_and_its_spoken_form_too() -> None:
    findings = judge.findings(week())
    told = message.digest(findings, replace(weeks.FRAME, voices=Voices("Students again", LINK)))
    read = "\n".join(line for block in told.blocks for line in message.lines(block))
    assert "Feedback: 31 leads (32 per 100 decided)" in read
    assert "Feedback: 31 leads" in told.text
    left = message.left_over(findings, replace(weeks.FRAME, voices=Voices("Students again", LINK)))
    assert "Students again" in read + "".join(one.said for one in left)
