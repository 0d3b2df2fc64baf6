"""The rules by which w3id.org leads an address to the file that is published for it."""

import re
from collections.abc import Collection
from typing import Final

VERSION: Final = r"[0-9]+\.[0-9]+\.[0-9]+(?:-[0-9A-Za-z.-]+)?"
_NAME: Final = r"[A-Za-z0-9][A-Za-z0-9._-]*"
_ACCEPTED: Final = (
    (r"application/n-quads", ".nq"),
    (r"application/trig", ".trig"),
    (r"application/n-triples", ".nt"),
    (r"application/ld\+json", ".jsonld"),
    (r"text/turtle|application/x-turtle", ".ttl"),
)
"""What a client asks for, and how the file that answers it ends."""

_HEAD: Final = """\
# Where the addresses of {name} lead: for w3id.org, written by `diplold release`.
# What names a thing is no file: it leads, by 303 See Other, to a file that speaks of it.
Options +FollowSymLinks -MultiViews
RewriteEngine On
<IfModule mod_headers.c>
Header always set Access-Control-Allow-Origin "*"
Header always merge Vary "Accept"
</IfModule>
"""


def htaccess(name: str, host: str, files: Collection[str], page: str = "") -> str:
    """The `.htaccess` of a dataset.

    `host` is the address, with a slash at its end, of what `releases/` holds; `files` are those
    of a release; `page` is where a browser is led, "" for the description.
    """
    latest = f"{host}latest/"
    description = "void.ttl" if "void.ttl" in files else f"{name}.ttl"
    lines = [
        _HEAD.format(name=name),
        "# The description of the dataset, and of one version.",
        _rule(r"^\.well-known/void$", latest + description),
        *_browser("^(?:dataset)?$", page),
        _rule("^(?:dataset)?$", latest + description),
        _rule(f"^dataset/({VERSION})$", f"{host}$1/{description}"),
        "",
        "# The vocabularies.",
        _rule(f"^(?:ontology|model)/({VERSION})$", f"{host}$1/ontology.ttl"),
        _rule("^(?:ontology|model)/?$", f"{latest}ontology.ttl"),
        "",
        "# Files, of one version and of the latest.",
        _rule(f"^dump/({VERSION})/?$", f"{host}$1/{description}"),
        _rule(f"^dump/({VERSION})/({_NAME})$", f"{host}$1/$2"),
        _rule(rf"^dump/({_NAME}\.[A-Za-z0-9]+)$", f"{latest}$1"),
        "",
        "# The dump, and all that it speaks of, in the format that is asked for.",
        *_browser("^(?:id|statement|evidence|graph)/.+$", page),
    ]
    for accepted, suffix in _ACCEPTED:
        if f"{name}{suffix}" in files:
            lines.append(f"RewriteCond %{{HTTP_ACCEPT}} (?:{accepted}) [NC]")
            lines.append(_rule(_ALL, f"{latest}{name}{suffix}"))
    lines.append(_rule(_ALL, f"{latest}{name}.ttl"))
    return "\n".join(lines) + "\n"


_ALL: Final = "^(?:(?:id|statement|evidence|graph)/.+|dump/?)$"


def _browser(pattern: str, page: str) -> list[str]:
    if not page:
        return []
    return ["RewriteCond %{HTTP_ACCEPT} text/html [NC]", _rule(pattern, page)]


def _rule(pattern: str, target: str) -> str:
    return f"RewriteRule {pattern} {_literal(target)} [R=303,L]"


def _literal(target: str) -> str:
    """A target in which only `$1` and `$2` are replaced; `%` and blanks are none of a rule."""
    return re.sub(r"%(?=[0-9{])", r"\\%", target).replace(" ", r"\ ")
