"""Fit the scores of the matcher for states to names with known items; needs numpy.

    python benchmarks/train_states.py ../shared/linking/countries_dev.csv

Writes src/diplold/linking/data/states.json: a weight for each feature (logistic regression), a
table that makes the result a probability (isotonic, on folds not trained on), and the two
thresholds. Prints how well it does on folds not trained on. Months, days of the week and
currencies in the languages of CLDR are fitted too, as names that mean no state: the gold data has
few such in other than Latin letters.
"""

import csv
import json
import sys
import zlib
from pathlib import Path

import numpy as np
from babel import Locale, localedata

from diplold.gazetteer.territories import names, others, tag, territories
from diplold.linking.fold import fold
from diplold.linking.states_index import compile_names
from diplold.linking.states_reading import Reader

TARGET = Path(__file__).parent.parent / "src/diplold/linking/data/states.json"
FOLDS = 5
PRECISION = 0.992
"""What is accepted must be right this often, on all of the names."""
LEAST = 0.75
"""And is at least so probable itself."""
REVIEW = 0.5
WEIGHT = 0.25
"""How much a word that is no name counts beside a row of the gold data."""


def main(gold):
    with Path(gold).open(encoding="utf-8-sig") as file:
        rows = list(csv.DictReader(file))
    gold_rows = len(rows)
    rows += no_names()
    weight = np.where(np.arange(len(rows)) < gold_rows, 1.0, WEIGHT)
    known = territories()
    reader = Reader(compile_names(names(), others()), known)
    readings = [reader.read(row["name"], tag(row["lang"])) for row in rows]
    right = np.array(
        [correct(row, reading, known) for row, reading in zip(rows, readings, strict=True)]
    )
    linked = np.array([bool(reading.codes) for reading in readings])
    features = sorted({name for reading in readings for name in reading.features})
    matrix = np.array([[r.features.get(f, 0.0) for f in features] + [1.0] for r in readings])
    part = np.array([zlib.crc32(row["name"].encode()) % FOLDS for row in rows])
    held = np.zeros(len(rows))
    for number in range(FOLDS):
        train = linked & (part != number)
        fitted = fit(matrix[train], right[train], weight[train])
        held[part == number] = matrix[part == number] @ fitted
    steps = isotonic(held[linked], right[linked], weight[linked])
    weights = fit(matrix[linked], right[linked], weight[linked])
    rows, held, right, linked = (
        rows[:gold_rows],
        held[:gold_rows],
        right[:gold_rows],
        linked[:gold_rows],
    )
    scores = np.where(linked, apply(steps, held), 0.0)
    total = sum(row["expected_qid"] != "NIL" for row in rows)
    accept = threshold(scores, right, linked, total)
    for name, chosen in (
        ("ALL", np.ones(len(rows), bool)),
        ("WILD", np.array([wild(r) for r in rows])),
    ):
        report(name, rows, scores, right, chosen, accept)
    model = {
        "weights": {
            f: round(float(w), 4) for f, w in zip([*features, "bias"], weights, strict=True)
        },
        "calibration": [[round(float(x), 4), round(float(y), 4)] for x, y in steps],
        "accept": round(float(accept), 4),
        "review": REVIEW,
    }
    TARGET.write_text(json.dumps(model, indent=1, ensure_ascii=False) + "\n", "utf-8")


def no_names():
    """Months, days and some of the currencies of CLDR, with their language and without."""
    known = {fold(name.text) for name in names()}
    found = {}
    for identifier in sorted(localedata.locale_identifiers()):
        locale = Locale.parse(identifier)
        if locale.territory or locale.variant:
            continue
        words = [
            *locale.months["stand-alone"]["wide"].values(),
            *locale.days["format"]["wide"].values(),
        ]
        words += [name for name in locale.currencies.values() if zlib.crc32(name.encode()) % 8 == 0]
        for number, word in enumerate(words):
            if len(word) > 2 and fold(word) not in known:
                found[word, identifier if number % 2 else ""] = None
    return [
        {
            "name": name,
            "lang": lang,
            "expected_qid": "NIL",
            "also_accept": "",
            "source": "",
            "difficulty": "word",
        }
        for name, lang in found
    ]


def correct(row, reading, known):
    accepted = {row["expected_qid"], *row["also_accept"].split("|")} - {""}
    return bool(reading.codes) and known[reading.codes[0]].qid in accepted


def wild(row):
    bundled = {"cldr", "countrynames", "iso-codes", "i18n-iso-countries", "mledoze", "unterm"}
    sources = {source.split(":")[0] for source in row["source"].split("|")}
    return not sources & bundled and row["difficulty"] != "policy"


def fit(matrix, right, weight, penalty=0.3, rounds=60):
    """Logistic regression by Newton's method; the last column, the bias, is not held back."""
    weights = np.zeros(matrix.shape[1])
    ridge = np.full(matrix.shape[1], penalty)
    ridge[-1] = 1e-3
    for _ in range(rounds):
        p = 1 / (1 + np.exp(-np.clip(matrix @ weights, -30, 30)))
        gradient = matrix.T @ (weight * (p - right)) + ridge * weights
        hessian = (matrix * (weight * p * (1 - p))[:, None]).T @ matrix + np.diag(ridge)
        step = np.linalg.solve(hessian, gradient)
        weights -= step
        if np.abs(step).max() < 1e-6:
            break
    return weights


def isotonic(x, y, weight):
    """Pool adjacent violators; knots of a line that never falls, kept off 0 and 1."""
    order = np.argsort(x)
    blocks = []
    hits = y * weight
    for position, value, size in zip(x[order], hits[order], weight[order], strict=True):
        blocks.append([position, position, value, size])
        while len(blocks) > 1 and blocks[-2][2] / blocks[-2][3] >= blocks[-1][2] / blocks[-1][3]:
            last = blocks.pop()
            blocks[-1] = [blocks[-1][0], last[1], blocks[-1][2] + last[2], blocks[-1][3] + last[3]]
    knots = []
    for low, high, hits, size in blocks:
        p = (hits + 0.5 * (hits / size)) / (size + 0.5)
        p = min(max(p, 0.003), 0.998)
        knots += [(low, p), (high, p)] if high > low else [(low, p)]
    return thin(knots)


def thin(knots, least=0.004):
    kept = knots[:1]
    for knot in knots[1:]:
        if knot[1] - kept[-1][1] >= least:
            kept.append(knot)
    return kept


def apply(steps, x):
    return np.interp(x, [s[0] for s in steps], [s[1] for s in steps])


def threshold(scores, right, linked, total):
    best, least = 0.99, 0.0
    for candidate in np.unique(scores[linked & (scores >= LEAST)]):
        made = linked & (scores >= candidate)
        hits = (right & made).sum()
        precision, recall = hits / made.sum(), hits / total
        f1 = 2 * precision * recall / (precision + recall)
        if precision >= PRECISION and f1 > least:
            best, least = candidate, f1
    return best


def report(name, rows, scores, right, chosen, accept):
    made = chosen & (scores >= accept)
    hits = (right & made).sum()
    total = sum(
        row["expected_qid"] != "NIL" for row, take in zip(rows, chosen, strict=True) if take
    )
    nil = [
        s < accept
        for row, s, take in zip(rows, scores, chosen, strict=True)
        if take and row["expected_qid"] == "NIL"
    ]
    precision, recall = hits / made.sum(), hits / total
    print(
        f"{name}: precision {precision:.4f} recall {recall:.4f}"
        f" F1 {2 * precision * recall / (precision + recall):.4f}"
        f" NIL recall {np.mean(nil):.4f} at {accept:.3f}"
    )


if __name__ == "__main__":
    main(*sys.argv[1:])
