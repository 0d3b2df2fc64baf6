"""A local store to ask: a project's dump, or any RDF files, in memory with Oxigraph."""

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Final

from diplold.diagnostics import Stop

if TYPE_CHECKING:
    from pyoxigraph import Store

_FORMATS: Final = {
    ".ttl": "TURTLE",
    ".nt": "N_TRIPLES",
    ".nq": "N_QUADS",
    ".trig": "TRIG",
    ".rdf": "RDF_XML",
    ".owl": "RDF_XML",
    ".xml": "RDF_XML",
    ".jsonld": "JSON_LD",
    ".n3": "N3",
}


def of_files(files: Sequence[Path]) -> "Store":
    """Read RDF files into a store; raises `Stop` (exit code 3) where one cannot be read."""
    from pyoxigraph import RdfFormat, Store

    store = Store()
    for file in files:
        name = _FORMATS.get(file.suffix.lower())
        if name is None:
            known = ", ".join(_FORMATS)
            raise Stop(3, "E205", path=str(file), reason=f"its name ends in none of {known}")
        try:
            store.bulk_load(path=str(file), format=getattr(RdfFormat, name))
        except SyntaxError as error:
            raise Stop(3, "E205", path=str(file), reason=str(error.msg)) from error
        except OSError as error:
            reason = error.strerror or str(error)
            raise Stop(3, "E205", path=str(file), reason=reason) from error
        except ValueError as error:
            raise Stop(3, "E205", path=str(file), reason=str(error)) from error
    return store


def of_dump(folder: Path, name: str) -> "Store":
    """Read a project's dump and its vocabulary; raises `Stop` (exit code 3) where there is none."""
    dump = folder / f"{name}.nq"
    if not dump.is_file():
        raise Stop(3, "E204", path=str(folder))
    vocabulary = folder / "ontology.ttl"
    return of_files([dump, *([vocabulary] if vocabulary.is_file() else [])])
