"""A project: its folder, and what `[tool.diplold]` of its pyproject.toml says."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from difflib import get_close_matches
from pathlib import Path
from typing import Any, Final

from diplold import about
from diplold.about import TAKEN, About
from diplold.diagnostics import Stop
from diplold.fact_files import NOTES
from diplold.names import Names
from diplold.terms import WELL_KNOWN

_KEYS: Final = frozenset(
    ("name", "base", "ontology", "languages", "prefixes", "dataset", "wikidata")
)
_A_NAME: Final = re.compile(r"[A-Za-z0-9][A-Za-z0-9_-]*")


@dataclass(frozen=True, slots=True)
class Project:
    """Where everything of a project is, and how its IRIs begin."""

    root: Path
    name: str
    base: str
    ontology: str
    """The namespace of the project's own terms."""

    languages: tuple[str, ...]
    """Every term, message and named thing has a text in these."""

    prefixes: Mapping[str, str] = field(default_factory=dict)
    about: About = field(default_factory=About)
    """What people are told of the dataset."""

    contact: str = ""
    """Whom Wikidata may write to: `contact` of `[tool.diplold.wikidata]`, "" where not said."""

    @property
    def names(self) -> Names:
        """How the project's IRIs are made."""
        return Names(self.base)

    @property
    def dist(self) -> Path:
        """Where the dump goes."""
        return self.root / "dist"

    def files(self, folder: str, *suffixes: str) -> list[Path]:
        """The files of a folder and below with one of these suffixes, or all, by path.

        A link that leads nowhere is one of them, so that who reads it says so. What is hidden
        is left out.
        """
        top = self.root / folder
        found = (p for p in top.rglob("*") if not suffixes or p.suffix in suffixes)
        files = (p for p in found if p.is_file() or (p.is_symlink() and not p.exists()))
        kept = (p for p in files if not any(q.startswith(".") for q in p.relative_to(top).parts))
        return sorted(kept, key=lambda p: p.relative_to(top).as_posix())

    @property
    def facts(self) -> list[Path]:
        """Sheets and tables, and what else lies beside them: a file that is not read is told."""
        return [path for path in self.files("mappings/facts") if path != self.lock]

    @property
    def links(self) -> list[Path]:
        """Decisions about links, as SSSOM."""
        return self.files("mappings/links", ".tsv")

    @property
    def mappings(self) -> list[Path]:
        """Mapping scripts: the Python files directly in `mappings/`."""
        top = self.root / "mappings"
        return sorted(p for p in top.iterdir() if p.suffix == ".py") if top.is_dir() else []

    @property
    def baseline(self) -> Path:
        """Known findings."""
        return self.root / "baseline.yaml"

    @property
    def lock(self) -> Path:
        """The digests of the paragraphs that are cited."""
        return self.root / "mappings" / "facts" / "evidence.lock"

    @property
    def moved(self) -> Path:
        """What was renamed, merged or withdrawn."""
        return self.root / "mappings" / "moved.yaml"

    @property
    def published(self) -> Path:
        """The paths of all that releases contained."""
        return self.root / "mappings" / "published.txt"

    @property
    def watched(self) -> list[Path]:
        """Every file whose change may change what `check` finds."""
        settings = [
            self.root / "pyproject.toml",
            self.baseline,
            self.lock,
            self.moved,
            self.published,
        ]
        inputs = self.facts + self.links + self.mappings + self.shapes + self.ontology_files
        return [path for path in settings if path.is_file()] + inputs

    @property
    def inputs(self) -> list[Path]:
        """Every file that a dump is made of."""
        notes = {path for path in self.facts if path.suffix in NOTES}
        return [path for path in self.watched if path not in notes]

    @property
    def shapes(self) -> list[Path]:
        """Shape files."""
        return self.files("shapes", ".ttl")

    @property
    def ontology_files(self) -> list[Path]:
        """Ontology files."""
        return self.files("ontology", ".ttl")

    @property
    def queries(self) -> dict[str, Path]:
        """Named queries, by name."""
        return {path.stem: path for path in self.files("queries", ".rq")}


def find(start: Path) -> Project:
    """The project that a folder is in; raises `Stop` (exit code 3) where there is none."""
    folder = start.resolve()
    for candidate in (folder, *folder.parents):
        file = candidate / "pyproject.toml"
        if file.is_file():
            settings = _settings(file)
            if settings is not None:
                return _project(candidate, file, settings)
    raise Stop(3, "E201", path=str(start))


def _settings(file: Path) -> dict[str, Any] | None:
    import tomllib

    try:
        with file.open("rb") as stream:
            content = tomllib.load(stream)
    except (OSError, tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise Stop(3, "E202", path=str(file), reason=str(error)) from error
    settings = content.get("tool", {}).get("diplold")
    return settings if isinstance(settings, dict) else None


def _project(root: Path, file: Path, settings: dict[str, Any]) -> Project:
    for key in settings:
        if key not in _KEYS:
            close = get_close_matches(key, _KEYS, n=1)
            hint = f" (did you mean `{close[0]}`?)" if close else ""
            raise _bad(file, key, f"is not known{hint}", f"tidak dikenal{hint}")
    base = _text(file, settings, "base")
    if not base.endswith("/"):
        raise _bad(file, "base", "ends with a `/`", "diakhiri dengan `/`")
    languages = settings.get("languages", ["en"])
    if not (isinstance(languages, list) and all(isinstance(tag, str) for tag in languages)):
        raise _bad(file, "languages", "is a list of language tags", "adalah daftar kode bahasa")
    prefixes = settings.get("prefixes", {})
    if not isinstance(prefixes, dict):
        raise _bad(file, "prefixes", "is a table", "adalah tabel")
    ontology = settings.get("ontology", f"{base}ontology#")
    name = _name(file, settings)
    said = about.read(file, settings.get("dataset", {}), name, base, tuple(languages))
    return Project(
        root,
        name,
        base,
        str(ontology),
        tuple(languages),
        {**WELL_KNOWN, **{str(k): str(v) for k, v in prefixes.items()}},
        said,
        _contact(file, settings.get("wikidata", {})),
    )


def _contact(file: Path, wikidata: object) -> str:
    """The one thing that `[tool.diplold.wikidata]` says."""
    if not isinstance(wikidata, dict):
        raise _bad(file, "wikidata", "is a table", "adalah tabel")
    for key in wikidata:
        if key != "contact":
            problem = "is not known (`contact` is)", "tidak dikenal (yang dikenal: `contact`)"
            raise _bad(file, f"wikidata.{key}", *problem)
    contact = wikidata.get("contact", "")
    if not isinstance(contact, str):
        raise _bad(file, "wikidata.contact", "is a text", "adalah teks")
    return contact


def _text(file: Path, settings: dict[str, Any], key: str) -> str:
    value = settings.get(key)
    if not isinstance(value, str) or not value:
        raise _bad(file, key, "is needed, as a text", "diperlukan, berupa teks")
    return value


def _name(file: Path, settings: dict[str, Any]) -> str:
    """The project's name; files of the dump are called by it, beside some that are always there."""
    name = _text(file, settings, "name")
    if not _A_NAME.fullmatch(name):
        en, id_ = "has letters, digits, `-` and `_` only", "hanya berisi huruf, angka, `-`, dan `_`"
        raise _bad(file, "name", en, id_)
    if name.lower() in TAKEN:
        en, id_ = f"is not `{name}`, a file of every dump", f"bukan `{name}`, berkas setiap hasil"
        raise _bad(file, "name", en, id_)
    return name


def _bad(file: Path, key: str, en: str, id_: str) -> Stop:
    return Stop(3, "E203", path=str(file), key=key, problem={"en": en, "id": id_})
