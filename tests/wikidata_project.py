"""A project whose things are linked to Wikidata, in short; and who asks for it."""

import subprocess
from pathlib import Path

from conftest import diplold, make_project
from wikidata_server import Wikidata

CONTACT = "curator@diplold.test"
SOURCE = """\
source:
  id: report
  title: {en: A report}
  published: 1988-08-01
  url: "https://news.test/a report?x=1|2"
  accessed: 2026-11-20
  language: en
claims:
"""
META = """\
#curie_map:
#  our: https://w3id.org/diplold/id/
#  wd: http://www.wikidata.org/entity/
#mapping_set_id: https://w3id.org/diplold/links/test
#license: https://creativecommons.org/publicdomain/zero/1.0/
"""
COLUMNS = (
    "subject_id",
    "predicate_id",
    "predicate_modifier",
    "object_id",
    "object_label",
    "mapping_justification",
    "author_label",
    "mapping_date",
)
LINKS = "mappings/links/test.sssom.tsv"


def link(
    thing: str, item: str, label: str = "", how: str = "exactMatch", modifier: str = ""
) -> str:
    cells = (f"our:{thing}", f"skos:{how}", modifier, f"wd:{item}", label)
    return "\t".join((*cells, "semapv:ManualMappingCuration", "retno", "2026-11-21"))


def project(folder: Path, claims: str, *links: str, **files: str) -> Path:
    """A project with one sheet and one link file, and further files by path."""
    root = make_project(folder / "project", folder / "none")
    written = {
        "mappings/facts/report.yaml": SOURCE + claims,
        LINKS: META + "\n".join(("\t".join(COLUMNS), *links, "")),
        **files,
    }
    for name, text in written.items():
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_text(text, encoding="utf-8")
    return root


def ask(
    there: Wikidata, root: Path, *arguments: str, stdin: str | None = None, contact: str = CONTACT
) -> subprocess.CompletedProcess[str]:
    """`diplold wikidata ...`, asking the server of this machine."""
    who = ("--contact", contact) if contact else ()
    where = ("--api", there.api, "--sparql", there.sparql)
    return diplold("wikidata", *arguments, *who, *where, cwd=root, stdin=stdin)
