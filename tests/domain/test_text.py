"""Foreign text: what is taken out, what stays, and that no text makes it slow or raises."""

import time
import unicodedata

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.domain import text


def cleaned(raw: str, limit: int = 1000) -> str:
    return text.clean(raw, limit)[0]


@pytest.mark.parametrize(
    ("raw", "wanted"),
    [
        ("<b>Dana</b> Ruiz", "Dana Ruiz"),
        ("Head of<br/>Operations", "Head of Operations"),
        ('<a href="https://x.example" onclick=evil()>Lumen</a>', "Lumen"),
        ("<SCRIPT>alert('x')</script >Lumen", "Lumen"),
        ("<style>p {color: red}</style><p>Lumen</p><p>GmbH</p>", "Lumen GmbH"),
        ("Lumen<!-- internal: bad payer --> GmbH", "Lumen GmbH"),
        ("<script>never closed", "never closed"),
        ("never closed <!-- either", "never closed <!-- either"),
    ],
)
def test_html_goes(raw: str, wanted: str) -> None:
    assert cleaned(raw) == wanted


@pytest.mark.parametrize(
    "raw",
    [
        "<!channel>",
        "<!here|here>",
        "<@U123>",
        "a < b and c > d",
        "I <3 you",
        "<Acme> Inc",
        "<https://x|y>",
        "x<y>z",
    ],
)
def test_what_only_looks_like_a_tag_stays_to_be_escaped_later(raw: str) -> None:
    assert cleaned(raw) == raw


@pytest.mark.parametrize(
    ("raw", "wanted"),
    [
        ("AT&amp;T", "AT&T"),
        ("&lt;b&gt;", "<b>"),
        ("&amp;lt;", "&lt;"),
        ("R&D", "R&D"),
        ("a=1&copy=2", "a=1&copy=2"),
        ("caf&#233; &#x2615;", "café ☕"),
        ("&nosuchthing;", "&nosuchthing;"),
    ],
)
def test_entities_are_unescaped_once(raw: str, wanted: str) -> None:
    assert cleaned(raw) == wanted


@pytest.mark.parametrize(
    ("raw", "wanted"),
    [
        ("Dana\x00\x07\x1b Ruiz", "Dana Ruiz"),
        ("invoice\u202efdp.exe", "invoicefdp.exe"),
        ("\u2066Dana\u2069", "Dana"),
        ("pay\u200bpal pay\u200dpal pay\u2060pal \ufeffpay\u00adpal", "paypal paypal paypal paypal"),
        ("bidi &#x202E;entity", "bidi entity"),
        ("\u3164\u115f\u2800", ""),
        ("hidden\U000e0041\U000e0042 tags", "hidden tags"),
        ("smuggled\ufe00\ufe01\ufe02", "smuggled\ufe00"),
        ("lone \ud800 surrogate", "lone surrogate"),
        ("e\u200b\u0301", "é"),
        ("Cafe\u0301", "Café"),
    ],
)
def test_characters_that_hide_or_reorder_go_and_the_rest_is_composed(raw: str, wanted: str) -> None:
    assert cleaned(raw) == wanted


@pytest.mark.parametrize(
    "raw", ["می\u200cخواهم", "👩\u200d💻 at work", "क्\u200dष", "❤\ufe0f", "葛\U000e0100城"]
)
def test_joiners_stay_where_they_are_spelling(raw: str) -> None:
    assert cleaned(raw) == raw


def test_white_space_is_collapsed_and_trimmed() -> None:
    assert cleaned("  Dana\u00a0\t\n Ruiz \u2029") == "Dana Ruiz"


def test_line_breaks_stay_only_where_several_lines_are_wanted() -> None:
    raw = "Hi,\r\n\r\n\r\n\r\nplease  call.\u2028Dana\n"
    assert text.clean(raw, 100, multi_line=True) == ("Hi,\n\nplease call.\nDana", False)
    assert text.clean(raw, 100) == ("Hi, please call. Dana", False)


def test_too_long_is_cut_and_said_so() -> None:
    assert text.clean("abcdef", 6) == ("abcdef", False)
    assert text.clean("abcdefg", 6) == ("abcdef", True)
    assert text.clean("abcde fg", 6) == ("abcde", True)


def test_a_cut_parts_no_accent_from_its_letter() -> None:
    assert text.clean("abcq\u0303x", 4) == ("abc", True)


@pytest.mark.parametrize(
    "piece",
    [
        "<script>",
        "</script",
        "<!--",
        "<b ",
        "<",
        "&",
        "&#",
        "\u200d",
        "\u200dä",
        "a\u0301",
        "\n",
        "<b>",
        "a",
    ],
)
def test_no_text_makes_it_slow(piece: str) -> None:
    raw = piece * (300_000 // len(piece))
    start = time.perf_counter()
    text.clean(raw, 150, multi_line=True)
    assert time.perf_counter() - start < 20  # quadratic work would take minutes


@settings(deadline=None)
@given(st.text(), st.integers(1, 40), st.booleans())
def test_any_text_comes_out_short_composed_and_visible(raw: str, limit: int, multi_line: bool) -> None:
    result, was_cut = text.clean(raw, limit, multi_line=multi_line)
    assert len(result) <= limit
    assert result == result.strip()
    assert multi_line or "\n" not in result
    assert not {unicodedata.category(char) for char in result if char != "\n"} & {"Cc", "Cs"}
    assert was_cut or result == unicodedata.normalize("NFC", result)


@settings(deadline=None)
@given(st.text(alphabet="<>/!-abscriptyle &;#x1 \u200d\u0301\n"))
def test_taking_tags_out_makes_no_text_longer(raw: str) -> None:
    assert len(text.strip_tags(raw)) <= len(raw)
