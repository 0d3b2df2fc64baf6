"""diplold: cited facts about diplomacy, as linked data that people can trust."""

from importlib import import_module
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from diplold.linking import link

__all__ = ["__version__", "link"]

__version__ = "0.1.0"

_HOMES: Final = {"link": "diplold.linking"}
"""Where the functions for Python live; each is imported when it is asked for."""


def __getattr__(name: str) -> Any:  # noqa: ANN401 -- what a name stands for is known there
    if name in _HOMES:
        return getattr(import_module(_HOMES[name]), name)
    raise AttributeError(f"module 'diplold' has no attribute '{name}'")
