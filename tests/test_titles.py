"""Titles are taken off names and say what they are worth."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from diplold.linking.romanise import romanise, script, words
from diplold.linking.sound import loose, skeleton
from diplold.linking.titles import peel, titles


@pytest.mark.parametrize(
    ("text", "name", "meanings"),
    [
        ("Menlu Sari Wulandari", "sari wulandari", ["foreign minister"]),
        ("Menteri Luar Negeri RI Sari Wulandari", "ri sari wulandari", ["foreign minister"]),
        ("H.E. Mr. Tomas Okoro", "tomas okoro", ["excellency"]),
        ("YB DATO' SRI KAMAL BIN OTHMAN", "kamal bin othman", ["excellency", "malay honour"]),
        ("Hojjatoleslam Reza Farahani", "reza farahani", ["religious"]),
        ("Lt-Gen. Boun Vong", "boun vong", ["general"]),
        ("Ministre des Affaires étrangères Amadou Keïta", "amadou keita", ["foreign minister"]),
        ("وزير الخارجية سامي حداد", "sami hdad", ["foreign minister"]),
        ("Прем'єр-міністр Олена Коваль", "olena koval", ["prime minister"]),
        ("Okoro, Tomas", "okoro tomas", []),
        ("Tomas Okoro", "tomas okoro", []),
    ],
)
def test_titles_before_a_name(text: str, name: str, meanings: list[str]) -> None:
    peeled = peel(text)
    assert " ".join(peeled.words) == name
    assert [title.meaning for title in peeled.titles] == meanings


def test_letters_after_a_name() -> None:
    peeled = peel("Dr Maria Vella, LLB, Dip Not Pub, LLD, MP")
    assert peeled.words == ("maria", "vella")
    assert peeled.offices == ("member of parliament",)


def test_a_name_that_may_be_a_title_is_kept_as_spare() -> None:
    peeled = peel("Prince Adeyemi")
    assert peeled.words == ("adeyemi",)
    assert "prince" in peeled.spare


def test_brackets_are_a_note() -> None:
    assert peel("Ali Hassan (politician)").note == "politician"
    assert peel("(Ali)").words == ("ali",)


@given(st.text(max_size=60))
def test_no_name_is_ever_peeled_to_nothing(text: str) -> None:
    peeled = peel(text)
    assert bool(peeled.words) == bool(words(romanise(text)))


def test_every_title_has_a_word_and_a_meaning() -> None:
    assert all(key and title.kind and title.meaning for key, title in titles().items())


@pytest.mark.parametrize(
    ("a", "b"),
    [
        ("Ерхов", "Yerkhov"),
        ("Генадій", "Hennadii"),
        ("Қасым", "Kasym"),
        ("Башир", "Basjir"),
        ("Метшин", "Mietszyn"),
        ("Σκέρτσος", "Skertsos"),
        ("حسين", "Hussein"),
        ("김", "Gim"),
        ("Gaddafi", "Gadhafi"),
    ],
)
def test_one_name_in_two_spellings_has_one_skeleton(a: str, b: str) -> None:
    assert skeleton(romanise(a)) == skeleton(romanise(b))


def test_names_that_differ_keep_apart() -> None:
    assert len({skeleton(name) for name in ("ivanov", "petrov", "sidorenko", "kovalchuk")}) == 4


@given(st.text(min_size=1, max_size=20))
def test_every_text_can_be_romanised(text: str) -> None:
    for word in words(romanise(text)):
        assert loose(word)
        assert skeleton(word)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Anna", "latin"),
        ("Ánna", "latin"),
        ("Анна", "cyrillic"),
        ("محمد", "arabic"),
        ("小野", "han"),
    ],
)
def test_script(text: str, expected: str) -> None:
    assert script(text) == expected
