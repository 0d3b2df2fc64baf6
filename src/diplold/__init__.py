"""diplold: cited facts about diplomacy, as linked data that people can trust."""

from typing import Final

__all__ = ["__version__"]

__version__: Final = "0.1.0"
