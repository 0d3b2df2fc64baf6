"""Answers for people: tables of a terminal, Markdown and HTML."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import chain
from typing import TYPE_CHECKING, Final, TypeGuard

from diplold import layout
from diplold.query.names import Labeller, shortened

if TYPE_CHECKING:
    from pyoxigraph import BlankNode, Literal, NamedNode, Triple

    Term = NamedNode | BlankNode | Literal | Triple

Row = Sequence["Term | None"]


@dataclass(slots=True)
class Shown:
    """How an answer is shown, and, once it is, how much of it there was."""

    prefixes: Mapping[str, str] = field(default_factory=dict)
    columns: int = 0
    """The room that a table has, in terminal columns; 0 for no limit."""

    label: Labeller | None = None
    limit: int | None = None
    rows: int | None = None
    """How many rows, or triples, were written; None where nobody counted."""

    more: bool = False
    """Whether the limit kept some from being written."""


def terms_of(triple: "Triple") -> "tuple[Term, Term, Term]":
    """Subject, predicate and object."""
    return triple.subject, triple.predicate, triple.object


def cell(term: "Term | None", shown: Shown) -> str:
    """A term for reading: a literal's text, a label, or an IRI with its prefix."""
    from pyoxigraph import BlankNode, NamedNode, Triple

    if term is None:
        return ""
    if isinstance(term, NamedNode):
        known = shown.label(term.value) if shown.label else None
        return known or shortened(term.value, shown.prefixes)
    if isinstance(term, BlankNode):
        return str(term)
    if isinstance(term, Triple):
        return f"<<( {' '.join(cell(part, shown) for part in terms_of(term))} )>>"
    return " ".join(layout.visible(term.value).split())


def rows_table(names: Sequence[str], rows: Sequence[Row], shown: Shown) -> Iterator[str]:
    """Rows that are at hand as an aligned table."""
    cells = [[cell(term, shown) for term in row] for row in rows]
    return layout.table(names, cells, shown.columns)


def _markdown(names: Sequence[str], rows: Sequence[Row], shown: Shown) -> Iterator[str]:
    yield f"| {' | '.join(names)} |"
    yield f"|{'---|' * len(names)}"
    for row in rows:
        yield f"| {' | '.join(_markdown_cell(term, shown) for term in row)} |"


def _markdown_cell(term: "Term | None", shown: Shown) -> str:
    text = "".join(f"\\{sign}" if sign in _SIGNS else sign for sign in cell(term, shown))
    if _is_web(term):
        address = term.value.replace("(", "%28").replace(")", "%29").replace("|", "%7C")
        return f"[{text}]({address})"
    return text


_SIGNS: Final = frozenset("\\|`*_{}[]<>#&~!$")


def _html(names: Sequence[str], rows: Sequence[Row], shown: Shown) -> Iterator[str]:
    return page(html_table(names, rows, shown))


def html_table(names: Sequence[str], rows: Iterable[Row], shown: Shown) -> Iterator[str]:
    """The rows as an HTML table, everything escaped; only http and https become links."""
    import html

    yield "<table>"
    yield f"<thead><tr>{''.join(f'<th>{html.escape(n)}</th>' for n in names)}</tr></thead>"
    yield "<tbody>"
    for row in rows:
        yield f"<tr>{''.join(f'<td>{_html_cell(term, shown)}</td>' for term in row)}</tr>"
    yield "</tbody>"
    yield "</table>"


def _html_cell(term: "Term | None", shown: Shown) -> str:
    import html

    text = html.escape(cell(term, shown))
    if _is_web(term):
        return f'<a href="{html.escape(term.value)}">{text}</a>'
    lang = getattr(term, "language", None)
    return f'<span lang="{html.escape(lang)}">{text}</span>' if lang else text


def _is_web(term: "Term | None") -> "TypeGuard[NamedNode]":
    from pyoxigraph import NamedNode

    return isinstance(term, NamedNode) and term.value.startswith(("http://", "https://"))


def page(body: Iterable[str]) -> Iterator[str]:
    """A page of HTML around some lines."""
    head = '<!doctype html>\n<html>\n<meta charset="utf-8">\n<title>diplold query</title>'
    return chain([head, "<body>"], body, ["</body>", "</html>"])


PAGES: Final = {"table": rows_table, "markdown": _markdown, "html": _html}
"""How each format for people is made: IRIs are shortened, or labels stand in their place."""
