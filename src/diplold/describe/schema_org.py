"""The description for search engines: schema.org as JSON-LD."""

import json
from typing import Any, Final

from diplold.about import Agent, Texts
from diplold.describe.files import COMPRESSED, MEDIA, UNKNOWN, split
from diplold.describe.subject import Subject

_CONTEXT: Final = {
    "@vocab": "https://schema.org/",
    **{key: {"@type": "@id"} for key in ("url", "identifier", "license", "contentUrl")},
    "datePublished": {"@type": "Date"},
}


def jsonld(of: Subject) -> str:
    """The description as JSON-LD, its context inline: no reader has to fetch one."""
    about = of.about
    content = {
        "@context": _CONTEXT,
        "@id": of.iri,
        "@type": "Dataset",
        "name": _values(about.title),
        "description": _values(about.description),
        "url": about.homepage or of.iri,
        "identifier": f"{of.iri}/{of.version}",
        "version": of.version,
        "license": about.license,
        "creator": [_person(of, a, f"creator-{n}") for n, a in enumerate(about.creator, 1)],
        "publisher": _person(of, about.publisher, "publisher") if about.publisher else None,
        "datePublished": about.issued,
        "inLanguage": list(of.project.languages),
        "keywords": [
            {"@language": lang, "@value": word}
            for lang, words in sorted(about.keywords.items())
            for word in words
        ],
        "isAccessibleForFree": True,
        "distribution": [_download(of, name) for name in sorted(of.files)],
    }
    said = {key: value for key, value in content.items() if value not in ("", None, [])}
    return json.dumps(said, ensure_ascii=False, indent=2) + "\n"


def _person(of: Subject, agent: Agent, role: str) -> dict[str, str]:
    kind = "Person" if agent.person else "Organization"
    return {"@id": of.agent(agent, role), "@type": kind, "name": agent.name}


def _download(of: Subject, name: str) -> dict[str, Any]:
    digest = of.files[name]
    suffix, _, compression = split(name)
    media = [MEDIA.get(suffix, UNKNOWN)]
    return {
        "@id": of.address(name),
        "@type": "DataDownload",
        "name": name,
        "contentUrl": of.address(name),
        "encodingFormat": [*media, COMPRESSED[compression]] if compression else media[0],
        "contentSize": f"{digest.bytes} B",
        "sha256": digest.sha256,
    }


def _values(texts: Texts) -> list[dict[str, str]]:
    return [{"@language": lang, "@value": texts[lang]} for lang in sorted(texts)]
