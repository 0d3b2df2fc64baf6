"""Links: decisions that a thing of ours is, or is not, an item of Wikidata.

They are kept as SSSOM/TSV in `mappings/links/` (`links.sssom`), read into `Decision`s
(`links.reading`), checked together (`links.agreement`), and listed with what is still to be decided
(`links.listing`).
"""

from diplold.links.decisions import Decision, Links, labels
from diplold.links.reading import read
from diplold.links.sssom import LinkFile, parse, publish, write

__all__ = ["Decision", "LinkFile", "Links", "labels", "parse", "publish", "read", "write"]
