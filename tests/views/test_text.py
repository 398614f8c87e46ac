"""Foreign text stays harmless, moments stay right, and nothing is torn apart."""

import re
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.views import text
from tests.views.samples import AGREEMENT, ANA

AT = datetime(2026, 11, 23, 9, 12, tzinfo=UTC)


@pytest.mark.parametrize(
    ("foreign", "shown"),
    [
        ("<!channel>", "&lt;!channel&gt;"),
        ("<@U1>", "&lt;@U1&gt;"),
        ("&lt;!here&gt;", "&amp;lt;!here&amp;gt;"),
        ("<https://evil.example|Accept>", "&lt;https∶//evil.example|Accept&gt;"),
        ("*bold*", "∗bold∗"),
        ("_italic_", "＿italic＿"),
        ("~struck~", "∼struck∼"),
        ("`code`", "ˋcodeˋ"),
        (":tada:", "∶tada:"),
        ("::1:", "∶∶1:"),
        (":+1::skin-tone-2:", "∶+1∶∶skin-tone-2:"),
        ("@channel and @Here", "＠channel and ＠Here"),
        ("> quoted", "› quoted"),
        ("first\n>>> all of this", "first\n› all of this"),
        ("abc\u202egnp.exe", "abcgnp.exe"),
        ("zero\u200bwidth", "zerowidth"),
    ],
)
def test_foreign_text_means_nothing_to_slack(foreign: str, shown: str) -> None:
    assert text.escape(foreign) == shown


@pytest.mark.parametrize(
    "harmless",
    [
        "dana_ruiz_2@lumen.example",
        "10:30",
        "Ratio 3:1, at 10:30",
        "O'Neill-Smith",
        "渡辺 直美",
        "דנה",
        "نرگس",
        "👩‍💻",
    ],
)
def test_what_is_no_markup_stays_as_it_is(harmless: str) -> None:
    assert text.escape(harmless) == harmless


@given(st.text(alphabet="<>&!@#|*_~`: /\nUhere1channeltadaps", max_size=60))
def test_no_sign_of_slack_survives_escaping(hostile: str) -> None:
    safe = text.escape(hostile)
    assert not re.search(r"[<>*~`]|://|:[^\s:]+:|(?<![A-Za-z0-9])_|_(?![A-Za-z0-9])", safe)
    assert not re.search(r"&(?!amp;|lt;|gt;)|@(?:channel|here)", safe)


def test_a_foreign_field_is_one_line_and_as_long_as_allowed() -> None:
    assert text.foreign("  Lumen\n  GmbH ") == "Lumen GmbH"
    assert text.foreign("a" * 81) == "a" * 79 + "…"
    assert text.foreign(None) == ""


@pytest.mark.parametrize("name", ["דנה לוי", "نور هادي", "Noor نور"])
def test_a_name_written_from_right_to_left_does_not_turn_the_line_around(name: str) -> None:
    # UAX 9: an isolate keeps its inside to itself; the mark makes the line begin from the left.
    assert (
        text.foreign(name)
        == f"\N{LEFT-TO-RIGHT MARK}\N{FIRST STRONG ISOLATE}{name}\N{POP DIRECTIONAL ISOLATE}"
    )


def test_isolates_and_overrides_of_others_are_taken_out_before_ours_are_put_in() -> None:
    hostile = "\u202e\u2067דנה\u2069\u2069\u200f\u2068 לוי"
    assert text.foreign(hostile) == "\u200e\u2068דנה לוי\u2069"
    assert text.foreign("\u2067Dana\u2069\u2069") == "Dana"
    assert text.foreign(text.foreign("דנה")) == text.foreign("דנה")


def test_a_name_that_is_nothing_but_entities_stays_short() -> None:
    assert len(text.foreign("&" * 200)) <= 120


@pytest.mark.parametrize(
    ("words", "most", "kept"),
    [
        ("e\u0301" * 4, 4, "e\u0301…"),  # an accent stays with its letter
        ("ab👩\u200d💻cd", 5, "ab…"),  # a woman at a computer is one sign
        ("a👍🏽b", 3, "a…"),  # a colour of skin belongs to its hand
        ("🇩🇪🇫🇷🇮🇹", 4, "🇩🇪…"),  # flags are pairs
        ("x" * 3, 3, "xxx"),
    ],
)
def test_no_sign_is_torn_apart(words: str, most: int, kept: str) -> None:
    assert text.cut(words, most) == kept


def test_a_text_of_accents_alone_is_still_cut() -> None:
    assert len(text.cut("\u0301" * 100, 10)) <= 10


@pytest.mark.parametrize(
    ("markup", "most", "kept"),
    [
        ("a &amp; b", 5, "a…"),
        ("see <https://x.example|the card> now", 20, "see…"),
        ("hi <@U0ANA>", 8, "hi…"),
        ("short", 5, "short"),
    ],
)
def test_no_entity_and_no_link_is_torn_apart(markup: str, most: int, kept: str) -> None:
    assert text.cut_markup(markup, most) == kept


def test_a_moment_is_left_to_slack_and_has_words_for_everybody_else() -> None:
    words = "Mon 23 Nov 2026, 10:12 (Europe/Berlin)"
    assert text.when(AT, "Europe/Berlin") == f"<!date^1795425120^{{date_short_pretty}} at {{time}}|{words}>"
    assert text.clock(AT) == "<!date^1795425120^{time}|09:12 (UTC)>"
    assert text.date_of(AT) == "<!date^1795425120^{date_short}|23 Nov 2026>"
    assert text.day(date(2026, 3, 2)) == "2 Mar 2026"


def test_the_day_is_left_out_only_on_the_day_of_the_message() -> None:
    late = datetime(2026, 11, 23, 23, 30, tzinfo=UTC)  # half past midnight in Berlin
    assert text.near(AT, AT + timedelta(hours=3), "Europe/Berlin") == text.clock(AT, "Europe/Berlin")
    assert text.near(late, AT, "Europe/Berlin") == text.when(late, "Europe/Berlin")
    assert text.near(late, AT, "UTC") == text.clock(late, "UTC")


@pytest.mark.parametrize(
    ("seconds", "said"),
    [
        (0, "less than a minute"),
        (59, "less than a minute"),
        (60, "1 min"),
        (48 * 60 + 59, "48 min"),
        (3600, "1 h"),
        (3600 + 300, "1 h 5 min"),
        (-720, "12 min"),
        (24 * 3600, "24 h"),
    ],
)
def test_working_time_is_told_in_hours_and_minutes(seconds: float, said: str) -> None:
    assert text.span(seconds) == said


def test_people_are_mentioned_by_id_and_named_without_one() -> None:
    assert text.mention(AGREEMENT, "ana") == "<@U0ANA>"
    assert text.mention(AGREEMENT, "ana", {"ana": "W9NEW"}) == "<@W9NEW>"
    assert text.mention(AGREEMENT, "cleo") == "Cleo"
    assert text.mention(AGREEMENT, "ana", {"ana": "!channel"}) == "Ana"
    assert text.mention(AGREEMENT, None) == "nobody"


def test_a_name_of_the_agreement_is_escaped_too() -> None:
    people = {"ana": replace(ANA, name="<!here> *Ana*")}
    assert text.name(replace(AGREEMENT, people=people), "ana") == "&lt;!here&gt; ∗Ana∗"


@pytest.mark.parametrize(
    "address",
    ["javascript:alert(1)", "https://x.example/|Accept", "https://x.example/>", "ftp://x.example", "", None],
)
def test_only_plain_web_addresses_become_links(address: str | None) -> None:
    assert text.link(address, "Open") is None


def test_links_carry_their_address_and_label_escaped() -> None:
    shown = text.link("https://x.example/?a=1&b=2", "Open *it*|now")
    assert shown == "<https://x.example/?a=1&amp;b=2|Open ∗it∗¦now>"


def test_mail_and_phone_are_links_only_when_they_look_like_it() -> None:
    assert text.mail("dana_r@lumen.example") == "<mailto:dana_r@lumen.example|dana_r@lumen.example>"
    assert text.mail("<!here>@x.example") == "&lt;!here&gt;@x.example"
    assert text.mail(None) is None
    assert text.phone("+49301234567") == "<tel:+49301234567|+49301234567>"
    assert text.phone("call *me*") == "call ∗me∗"
    assert text.phone("") is None


def test_markup_reads_plainly_in_a_terminal() -> None:
    markup = f"*Due* {text.clock(AT)}, see <https://x.example|the card> of R&amp;D &lt;x&gt;"
    assert text.plain(markup) == "Due 09:12 (UTC), see the card of R&D <x>"


def test_lists_and_counts_read_as_english() -> None:
    assert [text.listed(["a", "b", "c"][:n]) for n in range(4)] == ["", "a", "a and b", "a, b and c"]
    assert text.counted(1, "lead") == "1 lead"
    assert text.counted(2000, "lead") == "2,000 leads"
    assert text.counted(2, "criterion", "criteria") == "2 criteria"


def test_a_date_that_is_none_is_shown_as_it_was_written() -> None:
    assert text.day_key("2026-12-02") == "2 Dec 2026"
    assert text.day_key("soon <!here>") == "soon &lt;!here&gt;"


def test_a_sentence_ends_once() -> None:
    assert text.sentence("Asked for a demo") == "Asked for a demo."
    assert text.sentence("Really?") == "Really?"


@pytest.mark.parametrize(("words", "shown"), [(":0", "∶0:"), ("smile :x", "smile ∶x:"), ("a: b", "a: b:")])
def test_a_colon_of_ours_completes_no_emoji(words: str, shown: str) -> None:
    assert text.heading(words) == shown
