"""What the description of a dump, its VoID, says of its files."""

from dataclasses import dataclass, field
from typing import Final, NamedTuple

from diplold.terms import DCTERMS, Namespace

_VOID: Final = Namespace("http://rdfs.org/ns/void#")
_DCAT: Final = Namespace("http://www.w3.org/ns/dcat#")
_SPDX: Final = Namespace("http://spdx.org/rdf/terms#")
_MEDIA: Final = "https://www.iana.org/assignments/media-types/"


class File(NamedTuple):
    """A file as its description has it."""

    address: str
    media: str
    """The media type that its address should answer with."""

    size: int
    sha256: str

    @property
    def name(self) -> str:
        """The last part of its address."""
        return self.address.rsplit("/", 1)[-1]


@dataclass(slots=True)
class Description:
    """What `void.ttl` says that can be looked at."""

    dataset: str
    triples: int = -1
    files: list[File] = field(default_factory=list)
    versions: list[str] = field(default_factory=list)
    examples: list[str] = field(default_factory=list)

    @property
    def base(self) -> str:
        """What the addresses of the dataset begin with."""
        return self.dataset.rsplit("/", 1)[0] + "/"


def described(turtle: bytes) -> Description | None:
    """A description, None where it is not of a dataset; raises `SyntaxError`."""
    from pyoxigraph import RdfFormat, parse

    said: dict[str, dict[str, list[str]]] = {}
    for quad in parse(turtle, format=RdfFormat.TURTLE):
        subject, value = (getattr(term, "value", "") for term in (quad.subject, quad.object))
        said.setdefault(subject, {}).setdefault(quad.predicate.value, []).append(value)
    sets = [iri for iri in said if str(_DCAT.distribution) in said[iri]]
    whole = [iri for iri in sets if str(_DCAT.hasCurrentVersion) in said[iri]] or sets
    if not whole:
        return None
    about = said[whole[0]]
    found = Description(whole[0])
    found.triples = int(about.get(_VOID.triples, ["-1"])[0])
    found.versions = about.get(_DCAT.hasCurrentVersion, []) + about.get(_DCAT.previousVersion, [])
    found.examples = about.get(_VOID.exampleResource, [])
    found.files = [_file(iri, said) for iri in sorted(about[_DCAT.distribution])]
    return found


def _file(iri: str, said: dict[str, dict[str, list[str]]]) -> File:
    about = said.get(iri, {})
    checksum = said.get(about.get(_SPDX.checksum, [""])[0], {})
    # What is sent for a compressed copy is how it was packed; its media type is that of the inside.
    kinds = (_DCAT.compressFormat, _DCAT.mediaType, DCTERMS.format)
    media = next((about[kind][0] for kind in kinds if kind in about), "")
    return File(
        about.get(_DCAT.downloadURL, [iri])[0],
        media.removeprefix(_MEDIA),
        int(about.get(_DCAT.byteSize, ["-1"])[0]),
        checksum.get(_SPDX.checksumValue, [""])[0].lower(),
    )
