"""What is made of a gazetteer's people and organisations is kept, and never held for another's."""

import marshal
import random
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from rapidfuzz.distance import Indel
from rapidfuzz.process import extract

from diplold.diagnostics import Report
from diplold.gazetteer import Gazetteer, opening
from diplold.gazetteer.csv_source import CsvSource
from diplold.linking import alike, kept, organisation_tables, organisations, people
from diplold.linking.alike import LEAST, Alike, Wholes, wholes
from diplold.linking.blocking import Block, joins, postings
from diplold.linking.model import Matcher, Mention, Outcome
from diplold.linking.organisation_words import listed, put_together
from diplold.linking.organisations import OrganisationMatcher
from diplold.linking.people import PeopleMatcher
from diplold.linking.sound import skeleton

PEOPLE = """qid,label,alias,type,country,dob,positions
Q1,Sari Wulandari,Sari Wulan,person,Q252,1962-01-01,Minister of Foreign Affairs (2014)
Q2,Oleksii Yerkhovenko,,person,Q212,1970,People's Deputy of Ukraine (2012)
Q3,Wanjiru Kamaunga,,person,,,
Q4,Musa Danladi,,person,Q1033|Q252,1930,Minister of Works (1979)
"""
ORGANISATIONS = """qid,label,alias,type,country
Q11,Arctic Development Bank,,organization,
Q12,Ministry of Maritime Affairs,,organization,Q252
Q13,International Agency for Volcanic Safety (IAVS),,organization,Q212|Q252
"""
NAMES = {
    "person": (
        "WULANDARI, Sari", "Єрховенко Олексій", "Kamaunga", "Dr Musa Danladi", "Nobody", "",
    ),
    "organization": (
        "Banque de développement arctique", "Kementerian Urusan Maritim", "IAVS", "Guild", "",
    ),
}  # fmt: skip
COUNTRIES = ("", "Q252", "Q212|Q252", "Q77")
MENTIONS = {
    kind: [Mention(name, "", kind, country, "2015") for name in names for country in COUNTRIES]
    for kind, names in NAMES.items()
}
KINDS = {
    "person": ("people", PEOPLE, PeopleMatcher),
    "organization": ("organisations", ORGANISATIONS, OrganisationMatcher),
}
Make = Callable[[Gazetteer], Matcher]


@pytest.fixture(params=sorted(KINDS))
def kind(request: pytest.FixtureRequest) -> str:
    return str(request.param)


def opened(table: Path, cache: Path | None, report: Report) -> Gazetteer:
    indexes = [opening.indexed([CsvSource(table, report, "", str)], cache)]
    return opening.together(indexes, cache)


def matched(kind: str, table: Path, cache: Path | None) -> list[Outcome]:
    """What a matcher says that is made anew, as another process would make it."""
    make: Make = KINDS[kind][2]
    report = Report()
    gazetteer = opened(table, cache, report)
    outcomes = make(gazetteer).match(MENTIONS[kind])
    gazetteer.close()
    assert not report.failed
    return outcomes


def written(kind: str, folder: Path) -> Path:
    table = folder / "known.csv"
    table.write_text(KINDS[kind][1], encoding="utf-8")
    return table


def files(kind: str, cache: Path) -> set[Path]:
    return set(cache.glob(f"{KINDS[kind][0]}*.marshal"))


def test_what_is_kept_says_the_same_as_what_is_made(kind: str, tmp_path: Path) -> None:
    table, cache = written(kind, tmp_path), tmp_path / "cache"
    fresh = matched(kind, table, None)
    assert any(outcome.qid for outcome in fresh)
    assert matched(kind, table, cache) == fresh
    before = files(kind, cache)
    assert len(before) == 2
    assert matched(kind, table, cache) == fresh
    assert files(kind, cache) == before


def test_only_what_is_asked_for_is_made(kind: str, tmp_path: Path) -> None:
    make: Make = KINDS[kind][2]
    gazetteer = opened(written(kind, tmp_path), tmp_path / "c", Report())
    matcher = make(gazetteer)
    assert files(kind, tmp_path / "c") == set()
    matcher.match([Mention("Sari Wulandari", "", kind, "Q252")])
    assert len(files(kind, tmp_path / "c")) == 1
    matcher.match([Mention("Sari Wulandari", "", kind)])
    assert len(files(kind, tmp_path / "c")) == 2


def test_everybody_is_the_same_whatever_was_asked_for_first(kind: str, tmp_path: Path) -> None:
    make: Make = KINDS[kind][2]
    table = written(kind, tmp_path)
    wanted = {outcome.mention: outcome for outcome in matched(kind, table, None)}
    # Of a cache of its own each: by country, then everybody, and the other way round.
    for place, country in enumerate(("Q252", "")):
        asked = sorted(MENTIONS[kind], key=lambda one: one.country != country)
        matcher = make(opened(table, tmp_path / str(place), Report()))
        for _ in range(2):
            assert matcher.match(asked) == [wanted[mention] for mention in asked]


def test_another_gazetteer_has_tables_of_its_own(kind: str, tmp_path: Path) -> None:
    table, cache = written(kind, tmp_path), tmp_path / "cache"
    first = matched(kind, table, cache)
    name = MENTIONS[kind][0].name
    assert first[0].candidates[0].qid in {"Q1", "Q11"}
    lines = table.read_text("utf-8").splitlines()
    table.write_text("\n".join([lines[0], *lines[2:]]) + "\n", encoding="utf-8")
    second = matched(kind, table, cache)
    assert second == matched(kind, table, None)
    assert "Q1" not in {one.qid for one in second[0].candidates}, name
    assert len(files(kind, cache)) == 4


def test_other_code_makes_other_tables(
    kind: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    table, cache = written(kind, tmp_path), tmp_path / "cache"
    first = matched(kind, table, cache)
    module = {"person": people, "organization": organisations}[kind]
    monkeypatch.setattr(module, "version", lambda: "another")
    assert matched(kind, table, cache) == first
    assert len(files(kind, cache)) == 4


@pytest.mark.parametrize("broken", [b"", b"\xe9\x02", b"not tables", "half"])
def test_broken_tables_are_made_again(kind: str, tmp_path: Path, broken: bytes | str) -> None:
    table, cache = written(kind, tmp_path), tmp_path / "cache"
    fresh = matched(kind, table, cache)
    whole = {path: path.read_bytes() for path in files(kind, cache)}
    for path, content in whole.items():
        path.write_bytes(broken if isinstance(broken, bytes) else content[: len(content) // 2])
    assert matched(kind, table, cache) == fresh
    assert {path: len(path.read_bytes()) for path in whole} == {
        path: len(content) for path, content in whole.items()
    }


def test_where_nothing_can_be_kept_nothing_is_lost(kind: str, tmp_path: Path) -> None:
    table = written(kind, tmp_path)
    (tmp_path / "file").write_text("no folder")
    assert matched(kind, table, tmp_path / "file") == matched(kind, table, None)


def test_the_words_of_organisations_are_the_same_when_they_are_kept(tmp_path: Path) -> None:
    table = written("organization", tmp_path)
    for _ in range(2):
        gazetteer = opened(table, tmp_path / "c", Report())
        assert organisation_tables.listed_words(gazetteer) == put_together() == listed()
        gazetteer.close()
    assert len([*(tmp_path / "c").glob("organisation-words-*.marshal")]) == 1


def test_a_version_is_that_of_the_content(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    (tmp_path / "one.py").write_text("a = 1")
    (tmp_path / "two.py").write_text("b = 2")
    monkeypatch.setattr(kept.resources, "files", lambda _package: tmp_path)
    versions = [kept.version_of("one.py", "two.py"), kept.version_of("one.py", "two.py", also="3")]
    (tmp_path / "two.py").write_text("b = 3")
    versions.append(kept.version_of("one.py", "two.py"))
    assert len({*versions}) == 3
    (tmp_path / "two.py").write_text("b = 2")
    assert kept.version_of("one.py", "two.py") == versions[0]


def test_what_makes_tables_is_in_their_version() -> None:
    assert people.version() == people.version()
    assert people.version() != organisations.version()


NEARLY = st.text("abcdeé", min_size=1, max_size=14)


def brute(whole: str, names: list[str]) -> list[int]:
    """The three most alike, each compared."""
    scorer = Indel.normalized_similarity
    return [n for _, _, n in extract(whole, names, scorer=scorer, score_cutoff=LEAST, limit=3)]


@settings(max_examples=40)
@given(st.lists(NEARLY, max_size=60), NEARLY | st.just(""), st.sampled_from([1, 7]))
def test_ruling_names_out_by_their_letters_loses_none(
    names: list[str], whole: str, times: int
) -> None:
    many = [f"{name}{'xyz'[: n // 60]}" for n, name in enumerate(names * times)]
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(alike, "_FEW", 0)
        assert Alike(wholes(many)).find(whole) == brute(whole, many)


def test_what_is_nearly_the_same_is_found_among_thousands() -> None:
    some = random.Random(7)
    names = ["".join(some.choices("aeilmnorst", k=some.randint(4, 24))) for _ in range(3000)]
    among = Alike(Wholes._make(marshal.loads(marshal.dumps((*wholes(names),)))))
    for name in names[:200]:
        for whole in (name, name[1:], f"{name}x", name[::-1], name * 2):
            assert among.find(whole) == brute(whole, names)


def test_words_that_were_written_as_one_are_found() -> None:
    block = Block(postings([["kim", "young", "kyo"], ["kim", "chul"]], skeleton), skeleton)
    assert joins(["kim", "young", "kyo"]) == ["kimyoung", "youngkyo"]
    assert block.find(["youngkyo"], 5)[0] == 0
    assert block.find(["kim"], 5) == [0, 1]
