"""Named queries: what a query file says about itself, and how values are put into it.

The `#+` lines at the top of a `.rq` file hold YAML: a `summary` and `parameters`, each with a
name, a type, perhaps a default, and a summary. A parameter `state` is the variable `?state`,
bound by `VALUES` at the beginning of the outermost group, so that the file is SPARQL as it is.
"""

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from difflib import get_close_matches
from pathlib import Path
from typing import Any, Final

from diplold import terms
from diplold.diagnostics import Report, Stop, Text
from diplold.facts.nodes import Group, Items, Node, Scalar
from diplold.facts.yaml_tree import parse
from diplold.sparql.tokens import tokens
from diplold.terms import LexicalError

_FULL_DAY: Final = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_NAME: Final = re.compile(r"[A-Za-z][A-Za-z0-9_]*")


def _path(text: str) -> str:
    """The path of a thing or of one of its parts."""
    if "/" not in text:
        raise LexicalError("F008", text=text)
    for word in text.split("/"):
        terms.slug(word)
    return text


def _day(text: str) -> str:
    if not _FULL_DAY.fullmatch(text):
        raise LexicalError("V001", text=text)
    return terms.date(text)


def _integer(text: str) -> str:
    if not re.fullmatch(r"[+-]?[0-9]+", text):
        raise LexicalError("V002", text=text)
    return terms.number(text)


TYPES: Final[Mapping[str, tuple[Callable[[str], str], Text]]] = {
    "thing": (
        _path,
        {
            "en": "a thing, kind/name, or a part of one, kind/name/role/name",
            "id": "suatu hal, jenis/nama, atau bagiannya, jenis/nama/peran/nama",
        },
    ),
    "text": (terms.quote, {"en": "a text", "id": "teks"}),
    "language": (
        lambda text: terms.quote(terms.language(text)),
        {"en": "a language, as en or id", "id": "bahasa, seperti en atau id"},
    ),
    "date": (_day, {"en": "a full day, YYYY-MM-DD", "id": "hari lengkap, YYYY-MM-DD"}),
    "integer": (_integer, {"en": "a whole number", "id": "bilangan bulat"}),
    "iri": (terms.iri, {"en": "a web address", "id": "alamat web"}),
}


@dataclass(frozen=True, slots=True)
class Parameter:
    """One value that a query asks for; without a default it must be given."""

    name: str
    type: str
    default: str | None = None
    summary: Text = field(default_factory=dict)

    def term(self, value: str, things: str) -> str:
        """The value as a SPARQL term; raises `Stop` (exit code 2) where it is of another type."""
        convert, expected = TYPES[self.type]
        try:
            term = convert(value)
        except LexicalError as error:
            raise Stop(2, "E212", name=self.name, expected=expected, value=value) from error
        return f"<{things}{term}>" if self.type == "thing" else term


@dataclass(frozen=True, slots=True)
class NamedQuery:
    """A query file with what its `#+` lines say about it."""

    name: str
    text: str
    summary: Text = field(default_factory=dict)
    parameters: tuple[Parameter, ...] = ()

    def bound(self, given: Mapping[str, str], things: str, lang: str | None = None) -> str:
        """The query with its parameters bound; `things` is what the IRIs of things begin with.

        `lang` stands in for the default of a language that is not given. Raises `Stop` (exit
        code 2) for a name that is not asked for, one that is missing, or a wrong value.
        """
        names = [parameter.name for parameter in self.parameters]
        for name in given:
            if name not in names:
                raise _unknown(name, self.name, names)
        values = []
        for parameter in self.parameters:
            default = lang if lang and parameter.type == "language" else parameter.default
            value = given.get(parameter.name, default)
            if value is None:
                raise Stop(2, "E213", query=self.name, name=parameter.name)
            values.append(f"VALUES ?{parameter.name} {{ {parameter.term(value, things)} }}")
        return insert(self.text, " ".join(values)) if values else self.text

    def things(self, given: Mapping[str, str]) -> list[str]:
        """The things among the given values."""
        return [given[p.name] for p in self.parameters if p.type == "thing" and p.name in given]


def _unknown(name: str, query: str, names: list[str]) -> Stop:
    return Stop(2, "E211", query=query, name=name, known=_choice(name, names))


def _choice(wrong: str, names: Iterable[str]) -> Text:
    """The name that was meant, if one is close, or all that there are."""
    known = sorted(names)
    close = get_close_matches(wrong, known, n=1)
    if close:
        return {"en": f"did you mean {close[0]}?", "id": f"maksud Anda {close[0]}?"}
    if not known:
        return {"en": "there is none", "id": "tidak ada satu pun"}
    return {"en": f"known: {', '.join(known)}", "id": f"yang ada: {', '.join(known)}"}


def insert(text: str, values: str) -> str:
    """Put a text at the beginning of a query's outermost WHERE group.

    Raises `Stop` (exit code 2) for a query that has none.
    """
    depth, form = 0, ""
    for token in tokens(text):
        if token.kind == "sign" and token.text == "{":
            # A template of CONSTRUCT stands before its WHERE, at the same depth.
            if depth == 0 and form != "CONSTRUCT":
                return f"{text[: token.end]} {values}{text[token.end :]}"
            depth += 1
        elif token.kind == "sign" and token.text == "}":
            depth -= 1
        elif depth == 0 and token.upper in ("CONSTRUCT", "WHERE"):
            form = token.upper
    reason = {"en": "it has no WHERE group", "id": "tidak memiliki grup WHERE"}
    raise Stop(2, "E207", reason=reason)


def read_named(name: str, queries: Mapping[str, Path]) -> NamedQuery:
    """Read a named query of the project; raises `Stop` (exit code 3) where there is none."""
    if name not in queries:
        raise Stop(3, "E206", name=name, known=_choice(name, queries))
    path = queries[name]
    try:
        text = path.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise Stop(3, "E202", path=str(path), reason=str(error)) from error
    root = _metadata(text, path)
    entries = root.entries if root else {}
    for key in entries:
        if key not in ("summary", "parameters"):
            raise _bad(path, f"`{key}` is neither `summary` nor `parameters`")
    listed = entries.get("parameters")
    nodes = listed.values if isinstance(listed, Items) else []
    if listed is not None and not isinstance(listed, Items):
        raise _bad(path, "`parameters` is a list")
    return NamedQuery(
        name,
        text,
        _texts(entries.get("summary")),
        tuple(_parameter(node, path) for node in nodes),
    )


def _metadata(text: str, path: Path) -> Group | None:
    """The YAML in the `#+` lines at their place, so that a mistake is at its line."""
    lines = text.split("\n")
    meta = "\n".join(line[2:] if line.startswith("#+") else "" for line in lines)
    report = Report()
    root = parse(meta, path.name, report)
    if report.diagnostics:
        found = report.ordered()[0]
        raise _bad(path, f"line {found.location.line}: {found.message['en']}")
    if root is not None and not isinstance(root, Group) and meta.strip():
        raise _bad(path, "the `#+` lines are keys with values")
    return root if isinstance(root, Group) else None


def _parameter(node: Node, path: Path) -> Parameter:
    entries: Mapping[str, Any] = node.entries if isinstance(node, Group) else {}
    for key in entries:
        if key not in ("name", "type", "default", "summary"):
            raise _bad(path, f"`{key}` is not known in a parameter")
    texts = {k: n.text for k, n in entries.items() if isinstance(n, Scalar)}
    name, kind = texts.get("name", ""), texts.get("type", "text")
    if not _NAME.fullmatch(name):
        raise _bad(path, "a parameter needs a `name` that can be a variable")
    if kind not in TYPES:
        raise _bad(path, f"the type of `{name}` is one of {', '.join(TYPES)}, not `{kind}`")
    return Parameter(name, kind, texts.get("default"), _texts(entries.get("summary")))


def _texts(node: Node | None) -> Text:
    """A summary in each language; a plain one counts as English."""
    if isinstance(node, Scalar):
        return {"en": node.text}
    if isinstance(node, Group):
        return {k: inner.text for k, inner in node.entries.items() if isinstance(inner, Scalar)}
    return {}


def _bad(path: Path, reason: str) -> Stop:
    return Stop(3, "E202", path=str(path), reason=reason)
