"""Refusals in words that say what to do."""

import pytest

from bot.domain import refusal
from bot.domain.refusal import Cure


@pytest.mark.parametrize(
    ("code", "cure"),
    [
        ("invalid_blocks", Cure.SIMPLIFY),
        ("msg_too_long", Cure.SIMPLIFY),
        ("token_revoked", Cure.HOLD),
        ("account_inactive", Cure.HOLD),
        ("not_in_channel", Cure.PARK),
        ("restricted_action_read_only_channel", Cure.PARK),
        ("something_new", Cure.PARK),
    ],
)
def test_each_refusal_has_its_cure(code: str, cure: Cure) -> None:
    assert refusal.cure(code) is cure


def test_a_known_refusal_says_what_to_do() -> None:
    assert refusal.words("is_archived", "#handoffs") == (
        "#handoffs is archived. Unarchive it, or name another channel in handoff.toml. (is_archived)"
    )


def test_every_kind_of_restricted_action_is_explained() -> None:
    said = refusal.words("restricted_action_read_only_channel", "#news")
    assert said.startswith("The rules of #news do not let the bot post.")


def test_an_unknown_refusal_names_slacks_code() -> None:
    assert refusal.words("something_new", "C1") == "Slack refused the message for C1: something_new."


def test_what_is_in_words_already_stays_as_it_is() -> None:
    said = refusal.words("is_archived", "#handoffs")
    assert refusal.words(said, "#handoffs") == said


def test_a_doubt_says_how_to_find_out_by_hand() -> None:
    assert refusal.doubt("missing_scope", "#handoffs", 7) == (
        "It is not known whether message 7 arrived: the bot cannot read #handoffs (missing_scope). "
        "Look there. If it is missing, run: handoff posts retry 7"
    )
