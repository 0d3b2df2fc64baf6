"""Whether what a query gives of a property is what is known of an entity."""

import re
from collections.abc import Callable, Mapping, Sequence
from typing import Final

from diplold.linking.fold import fold, plain
from diplold.serve.reconcile.model import Feature, Given, Value

_DATE: Final = re.compile(r"-?[0-9]{4}(-[0-9]{2}){0,2}")
_SAME: Final = 1.5
_OTHER: Final = -2.0


def texts(value: Value) -> list[str]:
    """All that a value may be called."""
    keys = ("str", "date", "id", "name", "int", "float")
    return [str(value[key]) for key in keys if key in value]


def agrees(given: Given, known: Sequence[Value]) -> bool | None:
    """Whether the values agree by the quantifier; None where nothing is known to compare."""
    if not known or not given.values:
        return None
    held = [_key(text) for value in known for text in texts(value)]
    found = [any(_same(_key(asked), have) for have in held) for asked in given.values]
    if given.quantifier == "none":
        return not any(found)
    return all(found) if given.quantifier == "all" else any(found)


def _key(text: str) -> str:
    text = text.strip()
    if _DATE.match(text):
        return text.removesuffix("T00:00:00Z").removesuffix(".0")
    return text if "://" in text else plain(fold(text))


def _same(asked: str, have: str) -> bool:
    """Whether two texts say the same; a year agrees with a day in it, an IRI with its last part."""
    if asked == have:
        return True
    if _DATE.fullmatch(asked) and _DATE.fullmatch(have):
        return asked.startswith(have) or have.startswith(asked)
    if "://" in have and "://" not in asked:
        return plain(fold(re.split("[/#]", have)[-1])) == asked
    return False


def weigh(
    given: Sequence[Given],
    known: Callable[[str], Sequence[Value]],
    names: Mapping[str, str],
) -> tuple[list[Feature], bool]:
    """What each given property does to the score, and whether all that are required hold."""
    features, holds = [], True
    for each in given:
        answer = agrees(each, known(each.property))
        if answer is not None:
            name = names.get(each.property, each.property)
            weight = _SAME if answer else _OTHER
            word = "same" if answer else "other"
            features.append(
                Feature(id=f"property:{each.property}", name=f"{word} {name}", value=weight)
            )
        if each.required and not answer:
            holds = False
    return features, holds
