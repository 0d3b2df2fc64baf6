"""`diplold wikidata verify`: links that hold, and every way in which one does not."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
import wikidata_server as server
from conftest import diplold
from hypothesis import given
from hypothesis import strategies as st
from wikidata_project import LINKS, ask, link, project
from wikidata_server import Wikidata, wikidata

from diplold.diagnostics.catalogue.wikidata import WIKIDATA
from diplold.wikidata.verify import keys

CLAIMS = """\
  - {at: 1, about: state/indonesia, label: {en: Indonesia, id: Indonesia}}
  - {at: 1, about: state/cambodia, label: {en: Cambodia, id: Kamboja}}
  - {at: 1, about: state/ivory-coast, label: {en: "cote d'ivoire", id: Pantai Gading}}
  - {at: 1, about: person/sukarno, label: {en: Sukarno, id: Soekarno}}
  - {at: 1, about: person/unnamed}
"""


@pytest.fixture
def there() -> Iterator[Wikidata]:
    with wikidata() as found:
        found.add("Q252", {"en": "Indonesia", "fr": "Indonésie"})
        found.add("Q424", {"fr": "Cambodge", "km": "កម្ពុជា"}, {"ms": ["Kamboja"]})
        found.add("Q1008", {"en": "Ivory Coast"}, {"en": ["Côte d’Ivoire", "RCI"]})
        found.add("Q836", {"en": "Myanmar", "id": "Myanmar"}, {"en": ["Burma", "Union of Myanmar"]})
        found.merged["Q9999"] = "Q252"
        yield found


def test_links_that_hold(there: Wikidata, tmp_path: Path) -> None:
    root = project(
        tmp_path,
        CLAIMS,
        link("state/indonesia", "Q252", "INDONESIE"),
        link("state/cambodia", "Q424"),
        link("state/ivory-coast", "Q1008"),
        link("state/cambodia", "Q836", modifier="Not"),
        link("state/indonesia", "Q836", how="relatedMatch"),
    )
    done = ask(there, root, "verify")
    assert (done.returncode, done.stdout) == (0, "")
    assert done.stderr == "5 links, 4 items: 0 errors, 0 warnings\n"
    again = ask(there, root, "verify", "--offline", contact="")
    assert (again.returncode, again.stderr) == (0, done.stderr)
    assert len(there.asked) == 1


EVERY_WAY = """\
7:38: error: Q9999 was merged into Q252 (Indonesia) [W002]
8:37: error: there is no item Q77: it was deleted, or never was [W001]
9:40: error: Q836 is not called what state/ivory-coast is: `Myanmar`, `Burma`, `Union of Myanmar` \
there, `cote d'ivoire`, `Pantai Gading` here [W003]
9:48: warning: Q836 is not called `Birma`: `Myanmar`, `Burma`, `Union of Myanmar` [W004]
10:37: warning: Q252 is close to person/sukarno, and they share no name: `Indonesia` there, \
`Sukarno`, `Soekarno` here [W005]
11:37: warning: person/unnamed has no label, so nothing can be compared with Q424: `Cambodge`, \
`កម្ពុជា`, `Kamboja` [W006]
12:40: error: there is no item Q77: it was deleted, or never was [W001]
"""


def test_every_way_in_which_a_link_does_not_hold(there: Wikidata, tmp_path: Path) -> None:
    root = project(
        tmp_path,
        CLAIMS,
        link("state/indonesia", "Q9999"),
        link("state/cambodia", "Q77"),
        link("state/ivory-coast", "Q836", "Birma"),
        link("person/sukarno", "Q252", how="closeMatch"),
        link("person/unnamed", "Q424", "Cambodge"),
        link("person/unnamed", "Q77", modifier="Not"),
    )
    done = ask(there, root, "verify")
    assert done.returncode == 1
    lines = done.stderr.splitlines()
    assert lines[-1] == "6 links, 5 items: 4 errors, 3 warnings"
    heads = [line.removeprefix(f"{LINKS}:") for line in lines if line.startswith(LINKS)]
    assert heads == EVERY_WAY.splitlines()
    assert {code for code in WIKIDATA if f"[{code}]" in done.stderr} == set(WIKIDATA)


def test_the_place_is_shown_with_a_caret_and_help_in_two_languages(
    there: Wikidata, tmp_path: Path
) -> None:
    root = project(tmp_path, CLAIMS, link("state/indonesia", "Q77"))
    english = ask(there, root, "verify").stderr.splitlines()
    assert english[0].startswith(f"{LINKS}:7:38: error: there is no item Q77")
    assert english[2].index("^") == english[1].index("wd:Q77")
    assert "https://www.wikidata.org/wiki/Q77" in english[3]
    indonesian = ask(there, root, "verify", "--lang", "id").stderr
    assert "tidak ada butir Q77" in indonesian
    assert "1 tautan, 1 butir: 1 galat, 0 peringatan" in indonesian


@pytest.mark.parametrize("form", ["json", "sarif", "github"])
def test_formats_for_programs(form: str, there: Wikidata, tmp_path: Path) -> None:
    root = project(tmp_path, CLAIMS, link("state/indonesia", "Q77"))
    done = ask(there, root, "verify", "--format", form)
    assert done.returncode == 1
    assert "W001" in done.stdout
    if form != "github":
        json.loads(done.stdout)


BASELINE = """\
findings:
  - code: W003
    path: mappings/links/test.sssom.tsv
    message: "Q836 is not called what state/indonesia is: `Myanmar`, `Burma`, `Union of Myanmar` \
there, `Indonesia` here"
    reason: its names are being added
    owner: retno
    expires: 2999-01-01
"""


def test_a_known_finding_of_wikidata_is_none_of_check(there: Wikidata, tmp_path: Path) -> None:
    wrong = link("state/indonesia", "Q836")
    root = project(tmp_path, CLAIMS, wrong, **{"baseline.yaml": BASELINE})
    done = ask(there, root, "verify")
    assert (done.returncode, done.stderr) == (
        0,
        "1 link, 1 item: 0 errors, 0 warnings, 1 known\n",
    )
    assert "B001" not in diplold("check", cwd=root).stderr
    root = project(tmp_path / "mended", CLAIMS, **{"baseline.yaml": BASELINE})
    assert "[B001]" in ask(there, root, "verify").stderr


def test_links_with_mistakes_of_their_own_are_told_before_anybody_is_asked(
    there: Wikidata, tmp_path: Path
) -> None:
    root = project(tmp_path, CLAIMS, link("state/indonesien", "Q252"))
    done = ask(there, root, "verify")
    assert done.returncode == 1
    assert "[L009]" in done.stderr
    assert there.asked == []


def test_no_links(there: Wikidata, tmp_path: Path) -> None:
    root = project(tmp_path, CLAIMS)
    done = ask(there, root, "verify")
    assert (done.returncode, done.stderr) == (0, "0 links, 0 items: 0 errors, 0 warnings\n")


@pytest.mark.parametrize(
    ("fault", "code"),
    [
        (server.html, "E408"),
        (server.redirect("https://elsewhere.invalid/"), "E405"),
        (server.http(429, "9999"), "E412"),
    ],
)
def test_what_stops_it_is_told(
    fault: server.Fault, code: str, there: Wikidata, tmp_path: Path
) -> None:
    root = project(tmp_path, CLAIMS, link("state/indonesia", "Q252"))
    there.faults = [fault]
    done = ask(there, root, "verify")
    assert done.returncode == 4
    assert f"[{code}]" in done.stderr
    assert "Traceback" not in done.stderr


def test_a_contact_in_the_project(there: Wikidata, tmp_path: Path) -> None:
    root = project(tmp_path, CLAIMS, link("state/indonesia", "Q252"))
    done = ask(there, root, "verify", contact="")
    assert done.returncode == 2
    assert "[tool.diplold.wikidata]" in done.stderr
    settings = root / "pyproject.toml"
    text = settings.read_text()
    settings.write_text(f'{text}\n[tool.diplold.wikidata]\ncontact = "me@uni.ac.id"\n')
    assert ask(there, root, "verify", contact="").returncode == 0
    assert "me@uni.ac.id" in there.headers[-1]["User-Agent"]
    for wrong in ('contakt = "me@uni.ac.id"', "contact = 7"):
        settings.write_text(f"{text}\n[tool.diplold.wikidata]\n{wrong}\n")
        done = ask(there, root, "verify", contact="")
        assert (done.returncode, "[E203]" in done.stderr) == (3, True)


@given(st.text(), st.sampled_from([str.upper, str.lower, str.title, lambda t: f" {t}."]))
def test_names_are_compared_without_case_and_punctuation(text: str, change: object) -> None:
    assert callable(change)
    ascii_only = text.encode("ascii", "ignore").decode()
    assert keys([ascii_only]) == keys([change(ascii_only)])


def test_vowel_signs_count() -> None:
    assert keys(["ណាមីប៊ី"]) != keys(["ប៉ាណាម៉ា"])
    assert keys(["São Tomé"]) == keys(["SAO TOME"])
    assert keys(["...", ""]) == set()
