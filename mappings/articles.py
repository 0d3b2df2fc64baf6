"""Articles: who wrote them. Title, publisher and date stand in the sheet's `source` block."""

from diplold.mapping import Claim, Triples, mapping
from diplold.terms import DCTERMS, DIP, RDF


@mapping("source")
def source(claim: Claim) -> Triples:
    """A news article, with the authors that it names."""
    this = claim.about

    yield this, RDF.type, DIP.NewsArticle
    yield this, DCTERMS.creator, claim.refs("author")
