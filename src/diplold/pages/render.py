"""Templates and what they may use; every value is escaped unless it is a template's own."""

from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Any, Final
from urllib.parse import urlencode

import jinja2

from diplold.pages.site import LANGUAGES, Site
from diplold.pages.texts import NAMES, TEXTS

STATIC: Final = {
    "style.css": "text/css",
    "query.js": "text/javascript",
    "icon.svg": "image/svg+xml",
}
"""The files that pages refer to, with their media types."""


@dataclass(frozen=True, slots=True)
class View:
    """Where a page is, and in which language."""

    lang: str
    path: str = "/"
    query: tuple[tuple[str, str], ...] = ()
    """The parameters of its address, without the language."""

    chosen: bool = False
    """Whether the address names the language; then links keep it."""

    def here(self, **more: str) -> str:
        """The address of this page with other parameters."""
        kept = [(name, value) for name, value in self.query if name not in more]
        chosen = [("lang", self.lang)] if self.chosen and "lang" not in more else []
        pairs = [*kept, *chosen, *more.items()]
        return f"{self.path}?{urlencode(pairs)}" if pairs else self.path

    def to(self, path: str) -> str:
        """A link to another page of the site, in the language that was chosen."""
        if not self.chosen or not path.startswith("/"):
            return path
        address, sign, fragment = path.partition("#")
        joint = "&" if "?" in address else "?"
        return f"{address}{joint}lang={self.lang}{sign}{fragment}"


def page(template: str, site: Site, view: View, **values: Any) -> bytes:  # noqa: ANN401 -- view models
    """A page as UTF-8."""
    texts = TEXTS[view.lang]
    made = _environment().get_template(f"{template}.html")
    known = {"site": site, "view": view, "t": texts, "lang": view.lang}
    return made.render(**known, languages=_switch(view), **values).encode("utf-8", "replace")


def _switch(view: View) -> list[tuple[str, str, str]]:
    """Each language with its own name and the address of this page in it."""
    return [(tag, NAMES[tag], view.here(lang=tag)) for tag in LANGUAGES]


@cache
def static(name: str) -> bytes:
    """A file that pages refer to; the name is one of `STATIC`."""
    return resources.files("diplold.pages").joinpath("static", name).read_bytes()


@cache
def _environment() -> jinja2.Environment:
    environment = jinja2.Environment(
        loader=jinja2.DictLoader(_templates()),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        auto_reload=False,
    )
    for name in environment.list_templates():
        environment.get_template(name)  # compiled now: a worker can open no file
    return environment


def _templates() -> dict[str, str]:
    folder = resources.files("diplold.pages").joinpath("templates")
    files = (file for file in folder.iterdir() if file.name.endswith(".html"))
    return {file.name: file.read_text(encoding="utf-8") for file in files}


def prepare() -> None:
    """Read and compile all templates, for a process that will be able to open no file."""
    _environment()
