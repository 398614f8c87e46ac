"""Files as people have them: odd encodings and quotes, ragged rows. Good rows come out, bad ones say why."""

import csv
import io
import json
from collections.abc import Callable, Iterable
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.gateways import records, tabular
from bot.gateways.records import BadRow, Row
from bot.gateways.tabular import Layout, TableError

Write = Callable[[bytes], Path]


@pytest.fixture
def write(tmp_path: Path) -> Write:
    def to_file(content: bytes) -> Path:
        path = tmp_path / "leads.csv"
        path.write_bytes(content)
        return path

    return to_file


def good(rows: Iterable[Row | BadRow]) -> list[tuple[int, list[object]]]:
    return [(row.line, list(row.values.values())) for row in rows if isinstance(row, Row)]


def bad(rows: Iterable[Row | BadRow]) -> list[tuple[int, str]]:
    return [(row.line, row.reason) for row in rows if isinstance(row, BadRow)]


def test_rows_come_with_the_line_they_begin_in(write: Write) -> None:
    path = write(b'Name,Email\nDana,dana@x.example\n"Bo\nb",bob@x.example\n\nEve,eve@x.example')
    assert list(tabular.open_rows(path)) == [
        Row(2, {"Name": "Dana", "Email": "dana@x.example"}, 70),
        Row(3, {"Name": "Bo\nb", "Email": "bob@x.example"}, 70),
        Row(6, {"Name": "Eve", "Email": "eve@x.example"}, 70),
    ]
    assert tabular.count_bytes(path) == 70


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
def test_the_delimiter_is_found(write: Write, delimiter: str) -> None:
    path = write(
        "Name;Amount, net;City\nDoe, Jane;1,5;Rome\nRoe, Max;2,5;Bonn\n".replace(";", delimiter).encode()
    )
    if delimiter != ",":
        assert tabular.inspect(path).columns == ("Name", "Amount, net", "City")
        assert good(tabular.open_rows(path))[0] == (2, ["Doe, Jane", "1,5", "Rome"])


def test_a_file_of_one_column_needs_no_delimiter(write: Write) -> None:
    assert good(tabular.open_rows(write(b"Email\na@x.example\n"))) == [(2, ["a@x.example"])]


def test_a_spreadsheets_hint_is_followed(write: Write) -> None:
    path = write("\ufeffsep=;\r\nName;City\r\nDana;Köln\r\n".encode())
    assert tabular.inspect(path) == Layout("utf-8-sig", ";", ("Name", "City"))
    assert good(tabular.open_rows(path)) == [(3, ["Dana", "Köln"])]


@pytest.mark.parametrize(
    ("encoding", "text"),
    [
        ("utf-8", "Name;Ort\nJürgen;Köln\n"),
        ("utf-8-sig", "Name;Ort\nJürgen;Köln\n"),
        ("utf-16", "Name;Ort\nJürgen;Köln\n"),
        ("utf-16-le", "Name;Ort\nJürgen;Köln\n"),
        ("utf-16-be", "Name;Ort\nJürgen;Köln\n"),
        ("utf-32", "Name;Ort\nJürgen;Köln\n"),
        ("cp1252", "Name;Ort\nJürgen;Köln\n"),
        ("cp1252", "nombre;año\nMuñoz Peña;Compañía Española\n"),
        ("cp1250", "imię;firma\nŁukasz Wójcik;Żółć\nMałgorzata;Książka\n"),
        ("cp1251", "имя;фирма\nИван Петров;Рога и копыта\nМария;Ромашка\n"),
        ("cp932", "名前;会社\n山田太郎;株式会社ひまわり\n"),
    ],
)
def test_the_encoding_is_found(write: Write, encoding: str, text: str) -> None:
    wanted = [line.split(";") for line in text.splitlines()]
    path = write(text.encode(encoding))
    assert list(tabular.inspect(path).columns) == wanted[0]
    assert [values for _, values in good(tabular.open_rows(path))] == wanted[1:]


def test_a_given_encoding_is_taken(write: Write) -> None:
    path = write("Name;Ort\nŁukasz;Łódź\n".encode("iso8859_2"))
    assert good(tabular.open_rows(path, encoding="latin2")) == [(2, ["Łukasz", "Łódź"])]
    with pytest.raises(TableError, match="not an encoding"):
        tabular.inspect(path, encoding="klingon")


def test_one_broken_character_costs_one_row_not_the_encoding(write: Write) -> None:
    rows = b"".join("Jürgen,Köln\n".encode() for _ in range(10))
    path = write(b"Name,City\n" + rows + b"J\xfcrgen,Bonn\n")
    assert len(good(tabular.open_rows(path))) == 10
    assert bad(tabular.open_rows(path)) == [(12, "contains bytes that are not utf-8")]


def test_foreign_characters_after_the_first_megabyte_are_seen(write: Write) -> None:
    path = write(b"Name,City\n" + b"Dana,Bonn\n" * 110_000 + "Jürgen,Köln\n".encode("cp1252"))
    assert tabular.inspect(path).encoding == "cp1252"


@pytest.mark.parametrize(
    ("row", "reason"),
    [
        (b"Dana", "has 1 cell where the header has 2"),
        (b"Dana,Bonn,DE", "has 3 cells where the header has 2"),
        (b'"Dana "D" Ruiz",Bonn', "has text after a closing quote: a quote within quotes is written twice"),
        (b'"Dana,Bonn', "opens a quote that is not closed"),
        (b"Da\0na,Bonn", "contains NUL characters: the file is damaged or in another encoding"),
        (b"x" * (2**20 + 1) + b",Bonn", "is longer than 1048576 characters"),
    ],
)
def test_a_bad_row_costs_only_itself(write: Write, row: bytes, reason: str) -> None:
    path = write(b"Name,City\nAda,Rome\n" + row + b'\n"Eve",Oslo\n"Bo\nb",Bern\n')
    rows = list(tabular.open_rows(path))
    assert bad(rows) == [(3, reason)]
    assert good(rows) == [(2, ["Ada", "Rome"]), (4, ["Eve", "Oslo"]), (5, ["Bo\nb", "Bern"])]


def test_a_quote_open_to_the_end_of_a_long_file_costs_one_row(write: Write) -> None:
    path = write(b'Name,City\n"Dana,Bonn\n' + b"Eve,Oslo\n" * 1000)
    assert bad(tabular.open_rows(path)) == [(2, "opens a quote that is not closed")]
    assert len(good(tabular.open_rows(path))) == 1000


def test_empty_cells_at_the_end_and_blank_rows_do_no_harm(write: Write) -> None:
    path = write(b"\n\nName,City\nDana,Bonn,,\n,\n  ,\nEve,\n")
    assert good(tabular.open_rows(path)) == [(4, ["Dana", "Bonn"]), (7, ["Eve", ""])]
    assert bad(tabular.open_rows(path)) == []


@pytest.mark.parametrize(
    ("content", "problem"),
    [
        (b"", "is empty"),
        (b" \n\n", "is empty"),
        (b"Name,,City\n", "column 2 has no name"),
        (b"Name,Email,name\n", "columns 1 and 3 are both called name"),
        (b'"Name,Email\n', "header that cannot be read"),
        (b'[{"a": 1}]', "one object per line"),
        (b"\x1f\x8b\x08\x00", "compressed"),
        (b"PK\x03\x04", "save it as CSV"),
    ],
)
def test_what_is_no_table_is_refused_at_once_with_advice(write: Write, content: bytes, problem: str) -> None:
    with pytest.raises(TableError, match=problem):
        tabular.open_rows(write(content))


def test_a_missing_file_and_a_wrong_delimiter_are_refused(write: Write, tmp_path: Path) -> None:
    with pytest.raises(TableError, match="No such file"):
        tabular.open_rows(tmp_path / "nowhere.csv")
    with pytest.raises(TableError, match="one character"):
        tabular.open_rows(write(b"a,b\n"), delimiter=";;")


def test_json_lines_are_rows_too(write: Write) -> None:
    path = write(b'{"a": {"b": 1}}\n\nnonsense\n[1]\n{"a": NaN}\n{"a": "\0"}\n{"a": 2}\n')
    rows = list(tabular.open_rows(path))
    assert [(row.line, row.values) for row in rows if isinstance(row, Row)] == [
        (1, {"a": {"b": 1}}),
        (7, {"a": 2}),
    ]
    assert bad(rows) == [
        (3, "not JSON at column 1: expecting value"),
        (4, "is not an object in braces"),
        (5, "NaN, Infinity and numbers of thousands of digits are not JSON here"),
        (6, "contains NUL characters: the file is damaged or in another encoding"),
    ]


def test_the_same_bytes_are_the_same_file(write: Write) -> None:
    # The hash is what `sha256sum` says of these bytes.
    path = write(b"Email\na@x.example\n")
    assert tabular.file_hash(path) == "12e52b72ac02ff00d9ce23253f45963656312f068489e9bb823babc52f03164e"


def test_a_large_file_is_read_in_little_memory(write: Write) -> None:
    path = write(b"Name,City\n" + b"Dana,Bonn\n" * 300_000)
    rows = tabular.open_rows(path)
    first = next(rows)
    assert first.read < tabular.count_bytes(path) / 10
    del rows


cells = st.text(alphabet=st.characters(exclude_categories=["Cs", "Cc"])) | st.sampled_from(
    ["", '"', ",", "a\nb"]
)


@settings(deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=60)
@given(st.lists(st.tuples(cells, cells), max_size=5))
def test_what_the_standard_writer_writes_is_read_back(write: Write, rows: list[tuple[str, str]]) -> None:
    text = io.StringIO()
    csv.writer(text).writerows([("Name", "City"), *rows])
    path = write(text.getvalue().encode())
    wanted = [list(row) for row in rows if any(cell.strip() for cell in row)]
    assert [values for _, values in good(tabular.open_rows(path, encoding="utf-8"))] == wanted


@settings(deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=150)
@given(
    st.binary() | st.text(alphabet='ab,;"\n\r\t{}\0é').map(str.encode),
    st.sampled_from([None, "utf-8", "utf-16"]),
)
def test_no_file_breaks_the_reading(write: Write, content: bytes, encoding: str | None) -> None:
    try:
        rows = list(tabular.open_rows(write(content), encoding=encoding))
    except TableError:
        return
    assert all(row.line > 0 for row in rows)
    json.dumps([row.values for row in rows if isinstance(row, Row)])


def test_a_record_of_too_many_lines_is_an_open_quote(write: Write) -> None:
    long = b"\n" * records.MAX_RECORD_LINES
    path = write(b'Name,City\n"Dana' + long + b'",Bonn\nEve,Oslo\n')
    assert bad(tabular.open_rows(path))[0] == (2, "opens a quote that is not closed")
    assert good(tabular.open_rows(path))[-1][1] == ["Eve", "Oslo"]
