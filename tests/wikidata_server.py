"""A Wikidata of this machine: the shapes of the real answers, and every fault on request.

`faults` is a list of what the next requests meet, one each; when it is empty all is well.
"""

import gzip
import json
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlsplit

Fault = Callable[["Wikidata", BaseHTTPRequestHandler], None]


def snak(prop: str, kind: str, value: Any) -> dict[str, Any]:
    if kind in ("somevalue", "novalue"):
        return {"snaktype": kind, "property": prop, "hash": "h"}
    return {
        "snaktype": "value",
        "property": prop,
        "hash": "h",
        "datavalue": {"value": value, "type": kind},
    }


def claim(prop: str, item: str, number: int, kind: str, value: Any, rank: str) -> dict[str, Any]:
    return {
        "mainsnak": snak(prop, kind, value),
        "type": "statement",
        "id": f"{item}${prop}-{number}",
        "rank": rank,
        "references": [],
    }


def item_value(item: str) -> dict[str, Any]:
    return {"entity-type": "item", "numeric-id": int(item[1:]), "id": item}


def time_value(text: str, precision: int, calendar: str = "Q1985727") -> dict[str, Any]:
    return {
        "time": f"{text}T00:00:00Z",
        "timezone": 0,
        "before": 0,
        "after": 0,
        "precision": precision,
        "calendarmodel": f"http://www.wikidata.org/entity/{calendar}",
    }


class Wikidata:
    """Answers `wbgetentities`, `wbsearchentities` and SPARQL from what `add` was given."""

    def __init__(self) -> None:
        self.entities: dict[str, dict[str, Any]] = {}
        self.merged: dict[str, str] = {}
        self.datatypes = {
            **dict.fromkeys(("P17", "P31", "P276", "P361", "P664", "P710"), "wikibase-item"),
            **dict.fromkeys(("P580", "P582", "P585"), "time"),
            "P1120": "quantity",
            "P1545": "string",
        }
        self.faults: list[Fault] = []
        self.asked: list[dict[str, str]] = []
        self.headers: list[dict[str, str]] = []
        self.bindings: list[dict[str, Any]] = []
        self.at_once = self.most_at_once = 0
        self.ended = threading.Event()
        self._lock = threading.Lock()
        here = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                here.meet(self, urlsplit(self.path).query)

            def do_POST(self) -> None:
                length = int(self.headers["Content-Length"])
                here.meet(self, self.rfile.read(length).decode())

            def log_message(self, *_: object) -> None:
                pass

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.server.daemon_threads = True
        self.url = f"http://127.0.0.1:{self.server.server_port}"
        self.api, self.sparql = f"{self.url}/w/api.php", f"{self.url}/sparql"

    # --- what there is -------------------------------------------------------------------

    def add(
        self,
        item: str,
        labels: dict[str, str],
        aliases: dict[str, list[str]] | None = None,
        claims: list[tuple[str, str, Any, str]] | None = None,
    ) -> None:
        """An item; a claim is property, type of value, value and rank."""
        by_property: dict[str, list[dict[str, Any]]] = {}
        for number, (prop, kind, value, rank) in enumerate(claims or []):
            made = claim(prop, item, number, kind, value, rank)
            by_property.setdefault(prop, []).append(made)
        self.entities[item] = {
            "type": "item",
            "id": item,
            "labels": {k: {"language": k, "value": v} for k, v in labels.items()} or [],
            "descriptions": {},
            "aliases": {
                k: [{"language": k, "value": v} for v in several]
                for k, several in (aliases or {}).items()
            }
            or [],
            "claims": by_property or [],
        }

    # --- answering -----------------------------------------------------------------------

    def meet(self, to: BaseHTTPRequestHandler, query: str) -> None:
        asked = {name: values[0] for name, values in parse_qs(query).items()}
        with self._lock:
            self.asked.append(asked)
            self.headers.append(dict(to.headers.items()))
            fault = self.faults.pop(0) if self.faults else None
            self.at_once += 1
            self.most_at_once = max(self.most_at_once, self.at_once)
        try:
            with suppress(BrokenPipeError, ConnectionResetError):
                if fault:
                    fault(self, to)
                else:
                    self.send(to, self.answer(asked))
        finally:
            with self._lock:
                self.at_once -= 1

    def answer(self, asked: dict[str, str]) -> dict[str, Any]:
        match asked.get("action"):
            case "wbgetentities":
                return self.get(asked)
            case "wbsearchentities":
                return self.search(asked)
            case _:
                return {"head": {"vars": ["item"]}, "results": {"bindings": self.bindings}}

    def get(self, asked: dict[str, str]) -> dict[str, Any]:
        ids = asked["ids"].split("|")
        if len(ids) > 50:
            return error("toomanyvalues", "Too many values supplied for parameter `ids`.")
        impossible = next((item for item in ids if len(item) > 11), "")
        if impossible:
            info = f'Could not find an entity with the ID "{impossible}".'
            return error("no-such-entity", info, id=impossible)
        return {"entities": {item: self.one(item, asked) for item in ids}, "success": 1}

    def one(self, item: str, asked: dict[str, str]) -> dict[str, Any]:
        if item in self.datatypes:
            return {"type": "property", "datatype": self.datatypes[item], "id": item}
        target = self.merged.get(item, item)
        if target not in self.entities:
            return {"id": item, "missing": ""}
        props = asked["props"].split("|")
        languages = asked["languages"].split("|") if "languages" in asked else None
        entity = {
            key: value
            for key, value in self.entities[target].items()
            if key in ("type", "id") or key in props
        }
        for key in ("labels", "aliases"):
            if languages and isinstance(entity.get(key), dict):
                entity[key] = {k: v for k, v in entity[key].items() if k in languages}
        if target != item:
            entity["redirects"] = {"from": item, "to": target}
        return entity

    def search(self, asked: dict[str, str]) -> dict[str, Any]:
        wanted, language = asked["search"], asked["language"]
        if len(wanted) > 250:
            return error("maxchars", "The value of search is too long.")
        hits = []
        for item, entity in self.entities.items():
            names = [("label", given) for given in (entity["labels"] or {}).values()] + [
                ("alias", one) for given in (entity["aliases"] or {}).values() for one in given
            ]
            match = next((n for n in names if n[1]["value"].lower() == wanted.lower()), None)
            if match:
                label = (entity["labels"] or {}).get(language, {}).get("value", item)
                hits.append(
                    {
                        "id": item,
                        "title": item,
                        "pageid": 1,
                        "concepturi": f"http://www.wikidata.org/entity/{item}",
                        "repository": "wikidata",
                        "url": f"//www.wikidata.org/wiki/{item}",
                        "display": {"label": {"value": label, "language": language}},
                        "label": label,
                        "description": f"what {item} is",
                        "match": {
                            "type": match[0],
                            "language": match[1]["language"],
                            "text": match[1]["value"],
                        },
                    }
                )
        kept = hits[: int(asked["limit"])]
        return {"searchinfo": {"search": wanted}, "search": kept, "success": 1}

    def send(
        self,
        to: BaseHTTPRequestHandler,
        answer: Any,
        status: int = 200,
        headers: dict[str, str] | None = None,
    ) -> None:
        body = answer if isinstance(answer, bytes) else json.dumps(answer).encode()
        given = {"Content-Type": "application/json; charset=utf-8", **(headers or {})}
        if "gzip" in to.headers.get("Accept-Encoding", "") and "Content-Encoding" not in given:
            body, given["Content-Encoding"] = gzip.compress(body), "gzip"
        to.send_response(status)
        for name, value in {"Content-Length": str(len(body)), **given}.items():
            to.send_header(name, value)
        to.end_headers()
        to.wfile.write(body)


@contextmanager
def wikidata() -> Iterator[Wikidata]:
    """A server that is there within `with`, and gone after it."""
    found = Wikidata()
    thread = threading.Thread(target=found.server.serve_forever, args=(0.02,))
    thread.start()
    try:
        yield found
    finally:
        found.ended.set()
        found.server.shutdown()
        thread.join()
        found.server.server_close()


def error(code: str, info: str, **more: str) -> dict[str, Any]:
    """An error of the action API, which comes as HTTP 200."""
    return {"error": {"code": code, "info": info, **more, "*": "See api.php"}, "servedby": "here"}


# --- faults -----------------------------------------------------------------------------------


def http(status: int, retry_after: str = "", body: str = "<h1>Error</h1>") -> Fault:
    headers = {"Content-Type": "text/html", **({"Retry-After": retry_after} if retry_after else {})}
    return lambda here, to: here.send(to, body.encode(), status, headers)


def in_seconds(seconds: float) -> str:
    """A date for `Retry-After`."""
    return format_datetime(datetime.now(tz=UTC) + timedelta(seconds=seconds), usegmt=True)


def maxlag(here: Wikidata, to: BaseHTTPRequestHandler) -> None:
    said = error("maxlag", "Waiting for db1: 7.1 seconds lagged.", host="db1", lag="7.1")
    here.send(to, said, 200, {"Retry-After": "5", "X-Database-Lag": "7"})


def answering(answer: Any) -> Fault:
    """Whatever else comes as a good answer."""
    return lambda here, to: here.send(to, answer)


def truncated(here: Wikidata, to: BaseHTTPRequestHandler) -> None:
    here.send(to, b'{"entities": {"Q252": {"id": "Q2')


def cut_off(_here: Wikidata, to: BaseHTTPRequestHandler) -> None:
    """Fewer bytes than were promised."""
    to.send_response(200)
    to.send_header("Content-Type", "application/json")
    to.send_header("Content-Length", "1000")
    to.end_headers()
    to.wfile.write(b"{")
    to.close_connection = True


def reset(_here: Wikidata, to: BaseHTTPRequestHandler) -> None:
    to.close_connection = True
    to.connection.close()


def redirect(goal: str) -> Fault:
    return lambda here, to: here.send(to, b"", 302, {"Location": goal})


def html(here: Wikidata, to: BaseHTTPRequestHandler) -> None:
    page = b"<html><title>Log in</title><p>Welcome to this hotel's network</p></html>"
    here.send(to, page, 200, {"Content-Type": "text/html"})


def drip(here: Wikidata, to: BaseHTTPRequestHandler) -> None:
    """A byte now and then: no single wait is long."""
    to.send_response(200)
    to.send_header("Content-Type", "application/json")
    to.send_header("Content-Length", "1000000")
    to.end_headers()
    while not here.ended.wait(0.02):
        to.wfile.write(b" ")
        to.wfile.flush()


def silent(here: Wikidata, _to: BaseHTTPRequestHandler) -> None:
    here.ended.wait(30)


def bomb(here: Wikidata, to: BaseHTTPRequestHandler) -> None:
    """Much that is packed small."""
    here.send(to, gzip.compress(b" " * 5_000_000), 200, {"Content-Encoding": "gzip"})


def broken_gzip(here: Wikidata, to: BaseHTTPRequestHandler) -> None:
    here.send(to, b"no gzip at all", 200, {"Content-Encoding": "gzip"})


def slow(here: Wikidata, to: BaseHTTPRequestHandler) -> None:
    """Good, but not at once: who asks in parallel is seen."""
    time.sleep(0.02)
    here.send(to, here.answer(here.asked[-1]))
