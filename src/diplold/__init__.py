"""diplold: cited facts about diplomacy, as linked data that people can trust."""

from importlib import import_module
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from diplold.api import Dataset, PartialDate, Text, open  # noqa: A004 -- diplold.open
    from diplold.diagnostics import Stop
    from diplold.linking import link
    from diplold.terms import Iri

__all__ = ["Dataset", "Iri", "PartialDate", "Stop", "Text", "__version__", "link", "open"]

__version__ = "0.1.0"

_HOMES: Final = {
    "Dataset": "diplold.api",
    "Iri": "diplold.terms",
    "PartialDate": "diplold.api",
    "Stop": "diplold.diagnostics",
    "Text": "diplold.api",
    "link": "diplold.linking",
    "open": "diplold.api",
}
"""Where the functions for Python live; each is imported when it is asked for."""


def __getattr__(name: str) -> Any:  # noqa: ANN401 -- what a name stands for is known there
    if name in _HOMES:
        return getattr(import_module(_HOMES[name]), name)
    raise AttributeError(f"module 'diplold' has no attribute '{name}'")
