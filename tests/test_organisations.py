"""Organisations are found in other languages, by acronyms and in spite of typing errors."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from test_people import SHARED, measured, table

from diplold.linking import several
from diplold.linking.acronyms import acronym, acronyms
from diplold.linking.confidence import fitted
from diplold.linking.model import Mention, Outcome
from diplold.linking.organisation_features import TABLES
from diplold.linking.organisation_words import meanings, words_of
from diplold.linking.organisations import Organisation, OrganisationMatcher

CODES = {"Q1": "NL", "Q2": "UA", "Q3": "FR", "Q4": "ID", "Q5": "DE"}
PLACES = [
    "Abbeville",
    "Birkdale",
    "Colwick",
    "Denholme",
    "Easington",
    "Fulbeck",
    "Gateford",
    "Hexworth",
]
MORE = [
    Organisation(f"Q9{n}", f"{kind} of {place}", (f"{kind} of {place}",), (country,))
    for n, (kind, place, country) in enumerate(
        (kind, place, country)
        for kind in ("University", "Museum", "Hospital", "Library", "Port Authority")
        for place in PLACES
        for country in CODES
    )
]


def organisation(qid: str, label: str, country: str = "") -> Organisation:
    return Organisation(qid, label, (label,), (country,) if country else ())


KNOWN = [
    organisation("Q1001", "Commission for the Conservation of Northern Salmon"),
    organisation("Q1002", "Arctic Development Bank"),
    organisation("Q1003", "Catholic Agrarian Party", "Q1"),
    organisation("Q1004", "National Radical Alliance", "Q3"),
    organisation("Q1005", "Ministry of Maritime Affairs", "Q4"),
    organisation("Q1006", "Institute of Polar Botany", "Q2"),
    organisation("Q1007", "Harmony Party", "Q3"),
    organisation("Q1008", "Harmony Party", "Q5"),
    organisation("Q1009", "Grevenbroek Textiles (Netherlands)", "Q1"),
    organisation("Q1010", "International Agency for Volcanic Safety (IAVS)"),
    *MORE,
]
MATCHER = OrganisationMatcher(organisations=KNOWN, codes=CODES)


def asked(name: str, country: str = "") -> Outcome:
    mentions = [Mention(name, "", "organization", country), Mention("-", country="Q1")]
    return MATCHER.match(mentions)[0]


@pytest.mark.parametrize(
    ("name", "country", "qid"),
    [
        ("Arctic Development Bank", "", "Q1002"),
        ("Arctic Devlopment Bank", "", "Q1002"),
        ("Banque de développement arctique", "", "Q1002"),
        ("Арктический банк развития", "", "Q1002"),
        ("北极开发银行", "", "Q1002"),
        ("Kommission für die Erhaltung des nördlichen Lachses", "", "Q1001"),
        ("Katholieke Boerenpartij", "Q1", "Q1003"),
        ("Alliance nationale radicale", "Q3", "Q1004"),
        ("Kementerian Urusan Maritim", "Q4", "Q1005"),
        ("Інститут полярної ботаніки", "Q2", "Q1006"),
        ("Harmony Party", "Q3", "Q1007"),
        ("Harmony Party", "Q5", "Q1008"),
        ("IAVS", "", "Q1010"),
    ],
)
def test_one_organisation_in_many_languages(name: str, country: str, qid: str) -> None:
    assert asked(name, country).candidates[0].qid == qid


def test_namesakes_are_for_review() -> None:
    outcome = MATCHER.match([Mention("Harmony Party", type="organization")])[0]
    assert outcome.decision == "review"
    assert {one.qid for one in outcome.candidates[:2]} == {"Q1007", "Q1008"}


@pytest.mark.parametrize("name", ["Guild of Teleporters", "None", "", "-", "Zzyzx"])
def test_what_is_not_there_is_not_linked(name: str) -> None:
    assert asked(name, "Q3").qid == ""


def test_a_type_of_organisation_alone_is_no_name() -> None:
    assert asked("Ministry").qid == ""
    assert asked("University", "Q3").qid == ""


@pytest.mark.parametrize(
    ("text", "units"),
    [
        ("Atomenergiebehörde", ["#atomic", "#energy", "#authority"]),
        ("Volkspartij", ["#people", "#party"]),
        ("البنك الوطني", ["#bank", "#national"]),
        ("国际银行", ["#international", "#bank"]),
        ("Bank of France", ["#bank", "@FR"]),
        ("Qwertz", ["kvers"]),
    ],
)
def test_words_by_their_meaning(text: str, units: list[str]) -> None:
    assert [unit.key for unit in words_of(text)] == units


def test_a_compound_has_all_its_meanings() -> None:
    assert meanings("keskuspankki") == ("#centre", "#bank")


@pytest.mark.parametrize(
    ("text", "letters"),
    [
        ("ASEAN", "asean"),
        ("A*STAR", "astar"),
        ("НБУ", "nbu"),
        ("Bank", ""),
        ("X", ""),
        ("UN", "un"),
    ],
)
def test_what_looks_like_an_acronym(text: str, letters: str) -> None:
    assert acronym(text) == letters


def test_the_acronym_of_a_translation() -> None:
    found = {
        key
        for key, _ in acronyms("Catholic Agrarian Party", words_of("Catholic Agrarian Party"), "NL")
    }
    assert {"cap", "bkp"} <= found


@given(st.text(max_size=40), st.sampled_from(["", "Q1", "Q7"]))
def test_any_text_has_an_outcome(name: str, country: str) -> None:
    outcome = asked(name, country)
    scores = [candidate.score for candidate in outcome.candidates]
    assert scores == sorted(scores, reverse=True)
    assert all(0 <= score <= 1 for score in scores)
    assert sum(scores) <= 1.001


@pytest.mark.parametrize("kind", ["organisations", "organisations_anywhere"])
def test_fitted_numbers_are_whole(kind: str) -> None:
    fit = fitted(kind)
    assert {name: len(cells) for name, cells in fit.tables.items()} == TABLES
    assert 0 < fit.review < fit.accept < 1


@pytest.mark.skipif(not SHARED.is_dir(), reason="the table of names to measure with is not here")
def test_organisations_as_others_write_them() -> None:
    known = [
        Organisation(row["qid"], row["label"], (row["label"],), tuple(row["country_qid"].split()))
        for row in table(SHARED / "organisations_kb.csv")
    ]
    gold = table(SHARED / "organisations_dev.csv")[::4]
    matcher = OrganisationMatcher(organisations=known)
    mentions = [
        Mention(row["name"], row["lang"], "organization", row["context_country_qid"])
        for row in gold
    ]
    found = [outcome.qid for outcome in matcher.match(mentions)]
    precision, recall = measured(found, [row["expected_qid"] for row in gold])
    assert precision >= 0.85
    assert 2 * precision * recall / (precision + recall) >= 0.6


FEW = OrganisationMatcher(
    organisations=[
        organisation("Q2001", "Coastal Rescue Force of Iceland", "Q3"),
        organisation("Q2002", "League of Island States"),
        Organisation("Q2003", "World Reef Council", ("World Reef Council", "WRC")),
        organisation("Q2004", "Ministry of Trade & Industry; Export Division", "Q4"),
    ],
    codes=CODES,
)


def of_few(name: str) -> Outcome:
    return FEW.match([Mention(name, "", "organization")])[0]


@pytest.mark.parametrize(
    ("name", "qid"),
    [
        ("League of Island States", "Q2002"),
        ("world reef council", "Q2003"),
        ("WRC", "Q2003"),
    ],
)
def test_what_is_known_is_found_among_few(name: str, qid: str) -> None:
    assert of_few(name).qid == qid


@pytest.mark.parametrize(
    "name",
    [
        "Air Rescue Force of Iceland",
        "World Forest Council",
        "Reef Council",
        "League of Mountain States",
        "Iceland",
        "WRC Foundation",
        "WRC; League of Island States",
        "League of Island States | World Reef Council",
    ],
)
def test_among_few_the_nearest_is_not_the_one(name: str) -> None:
    assert of_few(name).qid == ""


def test_bodies_are_separated_by_less_than_people() -> None:
    assert several.bodies("WRC; League of Island States")
    assert not several.bodies("Ministry of Trade and Industry")
    assert not several.bodies("Fianna Fáil&nbsp;– An Páirtí")
    assert not several.bodies("AC/DC & Co. | ")
