"""What both readers check: keys, annotations, and the claim that a group of keys holds."""

import re
from collections.abc import Collection, Iterable, Iterator
from typing import Any, Final

from diplold.diagnostics import Location, Report, Text, diagnostic, note
from diplold.facts.claims import ANNOTATIONS, Annotation, Claim, Rank
from diplold.facts.nodes import NAMES, Group, Items, Node, Scalar
from diplold.terms import LexicalError, language, slug, thing

CLAIM_KEYS: Final = ("at", "about", "source", *ANNOTATIONS)
A_CLAIM: Final = {"en": "a claim", "id": "klaim"}
A_VALUE: Final = {"en": "a value", "id": "sebuah nilai"}
ONE_KEY: Final = {
    "en": "keep one; a field that may have several values takes a list: `[one, two]`",
    "id": "pilih satu; bidang yang boleh bernilai banyak memakai daftar: `[satu, dua]`",
}
_PARAGRAPH = re.compile(r"[1-9][0-9]{0,5}")


class Checks:
    """Checks nodes and reports, for one file."""

    def __init__(self, path: str, report: Report) -> None:
        self.path = path
        self.report = report

    def at(self, node: Node) -> Location:
        """The place of a node."""
        return Location(self.path, node.line, node.column)

    def wrong(self, what: str | Text, node: Node, expected: Text) -> None:
        """Report that a node, the value of a key or named by a text, is not as expected."""
        named = f"`{what}`" if isinstance(what, str) else what
        found = NAMES[type(node)]
        self.report.add(
            diagnostic("F006", self.at(node), what=named, expected=expected, found=found)
        )

    def text(self, key: str, node: Node) -> str:
        """The text of a scalar that is not empty, or "" with a report."""
        if not isinstance(node, Scalar):
            self.wrong(key, node, NAMES[Scalar])
        elif not node.text.strip():
            self.empty(key, node)
        elif "\0" in node.text:
            self.report.add(diagnostic("F020", self.at(node), key=key))
        else:
            return node.text
        return ""

    def empty(self, key: str, node: Node) -> None:
        """Report that a key has no value."""
        self.report.add(diagnostic("F014", self.at(node), key=key))

    def needs(self, group: Group, where: Text, key: str) -> None:
        """Report that a group lacks a key."""
        self.report.add(diagnostic("F007", self.at(group), where=where, key=key))

    def twice(self, first: Scalar, second: Scalar, remedy: Text = ONE_KEY) -> None:
        """Report that a key is given a second time."""
        before = note("first", self.at(first))
        where = self.at(second)
        found = diagnostic("F003", where, notes=[before], key=second.text, remedy=remedy)
        self.report.add(found)

    def unknown_keys(self, group: Group, known: Collection[str], where: Text) -> None:
        """Report every key that is not among the known ones."""
        for key, scalar in group.keys.items():
            if key not in known:
                found = diagnostic(
                    "F005",
                    self.at(scalar),
                    key=key,
                    where=where,
                    known=", ".join(known),
                    wrong=key,
                    suggest=known,
                )
                self.report.add(found)

    def lexical(
        self, error: LexicalError, node: Node, *, wrong: str = "", suggest: Iterable[str] = ()
    ) -> None:
        """Report a text that is not what it should be."""
        arguments: dict[str, Any] = error.arguments
        found = diagnostic(error.code, self.at(node), wrong=wrong, suggest=suggest, **arguments)
        self.report.add(found)

    # --- annotations ---------------------------------------------------------------------

    def annotation(self, entries: dict[str, Node], outer: Annotation | None = None) -> Annotation:
        """The annotation among the entries of a claim, a part or a value.

        It is completed by the outer one, where there is one: that of the claim or the part.
        """
        surface = entries.get("as")
        said = Annotation(
            self._rank(entries.get("rank")),
            self._because(entries.get("because")),
            self._according_to(entries.get("accordingTo")),
            self.text("as", surface) if surface else "",
            self._flag("disputed", entries.get("disputed")),
        )
        whole = said.within(outer) if outer else said
        if said.rank is Rank.DEPRECATED and not whole.because:
            self.report.add(diagnostic("F011", self.at(entries["rank"])))
        return whole

    def _rank(self, node: Node | None) -> Rank | None:
        if node is None:
            return None
        text = self.text("rank", node)
        try:
            return Rank(text) if text else None
        except ValueError:
            ranks = [rank.value for rank in Rank]
            self.report.add(diagnostic("F010", self.at(node), text=text, wrong=text, suggest=ranks))
            return None

    def _because(self, node: Node | None) -> tuple[tuple[str, str], ...]:
        if node is None:
            return ()
        if isinstance(node, Group) and node.keys:
            return tuple(self.languages("because", node))
        if isinstance(node, Group):
            self.empty("because", node)
            return ()
        text = self.text("because", node)
        return ((text, ""),) if text else ()

    def tagged(self, group: Group) -> Iterator[tuple[str, Node]]:
        """Language, in lower case, and value of each entry of a language map."""
        seen: dict[str, Scalar] = {}
        for tag, node in group.entries.items():
            key = group.keys[tag]
            try:
                lang = language(tag)
            except LexicalError as error:
                self.lexical(error, key)
                continue
            if lang in seen:
                self.twice(seen[lang], key)
            else:
                seen[lang] = key
                yield lang, node

    def languages(self, key: str, group: Group) -> Iterator[tuple[str, str]]:
        """Text and language of each entry of a language map."""
        for lang, node in self.tagged(group):
            if text := self.text(key, node):
                yield text, lang

    def _according_to(self, node: Node | None) -> Scalar | None:
        if node is None or not self.text("accordingTo", node):
            return None
        assert isinstance(node, Scalar)
        try:
            thing(node.text)
        except LexicalError as error:
            self.lexical(error, node)
            return None
        return node

    def _flag(self, key: str, node: Node | None) -> bool | None:
        text = self.text(key, node) if node else ""
        if node and text and text not in ("true", "false"):
            self.report.add(diagnostic("F017", self.at(node), key=key, text=text))
        return text == "true" if text else None

    # --- claims --------------------------------------------------------------------------

    def claim(self, group: Group, default_source: str, at_required: bool) -> Claim | None:
        """The claim that a group of keys holds, or None where it is about nothing."""
        about = self._about(group)
        source = self._source(group, default_source)
        paragraphs = self._paragraphs(group.entries.get("at"))
        if at_required and "at" not in group.keys:
            self.needs(group, A_CLAIM, "at")
        annotation = self.annotation(group.entries)
        fields = {
            key: node
            for key, node in group.entries.items()
            if key not in CLAIM_KEYS and self.filled(key, node)
        }
        if about is None:
            return None
        return Claim(
            self.path,
            group.line,
            group.column,
            about,
            source,
            paragraphs,
            annotation,
            fields,
            group.keys,
        )

    def filled(self, key: str, node: Node) -> bool:
        """Whether a field holds something; reports the places where it does not."""
        if isinstance(node, Scalar):
            return bool(self.text(key, node))
        if not (node.values if isinstance(node, Items) else node.keys):
            self.empty(key, node)
            return False
        if isinstance(node, Items):
            node.values = [value for value in node.values if self.filled(key, value)]
            return bool(node.values)
        node.entries = {
            inner: value for inner, value in node.entries.items() if self.filled(inner, value)
        }
        return bool(node.entries)

    def _about(self, group: Group) -> Scalar | None:
        node = group.entries.get("about")
        if node is None:
            if "about" not in group.keys:
                self.needs(group, A_CLAIM, "about")
            return None
        if not self.text("about", node):
            return None
        assert isinstance(node, Scalar)
        try:
            thing(node.text)
        except LexicalError as error:
            self.lexical(error, node)
            return None
        return node

    def _source(self, group: Group, default: str) -> str:
        node = group.entries.get("source")
        if node is None:
            return default
        text = self.text("source", node)
        try:
            return slug(text) if text else default
        except LexicalError as error:
            self.lexical(error, node)
            return default

    def _paragraphs(self, node: Node | None) -> tuple[int, ...]:
        if isinstance(node, Items) and not node.values:
            self.empty("at", node)
        nodes = node.values if isinstance(node, Items) else [node] if node else []
        numbers = []
        for value in nodes:
            text = self.text("at", value)
            if _PARAGRAPH.fullmatch(text):
                numbers.append(int(text))
            elif text:
                self.report.add(diagnostic("F009", self.at(value), text=text))
        return tuple(numbers)
