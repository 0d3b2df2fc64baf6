"""People are found by name, country, date and office; namesakes are never guessed."""

import csv
from dataclasses import replace
from pathlib import Path

import pytest
from conftest import ROOT
from hypothesis import given
from hypothesis import strategies as st

from diplold.linking import several
from diplold.linking.confidence import FEWER, Fitted, fitted
from diplold.linking.model import Mention, Outcome
from diplold.linking.people import PeopleMatcher, Person
from diplold.linking.people_features import TABLES

MORE = [
    Person(f"Q9{n}", f"{first} {last}", (f"{first} {last}",), ("Q30",), 1950 + n % 30)
    for n, (first, last) in enumerate(
        (first, last)
        for first in [
            "Alan",
            "Brenda",
            "Carl",
            "Doris",
            "Edgar",
            "Fiona",
            "Gerald",
            "Helen",
            "Ivan",
            "Judith",
        ]
        for last in [
            "Ashworth",
            "Blenkin",
            "Crowther",
            "Dunmore",
            "Elphick",
            "Farraday",
            "Gosling",
            "Hartnell",
        ]
    )
]


def person(
    qid: str, label: str, country: str = "Q1", born: int = 1960, *positions: str, also: str = ""
) -> Person:
    names = (label, also) if also else (label,)
    return Person(qid, label, names, (country,) if country else (), born, positions)


PEOPLE = [
    person("Q1001", "Sari Wulandari", "Q252", 1962, "Minister of Foreign Affairs (2014)"),
    person("Q1002", "Bambang Hartawan", "Q252", 1955, "Governor of Bengkulu (2010)"),
    person("Q1003", "Oleksii Yerkhovenko", "Q212", 1970, "People's Deputy of Ukraine (2012)"),
    person("Q1004", "Kim Yeong-suk", "Q884", 1964),
    person("Q1005", "Marie-Claire Bitondo Ngassa", "Q1009", 1958, "Minister of Health (2011)"),
    person("Q1006", "Musa Danladi", "Q1033", 1970, "Member of the Senate (2015)"),
    person("Q1007", "Musa Danladi", "Q1033", 1930, "Minister of Works (1979)"),
    person("Q1008", "Ahmad Al-Farouqi", "Q796", 1961),
    person("Q1009", "Jonathan Pemberton, Lord Pemberton", "Q145", 1948),
    person("Q1010", "Wanjiru Kamaunga", "", 0),
    *MORE,
]
MATCHER = PeopleMatcher(people=PEOPLE)


def asked(name: str, country: str = "", date: str = "", office: str = "") -> Outcome:
    return MATCHER.match([Mention(name, "", "person", country, date, office)])[0]


@pytest.mark.parametrize(
    ("name", "country", "date", "qid"),
    [
        ("Sari Wulandari", "Q252", "2015", "Q1001"),
        ("WULANDARI, Sari", "Q252", "2015", "Q1001"),
        ("Menlu Sari Wulandari", "Q252", "2016", "Q1001"),
        ("Srai Wulandrai", "Q252", "2015", "Q1001"),
        ("Єрховенко Олексій Миколайович", "Q212", "2012", "Q1003"),
        ("KIM YEONGSUK", "Q884", "", "Q1004"),
        ("BITONDO NGASSA Marie Claire", "Q1009", "2012", "Q1005"),
        ("Dr. Marie-Claire Bitondo", "Q1009", "2012", "Q1005"),
        ("أحمد الفاروقي", "Q796", "", "Q1008"),
        ("Lord Pemberton", "Q145", "2010", "Q1009"),
        ("Sari Wulandari", "", "", "Q1001"),
    ],
)
def test_one_person_in_many_spellings(name: str, country: str, date: str, qid: str) -> None:
    outcome = asked(name, country, date)
    assert outcome.candidates[0].qid == qid
    assert outcome.decision in {"accept", "review"}


def test_the_date_tells_namesakes_apart() -> None:
    assert asked("Musa Danladi", "Q1033", "2016").candidates[0].qid == "Q1006"
    assert asked("Musa Danladi", "Q1033", "1980").candidates[0].qid == "Q1007"


def test_namesakes_that_nothing_tells_apart_are_for_review() -> None:
    outcome = asked("Musa Danladi", "Q1033")
    assert outcome.decision == "review"
    assert {candidate.qid for candidate in outcome.candidates[:2]} == {"Q1006", "Q1007"}
    assert outcome.candidates[0].score <= 0.5


@pytest.mark.parametrize("name", ["Xyzzy Plughov", "Zebulon Quackenbush", "", "   ", "—", "!?"])
def test_who_is_not_there_is_not_found(name: str) -> None:
    outcome = asked(name, "Q252", "2015")
    assert outcome.decision == "none"


def test_a_shared_given_name_is_not_enough() -> None:
    assert asked("Sari Kusumaningrum", "Q252", "2015").qid == ""


def test_evidence_adds_up_to_the_log_odds() -> None:
    outcome = asked("Sari Wulandari", "Q252", "2015")
    compared = {one.qid: one for one in MATCHER.compare(outcome.mention)}
    best = outcome.candidates[0]
    fit = fitted("people")
    total = fit.score(compared[best.qid].cells) - fit.doubt(len(PEOPLE))
    assert sum(reason.weight for reason in best.evidence) == pytest.approx(total, abs=0.1)
    assert {reason.name for reason in best.evidence} <= {*TABLES, FEWER}


def test_another_country_finds_nobody_but_those_of_no_country() -> None:
    outcome = asked("Sari Wulandari", "Q145", "2015")
    assert "Q1001" not in {candidate.qid for candidate in outcome.candidates}


def test_a_country_of_which_nobody_is_known_accepts_nobody_of_another() -> None:
    outcome = asked("Sari Wulandari", "Q77", "2015")
    assert outcome.candidates[0].qid == "Q1001"
    assert outcome.decision == "review"


def test_a_gazetteer_without_countries_is_used_without_them() -> None:
    people = [replace(one, countries=()) for one in PEOPLE]
    mention = Mention("WULANDARI, Sari", "", "person", "Q252", "2015")
    assert PeopleMatcher(people=people).match([mention])[0].qid == "Q1001"


def test_a_wording_of_a_source_means_somebody_only_whole() -> None:
    envoy = replace(person("Q1", "Ayu Lestari", "Q252"), wordings=("Ketua OXQ", "Beliau"))
    other = replace(person("Q2", "Budi Santosa", "Q252"), wordings=("Beliau",))
    found = PeopleMatcher(people=[envoy, other]).match(
        [Mention(name) for name in ("ketua oxq", "OXQ", "Beliau", "Ayu Lestari")]
    )
    assert [(o.decision, o.qid) for o in found] == [
        ("accept", "Q1"),
        ("none", ""),
        ("review", ""),
        ("accept", "Q1"),
    ]
    assert [candidate.qid for candidate in found[2].candidates] == ["Q1", "Q2"]
    assert [piece.name for piece in found[0].candidates[0].evidence] == ["wording of a source"]


def test_who_has_no_country_is_found_in_any() -> None:
    assert asked("Wanjiru Kamaunga", "Q252").candidates[0].qid == "Q1010"


@given(st.text(max_size=40), st.sampled_from(["", "Q252", "Q1|Q2", "?"]), st.text(max_size=8))
def test_any_text_has_an_outcome(name: str, country: str, date: str) -> None:
    outcome = asked(name, country, date)
    scores = [candidate.score for candidate in outcome.candidates]
    assert scores == sorted(scores, reverse=True)
    assert all(0 <= score <= 1 for score in scores)
    assert sum(scores) <= 1.001


@pytest.mark.parametrize("kind", ["people", "people_anywhere"])
def test_fitted_numbers_are_whole(kind: str) -> None:
    fit = fitted(kind)
    assert {name: len(table) for name, table in fit.tables.items()} == TABLES
    rights = [right for _, right in fit.calibration]
    assert rights == sorted(rights)
    assert 0 < fit.review < fit.accept < 1


def test_a_confidence_is_read_off_the_table() -> None:
    fit = Fitted({}, ((0.2, 0.1), (0.8, 0.9)), 0.6, 0.1)
    assert fit.calibrated(0.5) == pytest.approx(0.5)
    assert fit.calibrated(0.1) == pytest.approx(0.05)
    assert fit.calibrated(0.99) == 0.9


FEW = [
    person("Q2001", "Hun Makara", "Q424"),
    person("Q2002", "Rara Setiawati", "Q252", 1962, "Minister of Foreign Affairs (2014)"),
    person("Q2003", "Toru Hasebe", "Q17"),
    person("Q2004", "Florin Dan Petrescu", "Q218"),
]


def of_few(name: str) -> Outcome:
    return PeopleMatcher(people=FEW).match([Mention(name, "", "person")])[0]


@pytest.mark.parametrize(
    ("name", "qid"),
    [
        ("Hun Makara", "Q2001"),
        ("Menlu Rara Setiawati", "Q2002"),
        ("SETIAWATI Rara", "Q2002"),
        ("Rara Setiawaty", "Q2002"),
        ("Tōru Hasebe", "Q2003"),
        ("Florin Dan Petrescu", "Q2004"),
    ],
)
def test_who_is_known_is_found_among_few(name: str, qid: str) -> None:
    assert of_few(name).qid == qid


@pytest.mark.parametrize(
    "name", ["Rara Kusumaningrum", "Kenji Hasebe", "Hasebe", "Makara", "Menlu Jepang", "Hun Borey"]
)
def test_among_few_the_nearest_is_not_the_one(name: str) -> None:
    assert of_few(name).qid == ""


@pytest.mark.parametrize(
    "name",
    [
        "Rara Setiawati; Hun Makara",
        "Rara Setiawati dan Hun Makara",
        "Rara Setiawati & Hun Makara",
        "Menlu Rara Setiawati and Foreign Minister Hun Makara",
        "Rara Setiawati/Toru Hasebe",
        "Rara Setiawati | Somebody Else",
        "Istri Rara Setiawati",
        "Mantan suami Rara Setiawati",
        "Rara Setiawati's husband",
        "daughter of Toru Hasebe",
        "Épouse de Toru Hasebe",
        "жена Toru Hasebe",
    ],
)
def test_two_people_or_a_relative_are_nobody_that_is_known(name: str) -> None:
    outcome = of_few(name)
    assert outcome.decision in {"review", "none"}
    assert all(candidate.score < 0.5 for candidate in outcome.candidates)


def test_who_has_the_word_in_the_name_is_no_relative() -> None:
    made = PeopleMatcher(people=[person("Q2005", "Putra Nababan", "Q252")])
    assert made.match([Mention("Putra Nababan", "", "person")])[0].qid == "Q2005"


def test_an_office_with_and_in_its_name_is_one_office() -> None:
    outcome = of_few("Menteri Perdagangan dan Perindustrian Toru Hasebe")
    assert outcome.candidates[0].qid == "Q2003"
    assert several.people(outcome.mention.name, lambda: ["Toru Hasebe"]) == ""


def test_the_fewer_are_known_the_greater_is_the_doubt() -> None:
    fit = Fitted({}, (), 0.6, 0.1, "", 1000, (0.5, 2.0))
    assert [round(fit.doubt(count), 2) for count in (0, 10, 100, 1000, 9000)] == [
        2.0,
        2.0,
        1.15,
        0.0,
        0.0,
    ]


SHARED = ROOT.parent / "shared" / "linking"


@pytest.mark.skipif(not SHARED.is_dir(), reason="the table of names to measure with is not here")
def test_politicians_as_official_pages_write_them() -> None:
    wanted = {"Q1009", "Q212", "Q884", "Q96", "Q974"}
    people = [
        Person(
            row["qid"],
            row["label"],
            (row["label"],),
            tuple(row["country_qids"].split("|")),
            int(row["dob"][:4]) if row["dob"][:4].isdigit() else 0,
            tuple(text.strip() for text in row["positions"].split(";")),
        )
        for row in table(SHARED / "people_kb.csv")
        if wanted & set(row["country_qids"].split("|"))
    ]
    gold = [row for row in table(SHARED / "people_dev.csv") if row["context_country_qid"] in wanted]
    matcher = PeopleMatcher(people=people)
    mentions = [
        Mention(row["name"], "", "person", row["context_country_qid"], row["context_year"])
        for row in gold
    ]
    found = [outcome.qid for outcome in matcher.match(mentions)]
    precision, recall = measured(found, [row["expected_qid"] for row in gold])
    assert len(gold) > 1000
    assert precision >= 0.93
    assert 2 * precision * recall / (precision + recall) >= 0.88


def table(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8-sig", newline="") as stream:
        return list(csv.DictReader(stream))


def measured(found: list[str], wanted: list[str]) -> tuple[float, float]:
    """Precision and recall; `NIL` is wanted where nothing is."""
    right = sum(a == b for a, b in zip(found, wanted, strict=True))
    return right / sum(map(bool, found)), right / sum(one != "NIL" for one in wanted)
