"""The description for programs and for people who write queries: VoID and DCAT as Turtle."""

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Final

from diplold import terms
from diplold.about import Texts
from diplold.census import Census, Counts
from diplold.dataset import Block, Layer
from diplold.describe.files import COMPRESSED, MEDIA, UNKNOWN, split
from diplold.describe.subject import Subject
from diplold.formats.files import EVERYTHING
from diplold.formats.turtle import Turtle
from diplold.manifest import Digest
from diplold.project import Project
from diplold.terms import DCAT, DCTERMS, FOAF, OWL, RDF, SPDX, VOID, WELL_KNOWN, XSD, Iri

FILE: Final = "void.ttl"
_IANA: Final = "https://www.iana.org/assignments/media-types/"
_FORMATS: Final = "http://www.w3.org/ns/formats/"
_LANGUAGES: Final = "http://id.loc.gov/vocabulary/iso639-1/"
_WIKIDATA: Final = f"{WELL_KNOWN['wd']}Q2013"
"""Wikidata as an item of itself."""

_RDF: Final = {
    ".jsonld": "JSON-LD",
    ".nq": "N-Quads",
    ".nt": "N-Triples",
    ".rdf": "RDF_XML",
    ".trig": "TriG",
    ".ttl": "Turtle",
}
PLAIN: Final = (Layer.PLAIN, Layer.LINKS, Layer.MOVED)
_PLAIN_TITLE: Final = {
    "en": "What is claimed, without statements and sources",
    "id": "Yang diklaim, tanpa pernyataan dan sumber",
}
_TITLES: Final[Mapping[Layer, Texts]] = {
    Layer.PLAIN: {"en": "What is claimed: best rank only", "id": "Yang diklaim: peringkat terbaik"},
    Layer.LINKS: {"en": "Links that curators decided on", "id": "Tautan yang diputuskan kurator"},
    Layer.MOVED: {
        "en": "What was renamed, merged or withdrawn",
        "id": "Yang berganti nama, digabung, atau ditarik",
    },
    Layer.STATEMENTS: {
        "en": "Statements with rank and citation",
        "id": "Pernyataan dengan peringkat dan sitasi",
    },
    Layer.SOURCES: {
        "en": "Sources and cited paragraphs",
        "id": "Sumber dan paragraf yang disitasi",
    },
    Layer.ONTOLOGY: {"en": "The vocabulary", "id": "Kosakata"},
}

Pairs = Iterable[tuple[str, str]]


class Void(Subject):
    """All that is said of one dump in VoID and DCAT."""

    def __init__(self, project: Project, census: Census, files: Mapping[str, Digest]) -> None:
        super().__init__(project, census, files)
        own = {"dcat": DCAT, "foaf": FOAF, "formats": _FORMATS, "spdx": SPDX, "void": VOID}
        named = {name: str(namespace) for name, namespace in own.items()}
        places = {"dataset": f"{self.iri}#", "graph": project.names.graphs}
        self._turtle = Turtle(project.names, {**project.prefixes, **named, **places})

    def turtle(self) -> str:
        """The description as Turtle."""
        return self._turtle.header + "".join(map(self._turtle.block, self.blocks()))

    def blocks(self) -> Iterator[Block]:
        """The description as blocks, the dataset first; there are no blank nodes."""
        layers = self.census.filled
        groups = [EVERYTHING, PLAIN, *((layer,) for layer in layers)]
        counted = self.census.counts(groups)
        everything, plain = counted[EVERYTHING], counted[PLAIN]
        yield _block(self.iri, self._dataset(everything))
        yield _block(f"{self.iri}#plain", self._plain(plain))
        for layer in layers:
            yield _block(self.project.names.graphs + layer, self._layer(layer, counted[layer,]))
        yield from self._linksets()
        yield from self._agents()
        yield from self._partitions("", everything)
        yield from self._partitions("plain-", plain)
        yield from self._distributions()
        yield _block(self.about.download + FILE, self._document())

    def _dataset(self, counts: Counts) -> Iterator[tuple[str, str]]:
        yield RDF.type, VOID.Dataset.term
        yield RDF.type, DCAT.Dataset.term
        yield from _texts(DCTERMS.title, self.about.title)
        yield from _texts(DCTERMS.description, self.about.description)
        for lang, words in sorted(self.about.keywords.items()):
            yield from ((DCAT.keyword, terms.literal(word, lang=lang)) for word in words)
        yield from self._citation()
        yield DCAT.landingPage, _ref(self.about.homepage)
        yield FOAF.homepage, _ref(self.about.homepage)
        yield VOID.sparqlEndpoint, _ref(self.about.sparql)
        yield VOID.uriSpace, terms.quote(self.project.names.things)
        yield from self._counts(counts)
        for namespace in self._vocabularies(counts):
            yield VOID.vocabulary, _ref(namespace)
        for _, example in sorted(self.census.examples.items()):
            yield VOID.exampleResource, _ref(example)
        for name in (f"{self.iri}#plain", *map(self._graph, self._filled(EVERYTHING))):
            yield VOID.subset, _ref(name)
        for predicate in sorted(self.census.links):
            yield VOID.subset, _ref(self._linkset(predicate))
        yield from self._partition_names("", counts)
        yield from self._dumps(self.project.name)
        for name in sorted(self.files):
            yield DCAT.distribution, _ref(self.address(name))

    def _citation(self) -> Iterator[tuple[str, str]]:
        """Who, when, which version, and what may be done with it."""
        about = self.about
        yield DCTERMS.license, _ref(about.license)
        for number, agent in enumerate(about.creator, 1):
            yield DCTERMS.creator, _ref(self.agent(agent, f"creator-{number}"))
        if about.publisher:
            yield DCTERMS.publisher, _ref(self.agent(about.publisher, "publisher"))
        yield DCTERMS.issued, terms.date(about.issued) if about.issued else ""
        for language in self.project.languages:
            if re.fullmatch("[a-z]{2}", short := language.split("-")[0].lower()):
                yield DCTERMS.language, _ref(_LANGUAGES + short)
        yield OWL.versionInfo, terms.quote(self.version)
        yield DCAT.version, terms.quote(self.version)
        yield DCAT.hasCurrentVersion, _ref(f"{self.iri}/{self.version}")
        if about.previous:
            yield DCAT.previousVersion, _ref(f"{self.iri}/{about.previous}")

    def _plain(self, counts: Counts) -> Iterator[tuple[str, str]]:
        yield RDF.type, VOID.Dataset.term
        yield from self._titles(_PLAIN_TITLE)
        yield DCTERMS.license, _ref(self.about.license)
        yield VOID.uriSpace, terms.quote(self.project.names.things)
        yield from self._counts(counts)
        for name in map(self._graph, self._filled(PLAIN)):
            yield VOID.subset, _ref(name)
        yield from self._partition_names("plain-", counts)
        yield from self._dumps(f"{self.project.name}-plain")

    def _layer(self, layer: Layer, counts: Counts) -> Iterator[tuple[str, str]]:
        yield RDF.type, VOID.Dataset.term
        yield from self._titles(_TITLES[layer])
        yield VOID.uriSpace, terms.quote(self.census.spaces[layer])
        yield from self._counts(counts)
        if layer is Layer.ONTOLOGY:
            yield from self._dumps("ontology")

    def _counts(self, counts: Counts) -> Iterator[tuple[str, str]]:
        yield VOID.triples, _number(counts.triples)
        yield VOID.entities, _number(counts.entities)
        yield VOID.distinctSubjects, _number(counts.subjects)
        yield VOID.distinctObjects, _number(counts.objects)
        yield VOID.properties, _number(len(counts.properties))
        yield VOID.classes, _number(len(counts.classes))

    def _titles(self, texts: Texts) -> Iterator[tuple[str, str]]:
        """A text of the toolkit in the project's languages, in English where it has none."""
        known = {lang: texts[lang] for lang in self.project.languages if lang in texts}
        yield from _texts(DCTERMS.title, known or {"en": texts["en"]})

    def _vocabularies(self, counts: Counts) -> list[str]:
        """The namespaces of all terms, or the ontologies of which the files say that they are."""
        used = (*counts.properties, *counts.classes)
        spaces = {re.sub(r"(?<=[#/])[^#/]*$", "", iri) for iri in used}
        known = self.census.vocabularies
        return sorted(bare if (bare := s.rstrip("#/")) in known else s for s in spaces)

    def _filled(self, layers: Iterable[Layer]) -> list[Layer]:
        return [layer for layer in layers if layer in self.census.filled]

    def _graph(self, layer: Layer) -> str:
        return self.project.names.graphs + layer

    def _linksets(self) -> Iterator[Block]:
        """What is linked to Wikidata: one linkset for each predicate, as VoID has it."""
        for predicate, number in sorted(self.census.links.items()):
            pairs = [
                (RDF.type, VOID.Linkset.term),
                (VOID.subjectsTarget, _ref(self.iri)),
                (VOID.objectsTarget, _ref(_WIKIDATA)),
                (VOID.linkPredicate, _ref(predicate)),
                (VOID.triples, _number(number)),
            ]
            yield _block(self._linkset(predicate), pairs)
        if self.census.links:
            pairs = [
                (RDF.type, VOID.Dataset.term),
                (DCTERMS.title, terms.quote("Wikidata")),
                (VOID.uriSpace, terms.quote(WELL_KNOWN["wd"])),
            ]
            yield _block(_WIKIDATA, pairs)

    def _linkset(self, predicate: str) -> str:
        return f"{self.iri}#wikidata-{self._name(predicate)}"

    def _agents(self) -> Iterator[Block]:
        agents = {self.agent(a, f"creator-{n}"): a for n, a in enumerate(self.about.creator, 1)}
        if self.about.publisher:
            agents[self.agent(self.about.publisher, "publisher")] = self.about.publisher
        for iri, agent in agents.items():
            kind = FOAF.Person if agent.person else FOAF.Organization
            pairs = [(RDF.type, FOAF.Agent.term), (RDF.type, kind.term)]
            yield _block(iri, [*pairs, (FOAF.name, terms.quote(agent.name))])

    def _partition_names(self, of: str, counts: Counts) -> Iterator[tuple[str, str]]:
        for kind in sorted(counts.classes):
            yield VOID.classPartition, _ref(f"{self.iri}#{of}class-{self._name(kind)}")
        for predicate in sorted(counts.properties):
            yield VOID.propertyPartition, _ref(f"{self.iri}#{of}property-{self._name(predicate)}")

    def _partitions(self, of: str, counts: Counts) -> Iterator[Block]:
        """How many instances each class has, and how many triples each property."""
        for kind, number in sorted(counts.classes.items()):
            pairs = [(VOID["class"], _ref(kind)), (VOID.entities, _number(number))]
            yield _block(f"{self.iri}#{of}class-{self._name(kind)}", pairs)
        for predicate, number in sorted(counts.properties.items()):
            pairs = [(VOID.property, _ref(predicate)), (VOID.triples, _number(number))]
            yield _block(f"{self.iri}#{of}property-{self._name(predicate)}", pairs)

    def _name(self, iri: str) -> str:
        """A term as a part of an IRI: its prefix and name, or a digest where it has no prefix."""
        short = self._turtle.iri(iri)
        return terms.digest(iri) if short[0] == "<" else short.replace(":", "_", 1)

    def _dumps(self, stem: str) -> Iterator[tuple[str, str]]:
        """Files in RDF that hold all of a dataset, and the formats they are in."""
        parts = {name: split(name) for name in sorted(self.files)}
        dumps = {n: part[0] for n, part in parts.items() if part[1] == stem and part[0] in _RDF}
        for form in sorted({_RDF[form] for form in dumps.values()}):
            yield VOID.feature, _ref(_FORMATS + form)
        for name in dumps:
            yield VOID.dataDump, _ref(self.address(name))

    def _distributions(self) -> Iterator[Block]:
        for name, digest in sorted(self.files.items()):
            yield _block(self.address(name), self._distribution(name, digest))
        for sha256 in sorted({digest.sha256 for digest in self.files.values()}):
            pairs = [
                (RDF.type, SPDX.Checksum.term),
                (SPDX.algorithm, SPDX.checksumAlgorithm_sha256.term),
                (SPDX.checksumValue, terms.literal(sha256, datatype=XSD.hexBinary)),
            ]
            yield _block(self._checksum(sha256), pairs)

    def _distribution(self, name: str, digest: Digest) -> Iterator[tuple[str, str]]:
        suffix, _, compression = split(name)
        yield RDF.type, DCAT.Distribution.term
        yield DCTERMS.title, terms.quote(name)
        yield DCTERMS.license, _ref(self.about.license)
        yield DCAT.accessURL, _ref(self.about.download)
        yield DCAT.downloadURL, _ref(self.address(name))
        yield DCAT.mediaType, _ref(_IANA + MEDIA.get(suffix, UNKNOWN))
        if compression:
            yield DCAT.compressFormat, _ref(_IANA + COMPRESSED[compression])
        yield DCAT.byteSize, terms.literal(str(digest.bytes), datatype=XSD.nonNegativeInteger)
        yield SPDX.checksum, _ref(self._checksum(digest.sha256))

    def _checksum(self, sha256: str) -> str:
        return f"{self.iri}#sha256-{sha256}"

    def _document(self) -> Iterator[tuple[str, str]]:
        yield RDF.type, VOID.DatasetDescription.term
        yield FOAF.primaryTopic, _ref(self.iri)
        for name in (f"{self.iri}#plain", *map(self._graph, self.census.filled)):
            yield FOAF.topic, _ref(name)


def _block(subject: str, pairs: Pairs) -> Block:
    """A block of the description; what is not said has no object and is left out."""
    return Block(Layer.SOURCES, subject, tuple(pair for pair in pairs if pair[1]))


def _texts(predicate: Iri, texts: Texts) -> Iterator[tuple[str, str]]:
    for lang in sorted(texts):
        yield predicate, terms.literal(texts[lang], lang=lang)


def _ref(iri: str) -> str:
    return f"<{iri}>" if iri else ""


def _number(number: int) -> str:
    return terms.literal(str(number), datatype=XSD.integer)
