"""What one run comes to: findings, counts and files."""

from dataclasses import dataclass, field
from pathlib import Path

from diplold.diagnostics import Report


@dataclass(slots=True)
class Outcome:
    """What one run read, found and, where it built and found no error, wrote."""

    report: Report = field(default_factory=Report)
    sheets: int = 0
    claims: int = 0
    things: int = 0
    statements: int = 0
    written: tuple[Path, ...] = ()
