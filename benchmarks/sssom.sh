#!/usr/bin/env bash
# Makes the environment of sssom-py below .work/, where tests/test_link_command.py and
# tests/test_links.py find it: the decisions that diplold writes have to be valid for the standard's
# own tools. Checks our own decisions, and what is published of them where there is a dist/.
set -euo pipefail
cd "$(dirname "$0")"
export PIP_DISABLE_PIP_VERSION_CHECK=1

"${PYTHON:-python3}" -m venv .work/sssom
.work/sssom/bin/python -m pip install --quiet sssom==0.4.21
.work/sssom/bin/sssom validate ../mappings/links/wikidata.sssom.tsv
shopt -s nullglob
.work/sssom/bin/python sssom_check.py ../mappings/links/*.sssom.tsv ../dist/*.sssom.tsv
