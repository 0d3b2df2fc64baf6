"""Where a triple comes from: the mapping run once more, over the claims that can have made it.

Nothing carries its location through the pipeline; what is wrong is rare, and looked up.
"""

from collections.abc import Iterator, Mapping

from diplold.diagnostics import Location, Report
from diplold.facts import Claim, Facts
from diplold.mapping.run import Triple, triples
from diplold.mapping.trace import Mapping as TracedMapping
from diplold.mapping.world import World


class Replay:
    """Finds the claims and values behind triples."""

    def __init__(self, facts: Facts, mappings: Mapping[str, TracedMapping], world: World) -> None:
        self._tables = facts.tables
        self._mappings = mappings
        self._world = World(world.base, world.known, world.languages, Report())
        self._claims: dict[str, list[Claim]] = {}
        for sheet in facts.sheets:
            for claim in sheet.claims:
                self._claims.setdefault(claim.about.text, []).append(claim)

    @property
    def base(self) -> str:
        """What the IRIs of things begin with."""
        return self._world.base

    def find(
        self, subject: str, predicate: str | None = None, value: str | None = None
    ) -> Iterator[tuple[Claim, Triple]]:
        """The triples with this subject and, where given, predicate and object term."""
        for claim in self.claims(subject):
            mapping = self._mappings.get(claim.kind)
            for triple in triples(claim, mapping, self._world) if mapping else ():
                if (
                    triple.subject == subject
                    and predicate in (None, triple.predicate)
                    and value in (None, triple.object)
                ):
                    yield claim, triple

    def claims(self, subject: str) -> list[Claim]:
        """The claims about a thing, or about the thing that a part belongs to."""
        if not subject.startswith(self._world.base):
            return []
        kind, _, rest = subject.removeprefix(self._world.base).partition("/")
        return self._about(f"{kind}/{rest.partition('/')[0]}")

    def _about(self, name: str) -> list[Claim]:
        """The claims about one thing, of sheets and tables."""
        found = list(self._claims.get(name, ()))
        for table in self._tables:
            found += table.about_thing(name, self._world.report)
        return found

    def place(self, subject: str) -> Location | None:
        """Where a thing or a part is first told of."""
        parts = [triple.location for _, triple in self.find(subject) if triple.structural]
        places = parts or [claim.location for claim in self.claims(subject)]
        return min(places, default=None)
