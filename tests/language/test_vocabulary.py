"""The names that exist: made once, read by many threads, and cheap."""

from concurrent.futures import ThreadPoolExecutor
from datetime import date

import pytest

from bot.domain.metric import Dimension
from bot.language.parser import Parser
from bot.language.vocabulary import Vocabulary
from tests.language import company

QUESTIONS = tuple((row["asked"], date.fromisoformat(row["today"])) for row in company.rows())


def test_many_threads_read_questions_in_one_parser() -> None:
    parser = company.parser()
    alone = [parser.parse(*each) for each in QUESTIONS]
    with ThreadPoolExecutor(8) as pool:
        rounds = list(pool.map(lambda _: [parser.parse(*each) for each in QUESTIONS], range(4)))
    assert all(found == alone for found in rounds)


def test_looking_names_up_writes_nothing() -> None:
    known = company.parser().vocabulary
    sizes = (len(known.whole), len(known.having), len(known.letters))
    for question, today in (*QUESTIONS, ("acceptance for Nobody Known", company.TODAY)):
        company.parser().parse(question, today)
    assert known.of(("nobody", "known")) == ()
    assert (len(known.whole), len(known.having), len(known.letters)) == sizes


@pytest.mark.parametrize("index", ["whole", "having", "letters"])
def test_an_index_cannot_be_written(index: str) -> None:
    found = getattr(company.parser().vocabulary, index)
    with pytest.raises((TypeError, KeyError)):
        found["nobody"]
    with pytest.raises(TypeError):
        found["nobody"] = ()


def test_an_alias_never_hides_a_name() -> None:
    names = {Dimension.REGION: ("EMEA", "Asia Pac", "APAC")}
    found = Parser(Vocabulary(names)).vocabulary.of(("asia", "pac"))
    assert [name.value for name in found] == ["Asia Pac"]
