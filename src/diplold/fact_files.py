"""What the names of files of facts end in: known without reading one of them."""

from typing import Final

SHEETS: Final = (".yaml", ".yml")
TABLES: Final = ".csv"
NOTES: Final = (".md", ".txt")
"""Notes are for people."""
