"""Items of Wikidata to reconcile against: what a gazetteer knows, as the linker matches it."""

import math
import re
from collections.abc import Sequence
from typing import Final

from diplold.gazetteer import Item
from diplold.gazetteer.wikidata_dump import CLASSES
from diplold.linking.linker import Linker
from diplold.linking.model import Candidate, Mention, Outcome
from diplold.linking.run import country_of
from diplold.serve.reconcile.agreement import weigh
from diplold.serve.reconcile.model import (
    WIKIDATA,
    Entity,
    Feature,
    Found,
    Given,
    Property,
    Query,
    Type,
    Value,
    identified,
)
from diplold.serve.reconcile.texts import CONTEXT, FETCHED, PROPERTIES, named
from diplold.serve.reconcile.texts import TYPES as TYPE_NAMES

_QID: Final = re.compile(r"Q[1-9][0-9]{0,11}")
_DATE: Final = re.compile(r"[0-9]{4}(?:-(?:0[1-9]|1[0-2])(?:-[0-3][0-9])?)?")
_OTHER_TYPE: Final = Feature(id="other_type", name="of another type", value=-4.0)
_DAY: Final = 10
_LEAST: Final = 0.2
"""The probability from which on a candidate of another name is shown."""


class Items:
    """The items of a linker's gazetteer; identifiers are QIDs, or IRIs where `iris` says so."""

    def __init__(self, linker: Linker, *, iris: bool = False) -> None:
        self._linker = linker
        self._gazetteer = linker.gazetteer
        self._space = WIKIDATA if iris else ""

    def match(self, query: Query, lang: str) -> list[Found]:
        """What the linker says of the name, with what the query gives besides as its context."""
        if query.identifier or self._qid(query.name):
            return self._identified(query, lang)
        if not query.name.strip():
            return []
        types = dict.fromkeys(CLASSES.get(kind, kind) for kind in query.types)
        if query.strict == "all" and len(types) > 1:
            return []  # an item is of one type
        outcomes = [self._outcome(query, kind) for kind in types or ("",)]
        return self._found(query, outcomes, lang)

    def suggest(self, prefix: str, kind: str, limit: int, lang: str) -> list[Found]:
        """Items that have a name with this beginning, or this identifier."""
        if qid := self._qid(prefix):
            return self._identified(Query(identifier=qid), lang)
        wanted = CLASSES.get(kind, kind)
        suggested = self._linker.suggest(prefix, wanted, limit)
        return [self._as_found(each, lang, each.score) for each in suggested]

    def entity(self, identifier: str, lang: str) -> Entity | None:
        """An item with all that can be fetched of it."""
        qid = self._qid(identifier)
        item = self._linker.item(qid) if qid else None
        if item is None:
            return None
        return Entity(
            id=self._space + item.qid,
            name=self._name(item.qid, lang),
            description=self._description(item, lang),
            types=self._types(item.type, lang),
            values=self._values(item, lang),
        )

    def types(self, lang: str) -> list[Type]:
        """The types of items, those of most items first."""
        counted = sorted(self._linker.types().items(), key=lambda pair: (-pair[1], pair[0]))
        return [self._type(kind, lang) for kind, _ in counted if kind]

    def properties(self, kind: str, lang: str) -> list[Property]:
        """What may be given with a name or fetched; `positions` of persons besides."""
        known = dict.fromkeys((*CONTEXT, *FETCHED))
        if kind in ("person", ""):
            known["positions"] = None
        return [Property(id=name, name=named(PROPERTIES, name, lang)) for name in known]

    # --- matching -------------------------------------------------------------------------------

    def _outcome(self, query: Query, kind: str) -> Outcome:
        context = {each.property: each for each in query.given}
        country = [self._country(text) for text in _values(context, "country")]
        dates = [as_date(text) for text in _values(context, "date")]
        mention = Mention(
            query.name,
            next(iter(_values(context, "lang")), query.lang),
            kind,
            "|".join(dict.fromkeys(qid for qid in country if qid)),
            next(filter(None, dates), ""),
            next(iter(_values(context, "office")), ""),
        )
        return self._linker.match([mention])[0]

    def _country(self, text: str) -> str:
        return self._qid(text) or country_of(self._linker, text)

    def _found(self, query: Query, outcomes: Sequence[Outcome], lang: str) -> list[Found]:
        best: dict[str, Found] = {}
        others = [each for each in query.given if each.property not in CONTEXT]
        for outcome in outcomes:
            for candidate in self._shown(query, outcome):
                found = self._weighed(candidate, others, lang, fits=candidate in outcome.candidates)
                found["match"] &= candidate.qid == outcome.qid
                if not self._holds(query, candidate.qid, lang):
                    continue
                known = best.get(candidate.qid)
                if known is None or (found["match"], found["score"]) > (
                    known["match"],
                    known["score"],
                ):
                    best[candidate.qid] = found
        return sorted(best.values(), key=lambda found: -found["score"])

    def _shown(self, query: Query, outcome: Outcome) -> list[Candidate]:
        """What goes by the very name, and what else a person should look at.

        Also items of other types, where the types only `should` be those given.
        """
        key = self._gazetteer.fold(query.name)
        others = outcome.excluded if query.strict == "should" else ()
        least = _LEAST if outcome.decision != "none" else 1.0
        return [
            each
            for each in (*outcome.candidates, *others)
            if each.score >= least or self._gazetteer.fold(each.matched) == key
        ]

    def _weighed(
        self, candidate: Candidate, given: Sequence[Given], lang: str, *, fits: bool
    ) -> Found:
        """The candidate, its score moved by what the linker does not weigh: `match` may be."""
        item = self._linker.item(candidate.qid)
        values = self._values(item, lang) if item and given else {}
        features, _ = weigh(given, lambda name: values.get(name, ()), {})
        features += [] if fits else [_OTHER_TYPE]
        score = candidate.score
        if features:
            moved = sum(feature["value"] for feature in features)
            odds = math.log(max(score, 1e-6) / max(1 - score, 1e-6)) + moved
            score = 1 / (1 + math.exp(-odds))
        found = self._as_found(candidate, lang, score)
        found["features"] += features
        found["match"] = all(feature["value"] > 0 for feature in features)
        return found

    def _holds(self, query: Query, qid: str, lang: str) -> bool:
        """Whether all that the query requires is true of an item."""
        required = [each for each in query.given if each.required and each.property != "lang"]
        item = self._linker.item(qid) if required else None
        if not required or item is None:
            return not required
        values = self._values(item, lang)
        values["office"] = values.get("positions", [])
        if item.start or item.end:
            texts = {text for each in required for text in each.values}
            values["date"] = [Value(str=text) for text in texts if _within(as_date(text), item)]
        return weigh(required, lambda name: values.get(name, ()), {})[1]

    def _identified(self, query: Query, lang: str) -> list[Found]:
        entity = self.entity(query.identifier or query.name, lang)
        if entity is None:
            return []
        kinds = {kind["id"] for kind in entity["types"]}
        wanted = {CLASSES.get(kind, kind) for kind in query.types}
        if wanted and not kinds & wanted and query.strict != "should":
            return []
        return [identified(entity)]

    # --- saying ---------------------------------------------------------------------------------

    def _as_found(self, candidate: Candidate, lang: str, score: float) -> Found:
        item = self._linker.item(candidate.qid)
        return Found(
            id=self._space + candidate.qid,
            name=self._name(candidate.qid, lang) or candidate.label or candidate.matched,
            description=self._description(item, lang) if item else "",
            types=self._types(candidate.type, lang),
            score=round(100 * score, 2),
            match=False,
            features=[
                Feature(id=_slug(piece.name), name=piece.name, value=round(piece.weight, 4))
                for piece in candidate.evidence
            ],
            matched=candidate.matched,
        )

    def _name(self, qid: str, lang: str) -> str:
        return self._gazetteer.label(qid, lang) or qid

    def _qid(self, text: str) -> str:
        """The QID that an identifier is, with or without the beginning of its IRI; else ""."""
        text = text.strip().removeprefix(WIKIDATA)
        return text if _QID.fullmatch(text) else ""

    def _type(self, kind: str, lang: str) -> Type:
        return Type(id=kind, name=named(TYPE_NAMES, kind, lang))

    def _types(self, kind: str, lang: str) -> list[Type]:
        return [self._type(kind, lang)] if kind else []

    def _description(self, item: Item, lang: str) -> str:
        kind = named(TYPE_NAMES, item.type, lang) if item.type else ""
        countries = ", ".join(self._name(qid, lang) for qid in item.countries[:3])
        offices = ", ".join(
            self._name(office, lang) if _QID.fullmatch(office) else office
            for office in item.properties.get("positions", ())[:2]
        )
        span = f"{item.start[:4]}–{item.end[:4]}" if item.start or item.end else ""
        return "; ".join(part for part in (kind, countries, offices, span) if part)

    def _values(self, item: Item, lang: str) -> dict[str, list[Value]]:
        values: dict[str, list[Value]] = {}
        for name, texts in self._linker.properties(item.qid).items():
            values[name] = [self._value(text, lang) for text in texts if text]
        values["type"] = [Value(str=kind["name"]) for kind in self._types(item.type, lang)]
        values["wikidata"] = [Value(id=self._space + item.qid, name=self._name(item.qid, lang))]
        hits = [hit for hit in self._gazetteer.names_of(item.qid) if hit.kind != "surface"]
        values["names"] = [Value(str=text) for text in dict.fromkeys(hit.text for hit in hits)]
        for tag in dict.fromkeys(hit.lang for hit in hits if hit.lang):
            values[f"label@{tag}"] = [Value(str=self._gazetteer.label(item.qid, tag), lang=tag)]
        return values

    def _value(self, text: str, lang: str) -> Value:
        if _QID.fullmatch(text):
            return Value(id=self._space + text, name=self._name(text, lang))
        if len(text) == _DAY and _DATE.fullmatch(text):
            return Value(date=f"{text}T00:00:00Z")
        return Value(str=text)


def _values(context: dict[str, Given], name: str) -> tuple[str, ...]:
    return tuple(text.strip() for text in context[name].values) if name in context else ()


def as_date(text: str) -> str:
    """A date as the linker knows it: without the time of day that tables add; "" for none."""
    day = text[:_DAY] if text[_DAY : _DAY + 1] == "T" else text.removesuffix(".0")
    return day if _DATE.fullmatch(day) else ""


def _within(date: str, item: Item) -> bool:
    """Whether an item was there, as far as dates of different precision tell."""
    begin, end = item.start[: len(date)], item.end[: len(date)]
    return (
        bool(date)
        and (not begin or date[: len(begin)] >= begin)
        and (not end or date[: len(end)] <= end)
    )


def _slug(name: str) -> str:
    return re.sub(r"\W+", "_", name.casefold()).strip("_")
