"""diplold: cited facts about diplomacy, as linked data that people can trust."""

from importlib import import_module

TYPE_CHECKING = False  # as in typing, which takes longer to import than all of this
if TYPE_CHECKING:
    from diplold.api import Dataset, PartialDate, Text, open  # noqa: A004 -- diplold.open
    from diplold.diagnostics import Stop
    from diplold.linking import link
    from diplold.terms import Iri

__all__ = ["Dataset", "Iri", "PartialDate", "Stop", "Text", "__version__", "link", "open"]

__version__ = "0.1.0"

_HOMES = {
    "Dataset": "diplold.api",
    "Iri": "diplold.terms",
    "PartialDate": "diplold.api",
    "Stop": "diplold.diagnostics",
    "Text": "diplold.api",
    "link": "diplold.linking",
    "open": "diplold.api",
}
"""Where the functions for Python live; each is imported when it is asked for."""


def __getattr__(name: str) -> object:
    if name in _HOMES:
        found: object = getattr(import_module(_HOMES[name]), name)
        return found
    raise AttributeError(f"module 'diplold' has no attribute '{name}'")
