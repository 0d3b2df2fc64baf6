"""A new source: the skeleton of its sheet, and its paragraphs numbered for the curator.

The sheet goes into the project and holds no word of the text. The numbered paragraphs are the
text itself and stay outside.
"""

import json
import re
from pathlib import Path

from diplold.diagnostics import Stop
from diplold.evidence import paragraphs, read_text
from diplold.terms import LexicalError, language, slug

_SHEET = """\
# Fill in what the text says of itself, and take out what it does not say.
source:
  id: {id}
  file: {file}
  title: {title}
  publisher: ""     # organization/...
  published: ""     # 2021-03-17T17:30+07:00, 2021-03-17, 2021-03 or 2021
  language: {language}

curator: ""

claims:
  # What one paragraph says about one thing:
  # - at: 3
  #   about: meeting/first-talks
  #   label: {{en: First talks, id: Perundingan pertama}}
"""


def identifier(file: Path, given: str | None) -> str:
    """The id given, or one made of the file's name; raises `Stop` where it cannot be one."""
    made = re.sub(r"[^a-z0-9]+", "-", file.stem.lower()).strip("-")
    return _checked(slug, given or made)


def sheet(name: str, file: Path, tag: str | None) -> str:
    """A sheet with nothing of the text in it, for a curator to fill in."""
    tag = _checked(language, tag) if tag else ""
    title = f'{{{tag}: ""}}' if tag else '""'
    return _SHEET.format(
        id=name,
        file=json.dumps(file.name, ensure_ascii=False),
        title=title,
        language=tag or '""            # en, id',
    )


def numbered(file: Path) -> str:
    """The paragraphs of a text, one a line, each with its number."""
    try:
        found = paragraphs(read_text(file))
    except (OSError, UnicodeDecodeError) as error:
        reason = (isinstance(error, OSError) and error.strerror) or str(error)
        raise Stop(3, "E202", path=str(file), reason=reason) from error
    width = len(str(len(found)))
    return "".join(f"{f'[{n}]':<{width + 2}} {text}\n" for n, text in enumerate(found, 1))


def _checked(check, text):
    ...
