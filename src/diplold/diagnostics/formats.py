"""Diagnostics for programs: JSON, SARIF 2.1.0 and GitHub's annotations."""

import json
import re
from collections.abc import Callable, Mapping
from typing import Any, Final

from diplold.diagnostics import Diagnostic, Location, Report, Severity, Text
from diplold.diagnostics.catalogue import CATALOGUE

_LEVELS: Final = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.INFO: "note"}
_COMMANDS: Final = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.INFO: "notice"}


def as_json(report: Report, lang: str) -> str:
    """A list of findings, each with code, severity, place, message, help and notes."""
    findings = [
        {
            "code": found.code,
            "severity": found.severity.value,
            **_place(found.location),
            "message": _say(found.message, lang),
            "help": _say(found.help, lang) if found.help else None,
            "notes": [
                {"message": _say(n.message, lang), **(_place(n.location) if n.location else {})}
                for n in found.notes
            ],
        }
        for found in report.ordered()
    ]
    return json.dumps(findings, ensure_ascii=False, indent=2)


def _place(location: Location) -> dict[str, Any]:
    return {
        "path": location.path,
        "line": location.line or None,
        "column": location.column or None,
    }


def as_sarif(report: Report, lang: str) -> str:
    """One run in SARIF 2.1.0, as code scanning services and editors read it."""
    from diplold import __version__

    findings = report.ordered()
    codes = sorted({found.code for found in findings})
    driver = {
        "name": "diplold",
        "semanticVersion": __version__,
        "informationUri": "https://w3id.org/diplold/",
        "rules": [_rule(code, findings, lang) for code in codes],
    }
    run = {
        "tool": {"driver": driver},
        "columnKind": "unicodeCodePoints",
        "results": [_result(found, codes, lang) for found in findings],
    }
    log = {
        "$schema": "https://json.schemastore.org/sarif-2.1.0.json",
        "version": "2.1.0",
        "runs": [run],
    }
    return json.dumps(log, ensure_ascii=False, indent=2)


def _rule(code: str, findings: list[Diagnostic], lang: str) -> dict[str, Any]:
    entry = CATALOGUE.get(code)
    first = next(found for found in findings if found.code == code)
    text = _say(entry.message if entry else first.message, lang)
    text = re.sub(r"\{(\w+)\}", r"\1", text)
    return {
        "id": code,
        "shortDescription": {"text": text},
        "defaultConfiguration": {"level": _LEVELS[first.severity]},
    }


def _result(found: Diagnostic, codes: list[str], lang: str) -> dict[str, Any]:
    text = _say(found.message, lang)
    if found.help:
        text += f". {_say(found.help, lang)}"
    result: dict[str, Any] = {
        "ruleId": found.code,
        "ruleIndex": codes.index(found.code),
        "level": _LEVELS[found.severity],
        "message": {"text": text},
        "locations": [{"physicalLocation": _physical(found.location)}],
    }
    related = [
        {
            "id": number,
            "physicalLocation": _physical(extra.location),
            "message": {"text": _say(extra.message, lang)},
        }
        for number, extra in enumerate(found.notes, 1)
        if extra.location
    ]
    if related:
        result["relatedLocations"] = related
    return result


def _physical(location: Location) -> dict[str, Any]:
    from urllib.parse import quote

    place: dict[str, Any] = {"artifactLocation": {"uri": quote(location.path)}}
    if location.line:
        place["region"] = {"startLine": location.line, "startColumn": location.column or 1}
    return place


def as_github(report: Report, lang: str) -> str:
    """Workflow commands that GitHub shows beside the lines of a change."""
    return "\n".join(_command(found, lang) for found in report.ordered())


def _command(found: Diagnostic, lang: str) -> str:
    properties = {"file": found.location.path}
    if found.location.line:
        properties["line"] = str(found.location.line)
        properties["col"] = str(found.location.column or 1)
    properties["title"] = found.code
    text = _say(found.message, lang)
    if found.help:
        text += f"\n{_say(found.help, lang)}"
    shown = ",".join(
        f"{name}={_escaped(value).replace(':', '%3A').replace(',', '%2C')}"
        for name, value in properties.items()
    )
    return f"::{_COMMANDS[found.severity]} {shown}::{_escaped(text)}"


def _escaped(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _say(text: Text, lang: str) -> str:
    return text.get(lang) or text.get("en") or next(iter(text.values()), "")


FORMATS: Final[Mapping[str, Callable[[Report, str], str]]] = {
    "json": as_json,
    "sarif": as_sarif,
    "github": as_github,
}
