"""Foreign text made safe to keep and to show: names, titles, messages and reasons that others wrote.

What is removed could hide, reorder or fake what a reader sees. What means something to Slack (`<!channel>`)
stays, because it is text; it is escaped where a message is rendered.
"""

import html
import re
import unicodedata

_MARKUP = re.compile(
    r"""(?P<comment><!--) | <(?=[/a-z])(?P<end>/?)(?:
      (?P<hidden>script|style)
    | (?P<inline>a|abbr|acronym|b|bdi|bdo|big|cite|code|data|del|dfn|em|font|i|ins|kbd|mark|q|s|samp|small
        |span|strike|strong|sub|sup|time|tt|u|var|wbr)
    | (?P<block>address|applet|area|article|aside|audio|base|blink|blockquote|body|br|button|canvas|caption
        |center|col|colgroup|dd|details|dialog|dir|div|dl|dt|embed|fieldset|figcaption|figure|footer|form
        |frame|frameset|h[1-6]|head|header|hr|html|iframe|img|input|label|legend|li|link|main|map|marquee|math
        |menu|meta|nav|noframes|noscript|object|ol|optgroup|option|output|p|param|picture|pre|progress|section
        |select|source|summary|svg|table|tbody|td|template|textarea|tfoot|th|thead|title|tr|track|ul|video)
    )(?=[\s/>])[^<>]*>""",
    re.VERBOSE | re.IGNORECASE | re.ASCII,
)
_ENTITY = re.compile(r"&(?:#[0-9]{1,7}|#[xX][0-9A-Fa-f]{1,6}|[A-Za-z][A-Za-z0-9]{1,31});")
_LINE_BREAK = re.compile("\r\n|[\r\n\v\f\x85\u2028\u2029]")
_ASCII_LOWER = {upper: upper + 32 for upper in range(ord("A"), ord("Z") + 1)}
_JOINERS = "\u200c\u200d"
_JOINER_RUN = re.compile(f"[{_JOINERS}]+")
# They draw nothing, although Unicode files them among letters, marks and signs.
_INVISIBLE = frozenset("\u034f\u115f\u1160\u17b4\u17b5\u3164\uffa0\u2800")
_REPEATED_SELECTOR = re.compile("([\ufe00-\ufe0f\U000e0100-\U000e01ef])[\ufe00-\ufe0f\U000e0100-\U000e01ef]+")


def clean(text: str, limit: int, *, multi_line: bool = False) -> tuple[str, bool]:
    """The text as it may be kept, at most `limit` characters long, and whether it had to be cut.

    HTML tags go (of scripts and styles the content as well), entities are unescaped once, the rest is NFC
    without control, bidirectional and zero-width characters; white space is collapsed. With `multi_line` line
    breaks are kept, at most one empty line in a row.
    """
    if _is_plain(text, limit):
        return text, False
    plain = _ENTITY.sub(lambda entity: html.unescape(entity[0]), strip_tags(text))
    visible = strip_invisible(_LINE_BREAK.sub("\n", plain))
    # After the strip: what was taken away may have stood between a letter and its accent.
    normal = unicodedata.normalize("NFC", visible)
    return _cut(_collapse_lines(normal) if multi_line else " ".join(normal.split()), limit)


def _is_plain(text: str, limit: int) -> bool:
    """Whether there is certainly nothing to clean: files have many short words and few surprises."""
    return (
        len(text) <= limit
        and text.isascii()
        and text.isprintable()
        and not ("<" in text or "&" in text or "  " in text)
        and text[:1] != " "
        and text[-1:] != " "
    )


def strip_tags(text: str) -> str:
    """The text without HTML tags and comments: only names that HTML knows make a tag, so `<3` stays.

    Takes time in proportion to the length, whatever the text: what is never closed is looked for only once.
    """
    if "<" not in text:
        return text
    # Not lower(): it makes some letters longer, and the positions would no longer fit.
    lowered = text.translate(_ASCII_LOWER)
    last = {end: lowered.rfind(end) for end in ("-->", "</script", "</style")}
    kept: list[str] = []
    position = 0
    while match := _MARKUP.search(text, position):
        kept.append(text[position : match.start()])
        position = match.end()
        if match["comment"] and position <= last["-->"]:
            position = text.index("-->", position) + len("-->")
        elif match["hidden"] and not match["end"]:
            closing = f"</{match['hidden'].lower()}"
            position = lowered.index(closing, position) if position <= last[closing] else position
        elif not match["inline"]:
            kept.append(match["comment"] or "\n")
    kept.append(text[position:])
    return "".join(kept)


def strip_invisible(text: str) -> str:
    """The text without characters that draw nothing or reorder others; line feeds and tabs stay.

    Joiners stay between signs outside ASCII, where they belong to the spelling (Persian, Hindi, emoji);
    inside Latin words they only serve to disguise.
    """
    if text.isascii() and text.isprintable():
        return text
    visible = _JOINER_RUN.sub(_joiner, "".join(char for char in text if _is_visible(char)))
    return _REPEATED_SELECTOR.sub(r"\1", visible)


def _is_visible(char: str) -> bool:
    if char in _INVISIBLE:
        return False
    return unicodedata.category(char) not in ("Cc", "Cf", "Cs") or char in "\n\t" or char in _JOINERS


def _joiner(run: re.Match[str]) -> str:
    start, end = run.span()
    before, after = run.string[max(start - 1, 0) : start], run.string[end : end + 1]
    return "" if before.isascii() or after.isascii() else run[0][0]


def _collapse_lines(text: str) -> str:
    lines = [" ".join(line.split()) for line in text.split("\n")]
    return re.sub("\n{3,}", "\n\n", "\n".join(lines)).strip("\n")


def _cut(text: str, limit: int) -> tuple[str, bool]:
    """Cuts between characters as a reader sees them: an accent is not parted from its letter."""
    if len(text) <= limit:
        return text, False
    end = limit
    while end > 0 and (
        unicodedata.combining(text[end]) or text[end] in _JOINERS or text[end - 1] in _JOINERS
    ):
        end -= 1
    return text[: end or limit].rstrip(), True
