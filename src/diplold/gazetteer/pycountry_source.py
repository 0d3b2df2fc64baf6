"""pycountry's translations as a source: names of countries from iso-codes.

The library is an extra (`pip install 'diplold[pycountry]'`). Its translations are under the LGPL:
they are read from the library when an index is built, and are no part of diplold.
"""

import gettext
import hashlib
import importlib
import importlib.metadata
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Final

from diplold.diagnostics import Stop
from diplold.gazetteer.model import Entry, Item, Name, NameKind

_DOMAIN: Final = "iso3166-1"
_KINDS: Final[tuple[tuple[str, NameKind], ...]] = (
    ("name", "label"),
    ("common_name", "short"),
    ("official_name", "official"),
)


class PycountrySource:
    """Names of countries in all languages that pycountry has; raises `Stop` where it is not."""

    def __init__(self, item: Callable[[str], str]) -> None:
        """`item` gives the QID of an ISO code, or ""."""
        try:
            self._library = importlib.import_module("pycountry")
            version = importlib.metadata.version("pycountry")
        except ImportError as error:
            what = "--pycountry"
            raise Stop(2, "E274", what=what, library="pycountry", extra="pycountry") from error
        self.name = "pycountry"
        self.version = version
        self.digest = self._digest()
        self.date = ""
        self._item = item

    def entries(self) -> Iterator[Entry]:
        """One entry for each country whose code is an item's."""
        translations = [*self._translations()]
        for country in self._library.countries:
            qid = self._item(country.alpha_2)
            if qid:
                texts = [(getattr(country, key, ""), kind) for key, kind in _KINDS]
                names = [Name(text, "en", kind) for text, kind in texts if text]
                for lang, translate in translations:
                    for text, kind in texts:
                        found = translate(text) if text else text
                        if found != text:
                            names.append(Name(found, lang, kind))
                yield Entry(Item(qid, type="state"), tuple(names))

    def _digest(self) -> str:
        made = hashlib.sha256()
        for file in self._files():
            made.update(file.read_bytes())
        return made.hexdigest()

    def _files(self) -> list[Path]:
        return sorted(Path(self._library.LOCALES_DIR).glob(f"*/LC_MESSAGES/{_DOMAIN}.mo"))

    def _translations(self) -> Iterator[tuple[str, Callable[[str], str]]]:
        for file in self._files():
            lang = file.parent.parent.name
            found = gettext.translation(_DOMAIN, self._library.LOCALES_DIR, [lang])
            tag, latin, _ = lang.replace("_", "-").partition("@")  # `sr@latin`, `tt@iqtelif`
            yield f"{tag}-Latn" if latin else tag, found.gettext
