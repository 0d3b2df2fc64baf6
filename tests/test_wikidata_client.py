"""How Wikidata is asked: politely, patiently, within limits; on a server of this machine."""

import json
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from pathlib import Path
from typing import Any

import pytest
import requests
import wikidata_server as server
from conftest import ROOT, diplold
from hypothesis import given
from hypothesis import strategies as st
from wikidata_server import Wikidata, http, wikidata

import diplold as package
from diplold.diagnostics import Stop
from diplold.wikidata.cache import Cache
from diplold.wikidata.client import Client
from diplold.wikidata.manners import Endpoints, Limits, check_contact, retry_after, user_agent
from diplold.wikidata.transport import Refused

CONTACT = "curator@diplold.test"
NOW = datetime(2026, 11, 21, 12, tzinfo=UTC)


@pytest.fixture
def there() -> Iterator[Wikidata]:
    with wikidata() as found:
        found.add("Q252", {"en": "Indonesia", "id": "Indonesia"}, {"en": ["Republic of Indonesia"]})
        found.add("Q424", {"en": "Cambodia", "id": "Kamboja"})
        found.merged["Q9999"] = "Q424"
        yield found


class Asking:
    """A client whose waits are noted and not waited."""

    def __init__(self, there: Wikidata, folder: Path, **changes: Any) -> None:
        self.waits: list[float] = []
        self.session = requests.Session()
        self.session.trust_env = False
        limits = Limits(**{"seconds": 10, **changes.pop("limits", {})})
        self.client = Client(
            self.session,
            changes.pop("contact", CONTACT),
            Cache(folder / "cache"),
            Endpoints(there.api, there.sparql),
            limits,
            sleep=self.waits.append,
            now=changes.pop("now", lambda: NOW),
            **changes,
        )

    def entities(self, *items: str) -> dict[str, Any]:
        answers = self.client.entities(items, ("labels", "aliases"))
        return {item: kept.answer for item, kept in answers.items()}


@pytest.fixture
def asking(there: Wikidata, tmp_path: Path) -> Iterator[Asking]:
    found = Asking(there, tmp_path)
    yield found
    found.session.close()


# --- who asks ---------------------------------------------------------------------------------


def test_it_says_who_asks_and_asks_with_maxlag(asking: Asking, there: Wikidata) -> None:
    assert asking.entities("Q252")["Q252"]["labels"]["en"]["value"] == "Indonesia"
    agent = there.headers[0]["User-Agent"]
    expected = f"diplold/{package.__version__} (https://w3id.org/diplold/; {CONTACT})"
    assert agent == f"{expected} python-requests/{requests.__version__}"
    assert there.asked[0]["maxlag"] == "5"
    assert "gzip" in there.headers[0]["Accept-Encoding"]


@pytest.mark.parametrize(
    "contact",
    ["a@b.co", "mailto:me@uni.ac.id", "https://w3id.org/x", "http://uni.ac.id:80/~me?x#y"],
)
def test_a_contact(contact: str) -> None:
    check_contact(contact)
    assert contact in user_agent(contact)


@pytest.mark.parametrize(
    ("contact", "code"),
    [
        ("", "E402"),
        ("me", "E403"),
        ("you@example.org", "E403"),
        ("https://example.com/", "E403"),
        ("me@localhost", "E403"),
        ("a@b.co\r\nX-Other: 1", "E403"),
        ("é@b.co", "E403"),
        ("ftp://uni.ac.id", "E403"),
    ],
)
def test_without_a_contact_nobody_is_asked(
    contact: str, code: str, there: Wikidata, tmp_path: Path
) -> None:
    with pytest.raises(Stop) as stop:
        Asking(there, tmp_path, contact=contact)
    assert (stop.value.exit_code, stop.value.code) == (2, code)
    assert there.asked == []


@pytest.mark.parametrize(
    "url", ["http://www.wikidata.org/w/api.php", "ftp://x", "file:///etc/passwd", "https://", ""]
)
def test_only_tls_but_for_this_machine(url: str, tmp_path: Path) -> None:
    with pytest.raises(Stop) as stop, requests.Session() as session:
        Client(session, CONTACT, Cache(tmp_path), Endpoints(url))
    assert (stop.value.exit_code, stop.value.code) == (2, "E404")


def test_questions_come_one_after_the_other(asking: Asking, there: Wikidata) -> None:
    there.faults = [server.slow] * 4
    asking.entities(*(f"Q{number}" for number in range(1, 180)))
    assert len(there.asked) == 4
    assert there.most_at_once == 1
    assert all(len(asked["ids"].split("|")) <= 50 for asked in there.asked)


# --- answers ----------------------------------------------------------------------------------


def test_items_that_are_gone_or_merged_are_told(asking: Asking) -> None:
    found = asking.entities("Q252", "Q9999", "Q1", "Q99999999999")
    assert "missing" in found["Q1"]
    assert "missing" in found["Q99999999999"]
    assert found["Q9999"]["id"] == "Q424"
    assert found["Q9999"]["redirects"] == {"from": "Q9999", "to": "Q424"}
    assert list(found) == ["Q1", "Q252", "Q9999", "Q99999999999"]


def test_an_item_that_an_answer_leaves_out_is_asked_for_again(
    asking: Asking, there: Wikidata
) -> None:
    part = {"entities": {"Q252": {"id": "Q252"}}, "warnings": {"result": {"*": "truncated"}}}
    there.faults = [server.answering(part)]
    assert asking.entities("Q252", "Q424")["Q424"]["labels"]["id"]["value"] == "Kamboja"
    assert [asked["ids"] for asked in there.asked] == ["Q252|Q424", "Q424"]


def test_searching(asking: Asking, there: Wikidata) -> None:
    hits = asking.client.search("republic of indonesia", "en", 5).answer
    assert [(hit["id"], hit["match"]["type"]) for hit in hits] == [("Q252", "alias")]
    assert asking.client.search("Wakanda", "id").answer == []
    assert {"type": "item", "limit": "5", "uselang": "en"}.items() <= there.asked[0].items()
    with pytest.raises(Refused):
        asking.client.search("x" * 300, "en")


@pytest.mark.parametrize("length", [10, 9000])
def test_a_query(length: int, asking: Asking, there: Wikidata) -> None:
    there.bindings = [{"item": {"type": "uri", "value": "http://www.wikidata.org/entity/Q252"}}]
    sparql = f"SELECT ?item {{ ?item ?p '{'x' * length}' }}"
    assert asking.client.query(sparql).answer == there.bindings
    assert asking.client.query(sparql).answer == there.bindings
    assert [asked["query"] for asked in there.asked] == [sparql]
    assert there.headers[0]["Accept"] == "application/sparql-results+json"


# --- patience ---------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("fault", "waits"),
    [
        (http(429, "7"), [7.0]),
        (http(503, "0"), [0.0]),
        (http(503), [5.0]),
        (http(502, "soon"), [5.0]),
        (server.maxlag, [5.0]),
        (server.answering(server.error("ratelimited", "You've exceeded your rate limit")), [5.0]),
        (server.answering(server.error("internal_api_error_DBQueryError", "[x] Caught")), [5.0]),
        (server.truncated, [5.0]),
        (server.cut_off, [2.0]),
        (server.reset, [2.0]),
        (server.broken_gzip, [2.0]),
    ],
)
def test_what_passes_is_waited_for(
    fault: server.Fault, waits: list[float], asking: Asking, there: Wikidata
) -> None:
    there.faults = [fault]
    assert asking.entities("Q252")["Q252"]["id"] == "Q252"
    assert asking.waits == waits
    assert len(there.asked) == 2


def test_retry_after_as_a_date(there: Wikidata, tmp_path: Path) -> None:
    asking = Asking(there, tmp_path, now=lambda: datetime.now(tz=UTC))
    there.faults = [http(429, server.in_seconds(60)), http(429, server.in_seconds(-60))]
    with asking.session:
        asking.entities("Q252")
    assert 50 < asking.waits[0] <= 60
    assert asking.waits[1] == 0


@given(st.integers(0, 10**6))
def test_both_forms_of_retry_after_mean_the_same(seconds: int) -> None:
    moment = format_datetime(NOW + timedelta(seconds=seconds), usegmt=True)
    assert retry_after(str(seconds), NOW) == retry_after(moment, NOW) == seconds


@given(st.text())
def test_whatever_retry_after_says_it_is_a_time_or_nothing(text: str) -> None:
    found = retry_after(text, NOW)
    assert found is None or found >= 0


def test_waits_grow_and_end(asking: Asking, there: Wikidata) -> None:
    there.faults = [http(503)] * 9
    with pytest.raises(Stop) as stop:
        asking.entities("Q252")
    assert (stop.value.exit_code, stop.value.code) == (4, "E411")
    assert asking.waits == [5.0, 10.0, 20.0, 40.0]
    assert len(there.asked) == 5


# --- limits -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("fault", "code", "asked"),
    [
        (http(429, "3600"), "E412", 1),
        (http(403, body="<p>Please respect our User-Agent policy</p>"), "E410", 1),
        (http(404), "E410", 1),
        (server.answering(server.error("badvalue", "Unrecognized value")), "E410", 1),
        (server.html, "E408", 1),
        (server.answering([1]), "E408", 1),
        (server.answering({"success": 1}), "E408", 1),
        (server.answering({"entities": []}), "E408", 1),
        (server.answering({"entities": {"Q252": 7}}), "E408", 1),
        (server.answering({"entities": {}}), "E409", 1),
        (server.answering({"entities": {"Q42": {"id": "Q42"}}}), "E409", 1),
        (server.answering({"entities": {"Q252": {"id": "Q42"}}}), "E409", 1),
        (
            server.answering(
                {"entities": {"Q252": {"id": "Q1", "redirects": {"from": "Q7", "to": "Q1"}}}}
            ),
            "E409",
            1,
        ),
        (server.answering(server.error("no-such-entity", "Could not find", id="Q7")), "E409", 1),
        (server.redirect("https://elsewhere.invalid/"), "E405", 1),
        (server.redirect("http://127.0.0.2/w/api.php"), "E405", 1),
        (server.redirect("file:///etc/passwd"), "E405", 1),
        (server.bomb, "E407", 1),
    ],
)
def test_what_does_not_pass_stops_and_is_not_kept(
    fault: server.Fault, code: str, asked: int, there: Wikidata, tmp_path: Path
) -> None:
    asking = Asking(there, tmp_path, limits={"most": 1_000_000})
    there.faults = [fault]
    with asking.session, pytest.raises(Stop) as stop:
        asking.entities("Q252")
    assert (stop.value.exit_code, stop.value.code) == (4, code)
    assert len(there.asked) == asked
    assert asking.waits == []
    assert not list(tmp_path.rglob("*.json"))
    assert "<p>" not in stop.value.message["en"]


def test_a_redirect_on_the_same_host_is_followed(asking: Asking, there: Wikidata) -> None:
    there.faults = [server.redirect("/w/api.php?action=wbgetentities&ids=Q252&props=labels")]
    assert asking.entities("Q252")["Q252"]["id"] == "Q252"


def test_redirects_that_never_end(asking: Asking, there: Wikidata) -> None:
    there.faults = [server.redirect(f"/{number}") for number in range(9)]
    with pytest.raises(Stop) as stop:
        asking.entities("Q252")
    assert stop.value.code == "E405"
    assert len(there.asked) == 4


@pytest.mark.parametrize("fault", [server.drip, server.silent])
def test_a_slow_answer_is_cut(fault: server.Fault, there: Wikidata, tmp_path: Path) -> None:
    asking = Asking(there, tmp_path, limits={"seconds": 0.5})
    there.faults = [fault]
    with asking.session, pytest.raises(Stop) as stop:
        asking.entities("Q252")
    assert (stop.value.exit_code, stop.value.code) == (4, "E406")
    assert len(there.asked) == 1


@pytest.mark.parametrize(
    "body", ["java.util.concurrent.TimeoutException", "Query timeout limit reached"]
)
def test_a_query_that_takes_too_long_is_not_asked_again(
    body: str, asking: Asking, there: Wikidata
) -> None:
    there.faults = [http(500, body=f"SPARQL-QUERY: queryStr=x\n{body}: \n\tat x.y")]
    with pytest.raises(Stop) as stop:
        asking.client.query("SELECT * { ?s ?p ?o }")
    assert stop.value.code == "E417"
    assert len(there.asked) == 1


def test_nobody_there(tmp_path: Path) -> None:
    with wikidata() as gone:
        pass
    asking = Asking(gone, tmp_path)
    with asking.session, pytest.raises(Stop) as stop:
        asking.entities("Q252")
    assert (stop.value.exit_code, stop.value.code) == (4, "E401")
    assert len(asking.waits) == 4


# --- what is kept -----------------------------------------------------------------------------


def test_what_was_answered_is_not_asked_again(asking: Asking, there: Wikidata) -> None:
    first = asking.entities("Q252", "Q424")
    asking.client.search("Indonesia", "en")
    asked = len(there.asked)
    assert asking.entities("Q424", "Q252") == first
    asking.client.search("Indonesia", "en")
    assert len(there.asked) == asked
    kept = [json.loads(path.read_text()) for path in asking.client.cache.folder.glob("*.json")]
    assert {entry["retrieved"] for entry in kept} == {"2026-11-21T12:00:00+00:00"}
    assert all(len(entry["sha256"]) == 64 for entry in kept)


def test_what_was_answered_before_an_error_is_kept(asking: Asking, there: Wikidata) -> None:
    there.faults = [server.slow, server.html]
    items = [f"Q{number}" for number in range(1, 60)]
    with pytest.raises(Stop):
        asking.entities(*items)
    assert len(asking.entities(*items)) == 59
    assert [len(asked["ids"].split("|")) for asked in there.asked] == [50, 9, 9]


def test_old_answers_are_asked_anew_but_offline(there: Wikidata, tmp_path: Path) -> None:
    with Asking(there, tmp_path).session as session:
        Asking(there, tmp_path).client.entities(["Q252"], ("labels",))
        later = Asking(there, tmp_path, now=lambda: NOW + timedelta(days=8))
        later.client.offline = True
        later.client.entities(["Q252"], ("labels",))
        assert len(there.asked) == 1
        later.client.offline = False
        later.client.entities(["Q252"], ("labels",))
        assert len(there.asked) == 2
        session.close()


@pytest.mark.parametrize(
    "damage",
    [
        lambda text: text[:-20],
        lambda text: text.replace("Indonesia", "Indonesien"),
        lambda text: text.replace("Q252", "Q424"),
        lambda _: "",
        lambda _: "[]",
        lambda _: "\x00\xff",
        lambda _: '{"asked": 1}',
    ],
)
def test_a_damaged_answer_is_asked_anew(damage: Any, asking: Asking, there: Wikidata) -> None:
    first = asking.entities("Q252")
    (path,) = asking.client.cache.folder.glob("*.json")
    path.write_bytes(damage(path.read_text()).encode("latin-1", "replace"))
    assert asking.entities("Q252") == first
    assert len(there.asked) == 2
    assert asking.client.cache.broken == [path]


def test_a_cache_that_cannot_be_written(asking: Asking) -> None:
    asking.client.cache.folder.parent.mkdir(parents=True, exist_ok=True)
    asking.client.cache.folder.write_text("a file")
    with pytest.raises(Stop) as stop:
        asking.entities("Q252")
    assert (stop.value.exit_code, stop.value.code) == (5, "E501")


def test_offline_asks_nobody_and_tells_what_is_missing(there: Wikidata, tmp_path: Path) -> None:
    asking = Asking(there, tmp_path, contact="", offline=True)
    for ask in (
        lambda: asking.entities(*(f"Q{number}" for number in range(1, 9))),
        lambda: asking.client.search("x", "en"),
        lambda: asking.client.query("ASK {}"),
        lambda: asking.client.need_searches([("x", "en"), ("y", "id")]),
    ):
        with asking.session, pytest.raises(Stop) as stop:
            ask()
        assert (stop.value.exit_code, stop.value.code) == (4, "E413")
    asking.session.close()
    assert there.asked == []
    assert "x (en), y (id)" in stop.value.message["en"]


# --- nothing else asks ------------------------------------------------------------------------

NO_NETWORK = """
import socket, sys
def refuse(*arguments, **named):
    raise AssertionError(f"the network was asked: {arguments}")
socket.socket.connect = socket.socket.connect_ex = socket.getaddrinfo = refuse
from diplold.cli.main import main
sys.argv = ["diplold", *sys.argv[1:]]
try:
    main(standalone_mode=False)
finally:
    print("requests" in sys.modules)
"""


@pytest.mark.parametrize("command", ["check", "build"])
def test_check_and_build_ask_no_network(command: str, tmp_path: Path) -> None:
    import subprocess
    import sys

    assert diplold("init", "here", cwd=tmp_path).returncode == 0
    done = subprocess.run(
        [sys.executable, "-c", NO_NETWORK, command],
        cwd=tmp_path / "here",
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert done.stdout.splitlines()[-1] == "False"


def test_only_the_client_knows_how_to_ask() -> None:
    folder = ROOT / "src" / "diplold"
    asking = {
        path.relative_to(folder).as_posix()
        for path in folder.rglob("*.py")
        if "www.wikidata.org/w/" in path.read_text("utf-8")
        or "query.wikidata.org" in path.read_text("utf-8")
    }
    assert asking == {"wikidata/manners.py"}
