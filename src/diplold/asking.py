"""What is asked: a project's dump, RDF files, a store on disk, or an endpoint; all by one name."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from diplold.diagnostics import Stop
from diplold.query.evaluation import PREFIXES, ask
from diplold.query.terms_used import for_you
from diplold.store import Held, dump_files, held
from diplold.terms import MODEL

if TYPE_CHECKING:
    from diplold.project import Project
    from diplold.query.evaluation import Answer
    from diplold.store.remote import Endpoint


@dataclass(slots=True)
class Asked:
    """Data that answers queries, with what is declared for them."""

    held: Held | None = None
    endpoint: "Endpoint | None" = None
    project: "Project | None" = None
    prefixes: Mapping[str, str] = field(default_factory=lambda: PREFIXES)

    def ask(self, text: str) -> "Answer":
        """Evaluate a query; raises `Stop` for what is refused, is no SPARQL, or fails."""
        if self.endpoint:
            lines = (f"PREFIX {name}: <{iri}>" for name, iri in self.for_you(text).items())
            return self.endpoint.ask(" ".join([*lines, text]))
        assert self.held
        return ask(self.held.store, text, self.prefixes, union=self.held.union)

    def for_you(self, text: str) -> dict[str, str]:
        """The prefixes that a query uses and that are declared for it."""
        return for_you(text, self.prefixes)

    def needs_data(self, what: str) -> Held:
        """The data itself; raises `Stop` (exit code 2) for an endpoint, which keeps it."""
        if self.held is None:
            raise Stop(2, "E242", what=what)
        return self.held

    @property
    def things(self) -> str | None:
        """What the IRIs of the project's things begin with."""
        return self.project.names.things if self.project else None

    @property
    def namespaces(self) -> tuple[str, ...]:
        """The namespaces whose terms are all known."""
        return (str(MODEL), *((self.project.ontology,) if self.project else ()))

    @property
    def shown(self) -> dict[str, str]:
        """Prefixes for what is shown: things as the sheets call them."""
        if self.project is None:
            return dict(self.prefixes)
        names = self.project.names
        own = {"statement": names.statements, "evidence": names.evidence, "": names.things}
        return {**self.prefixes, **own}


def of(
    project: "Project | None",
    data: Sequence[Path] = (),
    store: Path | None = None,
    endpoint: "Endpoint | None" = None,
) -> Asked:
    """What was named, else the project's dump; raises `Stop` (exit code 3) where there is none."""
    prefixes = {**PREFIXES, **(project.prefixes if project else {})}
    if endpoint:
        return Asked(None, endpoint, project, prefixes)
    if store:
        from diplold.store import disk

        return Asked(disk.opened(store), None, project, prefixes)
    if data:
        return Asked(held(data), None, project, prefixes)
    assert project
    files = dump_files(project.dist, project.name)
    return Asked(Held(held(files).store), None, project, prefixes)
