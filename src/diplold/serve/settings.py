"""What a server is told when it starts: the data, where to listen, and every limit."""

from dataclasses import asdict, dataclass, fields
from typing import Any, Self

MEBIBYTE = 1 << 20


@dataclass(frozen=True, slots=True)
class Settings:
    """All of it; the same for the server, the nursery and the workers."""

    data: tuple[str, ...] = ()
    """RDF files; none means the dump of the project."""

    project: str = ""
    """The folder of the project, "" outside of one."""

    base: str = ""
    """What the IRIs begin with that are answered at their own path; "" means the project's."""

    host: str = "127.0.0.1"
    port: int = 8080
    workers: int = 2
    timeout: float = 10.0
    """Seconds that one answer may take."""

    memory: int = 1024
    """MiB that a worker may need beyond the data."""

    rows: int = 100_000
    """Rows or triples of one answer."""

    size: int = 16 * MEBIBYTE
    """Bytes of one answer, before compression."""

    body: int = MEBIBYTE
    """Bytes of a request's body."""

    waiting: int = 100
    """Requests that may wait for a worker."""

    hosts: tuple[str, ...] = ()
    """Names under which the server is known, beside the address it listens at."""

    origins: tuple[str, ...] = ()
    """Origins whose scripts may read the answers; `*` for all."""

    def plain(self) -> dict[str, Any]:
        """The settings as JSON can hold them."""
        return asdict(self)

    @classmethod
    def of(cls, plain: dict[str, Any]) -> Self:
        """The settings that `plain` made."""
        known = {field.name for field in fields(cls)}
        values: dict[str, Any] = {
            k: tuple(v) if isinstance(v, list) else v for k, v in plain.items() if k in known
        }
        return cls(**values)
