"""What a shape's finding says where the shape's author wrote no message for it."""

from collections.abc import Iterable, Mapping
from typing import Final

from rdflib import RDF, SH, BNode, Graph, Literal, URIRef
from rdflib.term import Node

from diplold.check.engine import Result
from diplold.check.pieces import items
from diplold.check.structure import shown
from diplold.diagnostics import Text

SENTENCES: Final[Mapping[str, tuple[str, str]]] = {
    "MinCount": ("fewer than {times} of {path}", "kurang dari {times} {path}"),
    "MaxCount": ("more than {times} of {path}", "lebih dari {times} {path}"),
    "UniqueLang": (
        "more than 1 text of {path} in one language",
        "lebih dari 1 teks {path} dalam satu bahasa",
    ),
    "QualifiedMinCount": (
        "fewer than {times} of {path} that fit {parameter}",
        "kurang dari {times} {path} yang sesuai dengan {parameter}",
    ),
    "QualifiedMaxCount": (
        "more than {times} of {path} that fit {parameter}",
        "lebih dari {times} {path} yang sesuai dengan {parameter}",
    ),
    "Class": ("`{value}` is not a {parameter}", "`{value}` bukan {parameter}"),
    "Datatype": (
        "`{value}` should be a {parameter}, not a {kind}",
        "`{value}` seharusnya {parameter}, bukan {kind}",
    ),
    "NodeKind": (
        "`{value}` should be of the kind {parameter}",
        "`{value}` seharusnya berjenis {parameter}",
    ),
    "MinInclusive": ("`{value}` is less than {parameter}", "`{value}` kurang dari {parameter}"),
    "MaxInclusive": ("`{value}` is more than {parameter}", "`{value}` lebih dari {parameter}"),
    "MinExclusive": (
        "`{value}` is not more than {parameter}",
        "`{value}` tidak lebih dari {parameter}",
    ),
    "MaxExclusive": (
        "`{value}` is not less than {parameter}",
        "`{value}` tidak kurang dari {parameter}",
    ),
    "MinLength": (
        "`{value}` is shorter than {parameter} characters",
        "`{value}` lebih pendek dari {parameter} huruf",
    ),
    "MaxLength": (
        "`{value}` is longer than {parameter} characters",
        "`{value}` lebih panjang dari {parameter} huruf",
    ),
    "Pattern": (
        "`{value}` does not match `{parameter}`",
        "`{value}` tidak cocok dengan `{parameter}`",
    ),
    "LanguageIn": (
        "`{value}` should be in one of the languages {parameter}",
        "`{value}` seharusnya dalam salah satu bahasa {parameter}",
    ),
    "In": ("`{value}` is none of {parameter}", "`{value}` bukan salah satu dari {parameter}"),
    "HasValue": (
        "{path} should have the value `{parameter}`",
        "{path} seharusnya memiliki nilai `{parameter}`",
    ),
    "Equals": (
        "{path} and {parameter} should have the same values, but not both have `{value}`",
        "{path} dan {parameter} seharusnya bernilai sama, tetapi tidak keduanya memiliki `{value}`",
    ),
    "Disjoint": (
        "{path} and {parameter} should not both have `{value}`",
        "{path} dan {parameter} seharusnya tidak sama-sama memiliki `{value}`",
    ),
    "LessThan": (
        "`{value}` should be less than {parameter}",
        "`{value}` seharusnya kurang dari {parameter}",
    ),
    "LessThanOrEquals": (
        "`{value}` should not be more than {parameter}",
        "`{value}` seharusnya tidak lebih dari {parameter}",
    ),
    "Closed": ("{path} is not allowed here", "{path} tidak boleh ada di sini"),
    "Not": (
        "`{value}` should not fit {parameter}",
        "`{value}` seharusnya tidak sesuai dengan {parameter}",
    ),
    "And": (
        "`{value}` should fit each of {parameter}",
        "`{value}` seharusnya sesuai dengan semua dari {parameter}",
    ),
    "Or": (
        "`{value}` should fit at least one of {parameter}",
        "`{value}` seharusnya sesuai dengan sedikitnya satu dari {parameter}",
    ),
    "Xone": (
        "`{value}` should fit exactly one of {parameter}",
        "`{value}` seharusnya sesuai dengan tepat satu dari {parameter}",
    ),
    "Node": ("`{value}` does not fit {parameter}", "`{value}` tidak sesuai dengan {parameter}"),
}
"""For each of SHACL's constraints what is said in English and Indonesian."""

_NONE: Final = ("no value of {path}", "tidak ada nilai {path}")
_OTHER: Final = ("it does not fit the shape {shape}", "tidak sesuai dengan bentuk {shape}")
_PARAMETERS: Final[Mapping[str, URIRef]] = {
    "QualifiedMinCount": SH.qualifiedValueShape,
    "QualifiedMaxCount": SH.qualifiedValueShape,
}
_COUNTS: Final[Mapping[str, URIRef]] = {
    "MinCount": SH.minCount,
    "MaxCount": SH.maxCount,
    "QualifiedMinCount": SH.qualifiedMinCount,
    "QualifiedMaxCount": SH.qualifiedMaxCount,
}
_A_TEXT: Final = {"en": "text", "id": "teks"}


def problem(result: Result, shapes: Graph, shape: str) -> Text:
    """A sentence for a result of the shape of this name."""
    component = str(result.component).removeprefix(str(SH)).removesuffix("ConstraintComponent")
    node = result.shape if result.shape is not None else result.focus
    given: list[Node] = []
    if component in SENTENCES:
        name = component[:1].lower() + component[1:]
        given = list(shapes.objects(node, _PARAMETERS.get(component, SH[name])))
    count = str(shapes.value(node, _COUNTS[component])) if component in _COUNTS else ""
    said = _NONE if (component, count) == ("MinCount", "1") else SENTENCES.get(component, _OTHER)
    texts = dict(zip(("en", "id"), said, strict=True))
    value = result.value if result.value is not None else result.focus
    return {
        lang: text.format(
            shape=shape,
            path=_path(result.path, lang),
            value=shown(value),
            times=_times(count, lang),
            parameter=_listed(given, shapes, lang) or shape,
            kind=_kind(value, lang),
        )
        for lang, text in texts.items()
    }


def _listed(values: Iterable[Node], shapes: Graph, lang: str) -> str:
    """The values of a parameter, those of a list one by one; shapes without a name counted."""
    found: list[Node] = []
    for value in values:
        listed = items(shapes, value) if (value, RDF.first, None) in shapes else None
        found += listed if listed is not None else [value]
    if any(isinstance(one, BNode) for one in found):
        shape = {"en": "shape" if len(found) == 1 else "shapes", "id": "bentuk"}[lang]
        return f"{len(found)} {shape}"
    return ", ".join(sorted(map(shown, found)))


def _path(path: Node | None, lang: str) -> str:
    if isinstance(path, URIRef):
        return shown(path)
    return {"en": "its path", "id": "jalurnya"}[lang]


def _times(count: str, lang: str) -> str:
    if lang == "id":
        return f"{count} nilai"
    return f"{count} value" if count == "1" else f"{count} values"


def _kind(value: Node, lang: str) -> str:
    if isinstance(value, Literal):
        return shown(value.datatype) if value.datatype else _A_TEXT[lang]
    return {"en": "thing", "id": "hal"}[lang]
