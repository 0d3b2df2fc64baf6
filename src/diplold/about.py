"""What a project says about its dataset: `[tool.diplold.dataset]` of its pyproject.toml."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from difflib import get_close_matches
from pathlib import Path
from typing import Any, Final

from diplold import terms
from diplold.diagnostics import Stop
from diplold.terms import LexicalError

_TABLE: Final = "tool.diplold.dataset"
_TYPES: Final = ("organization", "person")
_VERSION: Final = re.compile(r"[0-9A-Za-z]+(?:[.+-][0-9A-Za-z]+)*")

_AN_AGENT: Final = (
    "is a name, or a table with `name`, `iri` and `type` (organization or person)",
    "adalah nama, atau tabel dengan `name`, `iri`, dan `type` (organization atau person)",
)

TAKEN: Final = frozenset(("csv", "dataset", "manifest", "ontology", "void"))
"""What files that every dump has are called, so that no project can be."""

Texts = Mapping[str, str]
"""A text in each language."""


@dataclass(frozen=True, slots=True)
class Agent:
    """Who made or publishes a dataset."""

    name: str
    iri: str = ""
    person: bool = False


@dataclass(frozen=True, slots=True)
class About:
    """What people are told of a dataset beyond what can be counted; "" is what is not said."""

    title: Texts = field(default_factory=dict)
    description: Texts = field(default_factory=dict)
    keywords: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    license: str = ""
    creator: tuple[Agent, ...] = ()
    publisher: Agent | None = None
    version: str = ""
    """That of the ontology, where it is not said."""

    issued: str = ""
    previous: str = ""
    """The version before."""

    homepage: str = ""
    sparql: str = ""
    download: str = ""
    """Where the files are, with a slash at the end."""


def read(file: Path, settings: object, name: str, base: str, languages: tuple[str, ...]) -> About:
    """Read the table, or what stands for it where there is none; raises `Stop` (exit code 3)."""
    if not isinstance(settings, dict):
        raise _Reader(file, {}, languages).wrong("", "is a table", "adalah tabel")
    reader = _Reader(file, settings, languages)
    reader.known()
    first = languages[:1] or ("en",)
    return About(
        title=reader.texts("title") or dict.fromkeys(languages or first, name),
        description=reader.texts("description") or _description(name, languages or first),
        keywords=reader.keywords(),
        license=reader.iri("license"),
        creator=reader.agents("creator"),
        publisher=next(iter(reader.agents("publisher", one=True)), None),
        version=reader.version("version"),
        issued=reader.issued(),
        previous=reader.version("previous"),
        homepage=reader.iri("homepage"),
        sparql=reader.iri("sparql"),
        download=reader.iri("download", folder=True) or f"{base}dump/",
    )


def _description(name: str, languages: tuple[str, ...]) -> Texts:
    """A description that is true of every dataset of this kind, in English where nothing else."""
    known = {
        "en": f"The dataset {name}: what sources say, statement by statement, with rank and "
        "citation.",
        "id": f"Himpunan data {name}: apa yang dikatakan sumber, pernyataan demi pernyataan, "
        "dengan peringkat dan sitasi.",
    }
    return {lang: known[lang] for lang in languages if lang in known} or {"en": known["en"]}


class _Reader:
    """Takes what stands under each key, and says where it is not what it should be."""

    def __init__(self, file: Path, settings: dict[str, Any], languages: tuple[str, ...]) -> None:
        self.file = file
        self.settings = settings
        self.languages = languages

    def known(self) -> None:
        """Stop at a key that nothing reads."""
        keys = About.__dataclass_fields__
        for key in self.settings:
            if key not in keys:
                close = get_close_matches(key, keys, n=1)
                hint = f" (did you mean `{close[0]}`?)" if close else ""
                raise self.wrong(key, f"is not known{hint}", f"tidak dikenal{hint}")

    def text(self, key: str) -> str:
        """A text, "" where there is none."""
        value = self.settings.get(key, "")
        if not isinstance(value, str) or (key in self.settings and not value.strip()):
            raise self.wrong(key, "is a text", "adalah teks")
        return value

    def texts(self, key: str) -> Texts:
        """A text in every language of the project."""
        value = self.settings.get(key, {})
        if not isinstance(value, dict) or not all(_is_text(text) for text in value.values()):
            raise self.wrong(key, *_a_table("a text", "satu teks"))
        missing = [lang for lang in self.languages if lang not in value]
        if key in self.settings and missing:
            listed = ", ".join(missing)
            raise self.wrong(key, f"has no text in: {listed}", f"tidak ada dalam: {listed}")
        return {self._language(key, lang): text for lang, text in value.items()}

    def keywords(self) -> Mapping[str, tuple[str, ...]]:
        """Some words by language."""
        value = self.settings.get("keywords", {})
        if not isinstance(value, dict) or not all(
            isinstance(words, list) and all(map(_is_text, words)) for words in value.values()
        ):
            raise self.wrong("keywords", *_a_table("a list of texts", "satu daftar teks"))
        return {self._language("keywords", lang): tuple(words) for lang, words in value.items()}

    def iri(self, key: str, *, folder: bool = False) -> str:
        """A web address, "" where there is none."""
        value = self._checked(key, terms.iri, "is a web address", "adalah alamat web")
        if value and folder and not value.endswith("/"):
            raise self.wrong(key, "ends with a `/`", "diakhiri dengan `/`")
        return value

    def version(self, key: str) -> str:
        """A version, which becomes part of an IRI."""
        value = self.text(key)
        if value and not _VERSION.fullmatch(value):
            raise self.wrong(key, "is a version like `1.0.0`", "adalah versi seperti `1.0.0`")
        return value

    def issued(self) -> str:
        """The day of the release; TOML has dates of its own."""
        value = self.settings.get("issued")
        if type(value) is date:
            return value.isoformat()
        return self._checked(
            "issued", terms.date, "is a date like 2026-01-31", "adalah tanggal seperti 2026-01-31"
        )

    def agents(self, key: str, *, one: bool = False) -> tuple[Agent, ...]:
        """Who it is: a name, or a table with `name`, `iri` and `type`, or a list of these."""
        value = self.settings.get(key, [])
        if isinstance(value, list) and one and value:
            raise self.wrong(key, "is one only", "hanya satu")
        return tuple(
            self._agent(key, each) for each in (value if isinstance(value, list) else [value])
        )

    def _agent(self, key: str, value: object) -> Agent:
        given = {"name": value} if isinstance(value, str) else value
        if (
            not isinstance(given, dict)
            or not given.keys() <= {"name", "iri", "type"}
            or not _is_text(given.get("name"))
            or given.get("type", _TYPES[0]) not in _TYPES
        ):
            raise self.wrong(key, *_AN_AGENT)
        inner = _Reader(self.file, given, self.languages)
        return Agent(given["name"], inner.iri("iri"), person=given.get("type") == "person")

    def _checked(self, key: str, convert: Callable[[str], str], en: str, id_: str) -> str:
        value = self.settings.get(key, "")
        try:
            if key in self.settings:
                convert(self.text(key))
        except (LexicalError, Stop) as error:
            raise self.wrong(key, en, id_) from error
        return str(value)

    def _language(self, key: str, tag: str) -> str:
        try:
            return terms.language(tag)
        except LexicalError as error:
            en, id_ = f"has `{tag}`, which is no language", f"memuat `{tag}`, yang bukan bahasa"
            raise self.wrong(key, en, id_) from error

    def wrong(self, key: str, en: str, id_: str) -> Stop:
        """What is wrong with a key, at its line."""
        place = f"{self.file}:{_line(self.file, key)}"
        name = f"dataset.{key}" if key else "dataset"
        return Stop(3, "E203", path=place, key=name, problem={"en": en, "id": id_})


def _is_text(value: object) -> bool:
    return isinstance(value, str) and bool(value.strip())


def _a_table(en: str, id_: str) -> tuple[str, str]:
    return (
        f"is a table with {en} for each language",
        f"adalah tabel dengan {id_} untuk setiap bahasa",
    )


def _line(file: Path, key: str) -> int:
    """The line of a key of the table, or that of the table where the key is written otherwise."""
    header = 1
    inside = False
    for number, line in enumerate(file.read_text(encoding="utf-8").splitlines(), 1):
        name = line.split("#")[0].strip()
        if name.startswith("["):
            inside = name.strip("[] ") == _TABLE
            if inside or name.strip("[] ") == f"{_TABLE}.{key}":
                header = number
        elif inside and key and re.match(rf"\"?{re.escape(key)}\"?\s*[.=]", name):
            return number
    return header
