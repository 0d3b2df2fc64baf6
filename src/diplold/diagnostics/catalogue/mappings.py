"""M: mapping scripts."""

from collections.abc import Mapping
from typing import Final

from diplold.diagnostics.catalogue.entry import Entry, error

MAPPINGS: Final[Mapping[str, Entry]] = {
    "M001": error(
        "the mapping cannot be loaded: {reason}", "pemetaan tidak dapat dimuat: {reason}"
    ),
    "M002": error(
        "{what} cannot be used in a mapping",
        "{what} tidak dapat dipakai dalam pemetaan",
        "{remedy}",
        "{remedy}",
    ),
    "M003": error(
        "no mapping reads claims about a `{kind}`",
        "tidak ada pemetaan yang membaca klaim tentang `{kind}`",
        'mend the first word of `about`, or write a mapping: `@mapping("{kind}")`',
        'perbaiki kata pertama `about`, atau tulis pemetaan: `@mapping("{kind}")`',
    ),
    "M004": error(
        "no mapping for `{kind}` reads the field `{field}`",
        "tidak ada pemetaan yang membaca bidang `{field}` dari {kind}",
    ),
    "M005": error("a second mapping for `{kind}`", "pemetaan kedua untuk `{kind}`"),
    "M006": error(
        "a mapping takes a claim and yields subject, predicate, object: {problem}",
        "pemetaan menerima klaim dan menghasilkan subjek, predikat, objek: {problem}",
    ),
    "M007": error(
        "`{method}` cannot read this: {problem}",
        "`{method}` tidak dapat membaca ini: {problem}",
        "{remedy}",
        "{remedy}",
    ),
    "M008": error(
        "a mapping is for one kind of thing: {problem}",
        "pemetaan berlaku untuk satu jenis hal: {problem}",
        'write what `about` begins with: `@mapping("meeting")` for `meeting/jim-1`',
        'tulis awal dari `about`: `@mapping("meeting")` untuk `meeting/jim-1`',
    ),
}
