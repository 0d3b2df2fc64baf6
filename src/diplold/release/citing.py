"""The files beside a release that cite it: CHANGELOG.md, CITATION.cff and codemeta.json."""

import json
import re
from collections.abc import Callable, Mapping
from datetime import date
from pathlib import Path
from typing import Any

from diplold.diagnostics import Stop
from diplold.diff import Diff, render
from diplold.project import Project


def texts(project: Project, version: str, day: date, found: Diff | None) -> dict[Path, str]:
    """What the files that cite a release say of it, by path; those that change."""
    root = project.root
    files: Mapping[str, Callable[[str], str]] = {
        "CHANGELOG.md": lambda text: changelog(text, render.bullets(found, "en") if found else []),
        "CITATION.cff": lambda text: citation(text, version, day) if text else "",
        "codemeta.json": lambda text: codemeta(text, project, version, day),
    }
    changed = {}
    for name, change in files.items():
        path = root / name
        try:
            text = path.read_bytes().decode() if path.is_file() else ""
        except (OSError, UnicodeDecodeError) as error:
            raise Stop(3, "E202", path=name, reason=str(error)) from error
        made = change(text)
        if made != text:
            changed[path] = made
    return changed


def changelog(text: str, bullets: list[str]) -> str:
    """A changelog with these lines under **Data** of what is unreleased; the rest stays."""
    start = re.search(r"^## \[?Unreleased\]?.*$", text, re.MULTILINE)
    if not bullets or not start:
        return text
    following = re.compile(r"^## |^\[[^]]+\]: ", re.MULTILINE).search(text, start.end())
    end = following.start() if following else len(text)
    section = text[start.end() : end]
    new = [line for line in bullets if line not in section.splitlines()]
    data = re.search(r"^### Data[ \t]*\n+", section, re.MULTILINE)
    lines = "".join(f"{line}\n" for line in new)
    if data:
        section = section[: data.end()] + lines + section[data.end() :]
    else:
        section = f"{section.rstrip()}\n\n### Data\n\n{lines}" + ("\n" if following else "")
    return text[: start.end()] + section + text[end:]


def citation(text: str, version: str, day: date) -> str:
    """A CITATION.cff of this version and day."""
    for key, value in (("version", version), ("date-released", day.isoformat())):
        line, pattern = f"{key}: {value}", re.compile(rf"^{key}:.*$", re.MULTILINE)
        if pattern.search(text):
            text = pattern.sub(line, text, count=1)
        else:
            text = f"{text.rstrip()}\n{line}\n"
    return text


def codemeta(text: str, project: Project, version: str, day: date) -> str:
    """A codemeta.json of this version and day; what else it says stays."""
    try:
        content: Any = json.loads(text) if text.strip() else _codemeta(project)
    except json.JSONDecodeError as error:
        raise Stop(3, "E202", path="codemeta.json", reason=str(error)) from error
    if not isinstance(content, dict):
        raise Stop(3, "E202", path="codemeta.json", reason="not an object")
    content |= {"version": version, "dateModified": day.isoformat()}
    return json.dumps(content, ensure_ascii=False, indent=2) + "\n"


def _codemeta(project: Project) -> dict[str, Any]:
    """What a project says of itself, in the words of CodeMeta."""
    said = project.about
    people = [
        {"@type": "Person" if agent.person else "Organization", "name": agent.name}
        | ({"@id": agent.iri} if agent.iri else {})
        for agent in said.creator
    ]
    content: dict[str, Any] = {
        "@context": "https://w3id.org/codemeta/3.0",
        "@type": "SoftwareSourceCode",
        "identifier": f"{project.base}dataset",
        "name": said.title.get("en", project.name),
        "description": said.description.get("en", ""),
        "license": said.license,
        "keywords": list(said.keywords.get("en", ())),
        "author": people,
        "url": said.homepage,
        "programmingLanguage": "Python",
    }
    return {key: value for key, value in content.items() if value}
