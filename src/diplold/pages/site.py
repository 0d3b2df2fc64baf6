"""What every page knows of the dataset that it is part of."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final, Self
from urllib.parse import quote

from diplold.diagnostics import Text
from diplold.project import Project
from diplold.queries import NamedQuery, read_named
from diplold.terms import FOAF, VOID, WELL_KNOWN

LANGUAGES: Final = ("en", "id")
"""The languages that pages speak."""

_FALLBACK: Final = "/about?iri="
_DESCRIPTION: Final = {
    "en": "A server for these RDF files: ask them with SPARQL, or read them page by page.",
    "id": "Server untuk berkas RDF ini: tanyai dengan SPARQL, atau baca halaman demi halaman.",
}


@dataclass(frozen=True, slots=True)
class Site:
    """A dataset as its pages speak of it."""

    title: Text
    description: Text
    base: str = ""
    """What the IRIs begin with that have a page at their own path; "" where none has."""

    ontology: str = ""
    prefixes: Mapping[str, str] = field(default_factory=lambda: WELL_KNOWN)
    license: str = ""
    queries: tuple[NamedQuery, ...] = ()

    @classmethod
    def of_project(cls, project: Project) -> Self:
        """The site of a project's dump; raises `Stop` where a named query cannot be read."""
        about = project.about
        named = (read_named(name, project.queries) for name in sorted(project.queries))
        return cls(
            about.title,
            about.description,
            project.base,
            project.ontology,
            {"void": str(VOID), "foaf": str(FOAF), **project.prefixes},
            about.license,
            tuple(named),
        )

    @classmethod
    def of_files(cls, files: tuple[str, ...], base: str = "") -> Self:
        """The site of RDF files that belong to no project."""
        title = ", ".join(Path(file).name for file in files)
        return cls({"en": title, "id": title}, _DESCRIPTION, base)

    def said(self, texts: Text, lang: str) -> str:
        """A text in a language, else in English, else in any; "" where there is none."""
        return texts.get(lang) or texts.get("en") or next(iter(texts.values()), "")

    @property
    def things(self) -> str:
        """What the IRIs of things begin with."""
        return f"{self.base}id/"

    def path(self, iri: str) -> str:
        """Where the page of an IRI is, from the root of the site; the IRI may be any."""
        if self.base and iri.startswith(self.base):
            rest, sign, fragment = iri[len(self.base) :].partition("#")
            if rest.partition("/")[0] in self.own and "?" not in rest:
                return f"/{quote(rest)}{sign}{quote(fragment)}"
        return _FALLBACK + quote(iri, safe="")

    @property
    def own(self) -> frozenset[str]:
        """The first parts of the paths at which IRIs of the dataset are answered."""
        return frozenset((*OWN, self.vocabulary) if self.vocabulary else OWN)

    @property
    def vocabulary(self) -> str:
        """The path of the ontology, without a slash; "" where it is elsewhere."""
        inside = self.base and self.ontology.startswith(self.base)
        return self.ontology[len(self.base) :].rstrip("#/") if inside else ""

    def shortened(self, iri: str) -> str:
        """An IRI with its prefix, a thing as `:kind/name`, or in full."""
        if self.base and iri.startswith(self.things):
            return f":{iri[len(self.things) :]}"
        fitting = [
            (len(base), name) for name, base in self.prefixes.items() if iri.startswith(base)
        ]
        if not fitting:
            return iri
        length, name = max(fitting)
        return f"{name}:{iri[length:]}"


OWN: Final = ("id", "statement", "evidence", "graph", "model")
"""The first parts of the paths of IRIs that every project makes."""
