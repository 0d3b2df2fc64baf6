"""Whether each shape is one: what pySHACL would refuse, or take and then misunderstand.

A shape that cannot be loaded breaks every run, and pySHACL does not say which it was. So the
shapes are looked at here first; each `Flaw` names the triple that is wrong.
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Final

from rdflib import RDF, SH, BNode, Graph, Literal, URIRef
from rdflib.term import Node

from diplold.check.pieces import LISTS, REFERENCES, TARGETS, items
from diplold.check.queries import query_flaw
from diplold.diagnostics import Text
from diplold.terms import local_name

_COUNTS: Final = (
    *(SH.minCount, SH.maxCount, SH.minLength, SH.maxLength),
    *(SH.qualifiedMinCount, SH.qualifiedMaxCount),
)
_BOOLEANS: Final = (SH.closed, SH.uniqueLang, SH.deactivated, SH.qualifiedValueShapesDisjoint)
_TERMS: Final = (
    *(SH["class"], SH.datatype, SH.nodeKind, SH.equals, SH.disjoint),
    *(SH.lessThan, SH.lessThanOrEquals, *TARGETS[:1], *TARGETS[2:]),
)
_LIMITS: Final = (SH.minInclusive, SH.maxInclusive, SH.minExclusive, SH.maxExclusive)
_TEXTS: Final = (SH.pattern, SH.flags, SH.message, SH.select)
_VALUE_LISTS: Final = (SH["in"], SH.languageIn, SH.ignoredProperties)
_ONCE: Final = (
    *(*_COUNTS, *_BOOLEANS, *_LIMITS, *_VALUE_LISTS),
    *(SH.path, SH.datatype, SH.nodeKind, SH.flags, SH.qualifiedValueShape),
)
_NEEDS_PATH: Final = (
    *(SH.minCount, SH.maxCount, SH.uniqueLang, SH.lessThan, SH.lessThanOrEquals),
    SH.qualifiedValueShape,
)
QUALIFIED: Final = (SH.qualifiedMinCount, SH.qualifiedMaxCount)
_KINDS: Final = frozenset(
    (SH.IRI, SH.Literal, SH.BlankNode, SH.BlankNodeOrIRI, SH.BlankNodeOrLiteral, SH.IRIOrLiteral)
)
_ONE_PATH: Final = (SH.inversePath, SH.zeroOrMorePath, SH.oneOrMorePath, SH.zeroOrOnePath)
_SHACL_TERMS: Final = frozenset(
    (*_ONCE, *_TERMS, *_TEXTS, *TARGETS, *REFERENCES, *LISTS, SH.hasValue)
)

A_WHOLE_NUMBER: Final = {"en": "a whole number", "id": "bilangan bulat"}
TRUE_OR_FALSE: Final = {"en": "true or false", "id": "true atau false"}
A_TERM: Final = {"en": "a term", "id": "sebuah istilah"}
A_TEXT: Final = {"en": "a text", "id": "sebuah teks"}
A_VALUE: Final = {"en": "a number, a date or a text", "id": "bilangan, tanggal atau teks"}
A_LIST: Final = {"en": "a list, `( … )`", "id": "sebuah daftar, `( … )`"}
A_LIST_OF_SHAPES: Final = {"en": "a list of shapes, `( … )`", "id": "daftar bentuk, `( … )`"}
A_LIST_OF_TEXTS: Final = {"en": "a list of texts, `( … )`", "id": "daftar teks, `( … )`"}
A_LIST_OF_TERMS: Final = {"en": "a list of terms, `( … )`", "id": "daftar istilah, `( … )`"}
A_SHAPE: Final = {"en": "a shape", "id": "sebuah bentuk"}
A_PATH: Final = {
    "en": "a property, or a path such as `[ sh:inversePath … ]`",
    "id": "sebuah properti, atau jalur seperti `[ sh:inversePath … ]`",
}
_KIND: Final = {
    "en": "sh:IRI, sh:Literal or another of SHACL's kinds",
    "id": "sh:IRI, sh:Literal atau jenis SHACL lainnya",
}


@dataclass(frozen=True, slots=True)
class Flaw:
    """Why a shape cannot be used as it is, and the triple that says so."""

    node: Node
    predicate: URIRef
    value: Node | None
    reason: Text | None
    """None where it is reported already, as a term that nobody defines."""

    whole: bool = False
    """Whether all of the shape is in doubt, not only this constraint."""

    inside: tuple[int, int] | None = None
    """Line and column within the value, where it is a text of several lines."""


def flaws(shapes: Graph, lacks: Callable[[str], bool], *, complete: bool = True) -> Iterator[Flaw]:
    """Everything that is wrong with the shapes; `complete` if all that there are were read."""
    subjects = {s for s, p in shapes.subject_predicates(None) if p in _SHACL_TERMS}
    subjects |= set(shapes.subjects(RDF.type, SH.PropertyShape))
    for shape in sorted(subjects, key=lambda node: (isinstance(node, BNode), str(node))):
        about: dict[URIRef, list[Node]] = {}
        for predicate, value in shapes.predicate_objects(shape):
            if predicate in _SHACL_TERMS:
                about.setdefault(URIRef(str(predicate)), []).append(value)
        kinds = set(shapes.objects(shape, RDF.type))
        yield from _of_path(shape, about, kinds, shapes, lacks)
        yield from _of_numbers(shape, about)
        for predicate, values in about.items():
            for value in values:
                yield from _of_value(shape, predicate, value, shapes, lacks, complete=complete)


def _of_path(
    shape: Node,
    about: dict[URIRef, list[Node]],
    kinds: set[Node],
    shapes: Graph,
    lacks: Callable[[str], bool],
) -> Iterator[Flaw]:
    """A property shape has one path, a node shape none."""
    paths = about.get(SH.path, [])
    if not paths:
        if SH.PropertyShape in kinds:
            yield Flaw(shape, RDF.type, SH.PropertyShape, _PATHLESS, whole=True)
            return
        for predicate in _NEEDS_PATH:
            if predicate in about:
                where = about[predicate][0]
                yield Flaw(shape, predicate, where, _said(predicate, _NO_PATH))
    if paths and SH.NodeShape in kinds:
        yield Flaw(shape, SH.path, paths[0], _NODE_WITH_PATH, whole=True)
    for path in paths:
        if isinstance(path, URIRef) and lacks(str(path)):
            yield Flaw(shape, SH.path, path, None, whole=True)
        elif not _is_path(path, shapes):
            yield Flaw(shape, SH.path, path, _wrong(SH.path, A_PATH, path), whole=True)


_DEEPEST: Final = 10
"""As deep as pySHACL follows a path."""


def _is_path(path: Node, shapes: Graph, depth: int = 0) -> bool:
    if isinstance(path, URIRef):
        return path != RDF.nil
    if isinstance(path, Literal) or depth > _DEEPEST:
        return False
    listed = path if (path, RDF.first, None) in shapes else None
    listed = listed or shapes.value(path, SH.alternativePath)
    if listed is not None:
        members = items(shapes, listed)
        enough = members is not None and len(members) > 1
        return enough and all(_is_path(step, shapes, depth + 1) for step in members or ())
    steps = [step for kind in _ONE_PATH for step in shapes.objects(path, kind)]
    return len(steps) == 1 and _is_path(steps[0], shapes, depth + 1)


def _of_numbers(shape: Node, about: dict[URIRef, list[Node]]) -> Iterator[Flaw]:
    """What may be given once only, and what does not stand by itself."""
    for predicate in _ONCE:
        if len(about.get(predicate, ())) > 1:
            reason = _said(predicate, _TWICE)
            value = None if predicate != SH.path else about[predicate][-1]
            yield Flaw(shape, predicate, value, reason, whole=predicate == SH.path)
    counts = [predicate for predicate in QUALIFIED if predicate in about]
    if counts and SH.qualifiedValueShape not in about:
        yield Flaw(shape, counts[0], about[counts[0]][0], _needs(counts[0], "qualifiedValueShape"))
    if not counts and SH.qualifiedValueShape in about:
        value = about[SH.qualifiedValueShape][0]
        yield Flaw(
            shape,
            SH.qualifiedValueShape,
            value,
            _needs(SH.qualifiedValueShape, "qualifiedMinCount"),
        )
    if SH.ignoredProperties in about and SH.closed not in about:
        value = about[SH.ignoredProperties][0]
        yield Flaw(shape, SH.ignoredProperties, value, _needs(SH.ignoredProperties, "closed true"))


def _of_value(
    shape: Node,
    predicate: URIRef,
    value: Node,
    shapes: Graph,
    lacks: Callable[[str], bool],
    *,
    complete: bool,
) -> Iterator[Flaw]:
    """Whether a value is what its predicate takes."""
    reason: Text | None
    if predicate == SH.sparql and (value, None, None) in shapes:
        wrong = query_flaw(shapes, value)
        if wrong:
            text = shapes.value(value, SH.select)
            yield Flaw(value, SH.select, text, wrong.reason, whole=True, inside=wrong.place)
        return
    if predicate in (SH["class"], *TARGETS) and isinstance(value, URIRef) and lacks(str(value)):
        yield Flaw(shape, predicate, value, None)
        return
    if predicate in REFERENCES:
        reason = _of_reference(predicate, value, shapes, complete=complete)
    elif predicate in LISTS:
        reason = _of_shapes(predicate, value, shapes, complete=complete)
    elif predicate in _VALUE_LISTS:
        expected = _list_flaw(predicate, items(shapes, value))
        reason = _wrong(predicate, expected, value) if expected else None
    else:
        reason = _of_literal(shape, predicate, value, shapes)
    if reason is not None:
        # A misspelt kind is reported as a term that SHACL does not have.
        misspelt = predicate == SH.nodeKind and str(value).startswith(str(SH))
        yield Flaw(shape, predicate, value, None if misspelt else reason)


def _of_shapes(predicate: URIRef, value: Node, shapes: Graph, *, complete: bool) -> Text | None:
    members = items(shapes, value)
    if not members:
        return _wrong(predicate, A_LIST_OF_SHAPES, value)
    reasons = (_of_reference(predicate, one, shapes, complete=complete) for one in members)
    return next((reason for reason in reasons if reason is not None), None)


def _of_reference(predicate: URIRef, value: Node, shapes: Graph, *, complete: bool) -> Text | None:
    if isinstance(value, Literal):
        return _wrong(predicate, A_SHAPE, value)
    described = (value, None, None) in shapes
    if isinstance(value, URIRef) and not described:
        # What a file that could not be read may describe is not said to be missing.
        return _said(predicate, _NOTHING, value) if complete else {}
    has_path = (value, SH.path, None) in shapes
    if predicate == SH.property and not has_path:
        return _said(predicate, _NO_PATH_THERE, value)
    if predicate == SH.node and has_path:
        return _said(predicate, _PATH_THERE, value)
    return None


def _list_flaw(predicate: URIRef, members: list[Node] | None) -> Text | None:
    """What a list should be, where it is not."""
    if members is None:
        return A_LIST
    if predicate == SH.languageIn and not all(isinstance(one, Literal) for one in members):
        return A_LIST_OF_TEXTS
    if predicate == SH.ignoredProperties and not all(isinstance(one, URIRef) for one in members):
        return A_LIST_OF_TERMS
    return None


def _of_literal(shape: Node, predicate: URIRef, value: Node, shapes: Graph) -> Text | None:
    literal = value if isinstance(value, Literal) else None
    plain = literal.value if literal is not None else None
    expected: Text | None = None
    if predicate in _COUNTS and (
        not isinstance(plain, int) or isinstance(plain, bool) or plain < 0
    ):
        expected = A_WHOLE_NUMBER
    elif predicate in _BOOLEANS and not isinstance(plain, bool):
        expected = TRUE_OR_FALSE
    elif predicate == SH.nodeKind and value not in _KINDS:
        expected = _KIND
    elif predicate in _TERMS and not isinstance(value, URIRef):
        expected = A_TERM
    elif predicate in _TEXTS and literal is None:
        expected = A_TEXT
    elif predicate in _LIMITS and plain is None:
        expected = A_VALUE
    if expected:
        return _wrong(predicate, expected, value)
    return _of_pattern(shape, literal, shapes) if predicate == SH.pattern and literal else None


def _of_pattern(shape: Node, pattern: Literal, shapes: Graph) -> Text | None:
    flags = str(shapes.value(shape, SH.flags) or "")
    options = (re.IGNORECASE if "i" in flags else 0) | (re.MULTILINE if "m" in flags else 0)
    try:
        re.compile(str(pattern), options)
    except (re.error, OverflowError, RecursionError) as error:
        place = (getattr(error, "pos", None) or 0) + 1
        said = getattr(error, "msg", None) or str(error)
        return {
            "en": f"`{pattern}` is not a regular expression: {said}, at character {place}",
            "id": f"`{pattern}` bukan ekspresi reguler; kesalahannya pada huruf ke-{place}",
        }
    return None


# --- what is said -----------------------------------------------------------------------------

_TWICE: Final = {
    "en": "`{name}` is given more than once",
    "id": "`{name}` ditulis lebih dari sekali",
}
_PATHLESS: Final = {"en": "it has no `sh:path`", "id": "tidak memiliki `sh:path`"}
_NODE_WITH_PATH: Final = {
    "en": "a node shape has no `sh:path`; leave that, or `a sh:NodeShape`, out",
    "id": "bentuk simpul tidak memiliki `sh:path`; hapus itu, atau `a sh:NodeShape`",
}
_NO_PATH: Final = {
    "en": "`{name}` belongs to a shape with `sh:path`",
    "id": "`{name}` milik bentuk yang memiliki `sh:path`",
}
_NOTHING: Final = {
    "en": "`{name}` names `{value}`, which no file in shapes/ describes",
    "id": "`{name}` menyebut `{value}`, yang tidak diterangkan berkas mana pun di shapes/",
}
_NO_PATH_THERE: Final = {
    "en": "`{name}` names `{value}`, which has no `sh:path`",
    "id": "`{name}` menyebut `{value}`, yang tidak memiliki `sh:path`",
}
_PATH_THERE: Final = {
    "en": "`{name}` names `{value}`, which has a `sh:path`: write `sh:property`",
    "id": "`{name}` menyebut `{value}`, yang memiliki `sh:path`: tulis `sh:property`",
}


def _name(term: Node) -> str:
    return f"sh:{str(term).removeprefix(str(SH))}"


def shown(term: Node) -> str:
    """A term as a message shows it."""
    if isinstance(term, BNode):
        return "[ … ]"
    return local_name(str(term)) if isinstance(term, URIRef) else str(term)


def _said(predicate: Node, texts: Text, value: Node | None = None) -> Text:
    arguments = {"name": _name(predicate), "value": shown(value) if value is not None else ""}
    return {lang: text.format(**arguments) for lang, text in texts.items()}


def _wrong(predicate: Node, expected: Text, value: Node) -> Text:
    name, found = _name(predicate), shown(value)
    return {
        "en": f"`{name}` should be {expected['en']}, not `{found}`",
        "id": f"`{name}` seharusnya {expected['id']}, bukan `{found}`",
    }


def _needs(predicate: Node, other: str) -> Text:
    return {
        "en": f"`{_name(predicate)}` needs `sh:{other}` beside it",
        "id": f"`{_name(predicate)}` memerlukan `sh:{other}` di sampingnya",
    }
