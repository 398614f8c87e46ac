"""What others need not read in a quote: e-mail addresses and telephone numbers."""

import time

import pytest

from bot.domain.contacts import without_contacts


@pytest.mark.parametrize(
    "piece", ["a@", "1 ", "a at ", "a @ ", "a (at) ", "a.", "1.", "a", "1", "(", "a@b.", "a@a"]
)
def test_no_text_makes_it_slow(piece: str) -> None:
    raw = piece * (300_000 // len(piece))
    start = time.perf_counter()
    without_contacts(raw)
    assert time.perf_counter() - start < 20  # quadratic work would take minutes


@pytest.mark.parametrize(
    ("said", "left"),
    [
        ("ask dana.ruiz+x@lumen.example.com, she decides", "ask [removed], she decides"),
        ("mail <mailto:d@l.example|d@l.example> please", "mail [removed] please"),
        ("call +49 (0)30 1234-5678.", "call [removed]."),
        ("call <tel:+4930123456|030 123456>", "call [removed]"),
        ("(555) 010-9999 rings, 555.010.9999 too", "[removed] rings, [removed] too"),
        ("0151/23456789 or 5550109", "[removed] or [removed]"),
        ("d@l.example; e@l.example", "[removed]; [removed]"),
        ("a@b@c.example", "a@[removed]"),
        ("größe@müller.example sagte", "[removed] sagte"),
        ("12 of 150 on 2026-11-16, budget 1,200,000 EUR in Q3 2026", None),
        ("5 people @ the booth, 300 leads", None),
        # By hand, so that no machine finds it.
        ("dana (at) l.example, or dana[at]l[dot]example", "[removed], or [removed]"),
        ("d at l dot example", "[removed]"),
        ("dana @ l.example or dana\uff20l.example", "[removed] or [removed]"),
        ("dana%40l.example, dana@localhost", "[removed], [removed]"),
        ("089\u00a0123\u202f45 67 and 089\u20091234567", "[removed] and [removed]"),
        ("089_123_4567, 089·123·4567, 089|123|4567", "[removed], [removed], [removed]"),
        ("+49 [89] 1234567, 089\u2212123'4567", "[removed], [removed]"),
        ("+49\u200b89\u200b1234567", "[removed]"),
        ("\uff10\uff18\uff19 1234567", "[removed]"),
        ("".join(f"{digit}\ufe0f\u20e3" for digit in "0891234"), "[removed]"),
        ("they looked at hubspot.example at 9, 10 and 11", None),
        ("call between 09:00-17:30, 12 to 1500 of 20000", None),
        ("thanks @Ben, see you @ the fair", None),
        ("meet @ 9.30, lunch @ 12.15, 5 @ 3.50, as @ana.lima said", None),
        ("frozen until 31.12.2026, or 12/31/2026, in 2026/2027 or 2026 - 2027", None),
        ("1 200 000 EUR, 1.200.000 €, EUR 1.200.000, $12.345.678", None),
        ("1.200.000 leads, 31.12.20261", "[removed] leads, [removed]"),
    ],
)
def test_addresses_and_telephone_numbers_are_removed(said: str, left: str | None) -> None:
    assert without_contacts(said) == (said if left is None else left)
