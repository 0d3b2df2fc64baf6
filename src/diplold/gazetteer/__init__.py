"""The gazetteer: names of items of Wikidata, in all languages, in one index file."""

from diplold.gazetteer.gazetteer import Gazetteer
from diplold.gazetteer.model import Entry, Hit, Item, Name

__all__ = ["Entry", "Gazetteer", "Hit", "Item", "Name"]
