"""A YAML sheet to claims: one source (or register) and what its paragraphs say."""

from typing import Final

from diplold.diagnostics import Location, Report, Text, diagnostic
from diplold.facts.checks import A_CLAIM, Checks
from diplold.facts.claims import Claim, Sheet, SourceDescription
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
        checks.wrong(A_SHEET, root, NAMES[Group])
        return sheet
    if not root.keys:
        report.add(diagnostic("F022", Location(path, 1, 1)))
        return sheet
    checks.unknown_keys(root, SHEET_KEYS, A_SHEET)
    own = _own_source(root, checks)
    if own:
        sheet.sources.append(own)
    for node in _members(root, "sources", A_SOURCE, checks):
        source = _source(node, False, checks)
        if source:
            sheet.sources.append(source)
    at_required = "register" not in root.keys
    for node in _members(root, "claims", A_CLAIM, checks):
        claim = checks.claim(node, own.id if own else "", at_required)
        if claim:
            sheet.claims.append(claim)
            if own and own.register:
                _paragraph_of_a_register(claim, own, checks)
    return sheet


def _paragraph_of_a_register(claim: Claim, register: SourceDescription, checks: Checks) -> None:
    """A register is cited whole; only a claim that cites another source names its paragraph."""
    if claim.paragraphs and claim.source == register.id:
        checks.report.add(diagnostic("F021", checks.at(claim.keys["at"])))


def _own_source(root: Group, checks: Checks) -> SourceDescription | None:
    """The source or the register that the sheet is about."""
    register = "register" in root.keys
    if register and "source" in root.keys:
        key = root.keys["register"]
        problem = {
            "en": "a sheet is about a source or a register, not both",
            "id": "lembar adalah tentang sumber atau register, bukan keduanya",
        }
        remedy = {
            "en": "keep one; what else there is to describe stands under `sources`",
            "id": "pilih satu; sumber lainnya diterangkan di bawah `sources`",
        }
        checks.report.add(diagnostic("F015", checks.at(key), problem=problem, remedy=remedy))
    node = root.entries.get("source") or root.entries.get("register")
    if node is None:
        if not (register or "source" in root.keys):
            checks.needs(root, A_SHEET, "source")
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
        if "id" not in group.keys:
            checks.needs(group, A_SOURCE, "id")
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


def _members(root: Group, key: str, member: Text, checks: Checks) -> list[Group]:
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
            checks.wrong(member, value, NAMES[Group])
    return groups
