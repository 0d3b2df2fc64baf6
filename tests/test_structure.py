"""The direction of flow: each module imports only what stands above it."""

import ast
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from conftest import ROOT

# From the top: a module may import those in earlier rows, and its own package.
ORDER = (
    ("diplold",),
    ("diagnostics",),
    ("atomic", "unreadable"),
    ("manifest",),
    ("publish",),
    ("layout",),
    ("iri_syntax",),
    ("terms",),
    ("about",),
    ("fact_files",),
    ("facts",),
    ("turtle",),
    ("mapping.language", "mapping.rows"),
    ("statements", "sorting"),
    ("names",),
    ("links",),
    ("wikidata.cache", "wikidata.manners"),
    ("wikidata.transport",),
    ("wikidata.client",),
    ("wikidata.entities",),
    ("ontology",),
    ("mapping",),
    ("dataset",),
    ("sources",),
    ("permanence",),
    ("check",),
    ("formats",),
    ("census",),
    ("dump",),
    ("conflicts", "streaming"),
    ("schema",),
    ("delimited",),
    ("linking.model", "linking.fold"),
    ("skeleton",),
    ("store",),
    ("sparql",),
    ("query",),
    ("queries",),
    ("project",),
    ("asking", "answer"),
    ("api",),
    ("pages",),
    ("describe",),
    ("evidence",),
    ("new_source",),
    ("outcome",),
    ("reading",),
    ("things",),
    ("stages",),
    ("pipeline",),
    ("written",),
    ("gazetteer",),
    ("linking",),
    ("wikidata",),
    ("diff",),
    ("w3id",),
    ("release", "doctor"),
    ("parallel",),
    ("serve",),
    ("cli",),
    ("__main__",),
)
OWNERS = {
    "yaml": {"facts.yaml_tree"},
    "pyshacl": {"check.engine"},
    "rdflib": {"check", "answer"},
    "click": {"cli"},
    "jinja2": {"pages"},
    "starlette": {"serve"},
    "uvicorn": {"serve"},
}


def row(module: str) -> int:
    """The row of the longest entry that the module is or lies in."""
    names = [
        (len(name), number)
        for number, names in enumerate(ORDER)
        for name in names
        if module == name or module.startswith(f"{name}.")
    ]
    assert names, f"{module} has no place in the order"
    return max(names)[1]


def imports(tree: ast.AST) -> Iterator[str]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            if node.module == "diplold":
                yield from (f"diplold.{alias.name}" for alias in node.names)
            else:
                yield node.module


def violations(module: str, source: str) -> list[str]:
    found = []
    for name in imports(ast.parse(source)):
        top, _, rest = name.partition(".")
        if top == "diplold" and rest and not rest.startswith("__"):
            # The package only names, for type checkers, what it hands on when it is asked for.
            own = module.split(".", maxsplit=1)[0] in (rest.split(".")[0], "diplold")
            if not own and row(rest) >= row(module):
                found.append(f"{module} imports {rest}")
        owners = OWNERS.get(top)
        if owners and not any(module == o or module.startswith(f"{o}.") for o in owners):
            found.append(f"{module} imports {top}")
    return found


def modules() -> Iterator[tuple[str, Path]]:
    top = ROOT / "src" / "diplold"
    for path in sorted(top.rglob("*.py")):
        parts = [*path.relative_to(top).with_suffix("").parts]
        if parts[-1] == "__init__":
            parts.pop()
        yield ".".join(parts) or "diplold", path


def test_imports_go_one_way() -> None:
    found = [v for name, path in modules() for v in violations(name, path.read_text("utf-8"))]
    assert found == []


@pytest.mark.parametrize(
    ("module", "source"),
    [
        ("terms", "from diplold.pipeline import build"),
        ("facts.reader", "import diplold.check"),
        ("statements", "from diplold import dump"),
        ("query", "import yaml"),
        ("dump", "def f():\n    import click"),
        ("pipeline", "from pyshacl import validate"),
    ],
)
def test_the_check_of_imports_can_fail(module: str, source: str) -> None:
    assert violations(module, source)


def test_importing_the_package_loads_nothing_heavy() -> None:
    heavy = ["rdflib", "pyshacl", "requests", "pyoxigraph", "jinja2", "yaml", "click"]
    code = f"import diplold, sys; print([m for m in {heavy!r} if m in sys.modules])"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


@pytest.mark.parametrize("arguments", [["--help"], ["check", "--help"], ["query", "--help"]])
def test_help_loads_no_rdf_library(arguments: list[str]) -> None:
    heavy = ["rdflib", "pyshacl", "requests", "pyoxigraph"]
    code = (
        "import sys; from diplold.cli.main import main\n"
        f"try: main({arguments!r})\nexcept SystemExit: pass\n"
        f"print([m for m in {heavy!r} if m in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip().splitlines()[-1] == "[]"


def test_a_query_loads_neither_rdflib_nor_pyshacl(tmp_path: Path) -> None:
    data = tmp_path / "data.ttl"
    data.write_text("<http://e/a> <http://e/b> 1 .")
    arguments = ["query", "--data", str(data), "SELECT * { ?s ?p ?o }"]
    code = (
        "import sys; from diplold.cli.main import main\n"
        f"try: main({arguments!r})\nexcept SystemExit: pass\n"
        "print([m for m in ['rdflib', 'pyshacl', 'requests'] if m in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip().splitlines()[-1] == "[]"
