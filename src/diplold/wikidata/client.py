"""What Wikidata can be asked, and what it answered before: items, names, SPARQL.

Each answer is kept, and asked for again only when it is too old. How one is got is the matter of
`wikidata.transport`.
"""

import time
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any, Final
from urllib.parse import urlencode

from diplold.diagnostics import Stop
from diplold.wikidata.cache import Cache, Kept
from diplold.wikidata.manners import (
    MAXLAG,
    Endpoints,
    Limits,
    check_address,
    check_contact,
    key_of,
    search_of,
)
from diplold.wikidata.transport import NoSuchEntity, Request, Transport

if TYPE_CHECKING:
    import requests

_BATCH: Final = 50
"""Items that `wbgetentities` gives at once to those without a bot account."""

_LARGE_BATCH: Final = 10
"""The same with claims: a country's have a megabyte."""

_LONGEST_QUERY: Final = 6_000
"""Characters of an address; a longer SPARQL query is posted."""

_RESULTS: Final = "application/sparql-results+json"
_MANY: Final = 3
"""Names that a message lists."""


def _now() -> datetime:
    return datetime.now(tz=UTC)


def _silent(_stage: str, _count: int) -> None:
    """Tell nobody."""


@dataclass(slots=True)
class Client:
    """Asks Wikidata, or only what it answered before where `offline`.

    `session` is a `requests.Session`, or what behaves as one. Raises `Stop` with exit code 2
    where nobody is named to write to, else 4.
    """

    session: "requests.Session"
    contact: str
    cache: Cache
    endpoints: Endpoints = field(default_factory=Endpoints)
    limits: Limits = field(default_factory=Limits)
    offline: bool = False
    say: Callable[[str, int], object] = _silent
    sleep: Callable[[float], object] = time.sleep
    now: Callable[[], datetime] = _now
    _transport: Transport = field(init=False)

    def __post_init__(self) -> None:
        for url in (self.endpoints.api, self.endpoints.sparql):
            check_address(url)
        if not self.offline:
            check_contact(self.contact)
        self._transport = Transport(
            self.session, self.contact, self.limits, self.say, self.sleep, self.now
        )

    # --- questions -----------------------------------------------------------------------

    def entities(
        self, items: Iterable[str], props: Sequence[str], languages: Sequence[str] = ()
    ) -> dict[str, Kept]:
        """What Wikidata says of items, as `wbgetentities` gives it, by the id that was asked for.

        One that is not there has the key `missing`, one that was merged `redirects`. Without
        `languages` labels and aliases are in all.
        """
        wanted = sorted(set(items), key=lambda item: (len(item), item))
        said = {"props": "|".join(props), "languages": "|".join(languages)}
        named = {item: key_of(self.endpoints.api, {"ids": item, **said}) for item in wanted}
        found = {item: kept for item in wanted if (kept := self._kept(named[item]))}
        left = [item for item in wanted if item not in found]
        self._need(left)
        size = _LARGE_BATCH if "claims" in props else _BATCH
        for start in range(0, len(left), size):
            self.say("asking Wikidata", len(found))
            for item, entity in self._batch(left[start : start + size], said):
                found[item] = self._keep(named[item], entity)
        return {item: found[item] for item in wanted}

    def search(self, name: str, language: str, limit: int = 7) -> Kept:
        """The items that Wikidata finds for a name, as `wbsearchentities` lists them."""
        asked = search_of(name, language, limit)
        named = key_of(self.endpoints.api, asked)
        kept = self._kept(named)
        if kept:
            return kept
        self._need([f"{name} ({language})"])
        found = self._ask(asked).get("search")
        if not isinstance(found, list) or not all(isinstance(hit, dict) for hit in found):
            raise Stop(4, "E408", url=self.endpoints.api, reason="no list `search`")
        return self._keep(named, found)

    def query(self, sparql: str) -> Kept:
        """The bindings that the query service gives for a SELECT query."""
        named = key_of(self.endpoints.sparql, {"query": sparql})
        kept = self._kept(named)
        if kept:
            return kept
        self._need(["SPARQL"])
        self.say("asking the query service", 0)
        answer = self._transport.answer(_of_query(sparql, self.endpoints.sparql))
        try:
            bindings = list(answer["results"]["bindings"])
        except (KeyError, TypeError):
            reason = "no `results.bindings`"
            raise Stop(4, "E408", url=self.endpoints.sparql, reason=reason) from None
        return self._keep(named, bindings)

    def need_searches(self, searches: Iterable[tuple[str, str]], limit: int = 7) -> None:
        """Where `offline`, stop unless each name was searched in its language before."""
        if self.offline:
            asked = [(search_of(*search, limit), search) for search in searches]
            self._need(
                [
                    f"{name} ({language})"
                    for said, (name, language) in asked
                    if not self._kept(key_of(self.endpoints.api, said))
                ]
            )

    # --- what is kept --------------------------------------------------------------------

    def _kept(self, named: str) -> Kept | None:
        kept = self.cache.find(named)
        if kept and not self.offline and self.now() - kept.retrieved > self.limits.max_age:
            return None
        return kept

    def _keep(self, named: str, answer: object) -> Kept:
        kept = Kept(answer, self.now())
        self.cache.keep(named, answer, kept.retrieved)
        return kept

    def _need(self, missing: Sequence[str]) -> None:
        """Stop where what is missing would have to be asked and may not."""
        if self.offline and missing:
            more = len(missing) - _MANY
            shown = ", ".join(missing[:_MANY])
            what = {
                "en": shown + (f" and {more} more" if more > 0 else ""),
                "id": shown + (f" dan {more} lagi" if more > 0 else ""),
            }
            raise Stop(4, "E413", what=what)

    # --- the action API ------------------------------------------------------------------

    def _batch(
        self, items: Sequence[str], said: Mapping[str, str]
    ) -> Iterator[tuple[str, dict[str, Any]]]:
        """Some items; one that an answer leaves out is asked for by itself."""
        given = {name: value for name, value in said.items() if value}
        try:
            answer = self._ask({"action": "wbgetentities", "ids": "|".join(items), **given})
        except NoSuchEntity as error:
            rest = [item for item in items if item != error.item]
            if len(rest) == len(items):
                asked, url = "|".join(items), self.endpoints.api
                raise self._other(url, asked, error.item) from None
            yield error.item, {"id": error.item, "missing": ""}
            if rest:
                yield from self._batch(rest, said)
            return
        found = answer.get("entities")
        if not isinstance(found, dict):
            raise Stop(4, "E408", url=self.endpoints.api, reason="no `entities`")
        for item, entity in found.items():
            self._is_asked(items, item, entity)
            yield item, entity
        left = [item for item in items if item not in found]
        if left and len(items) == 1:
            raise self._other(self.endpoints.api, items[0], "-")
        for item in left:
            yield from self._batch([item], said)

    def _is_asked(self, items: Sequence[str], item: str, entity: object) -> None:
        """Stop at an answer about another item than one that was asked for."""
        asked = item if item in items else "|".join(items)
        if not isinstance(entity, dict):
            raise Stop(4, "E408", url=self.endpoints.api, reason=f"`{item}`")
        moved = entity.get("redirects")
        moved = moved if isinstance(moved, dict) else {}
        itself = entity.get("id") == item
        merged = moved.get("from") == item and moved.get("to") == entity.get("id")
        if item not in items or not (itself or merged):
            raise self._other(self.endpoints.api, asked, str(entity.get("id", item)))

    @staticmethod
    def _other(url: str, asked: str, answered: str) -> Stop:
        return Stop(4, "E409", url=url, asked=asked, answered=answered)

    def _ask(self, question: Mapping[str, str]) -> dict[str, Any]:
        """What the action API answers."""
        always = {"format": "json", "formatversion": "1", "maxlag": str(MAXLAG)}
        url = f"{self.endpoints.api}?{urlencode({**question, **always})}"
        return self._transport.answer(Request("GET", url))


def _of_query(sparql: str, url: str) -> Request:
    """The question that a SPARQL query is; a long one is posted."""
    asked = {"query": sparql, "format": "json"}
    short = f"{url}?{urlencode(asked)}"
    if len(short) <= _LONGEST_QUERY:
        return Request("GET", short, accept=_RESULTS)
    return Request("POST", url, asked, _RESULTS)
