"""The endpoint: SPARQL protocol and pages over HTTP, safe to leave open to strangers.

Three kinds of process. The *server* (`server`, `app`) talks HTTP and never evaluates a visitor's
query. The *nursery* (`nursery`) reads the data once and forks *workers* (`worker`), which answer;
a worker that takes too long, too much memory or dies is replaced by a new fork in milliseconds.
"""
