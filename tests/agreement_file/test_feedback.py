"""The table of feedback in the agreement file: what is usual, and the switch for the language model."""

import pytest

from bot.agreement_file import summary
from bot.domain.agreement import FeedbackPolicy
from bot.domain.errors import ConfigError
from tests.agreement_file import files


def test_a_silent_file_sends_no_comment_to_a_model_and_says_nothing_of_one() -> None:
    loaded = files.load()
    assert loaded.agreement.feedback == FeedbackPolicy(answer_days=5, reaction="memo", asks=2, model=False)
    assert "model" not in summary.describe(loaded)


def test_the_switch_is_read_and_told() -> None:
    loaded = files.load(f"{files.SMALL}\n[feedback]\nmodel = true\n")
    assert loaded.agreement.feedback.model
    assert "rules are silent go to the language model" in summary.describe(loaded)


def test_the_name_of_a_model_is_no_switch() -> None:
    with pytest.raises(ConfigError, match=r"feedback\.model.*true or false"):
        files.load(f'{files.SMALL}\n[feedback]\nmodel = "some-model"\n')
