"""The worst week that a digest may have to tell of, and names that others may have chosen."""

from collections.abc import Sequence
from dataclasses import replace

from bot.domain.agreement import Agreement
from digests.voices import Voices
from digests.week import Heard, Money, Pair, Part, Split, Taken, Told, Trend, Unusual, Week, Young
from tests.digests import weeks

NAMES = (
    "<!channel> *Bold* _sale_ ~now~ `x` <https://evil.example|here>",
    "شركة النور للحلول التقنية المتقدمة والخدمات الرقمية",
    "\u202egnp.exe \u2066שלום עולם",
    "🎉 :tada: launch " + "👩\u200d👩\u200d👧\u200d👦" * 20,
    "a b c d e f g h i j k l m n o p q r s t u v w x y z " * 2,
    "&" * 80,
    "w" * 80,
)
LINK = "https://acme.slack.com/archives/C1/p1"  # of the message that is quoted


def worst(names: Sequence[str]) -> Week:
    """Whatever can be long is long: campaigns called so, five signals, twenty corrections, twenty actions."""
    called = [(names[place % len(names)] + f" {place}")[:80] for place in range(60)]
    parts = tuple(
        Part(name, 50 + (40 if place % 2 else -40), 100 + place) for place, name in enumerate(called)
    )
    split = Split(
        "campaign",
        (Part(called[0], 500, 1000), Part(called[1], 100, 1000)),
        (Part(called[0], 10, 20), Part(called[1], 40, 400)),
    )
    crowd = weeks.many_signals()
    return replace(
        crowd,
        mqls=10**9,
        decided=10**9,
        set_aside=10**9,
        late=True,
        splits={str(trend): (split,) for trend in Trend},
        campaigns=parts,
        money=tuple(Money(code, 10**6, 10**17, 10.0**15, 10**17) for code in ("EUR", "USD", "JPY", None)),
        won=Pair(10**6, 10**7),
        open_deals=10**9,
        young=tuple(
            Young("sql_conversion_rate", weeks.monday(n + 1), 7, Pair(10, 10**6), Pair(10, 10**7))
            for n in range(4)
        ),
        told=tuple(
            Told(Trend.ACCEPTANCE_RATE, weeks.monday(n + 1), Pair(10, 90), Pair(60, 98)) for n in range(20)
        ),
        taken=tuple(
            Taken(
                "2026-W45",
                names[n % len(names)] * 4,
                "ana",
                weeks.FRIDAY,
                weeks.AS_OF,
                names[n % len(names)] * 4,
            )
            for n in range(20)
        ),
        heard=Heard(
            Pair(10**6, 10**6),
            tuple(Part(names[n % len(names)], 10**6, 10**6) for n in range(10)),
            tuple(Unusual(names[n % len(names)], 10.0**5, 10.0**5) for n in range(10)),
            *(10**6, 10**6, 10**6, 10**6, 10**6),
            changed=(1, 2, 3),
            quote=1,
            quoted=names[0],
            among=10**6,
        ),
        open_leads=10**9,
        overdue=10**9,
        old=10**9,
    )


def loud(names: Sequence[str]) -> Voices:
    """Words of others, as long as they may be."""
    return Voices(names[0] * 30, LINK, tuple(name * 30 for name in names[:3]))


def crowded(names: Sequence[str]) -> Agreement:
    """An agreement whose people are called that."""
    people = {
        key: replace(one, name=names[place % len(names)], slack=None)
        for place, (key, one) in enumerate(weeks.AGREEMENT.people.items())
    }
    return replace(weeks.AGREEMENT, people=people)
