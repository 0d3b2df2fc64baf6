"""HTML pages of a dataset: what they say (view models) and how it looks (templates).

Apart from any server: a page is made of a store and what the site says of itself, and is the
same whether it is served or written to a file.
"""
