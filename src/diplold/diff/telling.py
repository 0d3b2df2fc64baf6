"""One change told in a sentence, in a language of people."""

from collections.abc import Mapping
from typing import Final

from diplold.diff.changes import Change, Kind, local
from diplold.diff.compare import Diff, unescaped
from diplold.terms import RDF, RDFS, SKOS

_WORDS: Final[Mapping[str, Mapping[str, str]]] = {
    "en": {
        "corrected": "corrected",
        "added": "added",
        "withdrawn": "withdrawn",
        "re-ranked": "re-ranked",
        "re-sourced": "re-sourced",
        "re-linked": "re-linked",
        "relabelled": "relabelled",
        "described": "described otherwise",
        "moved": "moved",
        "vocabulary": "vocabulary",
        "stays": "the old value stays, {rank}",
        "rank": "as {rank}",
        "disputed": "now disputed",
        "undisputed": "disputed no more",
        "wording": "its wording or reason",
        "now also": "now also {places}",
        "no longer": "no longer {places}",
        "no link": "no longer {value}",
        "gone": "gone",
        "new": "new",
        "changed": "changed",
        "no address": "withdrawn, with a tombstone",
        "and more": "and {count} more",
        "nothing": "no difference",
        "answers": "answers that change",
        "rows": "{before} → {after} rows ({come} new, {gone} gone)",
        "version": "proposed version",
        "major": "major, because {name} is gone",
        "minor": "minor, because something was added",
        "patch": "patch, because nothing was added and no address or term is gone",
        "preferred": "preferred",
        "normal": "normal",
        "deprecated": "deprecated",
    },
    "id": {
        "corrected": "diperbaiki",
        "added": "ditambahkan",
        "withdrawn": "ditarik",
        "re-ranked": "peringkat diubah",
        "re-sourced": "sumber diubah",
        "re-linked": "tautan diubah",
        "relabelled": "nama diubah",
        "described": "keterangan diubah",
        "moved": "berpindah",
        "vocabulary": "kosakata",
        "stays": "nilai lama tetap ada, {rank}",
        "rank": "sebagai {rank}",
        "disputed": "kini diperselisihkan",
        "undisputed": "tidak lagi diperselisihkan",
        "wording": "kata-kata atau alasannya",
        "now also": "kini juga {places}",
        "no longer": "tidak lagi {places}",
        "no link": "tidak lagi {value}",
        "gone": "tidak ada lagi",
        "new": "baru",
        "changed": "berubah",
        "no address": "ditarik, dengan keterangan",
        "and more": "dan {count} lagi",
        "nothing": "tidak ada perbedaan",
        "answers": "jawaban yang berubah",
        "rows": "{before} → {after} baris ({come} baru, {gone} hilang)",
        "version": "versi yang diusulkan",
        "major": "mayor, karena {name} tidak ada lagi",
        "minor": "minor, karena ada yang ditambahkan",
        "patch": "patch, karena tidak ada yang baru dan tidak ada alamat atau istilah yang hilang",
        "preferred": "diutamakan",
        "normal": "biasa",
        "deprecated": "usang",
    },
}
_NAMES: Final[Mapping[str, Mapping[str, str]]] = {
    RDF.type: {"en": "type", "id": "jenis"},
    RDFS.label: {"en": "name", "id": "nama"},
    SKOS.altLabel: {"en": "also called", "id": "juga disebut"},
}
_SHOWN: Final = 4
"""Details of a new thing that are shown; the others are counted."""

_WIKIDATA: Final = "http://www.wikidata.org/entity/"


class Teller:
    """Tells changes in one language."""

    def __init__(self, diff: Diff, lang: str) -> None:
        self.diff = diff
        self.lang = lang
        self.words = _WORDS[lang]

    # --- names and values ---

    def name(self, iri: str) -> str:
        """A thing or a term for people: what it is called, with its path where it is no term."""
        path = iri.partition("/id/")[2]
        if not path:
            return self._label(iri) or _NAMES.get(iri, {}).get(self.lang) or local(iri)
        root = "/".join(path.split("/")[:2])
        label = self._label(iri) or self._label(iri.removesuffix(path) + root)
        return f"{label} ({path})" if label else path

    def _label(self, iri: str) -> str:
        texts = self.diff.labels.get(iri, {})
        return texts.get(self.lang) or texts.get("en") or next(iter(texts.values()), "")

    def value(self, term: str) -> str:
        """A value for people: a name, a number, a quoted text."""
        if term.startswith("<"):
            iri = term[1:-1]
            path = iri.partition("/id/")[2]
            short = iri.removeprefix(_WIKIDATA)
            return short if short != iri else self._label(iri) or path or local(iri)
        body, _, tail = term.rpartition('"')
        text = unescaped(body[1:])
        return text if tail.startswith("^") else f"“{text}”"

    def places(self, places: frozenset[str]) -> str:
        """Paragraphs, by source: `kompas-2021-03-17-jim p11`."""
        return ", ".join(place(iri) for iri in sorted(places, key=_by_number))

    # --- lines ---

    def line(self, change: Change) -> str:
        """One change without the word for its kind."""
        tell = {
            Kind.RERANKED: self._reranked,
            Kind.RESOURCED: self._resourced,
            Kind.RELINKED: self._relinked,
            Kind.DESCRIBED: self._described,
            Kind.MOVED: self._moved,
            Kind.VOCABULARY: self._vocabulary,
        }.get(change.kind, self._values)
        return f"{self.name(change.subject)}{tell(change)}"

    def _values(self, change: Change) -> str:
        if not change.predicate:
            details = self._details(change)
            return self._cited(f": {details}" if details else "", change)
        arrow = " → ".join(self.value(v) for v in (change.before, change.after) if v)
        parts = [f", {self.name(change.predicate)}: {arrow}"]
        rank = change.ranks[1] or change.ranks[0]
        if change.kind in (Kind.ADDED, Kind.WITHDRAWN):
            if rank not in ("", "normal"):
                parts.append(self.words["rank"].format(rank=self.words[rank]))
            parts += [self._details(change)]
        if change.stays:
            parts.append(self.words["stays"].format(rank=self.words[change.stays]))
        return self._cited("; ".join(part for part in parts if part), change)

    def _cited(self, text: str, change: Change) -> str:
        places = change.won or change.lost
        return f"{text} [{self.places(places)}]" if places else text

    def _details(self, change: Change) -> str:
        """What a new or a gone thing says, shortened; the parts' own words only alone."""
        told = [d for d in change.details if d.kind is change.kind and d.predicate]
        own = [d for d in told if d.subject == change.subject and not _follows(d)]
        told = own or told
        told.sort(key=lambda d: (_FIRST.get(d.predicate, 2), d.order))
        texts = [f"{self.name(d.predicate)} {self.value(d.after or d.before)}" for d in told]
        shown = texts[:_SHOWN]
        if texts[_SHOWN:]:
            shown.append(self.words["and more"].format(count=len(texts) - _SHOWN))
        return ", ".join(shown)

    def _reranked(self, change: Change) -> str:
        before, after = change.ranks
        parts = [f"{self.words[before]} → {self.words[after]}"] if before != after else []
        if change.disputed is not None:
            parts.append(self.words["disputed" if change.disputed else "undisputed"])
        text = f", {self.name(change.predicate)} {self.value(change.after)}: {', '.join(parts)}"
        return self._cited(text, change)

    def _resourced(self, change: Change) -> str:
        pairs = (("now also", change.won), ("no longer", change.lost))
        parts = [self.words[w].format(places=self.places(given)) for w, given in pairs if given]
        told = ", ".join(parts) or self.words["wording"]
        if not change.predicate:
            return f": {self._details(change)}: {told}"
        return f", {self.name(change.predicate)} {self.value(change.after)}: {told}"

    def _relinked(self, change: Change) -> str:
        if not change.after:
            return f": {self.words['no link'].format(value=self.value(change.before))}"
        return ": " + " → ".join(self.value(v) for v in (change.before, change.after) if v)

    def _moved(self, change: Change) -> str:
        if change.after:
            return f" → {self.name(change.after[1:-1])}"
        return f": {self.words['no address']}"

    def _vocabulary(self, change: Change) -> str:
        word = "changed" if change.before and change.after else "new" if change.after else "gone"
        return f": {self.words[word]}"

    def _described(self, change: Change) -> str:
        return ": " + ", ".join(sorted({self.name(d.predicate) for d in change.details}))

    # --- what it comes to ---

    def counts(self) -> str:
        """How many changes there are of each kind."""
        return ", ".join(f"{n} {self.words[kind]}" for kind, n in self.diff.counts.items())

    def version(self) -> str:
        """The version that is proposed, and why."""
        vanished = self.diff.vanished
        reason = self.words[self.diff.bump].format(name=self.name(vanished[0]) if vanished else "")
        return f"{self.words['version']}: {reason}"

    def answers(self) -> str:
        """The named queries that answer otherwise, on one line."""
        told = (
            f"{a.name} "
            + self.words["rows"].format(before=a.before, after=a.after, come=a.come, gone=a.gone)
            for a in self.diff.answers
        )
        return f"{self.words['answers']}: " + "; ".join(told)


_FIRST: Final = {str(RDFS.label): 0, str(RDF.type): 1}


def _follows(change: Change) -> bool:
    """Whether it only names a part, or a type that more paragraphs speak of."""
    if change.kind is Kind.RESOURCED and change.predicate == RDF.type:
        return True
    return (change.after or change.before).startswith(f"<{change.subject}/")


def place(iri: str) -> str:
    """A paragraph as `source p11`, a source by its id."""
    path = iri.partition("/id/source/")[2] or iri
    return path.replace("/p", " p")


def _by_number(iri: str) -> tuple[str, int]:
    source, _, number = iri.rpartition("/p")
    return (source, int(number)) if number.isdigit() else (iri, 0)
