"""What the catalogue says of one code."""

from collections.abc import Mapping
from typing import NamedTuple

Text = Mapping[str, str]
"""One text by language tag."""


class Entry(NamedTuple):
    """A code's severity, message and, where a remedy is known, help."""

    severity: str
    message: Text
    help: Text | None = None


def error(en: str, id_: str, help_en: str = "", help_id: str = "") -> Entry:
    """Make an entry that stops what it is about."""
    return Entry("error", {"en": en, "id": id_}, _help(help_en, help_id))


def warning(en: str, id_: str, help_en: str = "", help_id: str = "") -> Entry:
    """Make an entry that is said, and stops nothing."""
    return Entry("warning", {"en": en, "id": id_}, _help(help_en, help_id))


def _help(en: str, id_: str) -> Text | None:
    return {"en": en, "id": id_} if en else None
