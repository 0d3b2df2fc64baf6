"""`diplold.link`: what may be given, and what is said of what cannot be meant."""

from pathlib import Path
from typing import Any

import pytest
from test_link_command import GAZETTEER

import diplold
from diplold.linking.model import Mention


@pytest.fixture(scope="session")
def cache(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where indexes are kept: that of states takes seconds to make."""
    return tmp_path_factory.mktemp("cache")


@pytest.fixture
def spies(tmp_path: Path) -> Path:
    """A gazetteer of some spies."""
    path = tmp_path / "names.csv"
    path.write_text(GAZETTEER)
    return path


def test_what_is_none_says_nothing(cache: Path) -> None:
    given: list[Any] = [
        None,
        {"name": None},
        {"name": "Inggris", "lang": None, "type": None, "country": None, "date": None},
        {"name": "Inggris", "lang": "", "office": None},
        Mention("Inggris", lang=None),  # type: ignore[arg-type]
        "",
    ]
    found = diplold.link(given, lang="id", type="state", gazetteers=None, cache=cache)
    assert [one.decision for one in found] == ["none", "none", "accept", "accept", "accept", "none"]
    assert [one.mention.lang for one in found] == ["", "id", "id", "id", "", "id"]
    assert diplold.link(["Prancis"], lang=None, type=None, cache=cache)[0].qid == "Q142"


@pytest.mark.parametrize("as_text", [True, False])
def test_one_gazetteer_needs_no_list(as_text: bool, spies: Path, cache: Path) -> None:
    one = str(spies) if as_text else spies
    (found,) = diplold.link(["DNA"], type="spy", gazetteers=one, cache=cache)
    assert found.qid == "Q9000042"


def test_a_type_in_another_spelling_is_the_same(cache: Path) -> None:
    found = diplold.link(["PBB", {"name": "PBB", "type": "organisation"}], lang="id",
                         type="Organisation", cache=cache)  # fmt: skip
    assert [one.qid for one in found] == ["Q1065", "Q1065"]


WRONG: list[tuple[object, dict[str, object], type[Exception], str]] = [
    ("France", {}, TypeError, r"names is 'France'; give a list of names, as \['France'\]"),
    (b"France", {}, TypeError, r"names is b'France' \(bytes\); give a list"),
    ({"name": ["A", "B"]}, {}, TypeError, r"names is \{.*\} \(dict\); give a list"),
    (Mention("A"), {}, TypeError, "names is Mention"),
    (5, {}, TypeError, r"names is 5 \(int\)"),
    (None, {}, TypeError, "names is None"),
    (["A", 5], {}, TypeError, r"names\[1\] is 5 \(int\); a text is wanted"),
    ([b"x"], {}, TypeError, r"names\[0\] is b'x' \(bytes\)"),
    ([float("nan")], {}, TypeError, r"names\[0\] is nan \(float\)"),
    ([{"name": 3}], {}, TypeError, r"names\[0\]: name is 3 \(int\)"),
    ([{"name": "A", "country": 33}], {}, TypeError, r"names\[0\]: country is 33 \(int\)"),
    ([{"name": "A", "country": "Narnia"}], {}, ValueError, "country is 'Narnia'; a QID"),
    ([{"name": "A", "date": "banana"}], {}, ValueError, "date is 'banana'; '1988'"),
    ([{"name": "A", "lang": "Indonesian"}], {}, ValueError, "lang is 'Indonesian'; a language"),
    ([{"name": "A", "lnag": "id"}], {}, ValueError, r"names\[0\] .*'lnag'.* did you mean 'lang'"),
    ([{"lang": "id"}], {}, ValueError, r"names\[0\] .* it has no 'name'"),
    (["A", Mention("A", type="foo")], {}, ValueError, r"names\[1\]: type is 'foo'; .*person, spy"),
    (["A"], {"type": "foo"}, ValueError, "'foo'; there are: organization"),
    (["A"], {"type": 5}, TypeError, r"type is 5 \(int\)"),
    (["A"], {"type": ["state"]}, TypeError, r"type is \['state'\] \(list\)"),
    (["A"], {"lang": "!!"}, ValueError, "^lang is '!!'; a language tag"),
    (["A"], {"lang": 5}, TypeError, "^lang is 5"),
    (["A"], {"gazetteers": 5}, TypeError, "gazetteers is 5"),
    (["A"], {"gazetteers": [None]}, TypeError, r"gazetteers\[0\] is None"),
]  # fmt: skip


@pytest.mark.parametrize(("names", "more", "error", "said"), WRONG)
def test_what_cannot_be_meant_is_told(
    names: Any, more: dict[str, Any], error: type[Exception], said: str, spies: Path, cache: Path
) -> None:
    with pytest.raises(error, match=said):
        diplold.link(names, **{"gazetteers": [spies], "cache": cache, **more})
