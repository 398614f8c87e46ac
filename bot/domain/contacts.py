"""E-mail addresses and telephone numbers in what people wrote, which others need not read.

Found is what people write, also to hide it from machines: `dana (at) lumen.example`, `+49 [89] 12·34·567`.
Too much is taken rather than too little: another figure of seven digits goes too, where no comma parts it.
"""

import re

REMOVED = "[removed]"

_AT = r"(?:[@\uff20\ufe6b]|%40|&\#64;)"
_DOT = r"(?:dot|punkt|punto)"
_ADDRESS = re.compile(
    rf"""
      <(?:mailto|tel):[^>]*>
    | (?<![^\s<>@|]) [^\s<>@|]+ @ [^\s<>@|]+ \. [^\s<>@|.,;:!?)]+
    | (?<![\w.+-]) [\w.+-]+ (?:
          (?: {_AT} | [^\S\n] {_AT} [^\S\n] ) (?!\d) [\w-]+ (?:\.[\w-]+)+
        | {_AT} (?=[^\W\d]) [\w-]++ (?!@)
        | \s* [\[({{] \s* (?:at|ät|arroba|@) \s* [\])}}] \s* [\w-]+
          (?: \s* (?: \. | \b{_DOT}\b | [\[({{] \s* (?:{_DOT}|\.) \s* [\])}}] ) \s* [\w-]+ )*
        | [ ]at[ ] [\w-]+ (?: [ ]{_DOT}[ ] [\w-]+ )+
      )
    """,
    re.VERBOSE | re.IGNORECASE,
)
_SIGNS, _CODES = "€$£¥", ("EUR", "USD", "GBP", "CHF", "JPY")
# Dates, spans of years, and sums of money are no numbers to call.
_OTHER = (
    r"(?:\d{4}-\d\d-\d\d|\d\d?[./]\d\d?[./](?:19|20)\d\d|(?:19|20)\d\d ?[/\u2013-] ?(?:19|20)\d\d)(?!\d)"
    rf"|\d{{1,3}}(?:[ .'’\u00a0\u202f]\d{{3}})+[^\S\n]?(?:[{_SIGNS}]|(?:{'|'.join(_CODES)})\b)"
)
_PRICED = rf"(?<![{_SIGNS}])(?<![{_SIGNS}] )" + "".join(f"(?<!{code} )" for code in _CODES)
# Between digits: blanks of any width, brackets, dots, dashes and other marks, and what draws nothing.
_GAP = r"[^\S\n]|[()\[\]/.·•|~*_'’\-\u2010-\u2015\u2212\u200b-\u200f\u202a-\u202e\u2060\ufeff\ufe0f\u20e3]"
_NUMBER = re.compile(
    rf"(?<![\w.]){_PRICED}(?!{_OTHER})[+(\[]{{0,2}}\d(?:(?:{_GAP}){{0,4}}\d){{6,}}[\ufe0f\u20e3]*(?!\w)"
)


def without_contacts(text: str) -> str:
    """The text without e-mail addresses and telephone numbers (seven digits or more, whatever parts them)."""
    return _NUMBER.sub(REMOVED, _ADDRESS.sub(REMOVED, text))
