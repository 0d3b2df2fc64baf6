"""JSON of strangers, read with care: of the shape that is asked for, or `Malformed`."""

import json
from collections.abc import Mapping, Sequence
from typing import Any, Final, NoReturn

from diplold.diagnostics import Text
from diplold.serve.reconcile.model import Malformed, clean
from diplold.serve.reconcile.settings import ENTRIES, NAME
from diplold.serve.reconcile.texts import say

KINDS: Final[Mapping[str, Text]] = {
    "object": {"en": "an object", "id": "sebuah objek"},
    "list": {"en": "a list", "id": "sebuah daftar"},
    "text": {"en": "a text", "id": "sebuah teks"},
    "number": {"en": "a positive whole number", "id": "bilangan bulat positif"},
    "truth": {"en": "true or false", "id": "true atau false"},
    "value": {
        "en": "a text, a number, a boolean or an object with `id`",
        "id": "teks, bilangan, boolean, atau objek dengan `id`",
    },
}


def read(text: str, name: str) -> Any:  # noqa: ANN401 -- JSON
    """The JSON in a parameter or body."""
    try:
        return json.loads(text, parse_constant=_refuse)
    except (ValueError, RecursionError) as error:
        raise Malformed(say("json", name=name)) from error


def _refuse(constant: str) -> NoReturn:
    raise ValueError(constant)


def wrong(where: str, kind: str) -> Malformed:
    """That something is not of the kind that it must be."""
    return Malformed(
        {lang: say("shape", where=where, what=what)[lang] for lang, what in KINDS[kind].items()}
    )


def an_object(value: object, where: str, known: Sequence[str] = ()) -> dict[str, Any]:
    """An object, with no other keys than those `known`, where any are."""
    if not isinstance(value, dict):
        raise wrong(where, "object")
    for key in value if known else ():
        if key not in known:
            raise Malformed(say("unknown-key", where=where, name=clean(key[:50])))
    return value


def a_list(value: object, where: str, most: int = ENTRIES) -> list[Any]:
    """A list that is not too long."""
    if not isinstance(value, list):
        raise wrong(where, "list")
    if len(value) > most:
        raise Malformed(say("many", where=where, most=most))
    return value


def a_text(value: object, where: str) -> str:
    """A text that is not too long, without what cannot be stored."""
    if not isinstance(value, str):
        raise wrong(where, "text")
    if len(value) > NAME:
        raise Malformed(say("long", where=where, most=NAME))
    return clean(value)


def a_number(value: object, where: str, most: int) -> int:
    """A whole number above 0; what is above `most` is that much."""
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    if isinstance(value, bool) or not isinstance(value, int) or value < 1:
        raise wrong(where, "number")
    return min(value, most)


def a_truth(value: object, where: str) -> bool:
    """A boolean."""
    if not isinstance(value, bool):
        raise wrong(where, "truth")
    return value


def values(value: object, where: str) -> tuple[str, ...]:
    """One value or a list of values of a property, each as a text or an identifier."""
    given = a_list(value, where) if isinstance(value, list) else [value]
    return tuple(_value(each, where) for each in given)


def _value(value: object, where: str) -> str:
    if isinstance(value, dict) and isinstance(value.get("id"), str):
        return a_text(value["id"], where)
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, int | float):
        return f"{value:g}" if isinstance(value, float) else str(value)[:NAME]
    if isinstance(value, str):
        return a_text(value, where)
    raise wrong(where, "value")
