"""What is said of an input file that cannot be read, or that is not UTF-8."""

from diplold.diagnostics import Diagnostic, Location, diagnostic


def unreadable(error: OSError, path: str) -> Diagnostic:
    """The diagnostic of a file that the system does not give."""
    return diagnostic("F019", Location(path), reason=error.strerror or str(error))


def not_utf8(error: UnicodeDecodeError, path: str) -> Diagnostic:
    """The diagnostic of the first byte that is not UTF-8; a byte order mark is no column."""
    good = error.object[: error.start].decode("utf-8", "replace").removeprefix("\ufeff")
    place = Location(path, good.count("\n") + 1, len(good.rpartition("\n")[2]) + 1)
    return diagnostic("F001", place, reason=f"byte 0x{error.object[error.start]:02x}")
