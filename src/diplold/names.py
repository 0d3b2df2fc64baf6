"""How the IRIs of a project are made; apart from the dataset, so that asking needs little of it."""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from diplold.statements import Citation, Statement


class Names:
    """How the IRIs of one project are made, from its base IRI."""

    def __init__(self, base: str) -> None:
        self.base = base
        self.things = f"{base}id/"
        self.statements = f"{base}statement/"
        self.evidence = f"{base}evidence/"
        self.graphs = f"{base}graph/"

    def source(self, identifier: str) -> str:
        """The IRI of a source."""
        return f"{self.things}source/{identifier}"

    def cited(self, citation: "Citation") -> str:
        """The IRI of a paragraph, or of the source where no paragraph is given."""
        source = self.source(citation.source)
        return f"{source}/p{citation.paragraph}" if citation.paragraph else source

    def statement(self, statement: "Statement") -> str:
        """The IRI of a statement."""
        return self.statements + statement.key
