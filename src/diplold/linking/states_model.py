"""A reading of a name of a state or territory, with what speaks for it."""

from typing import Final, NamedTuple

from diplold.linking.states_exact import Found

SHOWN: Final = 5
"""How many candidates are shown."""

CLEAR: Final = 0.8
"""The share of what speaks for it from which on one territory is meant, and not one of two."""

_SHORT: Final = 5


class Reading(NamedTuple):
    """One way to read a name: territories with the features that speak for the first."""

    codes: tuple[str, ...]
    """The first is meant, or, where `features` say `tie`, one of the first two."""

    features: dict[str, float]
    matched: str


NOTHING: Final = Reading((), {}, "")


def whole(found: Found, lang: str) -> Reading:
    """The reading of a whole name that was found."""
    shares = list(found.shares.values())
    features = {f"tier {found.tier}": 1.0}
    if found.own:
        features["own"] = 1.0
    elif lang:
        features["other language"] = 1.0
    if shares[0] < CLEAR:
        features["tie"] = 1.0
    if found.forms:
        features["formal"] = 1.0
    features["short"] = float(len(found.key) < _SHORT)
    return Reading(tuple(found.shares), features, found.key)
