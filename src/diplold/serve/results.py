"""Solutions in the W3C's result formats, written row by row so that they can end early.

JSON (SPARQL 1.1 Query Results JSON Format), XML, CSV and TSV. An answer that was cut says so
where its format has a place for it: a link in the head of JSON and XML; CSV and TSV have none,
so there the header of the response is all.
"""

import json
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import TYPE_CHECKING, Final, NamedTuple
from xml.sax.saxutils import escape, quoteattr

if TYPE_CHECKING:
    from pyoxigraph import QuerySolution

CUT: Final = "https://w3id.org/diplold/model#truncated"
"""What the head of a cut answer links to."""

_XML_HEAD: Final = (
    '<?xml version="1.0" encoding="UTF-8"?>\n'
    '<sparql xmlns="http://www.w3.org/2005/sparql-results#"><head>'
)


class Written(NamedTuple):
    """An answer as bytes, and why it was cut: "", "rows" or "bytes"."""

    body: bytes
    cut: str = ""


class Limits(NamedTuple):
    """How long an answer may be, in rows and in bytes."""

    rows: int
    size: int


def solutions(
    form: str, names: Sequence[str], rows: Iterable["QuerySolution"], limits: Limits
) -> Written:
    """Write solutions in `json`, `xml`, `csv` or `tsv`, as many as fit."""
    head, row, foot, between = _FORMATS[form]
    texts, cut = _fitting((row(names, each) for each in rows), limits)
    body = head(names, cut) + between.join(texts) + foot
    return Written(body.encode("utf-8", "surrogatepass"), cut)


def boolean(form: str, value: bool) -> Written:
    """Write the answer of ASK; CSV and TSV have no form for it, and hold the bare word."""
    word = "true" if value else "false"
    texts = {
        "json": f'{{"head":{{}},"boolean":{word}}}',
        "xml": f"{_XML_HEAD}</head><boolean>{word}</boolean></sparql>",
    }
    return Written(texts.get(form, word).encode())


def _fitting(texts: Iterator[str], limits: Limits) -> tuple[list[str], str]:
    kept: list[str] = []
    size = 0
    for text in texts:
        size += len(text)
        if len(kept) >= limits.rows:
            return kept, "rows"
        if size > limits.size:
            return kept, "bytes"
        kept.append(text)
    return kept, ""


# --- JSON --------------------------------------------------------------------------------------

_quoted: Final = json.JSONEncoder(ensure_ascii=False).encode


def _json_head(names: Sequence[str], cut: str) -> str:
    link = f',"link":[{_quoted(CUT)}]' if cut else ""
    return f'{{"head":{{"vars":{_quoted([*names])}{link}}},"results":{{"bindings":[\n'


def _json_row(names: Sequence[str], row: "QuerySolution") -> str:
    cells = (
        f"{_quoted(name)}:{_json_term(value)}" for name in names if (value := row[name]) is not None
    )
    return "{" + ",".join(cells) + "}"


def _json_term(term: object) -> str:
    kind, value, language, datatype = _parts(term)
    if kind == "triple":
        inner = (
            f'"{name}":{_json_term(getattr(term, name))}'
            for name in ("subject", "predicate", "object")
        )
        return '{"type":"triple","value":{' + ",".join(inner) + "}}"
    more = f',"xml:lang":{_quoted(language)}' if language else ""
    more += f',"its:dir":"{direction}"' if (direction := _direction(term)) else ""
    more += f',"datatype":{_quoted(datatype)}' if datatype else ""
    return f'{{"type":"{kind}","value":{_quoted(value)}{more}}}'


def _parts(term: object) -> tuple[str, str, str, str]:
    """Kind (as JSON names it), value, language and datatype; a plain string has no datatype."""
    from pyoxigraph import BlankNode, Literal, NamedNode

    if isinstance(term, NamedNode):
        return "uri", term.value, "", ""
    if isinstance(term, Literal):
        language = term.language or ""
        datatype = "" if language else term.datatype.value
        return "literal", term.value, language, "" if datatype == _STRING else datatype
    if isinstance(term, BlankNode):
        return "bnode", term.value, "", ""
    return "triple", "", "", ""


def _direction(term: object) -> str:
    """The base direction of a text, RDF 1.2: "ltr", "rtl", or "" for none."""
    return str(getattr(term, "direction", None) or "")


_ITS: Final = 'xmlns:its="http://www.w3.org/2005/11/its" its:version="2.0"'
_STRING: Final = "http://www.w3.org/2001/XMLSchema#string"


# --- XML ---------------------------------------------------------------------------------------


def _xml_head(names: Sequence[str], cut: str) -> str:
    variables = "".join(f"<variable name={quoteattr(name)}/>" for name in names)
    link = f"<link href={quoteattr(CUT)}/>" if cut else ""
    return f"{_XML_HEAD}{variables}{link}</head><results>\n"


def _xml_row(names: Sequence[str], row: "QuerySolution") -> str:
    cells = (
        f"<binding name={quoteattr(name)}>{_xml_term(value)}</binding>"
        for name in names
        if (value := row[name]) is not None
    )
    return "<result>" + "".join(cells) + "</result>"


def _xml_term(term: object) -> str:
    kind, value, language, datatype = _parts(term)
    if kind == "triple":
        inner = (
            f"<{name}>{_xml_term(getattr(term, name))}</{name}>"
            for name in ("subject", "predicate", "object")
        )
        return "<triple>" + "".join(inner) + "</triple>"
    more = f" xml:lang={quoteattr(language)}" if language else ""
    more += f' its:dir="{direction}" {_ITS}' if (direction := _direction(term)) else ""
    more += f" datatype={quoteattr(datatype)}" if datatype else ""
    return f"<{kind}{more}>{_xml_text(value)}</{kind}>"


def _xml_text(text: str) -> str:
    """A text in XML 1.0, which cannot hold most control characters at all."""
    return escape(text.translate(NOT_IN_XML)).replace("\r", "&#13;")


NOT_IN_XML: Final = dict.fromkeys((*range(9), 11, 12, *range(14, 32), 65534, 65535), "\ufffd")


# --- CSV and TSV -------------------------------------------------------------------------------


def _csv_head(names: Sequence[str], _cut: str) -> str:
    return ",".join(names) + "\r\n"


def _csv_row(names: Sequence[str], row: "QuerySolution") -> str:
    return ",".join(_csv_cell(row[name]) for name in names) + "\r\n"


def _csv_cell(term: object) -> str:
    if term is None:
        return ""
    kind, value, _, _ = _parts(term)
    text = str(term) if kind in ("bnode", "triple") else value
    if any(sign in text for sign in ',"\r\n'):
        return '"' + text.replace('"', '""') + '"'
    return text


def _tsv_head(names: Sequence[str], _cut: str) -> str:
    return "\t".join(f"?{name}" for name in names) + "\n"


def _tsv_row(names: Sequence[str], row: "QuerySolution") -> str:
    return "\t".join("" if row[name] is None else str(row[name]) for name in names) + "\n"


_Row = Callable[[Sequence[str], "QuerySolution"], str]
_Head = Callable[[Sequence[str], str], str]
_FORMATS: Final[dict[str, tuple[_Head, _Row, str, str]]] = {
    "json": (_json_head, _json_row, "\n]}}\n", ",\n"),
    "xml": (_xml_head, _xml_row, "\n</results></sparql>\n", "\n"),
    "csv": (_csv_head, _csv_row, "", ""),
    "tsv": (_tsv_head, _tsv_row, "", ""),
}
