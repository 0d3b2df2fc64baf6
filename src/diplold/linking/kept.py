"""What decides what a matcher makes of a gazetteer: the code that makes it, and its data.

`Gazetteer.kept` asks for a version that changes whenever something else would be made.
"""

import hashlib
from importlib import resources


def version_of(*files: str, also: str = "") -> str:
    """The digest of files of this package, by name: `sound.py`, `data/titles.tsv`.

    `also` is what else decides, as the version of a library.
    """
    made = hashlib.sha256(also.encode())
    for name in files:
        content = resources.files("diplold.linking").joinpath(name).read_bytes()
        made.update(f"{name} {len(content)}\n".encode())
        made.update(content)
    return made.hexdigest()
