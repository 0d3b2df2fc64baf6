"""Wikidata, asked only when somebody wants it: nothing here runs in `check` or `build`.

`wikidata.transport` is the only module that talks to it, for
`wikidata.client`; the others read what it answers.
"""
