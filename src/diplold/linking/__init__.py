"""Linking names in other people's data to Wikidata: candidates, and a confidence in each."""
