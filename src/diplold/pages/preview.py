"""The small page that OpenRefine shows of a candidate, and what it shows of a suggestion."""

import base64
import hashlib
from collections.abc import Mapping, Sequence
from functools import cache
from importlib import resources
from typing import Any, Final

import jinja2
from markupsafe import Markup

_STYLE: Final = (
    "body{margin:.5em .7em;font:13px/1.4 system-ui,sans-serif;color:#1a1a1a;background:#fff;"
    "overflow-wrap:anywhere}h1{font-size:1.15em;margin:0}p{margin:.2em 0}a{color:#0645ad}"
    ".id{color:#555;font-size:.9em}dl{display:grid;grid-template-columns:auto 1fr;gap:.1em .8em;"
    "margin:.5em 0 0}dt{color:#555}dd{margin:0}"
)
_MARKED: Final = Markup(_STYLE)  # noqa: S704 -- the style is ours, and has no quotes
_HASH: Final = base64.b64encode(hashlib.sha256(_STYLE.encode()).digest()).decode()
_VALUES: Final = 5
_ROWS: Final = 8


def policy(ancestors: Sequence[str]) -> str:
    """The content security policy of a preview: its own style, nothing else, shown in whom."""
    return (
        f"default-src 'none'; style-src 'sha256-{_HASH}'; base-uri 'none'; form-action 'none';"
        f" frame-ancestors 'self' {' '.join(ancestors)}"
    )


def page(
    entity: Mapping[str, Any], view: str, rows: Sequence[tuple[str, Sequence[str]]], lang: str
) -> str:
    """The page of an entity; `rows` are names of properties with values as texts."""
    shown = [(name, _shortened(values)) for name, values in rows[:_ROWS]]
    template = _environment().get_template("reconcile_preview.html")
    return template.render(entity=entity, view=view, rows=shown, lang=lang, style=_MARKED)


def flyout(identifier: str, name: str, description: str) -> str:
    """A piece of HTML about a suggestion."""
    template = _environment().get_template("reconcile_flyout.html")
    return template.render(id=identifier, name=name, description=description)


def _shortened(values: Sequence[str]) -> list[str]:
    more = ["…"] if len(values) > _VALUES else []
    return [*values[:_VALUES], *more]


@cache
def _environment() -> jinja2.Environment:
    folder = resources.files("diplold.pages").joinpath("templates")
    names = ("reconcile_preview.html", "reconcile_flyout.html")
    files = {name: folder.joinpath(name).read_text(encoding="utf-8") for name in names}
    return jinja2.Environment(
        loader=jinja2.DictLoader(files),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
