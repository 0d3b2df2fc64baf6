"""What both descriptions are of: the dataset, its version, addresses of files and of people."""

from collections.abc import Mapping

from diplold.about import About, Agent
from diplold.census import Census
from diplold.manifest import Digest
from diplold.project import Project


class Subject:
    """One dump: what was counted in it, its files as they are, and what is said of it."""

    def __init__(self, project: Project, census: Census, files: Mapping[str, Digest]) -> None:
        self.project = project
        self.about: About = project.about
        self.census = census
        self.files = files
        self.iri = f"{project.base}dataset"
        ontology = project.ontology.rstrip("#/")
        self.version = self.about.version or census.vocabularies.get(ontology) or "0.0.0"

    def address(self, name: str) -> str:
        """Where a file of the dump can be had."""
        return self.about.download + name

    def agent(self, agent: Agent, role: str) -> str:
        """Who is named without an IRI gets one here; the same name is the same agent."""
        if agent.iri:
            return agent.iri
        same = [n for n, a in enumerate(self.about.creator, 1) if a == agent]
        return f"{self.iri}#creator-{same[0]}" if same else f"{self.iri}#{role}"
