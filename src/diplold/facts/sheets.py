"""A YAML sheet to claims: one source (or register) and what its paragraphs say."""

from typing import Final

from diplold.diagnostics import Location, Report, diagnostic
from diplold.facts.checks import A_CLAIM, Checks
from diplold.facts.claims import Sheet, SourceDescription
from diplold.facts.nodes import NAMES, Group, Items, Scalar
from diplold.facts.yaml_tree import parse
from diplold.terms import LexicalError, slug

SHEET_KEYS: Final = ("source", "register", "sources", "curator", "reviewed", "claims")
SOURCE_KEYS: Final = (
    "id",
    "title",
    "author",
    "publisher",
    "published",
    "accessed",
    "language",
    "url",
    "file",
)
A_SHEET: Final = {"en": "a sheet", "id": "lembar"}
A_SOURCE: Final = {"en": "a source", "id": "sumber"}


def read_sheet(text: str, path: str, report: Report) -> Sheet:
    """Read one sheet; what is wrong is reported and the rest is kept."""
    sheet = Sheet(path)
    checks = Checks(path, report)
    root = parse(text, path, report)
    if root is None:
        return sheet
    if not isinstance(root, Group):
        checks.wrong("sheet", root, NAMES[Group])
        return sheet
    checks.unknown_keys(root, SHEET_KEYS, A_SHEET)
    own = _own_source(root, checks)
    if own:
        sheet.sources.append(own)
    for node in _members(root, "sources", checks):
        source = _source(node, False, checks)
        if source:
            sheet.sources.append(source)
    at_required = "register" not in root.entries
    for node in _members(root, "claims", checks):
        claim = checks.claim(node, own.id if own else "", at_required)
        if claim:
            sheet.claims.append(claim)
    return sheet


def _own_source(root: Group, checks: Checks) -> SourceDescription | None:
    """The source or the register that the sheet is about."""
    register = "register" in root.entries
    if register and "source" in root.entries:
        key = root.keys["register"]
        problem = {
            "en": "a sheet is about a source or a register, not both",
            "id": "lembar adalah tentang sumber atau register, bukan keduanya",
        }
        checks.report.add(diagnostic("F015", checks.at(key), problem=problem))
    node = root.entries.get("source") or root.entries.get("register")
    if node is None:
        where = Location(checks.path, root.line, root.column)
        checks.report.add(diagnostic("F007", where, where=A_SHEET, key="source"))
        return None
    if not isinstance(node, Group):
        checks.wrong("register" if register else "source", node, NAMES[Group])
        return None
    source = _source(node, register, checks)
    if source:
        source.sheet_fields = {
            key: root.entries[key]
            for key in ("curator", "reviewed")
            if key in root.entries and checks.filled(key, root.entries[key])
        }
    return source


def _source(group: Group, register: bool, checks: Checks) -> SourceDescription | None:
    checks.unknown_keys(group, SOURCE_KEYS, A_SOURCE)
    node = group.entries.get("id")
    if node is None:
        where = Location(checks.path, group.line, group.column)
        checks.report.add(diagnostic("F007", where, where=A_SOURCE, key="id"))
        return None
    text = checks.text("id", node)
    try:
        identifier = slug(text) if text else ""
    except LexicalError as error:
        checks.lexical(error, node)
        identifier = ""
    if not identifier:
        return None
    fields = {
        key: value
        for key, value in group.entries.items()
        if key in SOURCE_KEYS and key != "id" and checks.filled(key, value)
    }
    return SourceDescription(identifier, register, checks.path, node.line, node.column, fields)


def _members(root: Group, key: str, checks: Checks) -> list[Group]:
    """The groups in the list under a key of the sheet."""
    node = root.entries.get(key)
    if node is None or (isinstance(node, Scalar) and not node.text):
        return []
    if not isinstance(node, Items):
        checks.wrong(key, node, NAMES[Items])
        return []
    groups: list[Group] = []
    for value in node.values:
        if isinstance(value, Group):
            groups.append(value)
        else:
            checks.wrong(A_CLAIM["en"] if key == "claims" else "source", value, NAMES[Group])
    return groups
