"""A JSON Schema of a project's sheets, so that editors complete and explain while one writes.

It is made from the mappings (which fields a kind has, of which type) and from the ontology
(what they mean, in its languages). It helps while writing; what is right is decided by `check`.
"""

from collections.abc import Iterable, Mapping
from typing import Any, Final

from diplold import terms
from diplold.facts import Rank
from diplold.facts.checks import CLAIM_KEYS
from diplold.facts.claims import ANNOTATIONS
from diplold.facts.sheets import SOURCE_KEYS
from diplold.mapping.language import About, Field, Scope
from diplold.mapping.trace import Mapping as TracedMapping
from diplold.ontology import Ontology
from diplold.statements import language_of
from diplold.terms import RDFS, SKOS

Schema = dict[str, Any]

_THING: Final = r"^[a-z0-9]+(-[a-z0-9]+)*/[a-z0-9]+(-[a-z0-9]+)*$"
_DATE: Final = r"^[0-9]{4}(-[0-9]{2}(-[0-9]{2})?)?$"
_MOMENT: Final = r"^[0-9]{4}(-[0-9]{2}(-[0-9]{2}(T.*)?)?)?$"
_TEXTS: Final[Schema] = {
    "anyOf": [{"type": "string"}, {"$ref": "#/$defs/languages"}],
}
_KINDS: Final[Mapping[str, Schema]] = {
    "text": _TEXTS,
    "number": {"type": ["number", "string"]},
    "boolean": {"enum": [True, False]},
    "date": {"anyOf": [{"type": "integer"}, {"type": "string", "pattern": _DATE}]},
    "earliest": {"anyOf": [{"type": "integer"}, {"type": "string", "pattern": _DATE}]},
    "latest": {"anyOf": [{"type": "integer"}, {"type": "string", "pattern": _DATE}]},
    "iri": {"type": "string", "format": "uri"},
    "ref": {"$ref": "#/$defs/thing"},
    "refs": {"$ref": "#/$defs/thing"},
}


def of_project(
    mappings: Mapping[str, TracedMapping], ontology: Ontology, things: Iterable[str]
) -> Schema:
    """The schema of a project's sheets; `things` are offered where a reference is written."""
    texts = _Texts(ontology)
    kinds = [_of_kind(mapping, texts) for _, mapping in sorted(mappings.items())]
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "diplold sheet",
        "type": "object",
        "properties": {
            "source": {"$ref": "#/$defs/source"},
            "register": {"$ref": "#/$defs/source"},
            "sources": {"type": "array", "items": {"$ref": "#/$defs/source"}},
            "curator": {"type": "string"},
            "reviewed": {
                "type": "object",
                "properties": {"by": {"type": "string"}, "on": _KINDS["date"]},
                "additionalProperties": False,
            },
            "claims": {"type": "array", "items": {"$ref": "#/$defs/claim"}},
        },
        "additionalProperties": False,
        "$defs": {
            "thing": _references(things),
            "languages": {
                "type": "object",
                "propertyNames": {"pattern": "^[A-Za-z]{2,8}(-[A-Za-z0-9]{1,8})*$"},
            },
            "source": _source(),
            "claim": _claim(sorted(mappings), kinds),
            **_annotations(),
            **{
                f"{kind}-values": _one_or_many(one, many=kind != "ref")
                for kind, one in _KINDS.items()
            },
        },
    }


def _references(things: Iterable[str]) -> Schema:
    return {
        "anyOf": [
            {"enum": sorted(things)},
            {"type": "string", "pattern": _THING},
        ]
    }


def _source() -> Schema:
    text: Schema = {"type": "string"}
    properties: Schema = dict.fromkeys(SOURCE_KEYS, text)
    properties["title"] = _TEXTS
    properties["author"] = {"anyOf": [text, {"type": "array", "items": text}]}
    properties["publisher"] = {"$ref": "#/$defs/thing"}
    for key in ("published", "accessed"):
        properties[key] = {"anyOf": [{"type": "integer"}, {"type": "string", "pattern": _MOMENT}]}
    properties["url"] = {"type": "string", "format": "uri"}
    return {
        "type": "object",
        "required": ["id"],
        "properties": properties,
        "additionalProperties": False,
    }


def _annotations() -> Schema:
    return {
        "rank": {"enum": [rank.value for rank in Rank]},
        "because": _TEXTS,
        "accordingTo": {"$ref": "#/$defs/thing"},
        "as": {"type": "string"},
        "disputed": {"enum": [True, False]},
        "paragraph": {
            "anyOf": [
                {"type": "integer", "minimum": 1},
                {"type": "array", "items": {"type": "integer", "minimum": 1}},
            ]
        },
    }


def _annotated() -> Schema:
    return {key: {"$ref": f"#/$defs/{key}"} for key in ANNOTATIONS}


def _claim(kinds: list[str], rules: list[Schema]) -> Schema:
    return {
        "type": "object",
        "required": ["about"],
        "properties": {
            "about": {
                "type": "string",
                "pattern": rf"^({'|'.join(kinds)})/" if kinds else _THING,
                "description": f"kind/name; kinds: {', '.join(kinds)}",
            },
        },
        "allOf": rules,
    }


def _of_kind(mapping: TracedMapping, texts: "_Texts") -> Schema:
    """What a claim may hold when it is about a thing of this kind."""
    properties: Schema = {
        "at": {"$ref": "#/$defs/paragraph"},
        "about": {"type": "string", "pattern": _THING},
        "source": {"type": "string"},
        **_annotated(),
    }
    assert set(properties) == set(CLAIM_KEYS)
    properties |= _fields(mapping, Scope(), texts)
    about = {"properties": {"about": {"type": "string", "pattern": f"^{mapping.kind}/"}}}
    return {
        "if": {**about, "required": ["about"]},
        "then": {"properties": properties, "additionalProperties": False},
    }


def _fields(mapping: TracedMapping, scope: Scope, texts: "_Texts") -> Schema:
    """The fields of a claim or a part, each with what it means."""
    properties: Schema = {}
    for pattern in mapping.patterns:
        value = pattern.object
        if isinstance(value, Field) and value.scope == scope:
            properties.setdefault(
                value.name, {**_values(value, texts), **texts.meaning(pattern.predicate)}
            )
        elif isinstance(value, About) and value.scope.outer == scope:
            part = _part(mapping, value.scope, texts)
            properties[value.scope.field] = {**part, **texts.meaning(pattern.predicate)}
    return properties


def _values(field: Field, texts: "_Texts") -> Schema:
    """The values that a field takes: those of a choice are its own, others are shared."""
    if field.kind != "choice":
        return {"$ref": f"#/$defs/{field.kind}-values"}
    words = [{"const": word, **texts.meaning(term)} for word, term in field.choices]
    return _one_or_many({"anyOf": words})


def _one_or_many(one: Schema, *, many: bool = True) -> Schema:
    """One value, an annotated value, or, where many may be given, a list of them."""
    annotated = {
        "type": "object",
        "required": ["is"],
        "properties": {"is": one, **_annotated()},
        "additionalProperties": False,
    }
    single = {"anyOf": [one, annotated]}
    if not many:
        return single
    return {"anyOf": [one, annotated, {"type": "array", "items": single}]}


def _part(mapping: TracedMapping, scope: Scope, texts: "_Texts") -> Schema:
    one = {
        "type": "object",
        "properties": {
            "key": {"type": "string"},
            **_annotated(),
            **_fields(mapping, scope, texts),
        },
        "additionalProperties": False,
    }
    return {"anyOf": [one, {"type": "array", "items": one}]}


class _Texts:
    """What the ontology says of its terms, in every language it has."""

    def __init__(self, ontology: Ontology) -> None:
        self._said: dict[tuple[str, str], dict[str, str]] = {}
        wanted = (RDFS.label.term, SKOS.definition.term)
        for subject, predicate, value in ontology.triples:
            if predicate in wanted and value.startswith('"'):
                lang = language_of(value)
                text = terms.text_of(value)
                self._said.setdefault((subject[1:-1], predicate), {})[lang] = text

    def meaning(self, term: str) -> Schema:
        """Title and description of a term, one language after the other."""
        found: Schema = {}
        for key, predicate in (("title", RDFS.label.term), ("description", SKOS.definition.term)):
            texts = self._said.get((term, predicate), {})
            if texts:
                separator = " / " if key == "title" else "\n\n"
                found[key] = separator.join(texts[lang] for lang in sorted(texts))
        return found
