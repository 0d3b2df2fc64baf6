"""States and territories by their names: formal, inverted, misspelt, in brackets, and of two."""

import csv
from pathlib import Path

import pytest
from conftest import ROOT
from hypothesis import given
from hypothesis import strategies as st

from diplold.gazetteer.territories import TerritoryName, names, rows, tag, territories
from diplold.linking.fold import fold, plain
from diplold.linking.forms import core
from diplold.linking.model import Mention, Outcome
from diplold.linking.states import Scale, StateMatcher
from diplold.linking.states_index import codes_of, compile_names, forms_of

MATCHER = StateMatcher()
OWN = list(rows("exonyms.tsv"))


def outcome(name: str, lang: str = "") -> Outcome:
    return MATCHER.match([Mention(name, lang, "state")])[0]


@pytest.mark.parametrize(
    ("name", "lang", "qid"),
    [
        ("Tiongkok", "id", "Q148"),
        ("Korsel", "id", "Q884"),
        ("RRT", "id", "Q148"),
        ("Republik Korea", "id", "Q884"),
        ("Republik Demokratik Rakyat Korea", "id", "Q423"),
        ("Korea, Dem. People's Rep. of", "en", "Q423"),
        ("Korea, Republic of", "en", "Q884"),
        ("Congo, Dem. Rep.", "en", "Q974"),
        ("Republic of the Congo", "en", "Q971"),
        ("République du Congo", "fr", "Q971"),
        ("Iran, Islamic Rep. of", "en", "Q794"),
        ("Republic of China", "en", "Q865"),
        ("People's Republic of China", "en", "Q148"),
        ("Dominican Rep.", "en", "Q786"),
        ("Commonwealth of Dominica", "en", "Q784"),
        ("Equatorial Guinea", "en", "Q983"),
        ("Республика Казахстан", "ru", "Q232"),
        ("Казахстана", "ru", "Q232"),
        ("Королевство Бельгии", "ru", "Q31"),
        ("la République portugaise", "fr", "Q45"),
        ("République d'Ouzbékistan", "fr", "Q265"),
        ("جمهورية مصر", "ar", "Q79"),
        ("الجمهوريّة الغابونيّة", "ar", "Q1000"),
        ("Gürcistan Cumhuriyeti", "tr", "Q230"),
        ("Qazaqstan Respublikasy", "kk", "Q232"),
        ("意大利共和国", "zh", "Q38"),
        ("義大利", "zh-Hant", "Q38"),
        ("សាធារណរដ្ឋ\u200bណាមីប៊ី", "km", "Q1030"),
        ("Bu-run-đi", "vi", "Q967"),
        ("U-dơ-bê-ki-xtan", "vi", "Q265"),
        ("St Vincent & the Grenadines", "en", "Q757"),
        ("CÔTE D’IVOIRE", "", "Q1008"),
        ("Guam (USA)", "en", "Q16635"),
        ("China: Macao SAR", "en", "Q14773"),
        ("USSR (Kazakhstan)", "en", "Q232"),
        ("クウェート Kuwait", "ja", "Q817"),
        ("KHM: Cambodia", "en", "Q424"),
        ("Indnoesia", "en", "Q252"),
        ("Republik Indonsia", "id", "Q252"),
        ("Republic oft he Philippines", "en", "Q928"),
        ("Repubilc o fGhana", "en", "Q117"),
        ("teh Kingdom of Norway", "en", "Q20"),
        ("Vereinigte Staatne", "de", "Q30"),
        ("le Royaumed es Pays-Bas", "fr", "Q29999"),
        ("la NNorvège", "fr", "Q20"),
        ("Norvege (la)", "fr", "Q20"),
        ("United Knigdom", "en", "Q145"),
        ("Grmany", "en", "Q183"),
        ("Japan Japan", "", "Q17"),
        ("Nepal Federal Democratic Republic of Nepal", "en", "Q837"),
        ("Trin. & Tobago", "en", "Q754"),
        ("the UK", "en", "Q145"),
        ("die USA", "de", "Q30"),
        ("Ugana", "en", "Q1036"),
        ("Domincan Republic", "en", "Q786"),
        ("Dominican Repulic", "en", "Q786"),
        ("Br. Virgin Is.", "en", "Q25305"),
        ("New Zeal.", "en", "Q664"),
        ("Utd. Kingdom", "en", "Q145"),
        ("Cộng hoà Xu-đanh", "vi", "Q1049"),
        ("USA", "en", "Q30"),
    ],
)
def test_a_name_means_one(name: str, lang: str, qid: str) -> None:
    found = outcome(name, lang)
    assert (found.qid, found.decision) == (qid, "accept"), found.candidates


@pytest.mark.parametrize("name", ["Congo", "Korea", "Virgin Islands", "Saint-Martin", "Guiana"])
def test_a_name_of_two_returns_both_and_accepts_neither(name: str) -> None:
    found = outcome(name, "en")
    assert found.decision == "review"
    assert len(found.candidates) == 2
    assert found.candidates[0].score == found.candidates[1].score < 0.6


@pytest.mark.parametrize("name", ["AS", "ID", "KOR", "us-as", "CN", "WB", "XKX"])
@pytest.mark.parametrize("lang", ["", "en", "id"])
def test_a_code_is_nothing(name: str, lang: str) -> None:
    assert outcome(name, lang) == Outcome(Mention(name, lang, "state"), "none")


@pytest.mark.parametrize(
    "name",
    [
        *("Wakanda", "Georgia Power", "Bank of Japan", "Beijing", "Northern Africa", "Asia"),
        *("World, Total", "Micronesia (UN)", "Retno Marsudi", "Georgetown", "42", "***", "()"),
        "Kementerian Luar Negeri Republik Indonesia",
    ],
)
def test_what_is_no_state_is_nothing(name: str) -> None:
    assert outcome(name, "en").decision == "none"


def test_two_that_have_nothing_to_do_with_each_other_are_both_returned() -> None:
    found = outcome("Australia/New Zealand", "en")
    assert found.decision == "review"
    assert {c.qid for c in found.candidates} == {"Q408", "Q664"}


def test_two_names_with_nothing_between_them_are_both_returned() -> None:
    found = outcome("Nepal Bhutan", "en")
    assert found.decision == "review"
    assert {c.qid for c in found.candidates} == {"Q837", "Q917"}


@pytest.mark.parametrize(
    "name", ["N. K.", "Rep. of", "Dem. Rep.", "St.", "U. Rep. Is.", "Ltd. Co."]
)
def test_abbreviations_alone_are_nothing(name: str) -> None:
    assert outcome(name, "en").decision == "none"


@pytest.mark.parametrize(
    ("name", "lang"),
    [
        *(("среда", "ru"), ("июль", "ru"), ("ホンダ", "ja"), ("आषाढ़", "hi"), ("Одеса", "uk")),
        *(("Central Africa", "en"), ("Southern Africa", "en"), ("Λατινική Αμερική", "el")),
        *(("Georgia, Atlanta", "en"), ("University of Tokyo, Japan", "en"), ("中国、日本", "ja")),
        *(("Albany", "en"), ("Bruno", "it"), ("Rhodes", "en"), ("martes", "es")),
    ],
)
def test_what_only_looks_or_sounds_like_a_name_is_not_accepted(name: str, lang: str) -> None:
    assert outcome(name, lang).decision != "accept"


@given(
    st.sampled_from(["Republic of Ghana", "Kingdom of Norway", "Federal Republic of Germany"]),
    st.data(),
)
def test_a_letter_moved_over_a_space_changes_nothing(name: str, data: st.DataObject) -> None:
    words = name.split()
    place = data.draw(st.integers(0, len(words) - 2))
    first, second = words[place : place + 2]
    words[place : place + 2] = data.draw(
        st.sampled_from([(first[:-1], first[-1] + second), (first + second[0], second[1:])])
    )
    moved = outcome(" ".join(words), "en")
    assert moved.qid == outcome(name, "en").qid


def test_an_entry_of_the_index_is_read_as_it_was_packed() -> None:
    name = TerritoryName("xa", "Nowhere", "en", "alias", "test")
    twin = name._replace(code="xb", lang="id")
    index = compile_names([name, twin, name._replace(lang="")])
    assert codes_of(index.exact["nowhere"]) == {"xa": " en ", "xb": " id "}
    assert forms_of(index.cores["nowhere"]) == ((frozenset(), {"xa": " en ", "xb": " id "}),)


def test_each_piece_of_evidence_is_told_with_its_weight() -> None:
    (best,) = outcome("Tiongkok", "id").candidates
    said = {evidence.name: evidence.weight for evidence in best.evidence}
    assert set(said) == {"any name", "tier exact", "own"}
    assert 0.9 < best.score < 1
    assert best.matched == "Tiongkok"
    assert said["own"] > 0


def test_scores_never_fall_when_more_speaks_for_a_name() -> None:
    scale = Scale.fitted()
    line = [scale.score({"own": number / 10}) for number in range(-300, 300)]
    assert line == sorted(line)
    assert 0 < line[0] < line[-1] < 1


@given(st.text(max_size=40), st.sampled_from(["", "en", "id", "vi", "zh-Hant", "x", "-"]))
def test_any_text_can_be_asked(name: str, lang: str) -> None:
    found = outcome(name, lang)
    assert all(0 <= candidate.score <= 1 for candidate in found.candidates)
    assert (found.decision == "accept") == bool(found.qid)


def test_formal_words_leave_the_core() -> None:
    inverted = core(plain(fold("Tanzania, United Rep. of")))
    straight = core(plain(fold("The United Republic of Tanzania")))
    assert inverted.text == straight.text == "tanzania"
    assert inverted.forms == straight.forms == {"united", "republic"}
    assert core("united kingdom").text == ""


def test_every_name_that_we_list_is_of_a_territory_that_we_know() -> None:
    known = territories()
    assert {row["code"] for row in rows("exonyms.tsv")} <= set(known)
    assert {one.parent for one in known.values()} - {""} <= set(known)
    assert len({one.qid for one in known.values()}) == len(known) > 280
    assert all(one.qid[0] == "Q" and one.qid[1:].isdigit() for one in known.values())


def test_our_own_names_are_sorted_and_each_is_of_one_territory_in_its_language() -> None:
    listed = [(row["code"], row["lang"], row["kind"], row["names"].split("|")) for row in OWN]
    assert [row[:3] for row in listed] == sorted({row[:3] for row in listed})
    texts = [[fold(text) for text in row[3]] for row in listed]
    assert [row for row in listed if len(row[3]) != len({*filter(None, row[3])})] == []
    named: dict[tuple[str, str], set[str]] = {}
    for (code, lang, kind, _), keys in zip(listed, texts, strict=True):
        for key in keys if kind not in {"base", "parent", "city"} else ():
            named.setdefault((lang, key), set()).add(code)
    assert {key: codes for key, codes in named.items() if len(codes) > 1} == {}


@pytest.mark.parametrize(
    ("name", "lang", "qid"),
    [
        *(("Danish", "en", "Q756617"), ("Nigerien", "en", "Q1032"), ("Burkinabe", "en", "Q965")),
        *(("griechisch", "de", "Q41"), ("marocaine", "fr", "Q1028"), ("Zweeds", "nl", "Q34")),
        *(("немецкий", "ru", "Q183"), ("węgierskie", "pl", "Q28"), ("Hırvat", "tr", "Q224")),
    ],
)
def test_who_is_from_a_state_names_it(name: str, lang: str, qid: str) -> None:
    assert outcome(name, lang).qid == qid


@pytest.mark.parametrize("name", ["Korean", "Congolese", "Dominican"])
def test_who_may_be_from_either_of_two_is_for_a_person_to_decide(name: str) -> None:
    assert outcome(name, "en").decision == "review"


def test_names_are_in_many_languages_and_keep_their_source() -> None:
    listed = list(names())
    assert {name.source for name in listed} == MATCHER.sources - {"iso-3166-1"}
    assert len({name.lang for name in listed}) > 200
    assert ("mm", "Myanmar") in {(n.code, n.text) for n in listed}  # of "Myanmar (Burma)"


@pytest.mark.parametrize(
    ("identifier", "expected"),
    [("zh_Hant_HK", "zh-Hant"), ("id", "id"), ("und-Cyrl", ""), ("mul", ""), ("EN-us", "en")],
)
def test_languages_are_told_from_tags(identifier: str, expected: str) -> None:
    assert tag(identifier) == expected


def test_the_targets_on_names_with_known_items(
    shared: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.syspath_prepend(str(ROOT / "benchmarks"))
    import linking_states

    with (shared / "linking" / "countries_dev.csv").open(encoding="utf-8-sig", newline="") as file:
        gold = list(csv.DictReader(file))
    found = MATCHER.match([Mention(row["name"], row["lang"], "state") for row in gold])
    pairs = list(zip(gold, found, strict=True))
    precision, _, f1, nothing = linking_states.measure(pairs)
    assert (precision >= 0.99, f1 >= 0.95, nothing >= 0.97) == (True, True, True)
    precision, _, f1, _ = linking_states.measure(
        [pair for pair in pairs if linking_states.wild(pair[0])]
    )
    assert (precision >= 0.97, f1 >= 0.90) == (True, True)
