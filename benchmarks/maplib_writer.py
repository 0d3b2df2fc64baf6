"""The same triples with maplib: `maplib_writer.py TABLE OUTPUT`.

polars reads the table and makes IRIs, one template makes the triples of a row.
"""

import sys
from pathlib import Path

import polars as pl
from maplib import (
    IRI,
    Model,
    Parameter,
    Prefix,
    RDFType,
    Template,
    Triple,
    Variable,
    a,
    rdf,
    rdfs,
    xsd,
)

BASE = "https://w3id.org/diplold/"
DIP = Prefix(f"{BASE}ontology#")
MODEL = Prefix(f"{BASE}model#")
WIKIBASE = Prefix("http://wikiba.se/ontology#")
DERIVED = IRI("http://www.w3.org/ns/prov#wasDerivedFrom")
STATEMENTS = ("s_type", "s_label", "s_date", "s_place", "s_attendance")
# How maplib holds a text with its language.
VALUE, LANGUAGE = "<http://www.w3.org/1999/02/22-rdf-syntax-ns#langString>", "l"


def read(table: Path) -> pl.DataFrame:
    thing = pl.lit(f"{BASE}id/")
    date = pl.col("date")
    length = date.str.len_bytes()
    label = pl.struct(pl.col("label@en").alias(VALUE), pl.lit("en").alias(LANGUAGE))
    source = pl.concat_str(thing, pl.lit("source/"), "source", pl.lit("/p"), "at")
    return (
        pl.scan_csv(table, schema_overrides={"date": pl.String, "at": pl.String})
        .select(
            pl.concat_str(thing, pl.lit("meeting/"), "about").alias("this"),
            label.alias("label"),
            pl.when(length == 4).then(date).alias("year"),
            pl.when(length == 7).then(date).alias("month"),
            pl.when(length == 10).then(date).str.to_date("%Y-%m-%d").alias("day"),
            pl.concat_str(thing, pl.lit("place/"), "place").alias("place"),
            "attendance",
            source.alias("source"),
            *(pl.concat_str(pl.lit(f"{BASE}statement/"), name).alias(name) for name in STATEMENTS),
        )
        .collect()
    )


def template() -> Template:
    types = {
        "this": RDFType.IRI,
        "label": RDFType.Literal(rdf.langString),
        "year": RDFType.Literal(xsd.gYear),
        "month": RDFType.Literal(xsd.gYearMonth),
        "day": RDFType.Literal(xsd.date),
        "place": RDFType.IRI,
        "attendance": RDFType.Literal(xsd.integer),
        "source": RDFType.IRI,
        **dict.fromkeys(STATEMENTS, RDFType.IRI),
    }
    dates = ("year", "month", "day")
    columns = {name: Variable(name) for name in types}
    values = {
        "s_type": (a, [DIP.suf("Meeting")]),
        "s_label": (rdfs.label, [columns["label"]]),
        "s_date": (DIP.suf("date"), [columns[name] for name in dates]),
        "s_place": (DIP.suf("location"), [columns["place"]]),
        "s_attendance": (DIP.suf("attendance"), [columns["attendance"]]),
    }
    this, source = columns["this"], columns["source"]
    triples = []
    for name, (predicate, objects) in values.items():
        statement = columns[name]
        triples += [Triple(this, predicate, value) for value in objects]
        triples += [
            Triple(statement, a, MODEL.suf("Statement")),
            Triple(statement, rdf.subject, this),
            Triple(statement, rdf.predicate, predicate),
            *(Triple(statement, rdf.object, value) for value in objects),
            Triple(statement, WIKIBASE.suf("rank"), WIKIBASE.suf("NormalRank")),
            Triple(statement, DERIVED, source),
        ]
    parameters = [
        Parameter(variable, optional=name in dates, rdf_type=types[name])
        for name, variable in columns.items()
    ]
    return Template(MODEL.suf("Row"), parameters, triples)


def write(table: Path, output: Path) -> None:
    model = Model()
    model.map(template(), read(table), validate_iris=False)
    model.write(str(output), format="ntriples")


if __name__ == "__main__":
    write(Path(sys.argv[1]), Path(sys.argv[2]))
