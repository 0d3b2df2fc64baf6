"""What a call from Python asks for: names as they are given become mentions, or an error.

An empty cell is None in what json, csv and pandas give: it says nothing. What cannot be meant
raises `TypeError` or `ValueError`, which say what was given, where, and what is wanted.
"""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import fields
from difflib import get_close_matches
from pathlib import Path
from typing import Any, Final

from diplold.gazetteer.model import type_of
from diplold.linking.model import Mention, is_unknown, known_types, understood

_FIELDS: Final = tuple(field.name for field in fields(Mention))
_WANTED: Final = {
    "lang": "a language tag, as 'id' or 'zh-Hant'",
    "country": "a QID, as 'Q252', or several as 'Q252|Q574'",
    "date": "'1988', '1988-07' or '1988-07-25'",
}
_LIST: Final = "give a list of names, as ['France'] or [{'name': 'France', 'lang': 'en'}]"


def mentions(names: object, lang: object, kind: object) -> list[Mention]:
    """What is asked of each name; `lang` and `kind` hold where a name says none itself."""
    general = {"lang": _text(lang, "lang"), "type": _text(kind, "type")}
    _understood(general, "")
    if isinstance(names, str | bytes | Mapping | Mention) or not isinstance(names, Iterable):
        raise TypeError(f"names is {_shown(names)}; {_LIST}")
    return [_mention(name, f"names[{at}]", general) for at, name in enumerate(names)]


def check_types(asked: Collection[Mention], known: Collection[str]) -> None:
    """Raise `ValueError` where a mention is of a type of which there can be nothing."""
    for at, mention in enumerate(asked):
        if is_unknown(mention.type, known):
            there = ", ".join(known_types(known))
            raise ValueError(f"names[{at}]: type is '{mention.type}'; there are: {there}")


def paths(given: object, called: str) -> tuple[Path, ...]:
    """Files as they are given: several, one, or None for none."""
    if given is None:
        return ()
    if isinstance(given, str | Path):
        return (Path(given),)
    if isinstance(given, bytes) or not isinstance(given, Iterable):
        raise TypeError(f"{called} is {_shown(given)}; a path or a list of paths is wanted")
    found = [*given]
    for at, one in enumerate(found):
        if not isinstance(one, str | Path):
            raise TypeError(f"{called}[{at}] is {_shown(one)}; a path is wanted")
    return tuple(map(Path, found))


def _mention(name: object, place: str, general: Mapping[str, str]) -> Mention:
    if name is None:
        return Mention("")
    if isinstance(name, Mention):
        said = _texts({key: getattr(name, key) for key in _FIELDS}, place)
    elif isinstance(name, Mapping):
        own = _said(name, place)
        said = {**own, **{key: own.get(key) or text for key, text in general.items()}}
    elif isinstance(name, str):
        said = {"name": name, **general}
    else:
        raise TypeError(
            f"{place} is {_shown(name)}; a text is wanted, None, or a mapping with 'name'"
        )
    return Mention(**{**said, "type": type_of(said["type"])})


def _said(given: Mapping[Any, object], place: str) -> dict[str, str]:
    """What a mapping says, each a text and understood."""
    for key in given:
        if key not in _FIELDS:
            close = get_close_matches(str(key), _FIELDS, n=1)
            hint = f"did you mean '{close[0]}'?" if close else f"known are: {', '.join(_FIELDS)}"
            raise ValueError(f"{place} has the key {key!r}, which says nothing; {hint}")
    if "name" not in given:
        raise ValueError(f"{place} is {_shown(given)}; it has no 'name'")
    return _texts(given, place)


def _texts(given: Mapping[Any, object], place: str) -> dict[str, str]:
    """What is said under each key, as a text."""
    said = {key: _text(given.get(key), key, place) for key in _FIELDS}
    _understood(said, f"{place}: ")
    return said


def _understood(said: Mapping[str, str], place: str) -> None:
    for key, text in said.items():
        if not understood(key, text):
            raise ValueError(f"{place}{key} is {_shown(text)}; {_WANTED[key]} is wanted")


def _text(given: object, key: str, place: str = "") -> str:
    if given is None:
        return ""
    if not isinstance(given, str):
        where = f"{place}: {key}" if place else key
        raise TypeError(f"{where} is {_shown(given)}; a text is wanted, or None")
    return given


def _shown(given: object) -> str:
    text = repr(given)
    kind = "" if isinstance(given, str) else f" ({type(given).__name__})"
    return (text if len(text) <= _LONGEST else f"{text[:_LONGEST]}…") + kind


_LONGEST: Final = 60
