"""A new source: the skeleton of its sheet, and its paragraphs numbered for the curator.

The sheet goes into the project and holds no word of the text. The numbered paragraphs are the
text itself and stay outside of the project.
"""

import json
import re
from pathlib import Path
from typing import Final

from diplold.diagnostics import Stop
from diplold.evidence import paragraphs, read_text, why
from diplold.terms import LexicalError, language, slug

_SHEET: Final = """\
# Fill in what the text says of itself; take out the lines of what it does not say.
source:
  id: {id}
  file: {file}
  title: {title}
  publisher: ""    # organization/...
  published: ""    # 2021-03-17T17:30+07:00, 2021-03-17, 2021-03 or 2021
  language: {language}

curator: ""

claims:
  # One claim is what one paragraph says about one thing:
  # - at: 3
  #   about: meeting/first-talks
  #   label: {{en: First talks, id: Perundingan pertama}}
"""
_PLAIN: Final = re.compile(r"[A-Za-z0-9_][\w.-]*", re.ASCII)


def create(
    text: Path,
    root: Path,
    *,
    sheet: Path | None = None,
    name: str | None = None,
    tag: str | None = None,
    numbered: Path | None = None,
) -> list[Path]:
    """Write the sheet of a text and its numbered paragraphs; gives the files written.

    `root` is the project's folder, which the paragraphs must not come to lie in. Nothing is
    overwritten. Raises `Stop`: exit code 2 for wrong use, 3 where the text cannot be read, 5
    where a file cannot be written.
    """
    try:
        name = slug(name or re.sub(r"[^a-z0-9]+", "-", text.stem.lower()).strip("-"))
        tag = language(tag) if tag else None
    except LexicalError as error:
        raise Stop(2, error.code, **error.arguments) from error
    sheet = sheet or root / "mappings" / "facts" / f"{name}.yaml"
    numbered = numbered or text.with_name(f"{text.stem}.paragraphs.txt")
    if numbered.resolve().is_relative_to(root.resolve()):
        raise Stop(2, "E209", problem=_inside(numbered))
    lines = [f"[{n}] {paragraph}\n" for n, paragraph in enumerate(_read(text), 1)]
    files = {sheet: _skeleton(name, text.name, tag), numbered: "".join(lines)}
    for path in files:
        if path.exists():
            raise Stop(5, "E501", path=str(path), reason=_THERE)
    for path, content in files.items():
        _write(path, content)
    return list(files)


def _skeleton(name: str, file: str, tag: str | None) -> str:
    return _SHEET.format(
        id=name,
        file=file if _PLAIN.fullmatch(file) else json.dumps(file, ensure_ascii=False),
        title=f'{{{tag}: ""}}' if tag else '""',
        language=tag or '""     # en, id',
    )


_THERE: Final = {"en": "it is there already", "id": "berkas itu sudah ada"}


def _inside(path: Path) -> dict[str, str]:
    return {
        "en": f"{path} lies in the project, where the sentences of a text do not belong;"
        " keep the text elsewhere, or name another place with --paragraphs",
        "id": f"{path} terletak di dalam proyek, padahal kalimat teks tidak boleh ada di sana;"
        " simpan teks di tempat lain, atau sebutkan tempat lain dengan --paragraphs",
    }


def _read(text: Path) -> list[str]:
    try:
        return paragraphs(read_text(text))
    except (OSError, UnicodeDecodeError) as error:
        raise Stop(3, "E202", path=str(text), reason=why(error)) from error


def _write(path: Path, content: str) -> None:
    try:
        with path.open("x", encoding="utf-8", newline="\n") as stream:
            stream.write(content)
    except OSError as error:
        raise Stop(5, "E501", path=str(path), reason=error.strerror or str(error)) from error
