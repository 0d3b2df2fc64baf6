#!/usr/bin/env bash
# Makes the environment of sssom-py below .work/, where tests/test_link_command.py finds it: the
# decisions that diplold writes have to be valid for the standard's own tools.
set -euo pipefail
cd "$(dirname "$0")"
export PIP_DISABLE_PIP_VERSION_CHECK=1

"${PYTHON:-python3}" -m venv .work/sssom
.work/sssom/bin/python -m pip install --quiet sssom==0.4.21
.work/sssom/bin/sssom validate ../mappings/links/wikidata.sssom.tsv
