"""diplold: cited facts about diplomacy, as linked data that people can trust."""

__all__ = ["__version__"]

__version__ = "0.1.0"
