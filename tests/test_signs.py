"""Scripts whose signs are spelled one by one, in Latin letters by their names in Unicode."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from diplold.linking.signs import spelled
from diplold.linking.sound import loose


@pytest.mark.parametrize(
    ("text", "latin"),
    [
        ("पुर्तगाल", "purtagal"),  # Devanagari: an inherent vowel, and none where a virama stands
        ("জার্মানি", "jarmani"),
        ("ਪਨਾਮਾ", "panama"),
        ("పనామా", "panama"),
        ("മലാവി", "malavi"),
        ("ปานามา", "panama"),  # Thai
        ("เคนยา", "khenaya"),  # a vowel that is written before its consonant
        ("เบลเยียม", "belyeiyam"),
        ("ปารีส์", "pari"),  # a consonant that is not said
        ("ປານາມາ", "panama"),  # Lao
        ("ជីប៊ូទី", "cibuti"),  # Khmer
        ("ប៉ាណាម៉ា", "pannama"),  # Khmer: a b that a sign makes a p
        ("ပနားမား", "panama"),  # Burmese
        ("ሶማሊያ", "somaaliyaa"),  # Ethiopic: whole syllables
        ("パナマ", "panama"),
        ("キプロス", "kipurosu"),
        ("ジャマイカ", "zyamaika"),  # Kana: a small sign stands in for the vowel
        ("වියට්නාම", "viyattnam"),  # Sinhala
    ],
)
def test_a_name_is_spelled_as_it_sounds(text: str, latin: str) -> None:
    assert spelled(text) == latin


@pytest.mark.parametrize(
    "text", ["Panama", "Панама", "پاناما", "פנמה", "巴拿马", "파나마", "Παναμάς", ""]
)
def test_other_scripts_are_kept(text: str) -> None:
    assert spelled(text) == text


@given(st.text(st.characters(categories=["Lo", "Mn", "Mc"]), max_size=30))
def test_any_signs_can_be_spelled(text: str) -> None:
    latin = spelled(text)
    assert not latin or loose(latin)


@given(st.text(st.characters(min_codepoint=0x900, max_codepoint=0x17FF), max_size=20))
def test_it_is_the_same_however_it_is_composed(text: str) -> None:
    composed = unicodedata.normalize("NFC", text)
    assert spelled(composed) == spelled(unicodedata.normalize("NFD", text))
