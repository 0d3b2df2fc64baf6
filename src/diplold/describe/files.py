"""What the name of a file of the dump says of it: its media type, and what it was packed with."""

from pathlib import PurePosixPath
from typing import Final

MEDIA: Final = {
    ".csv": "text/csv",
    ".json": "application/json",
    ".jsonld": "application/ld+json",
    ".md": "text/markdown",
    ".nq": "application/n-quads",
    ".nt": "application/n-triples",
    ".rdf": "application/rdf+xml",
    ".trig": "application/trig",
    ".tsv": "text/tab-separated-values",
    ".ttl": "text/turtle",
    ".txt": "text/plain",
    ".yaml": "application/yaml",
}
UNKNOWN: Final = "application/octet-stream"
COMPRESSED: Final = {".gz": "application/gzip", ".zst": "application/zstd"}


def split(name: str) -> tuple[str, str, str]:
    """A file's suffix, what stands before it, and the suffix of its compression."""
    path = PurePosixPath(name)
    compression = path.suffix if path.suffix in COMPRESSED else ""
    bare = PurePosixPath(name.removesuffix(compression))
    return bare.suffix, str(bare.with_suffix("")), compression
