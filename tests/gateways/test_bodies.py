"""Bodies are read within limits that hold before anything is parsed."""

import gzip
import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.gateways import bodies
from bot.gateways.bodies import BodyProblem, Kind

JSON = "application/json"
LINES = "application/x-ndjson"


@pytest.mark.parametrize(
    ("body", "content_type", "wanted"),
    [
        (b'{"a": 1}', JSON, [{"a": 1}]),
        (b'{"a": 1}', "Application/JSON; charset=UTF-8", [{"a": 1}]),
        (b'{"a": 1}', "application/cloudevents+json", [{"a": 1}]),
        (b'{"a": 1}', "", [{"a": 1}]),
        (b'[{"a": 1}, 2]', JSON, [{"a": 1}, 2]),
        (b'{"a": 1}\r\n\n{"a": 2}\n', LINES, [{"a": 1}, {"a": 2}]),
        (b'\xef\xbb\xbf{"a": 1}', JSON, [{"a": 1}]),
        (b'{"a": 1, "a": 2}', JSON, [{"a": 2}]),
        ('{"a": "é\u2028"}'.encode(), LINES, [{"a": "é\u2028"}]),
        (b'{"a": "[[[[{{{{\\"[["}', JSON, [{"a": '[[[[{{{{"[['}]),
    ],
)
def test_one_object_an_array_and_lines_are_all_items(
    body: bytes, content_type: str, wanted: list[object]
) -> None:
    assert bodies.decode(body, content_type) == wanted


@pytest.mark.parametrize(
    ("body", "content_type", "kind"),
    [
        (b"{}", "text/html", Kind.WRONG_TYPE),
        (b"a=1", "application/x-www-form-urlencoded", Kind.WRONG_TYPE),
        (b"{}", "application/json; charset=latin-1", Kind.WRONG_TYPE),
        (b'{"a": "\xff"}', JSON, Kind.WRONG_TYPE),
        ('{"a": 1}'.encode("utf-16"), JSON, Kind.WRONG_TYPE),
        (b"", JSON, Kind.NOT_JSON),
        (b"[]", JSON, Kind.NOT_JSON),
        (b"\n\n", LINES, Kind.NOT_JSON),
        (b'{"a": NaN}', JSON, Kind.NOT_JSON),
        (b"[Infinity]", JSON, Kind.NOT_JSON),
        (b"1" * 5000, JSON, Kind.NOT_JSON),
        (b'{"a": 1', JSON, Kind.NOT_JSON),
        (b"[" * 33 + b"]" * 33, JSON, Kind.TOO_LARGE),
        (b"[" * 500_000, JSON, Kind.TOO_LARGE),
        (b'{"a":' * 100_000, LINES, Kind.TOO_LARGE),
        (b" " * (2**20 + 1), JSON, Kind.TOO_LARGE),
        (json.dumps([{}] * 501).encode(), JSON, Kind.TOO_LARGE),
        (b"{}\n" * 501, LINES, Kind.TOO_LARGE),
    ],
)
def test_what_cannot_be_read_is_a_problem_of_its_kind(body: bytes, content_type: str, kind: Kind) -> None:
    problem = bodies.decode(body, content_type)
    assert isinstance(problem, BodyProblem)
    assert problem.kind is kind


def test_the_limits_themselves_are_allowed() -> None:
    assert bodies.decode(b"[" * 31 + b"{}" + b"]" * 31, JSON) != []
    assert bodies.decode(json.dumps([{}] * 500).encode(), JSON) == [{}] * 500
    assert bodies.decode(b"{}" + b" " * (2**20 - 2), JSON) == [{}]


def test_a_problem_says_in_which_line_it_is() -> None:
    problem = bodies.decode(b'{}\n{"a": }', LINES)
    assert problem == BodyProblem(Kind.NOT_JSON, "line 2: not JSON at column 7: expecting value")


def test_gzip_is_unpacked_within_the_same_limit() -> None:
    assert bodies.decode(gzip.compress(b'{"a": 1}'), JSON, "GZIP") == [{"a": 1}]
    bomb = bodies.decode(gzip.compress(b" " * 2**26), JSON, "gzip")
    assert isinstance(bomb, BodyProblem)
    assert bomb.kind is Kind.TOO_LARGE


@pytest.mark.parametrize(
    ("body", "encoding"),
    [(b"{}", "gzip"), (gzip.compress(b"{}", mtime=0)[:-4], "gzip"), (b"{}", "br"), (b"", "gzip")],
)
def test_another_encoding_is_a_wrong_type(body: bytes, encoding: str) -> None:
    problem = bodies.decode(body, JSON, encoding)
    assert isinstance(problem, BodyProblem)
    assert problem.kind is Kind.WRONG_TYPE


json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
    max_leaves=10,
)


@settings(deadline=None)
@given(st.lists(json_values, min_size=1, max_size=4))
def test_what_was_written_as_json_is_read_back(items: list[object]) -> None:
    assert bodies.decode(json.dumps(items).encode(), JSON) == items
    assert bodies.decode("\n".join(map(json.dumps, items)).encode(), LINES) == items


@settings(deadline=None)
@given(
    st.binary() | st.text(alphabet='{}[]",:\\1e9-truefalsn \n').map(str.encode),
    st.sampled_from([JSON, LINES, "", ";;", "application/json;charset"]) | st.text(),
    st.sampled_from(["", "gzip", "x"]),
)
def test_no_body_breaks_the_reading(body: bytes, content_type: str, encoding: str) -> None:
    assert isinstance(bodies.decode(body, content_type, encoding), list | BodyProblem)
