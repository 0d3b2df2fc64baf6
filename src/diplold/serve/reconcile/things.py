"""Things of some RDF data to reconcile against, by the names that the data gives them."""

import math
import sqlite3
from collections.abc import Sequence
from typing import Final

from diplold.linking.fold import fold, plain
from diplold.serve.reconcile.agreement import weigh
from diplold.serve.reconcile.lookup import Lookup, linked
from diplold.serve.reconcile.model import (
    Entity,
    Feature,
    Found,
    Property,
    Query,
    Type,
    identified,
)
from diplold.serve.reconcile.texts import PROPERTIES, named

WIKIDATA_SERVICE: Final = "https://wikidata.reconci.link/en/api"
"""For whom the QIDs of links are identifiers."""

_ACCEPT: Final = 0.9
_SAME: Final = Feature(id="same_name", name="same name", value=3.0)
_SHARED: Final = -3.0
"""For each doubling, and a half more, of the things that share a name."""

_NEAR: Final = 0.8
"""How alike two names must be, at least, to be shown."""

_LOOKED_AT: Final = 300
_COMMON: Final = 5000
"""Things with a word, from which on the word finds nothing by itself."""

_PREFIX: Final = 3


class Things:
    """The named things of an index; their identifiers are their IRIs."""

    def __init__(self, index: sqlite3.Connection) -> None:
        self._index = index
        self._counted: dict[str, list[str]] = {}
        """The properties of things of a class, once they were counted; of all, for ""."""

    # --- matching -------------------------------------------------------------------------------

    def match(self, query: Query, lang: str) -> list[Found]:
        """Things of the same name, then of one that is nearly the same."""
        if query.identifier or "://" in query.name:
            return self._identified(query, lang)
        scored = self._named(query.name) if query.name.strip() else self._with_values(query)
        known = Lookup(self._index, lang)
        found = [each for each in (_judged(query, known, *one) for one in scored) if each]
        _share(found)
        return sorted(found, key=lambda each: (-each["score"], each["id"]))

    def _named(self, name: str) -> list[tuple[int, str, list[Feature]]]:
        rows = self._index.execute(
            "SELECT thing, min(text) FROM names WHERE key = ? GROUP BY thing LIMIT ?",
            (fold(name), _LOOKED_AT),
        )
        same = [(thing, text, [_SAME]) for thing, text in rows]
        known = {thing for thing, _, _ in same}
        near = [one for one in self._near(name) if one[0] not in known]
        return [*same, *near]

    def _near(self, name: str) -> list[tuple[int, str, list[Feature]]]:
        """Things that share a rare word, or the beginning of one, and look much alike."""
        from rapidfuzz import fuzz

        asked = plain(fold(name))
        best: dict[int, tuple[float, str]] = {}
        for thing in self._sharing(asked.split()):
            named_so = "SELECT key, text FROM names WHERE thing = ?"
            for key, text in self._index.execute(named_so, (thing,)):
                least = 100 * max(_NEAR, best.get(thing, (0.0, ""))[0])
                alike = fuzz.token_sort_ratio(asked, plain(key), score_cutoff=least) / 100
                if alike:
                    best[thing] = (alike, text)
        return [
            (thing, text, [Feature(id="alike", name=f"alike ({alike:.2f})", value=_weight(alike))])
            for thing, (alike, text) in best.items()
        ]

    def _sharing(self, asked: Sequence[str]) -> list[int]:
        """The things to look at, those of the rarest word first."""
        counted = []
        for word in [*dict.fromkeys(asked)][:20]:
            begins = word[: max(_PREFIX, len(word) // 2)]
            for low, high in ((word, word), (begins, begins + "\U0010ffff")):
                rows = self._index.execute(
                    "SELECT DISTINCT thing FROM words WHERE word BETWEEN ? AND ? LIMIT ?",
                    (low, high, _COMMON),
                ).fetchall()
                if rows and len(rows) < _COMMON:
                    counted.append([thing for (thing,) in rows])
        counted.sort(key=len)
        return [*dict.fromkeys(thing for things in counted for thing in things)][:_LOOKED_AT]

    def _with_values(self, query: Query) -> list[tuple[int, str, list[Feature]]]:
        """Things that have a value which the query gives, for a query without a name."""
        found: dict[int, None] = {}
        for given in query.given:
            for text in given.values:
                rows = self._index.execute(
                    "SELECT DISTINCT thing FROM facts WHERE property = ? AND text = ? LIMIT ?",
                    (given.property, text, _LOOKED_AT),
                )
                found |= dict.fromkeys(thing for (thing,) in rows)
        return [(thing, "", []) for thing in found]

    def _identified(self, query: Query, lang: str) -> list[Found]:
        entity = self.entity(query.identifier or query.name, lang)
        if entity is None:
            return []
        kinds = {kind["id"] for kind in entity["types"]}
        if query.types and query.strict != "should" and not kinds & {*query.types}:
            return []
        return [identified(entity)]

    # --- saying ---------------------------------------------------------------------------------

    def suggest(self, prefix: str, kind: str, limit: int, lang: str) -> list[Found]:
        """Things that have a name with this beginning, or this IRI."""
        if "://" in prefix:
            types = (kind,) if kind else ()
            return self._identified(Query(identifier=prefix, types=types), lang)
        key = fold(prefix)
        if not key:
            return []
        rows = self._index.execute(
            "SELECT thing, min(length(key)), text FROM names WHERE key >= ? AND key < ?"
            " AND (? = '' OR thing IN (SELECT thing FROM types WHERE class = ?))"
            " GROUP BY thing ORDER BY 2, key LIMIT ?",
            (key, key + "\U0010ffff", kind, kind, limit),
        ).fetchall()
        query, known = Query(name=prefix), Lookup(self._index, lang)
        found = [_judged(query, known, thing, text, []) for thing, _, text in rows]
        return [each for each in found if each]

    def entity(self, identifier: str, lang: str) -> Entity | None:
        """A thing with all that the data says of it."""
        asked = "SELECT id FROM things WHERE iri = ?"
        row = self._index.execute(asked, (identifier,)).fetchone()
        if row is None:
            return None
        thing, known = row[0], Lookup(self._index, lang)
        types, name = known.types(thing), known.name(thing)
        return Entity(
            id=identifier,
            name=name,
            description=known.description("", name, types),
            types=types,
            values=known.values(thing),
        )

    def begun(self, identifier: str, lang: str) -> Entity | None:
        """The one thing whose IRI is this and a fragment; None where there is none, or several."""
        rows = self._index.execute(
            "SELECT iri FROM things WHERE iri > ? AND iri < ? LIMIT 2",
            (f"{identifier}#", f"{identifier}$"),
        ).fetchall()
        return self.entity(rows[0][0], lang) if len(rows) == 1 else None

    def linked(self, identifier: str) -> set[str]:
        """The QIDs of the items of Wikidata that a thing is said to be."""
        return linked(self._index, identifier)

    def types(self, lang: str) -> list[Type]:
        """The classes of things, those of most things first."""
        rows = self._index.execute("SELECT class FROM classes ORDER BY things DESC, class")
        known = Lookup(self._index, lang)
        return [Type(id=kind, name=known.term(kind)) for (kind,) in rows.fetchall()]

    def properties(self, kind: str, lang: str) -> list[Property]:
        """The properties of things of a class, those that most have first."""
        if kind not in self._counted:
            rows = self._index.execute(
                "SELECT property, count(DISTINCT thing) FROM facts"
                " WHERE ? = '' OR thing IN (SELECT thing FROM types WHERE class = ?)"
                " GROUP BY property ORDER BY 2 DESC, 1",
                (kind, kind),
            )
            found = [name for name, _ in rows]
            if found:  # so that classes which nobody knows are not kept
                self._counted[kind] = found
        link = Property(
            id="wikidata", name=named(PROPERTIES, "wikidata", lang), service=WIKIDATA_SERVICE
        )
        known = Lookup(self._index, lang)
        return [*(Property(id=p, name=known.term(p)) for p in self._counted.get(kind, [])), link]


def _judged(
    query: Query, known: Lookup, thing: int, text: str, features: list[Feature]
) -> Found | None:
    """A thing with its score; None where it is not what the query asks for."""
    types = known.types(thing)
    kinds = {kind["id"] for kind in types}
    if query.types and query.strict != "should":
        asked = {*query.types}
        if not (asked <= kinds if query.strict == "all" else asked & kinds):
            return None
    given, holds = weigh(query.given, lambda name: known.given(thing, name), {})
    if not holds:
        return None
    features = [*features, *given]
    if query.types and query.strict == "should":
        fits = bool({*query.types} & kinds)
        features.append(Feature(id="type", name="type", value=0.5 if fits else -4.0))
    iri, name = known.iri(thing), known.name(thing)
    return Found(
        id=iri,
        name=name,
        description=known.description(text, name, types),
        types=types,
        score=_score(features),
        match=_SAME in features and all(each["value"] > 0 for each in features),
        features=features,
        matched=text,
    )


def _weight(alike: float) -> float:
    """What a name that is alike adds: 2 for the same words in another order, -2 at the least."""
    return round(2.0 - 16.0 * (1 - alike), 4)


def _score(features: Sequence[Feature]) -> float:
    odds = sum(feature["value"] for feature in features)
    return round(100 / (1 + math.exp(-odds)), 2)


def _share(found: Sequence[Found]) -> None:
    """Lower what shares its name with others; only one that stands alone is a match."""
    same = [each for each in found if _SAME in each["features"]]
    best = [each for each in same if each["match"]]
    for each in same:
        if len(same) > 1 and not (len(best) == 1 and each is best[0]):
            weight = round(_SHARED * math.log(len(same)), 4)
            each["features"].append(
                Feature(id="shared", name="other things of this name", value=weight)
            )
            each["score"] = _score(each["features"])
        each["match"] = len(best) == 1 and each is best[0] and each["score"] >= 100 * _ACCEPT
    for each in found:
        if _SAME not in each["features"]:
            each["match"] = False
