"""Wikidata, asked only when somebody wants it: nothing here runs in `check` or `build`.

`wikidata.client` is the only module that talks to it; the others read what it answers.
"""
