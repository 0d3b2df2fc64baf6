"""Asking from Python: `diplold.open("dist")`, `.query(...)`, rows with Python values.

    import diplold

    with diplold.open("dist") as ds:
        for row in ds.query("SELECT ?m ?label { ?m a dip:Meeting ; rdfs:label ?label }"):
            print(row.m, row.label, row.label.lang)

Mistakes raise `diplold.Stop`, whose text says what is wrong and where.
"""

import html
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from os import PathLike, fspath
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Any, Final, Self

from diplold import asking
from diplold.answer import Answer
from diplold.asking import Asked
from diplold.diagnostics import Stop
from diplold.query.binding import bound
from diplold.query.evaluation import select
from diplold.query.names import label as label_of
from diplold.query.names import shortened
from diplold.query.proof import Cited, Proofs
from diplold.query.values import Blank, PartialDate, Text, Typed, term_of, value_of
from diplold.terms import Iri

if TYPE_CHECKING:
    from diplold.project import Project
    from diplold.query.find import Match

__all__ = (
    "Answer",
    "Blank",
    "Dataset",
    "Description",
    "Fact",
    "PartialDate",
    "Text",
    "Typed",
    "open",
)

_NAME: Final = re.compile(r"[\w.-]+")


@dataclass(frozen=True, slots=True)
class Fact:
    """One thing that is said: property, value, and how well it is supported."""

    property: Iri
    value: Any
    rank: str = ""
    cited: tuple[Cited, ...] = ()


@dataclass(frozen=True, slots=True)
class Description:
    """What is said of one thing, deprecated statements too."""

    iri: Iri
    label: str | None
    facts: tuple[Fact, ...]
    prefixes: Mapping[str, str]

    def __iter__(self) -> Iterator[Fact]:
        return iter(self.facts)

    def __len__(self) -> int:
        return len(self.facts)

    def __getitem__(self, name: str) -> list[Any]:
        """The best values of a property, by its IRI or prefixed name."""
        found = [f for f in self.facts if name in (f.property, self._short(f.property))]
        return [fact.value for fact in found if fact.rank != "deprecated"]

    def __str__(self) -> str:
        head = f"{self.label} <{self.iri}>" if self.label else f"<{self.iri}>"
        return "\n".join([head, *(f"  {' '.join(self._cells(fact))}" for fact in self.facts)])

    def _short(self, value: object) -> str:
        return shortened(value, self.prefixes) if isinstance(value, Iri) else str(value)

    def _cells(self, fact: Fact) -> list[str]:
        sources = ", ".join(
            self._short(Iri(c.source)) + (f" p{c.paragraph}" if c.paragraph else "")
            for c in fact.cited
        )
        return [self._short(fact.property), self._short(fact.value), fact.rank, sources]

    def _repr_html_(self) -> str:
        rows = "\n".join(
            f"<tr>{''.join(f'<td>{html.escape(cell)}</td>' for cell in self._cells(fact))}</tr>"
            for fact in self.facts
        )
        title = html.escape(self.label or self.iri)
        return f"<table><caption>{title}</caption>\n{rows}\n</table>"


class Dataset:
    """Data that answers questions; made by `diplold.open`, closed at the end of `with`."""

    def __init__(self, asked: Asked) -> None:
        self._asked: Asked | None = asked

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    def close(self) -> None:
        """Let go of the data; asking afterwards raises `ValueError`."""
        if self._asked and self._asked.endpoint:
            self._asked.endpoint.close()
        self._asked = None

    @property
    def _data(self) -> Asked:
        if self._asked is None:
            raise ValueError("this dataset is closed")
        return self._asked

    @property
    def prefixes(self) -> dict[str, str]:
        """What queries may use without PREFIX."""
        return dict(self._data.prefixes)

    @property
    def queries(self) -> list[str]:
        """The names of the project's queries."""
        return sorted(self._data.project.queries) if self._data.project else []

    def query(self, query: str, /, **values: Any) -> Answer:  # noqa: ANN401 -- see `term_of`
        """Ask SPARQL, or a named query of the project.

        Each keyword binds the variable of its name to a value: a text, number, truth value, date,
        `PartialDate`, `Iri`, `Text` with a language, or a list of them. Values become terms; they
        are never read as a part of the query. (Variables within sub-queries are their own.) For a
        named query values are of the types that it asks for. Raises `Stop`.
        """
        from pyoxigraph import QueryBoolean, QuerySolutions

        asked = self._data
        found = asked.ask(self._bound(query, values))
        if isinstance(found, QueryBoolean):
            return Answer((), [], asked.shown, truth=bool(found))
        try:
            if isinstance(found, QuerySolutions):
                names = [variable.value for variable in found.variables]
                return Answer(names, [[row[n] for n in names] for row in found], asked.shown)
            return Answer((), [], asked.prefixes, triples=list(found))
        except (RuntimeError, ValueError) as error:
            raise Stop(1, "E208", reason=" ".join(str(error).split())) from error

    def _bound(self, query: str, values: Mapping[str, Any]) -> str:
        project = self._data.project
        if _NAME.fullmatch(query):
            if project is None:
                raise Stop(3, "E206", name=query, known=_NO_PROJECT)
            return _named(project, query, values)
        listed = {
            name: [term_of(name, one) for one in _list(value)] for name, value in values.items()
        }
        return bound(query, listed)

    def label(self, iri: str, lang: str = "en") -> str | None:
        """What a thing is called, in a language if there is a label in it; None for no label.

        `iri` may be an IRI, a prefixed name, or a path of the project.
        """
        address = self.iri(iri)
        asked = self._data
        if asked.held:
            return label_of(asked.held.store, address, lang)
        text = "SELECT ?l { ?s rdfs:label|skos:prefLabel|schema:name ?l }"
        rows = list(self.query(text, s=address))
        tagged = {getattr(row.l, "lang", ""): str(row.l) for row in rows}
        first = next(iter(tagged.values()), None)
        return tagged.get(lang) or tagged.get("") or tagged.get("en") or first

    def describe(self, iri: str, lang: str = "en") -> Description:
        """What is said of a thing, with rank and citations; an endpoint tells only the facts."""
        address = self.iri(iri)
        asked = self._data
        if asked.held:
            facts = tuple(_facts(Proofs(asked.held.store), asked, address))
        else:
            rows = self.query("SELECT ?p ?o { ?s ?p ?o }", s=address)
            facts = tuple(Fact(row.p, row.o) for row in rows)
        return Description(address, self.label(address, lang), facts, asked.shown)

    def find(self, name: str) -> "tuple[Match, ...]":
        """The things that are called so, as `diplold find` lists them; raises `Stop`."""
        from diplold.query.find import find

        asked = self._data
        store = asked.needs_data("find").store
        return find(store, name, asked.prefixes, asked.things).matches

    def iri(self, text: str) -> Iri:
        """An IRI in full, from itself, a prefixed name, or a path of the project."""
        asked = self._data
        prefix, sign, local = text.partition(":")
        if sign and prefix in asked.prefixes and not local.startswith("//"):
            return Iri(asked.prefixes[prefix] + local)
        if not sign and asked.things:
            return Iri(asked.things + text)
        return Iri(text)


_NO_PROJECT: Final = {
    "en": "named queries belong to a project, and there is none here",
    "id": "kueri bernama dimiliki proyek, dan tidak ada proyek di sini",
}


def _list(value: object) -> list[object]:
    return list(value) if isinstance(value, list | tuple | set | frozenset) else [value]


def _named(project: "Project", name: str, values: Mapping[str, Any]) -> str:
    from diplold.queries import read_named

    things = project.names.things
    given = {key: str(value).removeprefix(things) for key, value in values.items()}
    return read_named(name, project.queries).bound(given, things)


def _facts(proofs: Proofs, asked: Asked, iri: Iri) -> Iterator[Fact]:
    """What is said of a thing, and then what is stated of it but not the best."""
    from pyoxigraph import NamedNode, Triple

    store = asked.needs_data("describe").store
    try:
        node = NamedNode(iri)
    except ValueError as error:
        reason = {"en": "it is no IRI", "id": "bukan IRI"}
        raise Stop(2, "E246", name=iri, reason=reason) from error
    said = {quad.triple for quad in store.quads_for_pattern(node, None, None, None)}
    stated = {
        Triple(node, row["p"], row["o"])
        for row in select(
            store,
            "SELECT ?p ?o { ?st rdf:subject ?s ; rdf:predicate ?p ; rdf:object ?o "
            f"VALUES ?s {{ {node} }} }}",
            asked.prefixes,
        )
    }
    for triple in (*sorted(said, key=str), *sorted(stated - said, key=str)):
        found = proofs.of(triple)
        rank = found[0].rank if found else ""
        cited = tuple(one for proof in found for one in proof.cited)
        yield Fact(Iri(triple.predicate.value), value_of(triple.object), rank, cited)


def open(*where: str | PathLike[str], timeout: float = 60.0) -> Dataset:  # noqa: A001 -- diplold.open
    """Open a dump's folder, RDF files, a store of `diplold load`, or an endpoint's address.

    A dump is asked with its project's prefixes and named queries, where it lies in a project.
    `timeout` is what an endpoint has for an answer, in seconds. Raises `Stop`.
    """
    from diplold.store.remote import Endpoint, is_address

    if len(where) == 1 and isinstance(where[0], str) and is_address(where[0]):
        return Dataset(asking.of(_project(Path()), endpoint=Endpoint(where[0], timeout)))
    paths = [Path(fspath(one)) for one in where]
    if not paths:
        raise TypeError("open() needs a folder, a file or an address")
    project = _project(paths[0] if paths[0].is_dir() else paths[0].parent)
    if len(paths) == 1 and paths[0].is_dir():
        return Dataset(_of_folder(paths[0], project))
    return Dataset(asking.of(project, paths))


def _project(folder: Path) -> "Project | None":
    from diplold import project

    try:
        return project.find(folder)
    except Stop as stop:
        if stop.code != "E201":
            raise
        return None


def _of_folder(folder: Path, project: "Project | None") -> Asked:
    from diplold.store import disk, dump_files

    if disk.is_store(folder):
        return asking.of(project, store=folder)
    if project and folder.resolve() == project.root and project.dist.is_dir():
        folder = project.dist
    if project and (folder / f"{project.name}.nq").is_file():
        return asking.of(project, dump_files(folder, project.name))
    dumps = sorted(folder.glob("*.nq"))
    if len(dumps) == 1:
        return asking.of(project, dump_files(folder, dumps[0].stem))
    reason = {
        "en": "it is neither a store nor a folder with one dump (NAME.nq)",
        "id": "ini bukan penyimpanan dan bukan folder dengan satu hasil dump (NAMA.nq)",
    }
    raise Stop(3, "E244", name=str(folder), reason=reason)
