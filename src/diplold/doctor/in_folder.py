"""A dump in a folder, looked at without a network."""

from collections.abc import Iterator
from pathlib import Path

from diplold.diagnostics import Stop
from diplold.doctor.description import Description, File, described
from diplold.doctor.findings import DESCRIBED, WHOLE, Finding, bad, counted, whole


def folder(path: Path) -> Iterator[Finding]:
    """What is wrong with a dump in a folder; raises `Stop` (exit code 3) where there is none."""
    top = path / "latest" if (path / "latest").is_dir() else path
    file = top / "void.ttl"
    if not top.is_dir() or not any(top.glob("*.nq")):
        raise Stop(3, "E204", path=str(path))
    yield from _by_manifest(top)
    found = _read(file) if file.is_file() else None
    if found is None:
        yield bad("void.ttl", DESCRIBED, "is missing or describes no dataset", "tidak ada")
        return
    for part in found.files:
        yield whole(part, top / part.name)
    for part in found.files:
        if part.name.endswith(".nq"):
            yield counted(found, part.name, top / part.name)


def _read(file: Path) -> Description | None:
    try:
        return described(file.read_bytes())
    except (OSError, SyntaxError, ValueError) as error:
        raise Stop(3, "E205", path=str(file), reason=str(error)) from error


def _by_manifest(top: Path) -> Iterator[Finding]:
    from diplold import manifest

    try:
        outputs = manifest.read(top).outputs
    except (OSError, manifest.Malformed):
        yield bad(manifest.NAME, WHOLE, "is missing or cannot be read", "tidak ada")
        return
    for name, digest in sorted(outputs.items()):
        yield whole(File(name, "", digest.bytes, digest.sha256), top / name)
