# ruff: noqa: RUF005 -- tables of inputs
"""Terms: what is a value of each type, and what it becomes."""

import calendar

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pyoxigraph import RdfFormat, parse

from diplold import terms
from diplold.terms import LexicalError

XSD = "http://www.w3.org/2001/XMLSchema#"


@pytest.mark.parametrize(
    ("text", "datatype", "first", "last"),
    [
        ("1988", "gYear", "1988-01-01", "1988-12-31"),
        ("1988-07", "gYearMonth", "1988-07-01", "1988-07-31"),
        ("1988-02", "gYearMonth", "1988-02-01", "1988-02-29"),
        ("1900-02", "gYearMonth", "1900-02-01", "1900-02-28"),
        ("1988-07-25", "date", "1988-07-25", "1988-07-25"),
    ],
)
def test_dates_keep_their_precision(text: str, datatype: str, first: str, last: str) -> None:
    assert terms.date(text) == f'"{text}"^^<{XSD}{datatype}>'
    assert terms.earliest(text) == f'"{first}"^^<{XSD}date>'
    assert terms.latest(text) == f'"{last}"^^<{XSD}date>'


@pytest.mark.parametrize(
    "text",
    [
        "",
        "88",
        "18890",
        "1988-13",
        "1988-00",
        "1989-02-29",
        "1988-7",
        "1988-07-00",
        "0000",
        "1988-07-25T10:00",
        " 1988",
        "1988\n",
        "١٩٨٨",
        "1988-W01",
        "-1988",
        "25-07-1988",
    ],
)
def test_what_is_no_date(text: str) -> None:
    with pytest.raises(LexicalError):
        terms.date(text)


@given(st.dates())
def test_every_day_is_its_own_bounds(day: object) -> None:
    text = str(day)
    assert terms.earliest(text) == terms.latest(text) == terms.date(text)


@given(st.integers(1, 9999), st.integers(1, 12))
def test_a_month_ends_with_its_last_day(year: int, month: int) -> None:
    last = calendar.monthrange(year, month)[1]
    assert terms.latest(f"{year:04}-{month:02}").startswith(f'"{year:04}-{month:02}-{last}"')


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("2021-03-17T17:30+07:00", "2021-03-17T17:30:00+07:00"),
        ("2021-03-17T17:30:05Z", "2021-03-17T17:30:05Z"),
    ],
)
def test_a_moment_has_seconds(text: str, written: str) -> None:
    assert terms.moment(text) == f'"{written}"^^<{XSD}dateTime>'


@pytest.mark.parametrize("text", ["2021-02-30T10:00Z", "2021-03-17T24:00Z", "2021-03-17T10:60"])
def test_what_is_no_moment(text: str) -> None:
    with pytest.raises(LexicalError):
        terms.moment(text)


@pytest.mark.parametrize(
    ("text", "datatype"),
    [("3957", "integer"), ("-1", "integer"), ("12.33", "decimal"), ("007", "integer")],
)
def test_numbers_stay_as_written(text: str, datatype: str) -> None:
    assert terms.number(text) == f'"{text}"^^<{XSD}{datatype}>'


@pytest.mark.parametrize("text", ["3,957", "3.957.000", "1e3", "two", "½", "٣", "1_000", "", "12."])
def test_what_is_no_number(text: str) -> None:
    with pytest.raises(LexicalError):
        terms.number(text)


@pytest.mark.parametrize("text", ["NO", "yes", "True", "1", ""])
def test_only_true_and_false_are_booleans(text: str) -> None:
    with pytest.raises(LexicalError):
        terms.boolean(text)


@pytest.mark.parametrize("text", ["example.org", "https://a b", "http://a<b>", "//x", "https:"])
def test_what_is_no_iri(text: str) -> None:
    with pytest.raises(LexicalError):
        terms.iri(text)


PIECES = st.sampled_from(
    ["http:", "urn:x:", "//", "/", "?", "#", "[", "]", "%", "%41", "%zz", "@", ":", ":80", ":a"]
    + ["a", "::1", "1:2:3:4:5:6:7:8", "::1.2.3.4", "::01.2.3.4", "v1.x", "vg.x", "%25en0", "\\"]
    + [" ", "{", "é", "\x80", "\xa0", "\ue000", "\uf900", "\ufdd0", "\uffef", "\uffff"]
    + ["\U0001fffe", "\U000e0001", "\U000e1000", "\U000f0000", "\U0010ffff"]
)  # fmt: skip


@settings(max_examples=1000)
@given(st.sampled_from(["http://a", "http://", "http:", "x:", ""]), st.lists(PIECES, max_size=5))
def test_an_iri_is_what_a_strict_parser_reads_back(start: str, pieces: list[str]) -> None:
    text = start + "".join(pieces)
    try:
        (quad,) = parse(f"<http://e/s> <http://e/p> <{text}> .", format=RdfFormat.N_TRIPLES)
        reads_back = quad.object.value == text
    except (SyntaxError, ValueError):
        reads_back = False
    try:
        good = terms.iri(text) == f"<{text}>"
    except LexicalError:
        good = False
    bare_scheme = text.partition(":")[2] == ""
    assert good is (reads_back and not bare_scheme)


@pytest.mark.parametrize(
    "text", ["https://a/", "http://[::1]:80/?a=b#c", "urn:isbn:1", "mailto:a@b", "http://a/%C3%A9"]
)
def test_what_is_an_iri(text: str) -> None:
    assert terms.iri(text) == f"<{text}>"


@pytest.mark.parametrize(
    "text",
    ["meeting", "meeting/a/b", "Meeting/x", "meeting/", "meeting/a--b", "a/b c", "../x", "m/é"],
)
def test_what_is_no_thing(text: str) -> None:
    with pytest.raises(LexicalError):
        terms.thing(text)


@given(st.text(st.characters(blacklist_categories=("Cs",))))
def test_a_quoted_text_reads_back(text: str) -> None:
    line = f"<http://e/s> <http://e/p> {terms.literal(text)} ."
    (quad,) = parse(line.encode(), format=RdfFormat.N_TRIPLES)
    assert quad.object.value == text


def test_a_namespace_is_no_string() -> None:
    assert terms.DCTERMS.title == "http://purl.org/dc/terms/title"
    assert terms.DIP["Meeting"] == terms.DIP.Meeting
