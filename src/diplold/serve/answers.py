"""What a worker answers: queries, data, pages, each as bytes with a status.

A reply is whole before its first byte leaves the worker, so its status is true of all of it.
"""

import gzip
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, Self

from diplold.pages.site import Site
from diplold.serve import evaluation, service
from diplold.serve.channel import Message
from diplold.serve.evaluation import Evaluated, Problem
from diplold.serve.results import Limits
from diplold.serve.settings import Settings

if TYPE_CHECKING:
    from pyoxigraph import Store

_SMALL: Final = 1000
"""Bytes that are not worth compressing."""


@dataclass(slots=True)
class Answers:
    """The data, and what may be asked of it."""

    store: "Store"
    site: Site
    settings: Settings
    union: bool = True
    """Whether queries see all graphs as one."""

    described: bytes = b""
    """The dump's description of itself, as Turtle."""

    _operations: Mapping[str, Callable[[dict[str, Any], bytes], Evaluated]] = field(init=False)

    def __post_init__(self) -> None:
        self._operations = {"query": self._query, "service": self._service}

    @classmethod
    def read(cls, settings: Settings) -> Self:
        """Read the data; raises `Stop` where it cannot be read."""
        from diplold import store

        site = site_of(settings)
        if settings.data:
            held = store.held([Path(file) for file in settings.data])
            return cls(held.store, site, settings, held.union)
        from diplold.project import find

        here = find(Path(settings.project))
        void = here.dist / "void.ttl"
        described = void.read_bytes() if void.is_file() else b""
        return cls(store.of_dump(here.dist, here.name), site, settings, described=described)

    @property
    def size(self) -> int:
        """Triples, each counted in every graph that holds it."""
        return len(self.store)

    def answer(self, request: Message) -> Message:
        """Answer a request; what is wrong with it is an answer too."""
        head = request.head
        try:
            evaluated = self._operations[head["op"]](head, request.body)
        except Problem as problem:
            return Message({"status": problem.status, "problem": problem.key, **problem.told})
        return _packed(evaluated, gzipped=head.get("gzip", False))

    def _query(self, head: dict[str, Any], body: bytes) -> Evaluated:
        asked = evaluation.Asked(
            body.decode("utf-8"),
            head.get("default"),
            head.get("named"),
            self.site.prefixes,
            self.union,
            self.site.base or head["endpoint"],
        )
        wanted = {kind: head.get(kind) for kind in ("solutions", "graphs")}
        limits = Limits(self.settings.rows, self.settings.size)
        return evaluation.evaluate(self.store, asked, wanted, limits)

    def _service(self, head: dict[str, Any], _body: bytes) -> Evaluated:
        blocks = service.description(self.store, head["endpoint"], self.described, union=self.union)
        return evaluation.graph(blocks, head["graphs"], self.site.prefixes)


def site_of(settings: Settings) -> Site:
    """What the pages say of themselves; raises `Stop` outside of a project without data."""
    if settings.data:
        return Site.of_files(settings.data, settings.base)
    from diplold.project import find

    return Site.of_project(find(Path(settings.project)))


def _packed(evaluated: Evaluated, *, gzipped: bool) -> Message:
    body = evaluated.body
    tag = sha256(body + evaluated.media.encode()).hexdigest()[:32]
    head = {"status": evaluated.status, "media": evaluated.media, **evaluated.told}
    if evaluated.cut:
        head["cut"] = evaluated.cut
    if gzipped and len(body) >= _SMALL:
        body, tag, head["gzip"] = gzip.compress(body, 5, mtime=0), f"{tag}-gzip", True
    return Message({**head, "etag": f'"{tag}"'}, body)
