"""The paragraphs of a text, and the digest of each."""

import unicodedata
from hashlib import sha256
from pathlib import Path


def paragraphs(text: str) -> list[str]:
    """The paragraphs of a text: its lines that are not empty; the first has number 1."""
    return [line.strip() for line in text.split("\n") if line.strip()]


def digest(paragraph: str) -> str:
    """The SHA-256, in hex, of a paragraph in NFC, white space folded to single blanks."""
    folded = " ".join(unicodedata.normalize("NFC", paragraph).split())
    return sha256(folded.encode()).hexdigest()


def read_text(file: Path) -> str:
    """A text as it is, its line ends too; raises `OSError` or `UnicodeDecodeError`."""
    return file.read_bytes().decode("utf-8-sig")


def why(error: OSError | UnicodeDecodeError) -> str:
    """Why a text cannot be read, in short."""
    return (error.strerror if isinstance(error, OSError) else None) or str(error)
