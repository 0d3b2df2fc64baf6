"""E25x: what keeps a server from starting."""

from collections.abc import Mapping
from typing import Final

from diplold.diagnostics.catalogue.entry import Entry, error

SERVING: Final[Mapping[str, Entry]] = {
    "E250": error("{problem}", "{problem}"),
    "E251": error(
        "{path} cannot be read: the process that read it crashed ({status})",
        "{path} tidak dapat dibaca: proses yang membacanya berhenti mendadak ({status})",
        "it may be nested too deeply; try another format of the same data",
        "mungkin bersarang terlalu dalam; coba format lain dari data yang sama",
    ),
    "E252": error(
        "cannot listen at {host}, port {port}: {reason}",
        "tidak dapat mendengarkan di {host}, port {port}: {reason}",
        "name another with --port, or 0 for any that is free",
        "sebutkan yang lain dengan --port, atau 0 untuk port mana pun yang bebas",
    ),
}
