"""Tables of names, in and out: what is said of a row is found once for all that say the same."""

import csv
import io
from collections.abc import Sequence
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from diplold.delimited import Delimited
from diplold.diagnostics import Stop
from diplold.gazetteer import Entry, Item, Name, opening
from diplold.linking import tables
from diplold.linking.lately import Lately
from diplold.linking.linker import Linker
from diplold.linking.model import Mention, Outcome
from diplold.linking.run import Columns, Run, free_names

ADAMS = Entry(Item("Q9000042", "Douglas Adams", "spy", ("Q145",)), (Name("Douglas Adams", "en"),))
CELL = st.text(st.characters(codec="utf-8"), max_size=4)


class Asked:
    """A source with one item."""

    name, version, digest, date = "made", "1", "1", ""

    def entries(self) -> Sequence[Entry]:
        return [ADAMS]


def linker(kept: int = 100) -> Linker:
    return Linker(opening.together([opening.indexed([Asked()], None)]), kept=kept)


def linked(text: str, columns: Columns, **options: Any) -> tuple[Run, list[list[str]]]:
    table = tables.reading(io.BytesIO(text.encode()), "t.csv", "csv", None)
    into = io.BytesIO()
    run = Run(linker(options.pop("kept", 100)), columns, **options)
    ours = [*free_names(table.header).values()]
    run.link(table, tables.writing(into, "csv", table, ours, None), lambda *_: None)
    return run, list(csv.reader(io.StringIO(into.getvalue().decode(), newline="")))[1:]


# --- rows that say the same -----------------------------------------------------------------------


def test_what_is_not_understood_counts_for_every_row_that_says_it() -> None:
    text = "n,c,d\n" + "Adams,Narnia|Oz,yesterday\nAdams,Oz, \n" * 3 + "Adams,Q30,1900\n"
    run, _ = linked(text, Columns("n", country="c", date="d"))
    assert dict(run.tally.countries) == {"Narnia": 3, "Oz": 6, "Q30": 1}  # an item of no state here
    assert dict(run.tally.dates) == {"yesterday": 3}
    assert run.tally.rows == 7


def test_rows_that_differ_in_one_column_only_are_not_the_same() -> None:
    text = "n,c\nDouglas Adams,Q145\nDouglas Adams,Q30\nDouglas Adams,Q145\n"
    _, rows = linked(text, Columns("n", country="c"))
    first, other, again = (row[2:] for row in rows)
    assert first == again != other
    assert float(first[2]) > float(other[2])


def test_who_looks_on_sees_every_row_and_a_name_is_asked_for_once(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(tables, "CHUNK", 2)
    asked: list[Mention] = []
    seen: list[Outcome] = []
    real = Linker.outcomes

    def outcomes(self: Linker, mentions: Sequence[Mention]) -> list[Outcome]:
        asked.extend(mentions)
        return real(self, mentions)

    monkeypatch.setattr(Linker, "outcomes", outcomes)
    linked("n,x\na,1\nb,2\na,3\nb,4\na,5\n", Columns("n"), see=[seen.append])
    assert [mention.name for mention in asked] == ["a", "b"]
    assert [outcome.mention.name for outcome in seen] == ["a", "b", "a", "b", "a"]


def test_a_linker_answers_in_order_also_what_it_forgot() -> None:
    names = [f"name {number % 7}" for number in range(40)] + ["Douglas Adams", ""]
    asked = [Mention(name, type=kind) for name in names for kind in ("spy", "")]
    one = linker(kept=3)
    for _ in range(2):
        found = one.match(asked)
        assert [outcome.mention for outcome in found] == asked
        assert [outcome.qid for outcome in found[-4:]] == ["Q9000042", "Q9000042", "", ""]


# --- what is kept ---------------------------------------------------------------------------------


@given(st.integers(1, 6), st.lists(st.lists(st.integers(0, 20), max_size=5), max_size=30))
def test_what_came_lately_is_known_and_no_more_is_held_than_allowed(
    limit: int, rounds: list[list[int]]
) -> None:
    kept: Lately[int, str] = Lately(limit)
    order: list[int] = []
    for keys in rounds:
        known = kept.known(keys)
        assert all(value in (None, str(key)) for key, value in zip(keys, known, strict=True))
        kept.keep({key: str(key) for key, value in zip(keys, known, strict=True) if value is None})
        order = [*(key for key in order if key not in keys), *dict.fromkeys(keys)]
    held = [value for value in kept.known(range(21)) if value is not None]
    assert len(held) <= 2 * (limit + 5)
    assert len(held) >= min(limit, len(order))
    assert {*held} <= {str(key) for key in order}


# --- CSV ------------------------------------------------------------------------------------------


@settings(deadline=None)
@given(
    st.integers(1, 3).flatmap(
        lambda width: st.lists(st.lists(CELL, min_size=width, max_size=width), max_size=5)
    ),
    st.sampled_from([",", ";", "\t"]),
    st.sampled_from(["\n", "\r\n"]),
    st.tuples(CELL, st.floats(0, 1), CELL),
)
def test_a_table_is_written_as_the_library_writes_it(
    cells: list[list[str]], sign: str, end: str, ours: tuple[str, float, str]
) -> None:
    header = ["n", "x", "y"][: len(cells[0]) if cells else 2]
    like = Delimited(io.BytesIO((sign.join([*header, "z"]) + end).encode()), "t", sign)
    into, wanted = io.BytesIO(), io.StringIO(newline="")
    writer = tables.CsvWriter(into, [*header, "a", "b", "c"], sign, like)
    for _ in range(2):
        writer.add(tables.CsvChunk(header, cells), [ours for _ in cells])
    writer.close()
    rows = [[*header, "a", "b", "c"], *([*row, *ours] for row in (*cells, *cells))]
    csv.writer(wanted, delimiter=sign, lineterminator=end).writerows(rows)
    assert into.getvalue() == wanted.getvalue().encode()


@pytest.mark.parametrize(
    ("raw", "code", "place"),
    [
        (b'n,x\n"a\nb",c\n\nd\n', "E265", "t:5:2"),
        (b'n,x\n"a\nb",c\n\nd,"\xff"\n', "E261", "t:5:4"),
        (b'n,x\n"a\nb",c\n\n\n"d,e\n', "E262", "t:6:1"),
        (b'\xef\xbb\xbfn,x\r\n"a\r\nb",c\r\nd\re,f\r\n', "E262", "t:4:1"),
        (b"\n\nn;x\n", "E264", "t:3:1"),
        (b"\xff\xfen\x00", "E261", "t:1:1"),
        (b"n,\xff", "E261", "t:1:3"),
        (b"\n \n", "E263", "t"),
        (b"", "E263", "t"),
    ],
)
def test_the_place_of_a_mistake_counts_lines_within_cells(
    raw: bytes, code: str, place: str
) -> None:
    with pytest.raises(Stop) as caught:
        list(Delimited(io.BytesIO(raw), "t"))
    assert caught.value.code == code
    assert place in caught.value.message["en"]


def test_each_row_has_the_line_in_which_it_begins() -> None:
    table = Delimited(io.BytesIO(b'n,x\n"a\n\nb",c\n\nd,e\n'), "t")
    assert [(table.line, row[0]) for row in table] == [(2, "a\n\nb"), (6, "d")]
