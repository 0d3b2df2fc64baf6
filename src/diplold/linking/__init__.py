"""Linking names in other people's data to Wikidata: candidates, and a confidence in each."""

from collections.abc import Iterable, Mapping
from pathlib import Path

from diplold.linking.model import Mention, Outcome

__all__ = ["link"]


def link(
    names: Iterable[str | Mapping[str, str] | Mention],
    *,
    lang: str = "",
    type: str = "",  # noqa: A002 -- the word of the model
    gazetteers: Iterable[str | Path] = (),
    project: str | Path | None = None,
    cache: str | Path | None = None,
) -> list[Outcome]:
    """Say of each name which item of Wikidata it means, in order.

    A name is a text, or a mapping with `name` and, where known, `lang`, `type`, `country` (a
    QID), `date` and `office`. `gazetteers` are tables or indexes besides states and territories,
    `project` a folder whose linked things are known too. Indexes are kept in the folder `cache`,
    `~/.cache/diplold` unless another is named. Raises `Stop` where a file cannot be used.

    >>> link(["Tiongkok"], lang="id", type="state")[0].qid
    'Q148'
    """
    from diplold import project as projects
    from diplold.diagnostics import Report, Severity, Stop
    from diplold.linking import opening
    from diplold.linking.linker import Linker

    here = projects.find(Path(project)) if project is not None else None
    files = [Path(file) for file in gazetteers]
    folder = Path(cache) if cache is not None else opening.user_cache()
    report = Report()
    found = opening.gazetteer(files, here, report, type=type, cache=folder)
    for wrong in report.ordered():
        if wrong.severity is Severity.ERROR:
            raise Stop(3, "E272", place=str(wrong.location), problem=wrong.message)
    return Linker(found).match([_mention(name, lang, type) for name in names])


def _mention(name: str | Mapping[str, str] | Mention, lang: str, kind: str) -> Mention:
    if isinstance(name, Mention):
        return name
    given = {"name": name} if isinstance(name, str) else dict(name)
    return Mention(**{"lang": lang, "type": kind, **given})
