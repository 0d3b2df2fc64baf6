#!/usr/bin/env bash
# Makes an environment below .work/ for each engine: Morph-KGC needs an older rdflib than diplold.
set -euo pipefail
cd "$(dirname "$0")"
export PIP_DISABLE_PIP_VERSION_CHECK=1

for engine in morph-kgc maplib rdflib diplold; do
    "${PYTHON:-python3}" -m venv ".work/env/$engine"
    pip=(".work/env/$engine/bin/python" -m pip install --quiet)
    if [ "$engine" = diplold ]; then
        "${pip[@]}" --editable ..
    else
        "${pip[@]}" --requirement "$engine.txt"
    fi
done
