"""`/reconcile`: names matched for OpenRefine and others; `http` is where a request comes in.

`v02` and `draft` are the versions of the protocol. `core` answers whichever asks, from the `items`
of a gazetteer and the `things` of some data, in a `process` of its own that `asker` asks.
"""
