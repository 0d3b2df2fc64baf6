"""Fit what linking says of people and organisations: the numbers in `linking/data/*.json`.

    python benchmarks/train_linking.py people GOLD.csv KB.csv [--write]

needs numpy, which nothing else does. A candidate's log-odds is a sum of table cells; a mention's
candidates and "none of them" share one softmax, whose likelihood is made as great as it gets
(Adam, L2 on cells and on the difference of neighbouring ones). Half of the items (by a hash of
the QID, of the name where it has none) is kept apart to report on; the numbers written are
fitted on all, the calibration on what each half says of the other.
"""

import argparse
import csv
import json
import random
import sys
import time
import zlib
from dataclasses import replace
from pathlib import Path

import numpy as np

from diplold.linking.model import Mention
from diplold.linking.organisations import TABLES, Organisation, OrganisationMatcher
from diplold.linking.people import PeopleMatcher, Person
from diplold.linking.people_features import TABLES as PEOPLE_TABLES

DATA = Path(__file__).parent.parent / "src" / "diplold" / "linking" / "data"

ACCEPT = {
    "people": 0.7,
    "people_anywhere": 0.7,
    "organisations": 0.5,
    "organisations_anywhere": 0.4,
}
"""From here on a link is accepted, so that most that can be found is, and nine of ten are right."""

FEWER = {"people": [0.25, 1.5], "organisations": [0.5, 3.5]}
"""What a gazetteer of fewer names takes, see `Fitted.doubt`. Set by hand: nearly all names of the
tables are of somebody known, so that nothing can be learned of it from them."""


def rows(path):
    with Path(path).open(encoding="utf-8-sig", newline="") as stream:
        return list(csv.DictReader(stream))


def people(path):
    return [
        Person(
            row["qid"],
            row["label"],
            (row["label"],),
            tuple(x for x in row["country_qids"].split("|") if x),
            int(row["dob"][:4] or 0) if row["dob"][:4].isdigit() else 0,
            tuple(x.strip() for x in row["positions"].split(";") if x.strip()),
        )
        for row in rows(path)
    ]


def organisations(path):
    return [
        Organisation(
            row["qid"],
            row["label"],
            (row["label"],),
            tuple(x for x in row["country_qid"].split("|") if x),
        )
        for row in rows(path)
    ]


def codes():
    """ISO codes of countries by QID, from the gazetteer's states."""
    from rigour.territories import get_territories

    return {t.qid: t.code.upper() for t in get_territories() if t.qid and len(t.code) == 2}


def half(row):
    key = row["expected_qid"] if row["expected_qid"] != "NIL" else row["name"]
    return zlib.crc32(key.encode()) & 1


def mention(row, kind):
    return Mention(
        row["name"],
        row["lang"],
        kind,
        row["context_country_qid"],
        row.get("context_year", ""),
        row.get("context_position", ""),
    )


class Set:
    """Mentions with their candidates' cells, flat, for softmax by mention."""

    def __init__(self, groups, tables):
        sizes = list(tables.values())
        self.offsets = np.concatenate([[0], np.cumsum(sizes)[:-1]])
        cells, owner, gold = [], [], []
        for number, (found, right) in enumerate(groups):
            for qid, one in found:
                cells.append(one)
                owner.append(number)
                gold.append(qid == right)
        self.cells = np.array(cells, dtype=np.int64) + self.offsets
        self.owner = np.array(owner)
        self.gold = np.array(gold, dtype=bool)
        self.count = len(groups)

    def probabilities(self, weights):
        power = np.exp(np.minimum(30, weights[self.cells].sum(1)))
        total = 1.0 + np.bincount(self.owner, power, self.count)
        return power / total[self.owner]


def train(data, tables, rounds=600, l2=2e-4, smooth=2e-4, sample=None):
    size = sum(tables.values())
    weights = np.zeros(size)
    m, v = np.zeros(size), np.zeros(size)
    borders = np.cumsum(list(tables.values()))[:-1]
    inner = np.ones(size - 1)
    inner[borders - 1] = 0
    weight = np.ones(data.count) if sample is None else sample
    for step in range(1, rounds + 1):
        p = data.probabilities(weights)
        error = (p - data.gold) * weight[data.owner]
        gradient = np.zeros(size)
        for column in range(data.cells.shape[1]):
            gradient += np.bincount(data.cells[:, column], error, size)
        gradient /= weight.sum()
        difference = np.diff(weights) * inner
        gradient += l2 * weights
        gradient[1:] += smooth * difference
        gradient[:-1] -= smooth * difference
        m = 0.9 * m + 0.1 * gradient
        v = 0.999 * v + 0.001 * gradient**2
        rate = 0.1 * (1 - step / rounds) + 0.002
        weights -= rate * (m / (1 - 0.9**step)) / (np.sqrt(v / (1 - 0.999**step)) + 1e-8)
    return weights


def top(data, p):
    """The best candidate of each mention: probability, rightness."""
    best = np.zeros(data.count)
    right = np.zeros(data.count, dtype=bool)
    for owner, chance, gold in zip(data.owner, p, data.gold, strict=True):
        if chance > best[owner]:
            best[owner], right[owner] = chance, gold
    return best, right


def isotonic(best, right, steps=24):
    """A rising table from raw probability to share right: pool adjacent violators on bins."""
    order = np.argsort(best)
    blocks = [
        [best[part].mean(), right[part].mean(), len(part)]
        for part in np.array_split(order, steps)
        if len(part)
    ]
    pooled = []
    for block in blocks:
        pooled.append(block)
        while len(pooled) > 1 and pooled[-2][1] > pooled[-1][1]:
            a, b = pooled.pop(-2), pooled.pop()
            n = a[2] + b[2]
            pooled.append([(a[0] * a[2] + b[0] * b[2]) / n, (a[1] * a[2] + b[1] * b[2]) / n, n])
    return [[round(float(x), 5), round(float(y), 5)] for x, y, _ in pooled]


def calibrate(points, raw):
    xs, ys = [0.0, *(x for x, _ in points)], [0.0, *(y for _, y in points)]
    return np.interp(raw, xs, ys)


def figures(best, right, linkable, threshold):
    made = best >= threshold
    ok = (made & right).sum()
    precision, recall = ok / max(1, made.sum()), ok / linkable
    return precision, recall, 2 * precision * recall / max(1e-9, precision + recall)


def report(name, gold, best, right, accept):
    """Print what holds at the decision and at some precisions; gives the deciding score."""
    linkable = sum(row["expected_qid"] != "NIL" for row in gold)
    sweep = [(figures(best, right, linkable, t), t) for t in np.arange(0.05, 0.99, 0.01)]
    (p, r, f), t = max(sweep, key=lambda x: x[0][2])
    print(f"{name}: best F1 {f:.4f} (P {p:.4f} R {r:.4f}) at {t:.2f}")
    for target in (0.9, 0.95, 0.98):
        good = [x for x in sweep if x[0][0] >= target]
        if good:
            (p, r, f), t2 = max(good, key=lambda x: x[0][2])
            print(f"  precision >= {target}: F1 {f:.4f} (P {p:.4f} R {r:.4f}) at {t2:.2f}")
    p, r, f = figures(best, right, linkable, accept)
    print(f"  decided at {accept:.2f}: F1 {f:.4f} (P {p:.4f} R {r:.4f})")
    return accept


def by_difficulty(gold, best, right, reach, threshold):
    kinds = {}
    for row, chance, ok, found in zip(gold, best, right, reach, strict=True):
        one = kinds.setdefault(row["difficulty"], [0, 0, 0, 0])
        one[0] += 1
        one[1] += found
        one[2] += chance >= threshold
        one[3] += ok and chance >= threshold
    for kind, (n, found, made, ok) in sorted(kinds.items()):
        print(f"  {kind:14} n {n:5} found {found / n:.3f} linked {made:5} right {ok:5} "
              f"P {ok / max(1, made):.3f} R {ok / n:.3f}")  # fmt: skip


def deciles(best, right):
    print("  confidence  n     said  right")
    for low in np.arange(0, 1, 0.1):
        part = (best >= low) & (best < low + 0.1 + (low > 0.85))
        if part.sum():
            print(f"  {low:.1f}-{low + 0.1:.1f}  {part.sum():6} {best[part].mean():.3f} "
                  f"{right[part].mean():.3f}")  # fmt: skip


def variants(kind, anywhere):
    """What the rows are made to say: dates and offices left out too, so that both are learned."""
    if kind == "organisations":
        return [lambda m: replace(m, country="")] if anywhere else [lambda m: m]
    if anywhere:
        return [
            lambda m: replace(m, country="", office=""),
            lambda m: replace(m, country="", office="", date=""),
        ]
    return [
        lambda m: replace(m, office=""),
        lambda m: replace(m, office="", date=""),
        lambda m: m,
    ]


def prepared(arguments):
    """The matcher and its tables."""
    began = time.perf_counter()
    if arguments.kind == "people":
        matcher, tables = PeopleMatcher(people=people(arguments.kb)), PEOPLE_TABLES
    else:
        matcher, tables = (
            OrganisationMatcher(organisations=organisations(arguments.kb), codes=codes()),
            TABLES,
        )
    print(f"loaded in {time.perf_counter() - began:.1f} s")
    return matcher, tables


def compared(matcher, gold, arguments):
    """For every variant of every row: what was found."""
    kind = "person" if arguments.kind == "people" else "organization"
    options = {"filled": not arguments.anywhere} if arguments.kind == "organisations" else {}
    kept = []
    for number, change in enumerate(variants(arguments.kind, arguments.anywhere)):
        began = time.perf_counter()
        kept += [matcher.compare(change(mention(row, kind)), **options) for row in gold]
        took = time.perf_counter() - began
        print(f"variant {number}: {len(gold) / took:.0f} names/s in {took:.1f} s")
    return kept


def main():
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("kind", choices=["people", "organisations"])
    asked.add_argument("gold")
    asked.add_argument("kb")
    asked.add_argument("--write", action="store_true")
    asked.add_argument("--anywhere", action="store_true", help="rows that name no country")
    asked.add_argument("--errors", type=int, default=0)
    asked.add_argument("--l2", type=float, default=2e-4)
    asked.add_argument("--smooth", type=float, default=2e-4)
    asked.add_argument("--accept", type=float, help="what decides; default: see ACCEPT")
    arguments = asked.parse_args()
    name = arguments.kind + ("_anywhere" if arguments.anywhere else "")
    arguments.accept = arguments.accept or ACCEPT[name]
    gold = rows(arguments.gold)
    matcher, tables = prepared(arguments)
    kept = compared(matcher, gold, arguments)
    count = len(gold)
    times = len(kept) // count
    groups = [
        ([(one.qid, one.cells) for one in found], gold[n % count]["expected_qid"])
        for n, found in enumerate(kept)
    ]
    reach = [any(q == right for q, _ in found) for found, right in groups]
    linkable = sum(row["expected_qid"] != "NIL" for row in gold)
    print(f"reach {sum(reach[:count]) / linkable:.4f}, "
          f"candidates {sum(len(f) for f, _ in groups[:count]) / count:.1f}")  # fmt: skip
    halves = np.array([half(row) for row in gold] * times)
    settings = {"l2": arguments.l2, "smooth": arguments.smooth}
    raw, right = np.zeros(len(kept)), np.zeros(len(kept), dtype=bool)
    fits = []
    for part in (0, 1):
        inside, outside = np.flatnonzero(halves == part), np.flatnonzero(halves != part)
        w = train(Set([groups[n] for n in inside], tables), tables, **settings)
        fits.append(w)
        other = Set([groups[n] for n in outside], tables)
        raw[outside], right[outside] = top(other, other.probabilities(w))
    held = np.zeros(len(kept))
    for part in (0, 1):
        inside = halves == part
        held[inside] = calibrate(isotonic(raw[~inside], right[~inside]), raw[inside])
    for number in range(times):
        part = slice(number * count, (number + 1) * count)
        said = report(
            f"held out, variant {number}", gold, held[part], right[part], arguments.accept
        )
        if number == 0:
            threshold = said
            by_difficulty(gold, held[part], right[part], reach[part], threshold)
            deciles(held[part], right[part])
            sure = held[part] >= 0.95
            print(f"wrong at >= .95: {(sure & ~right[part]).sum()} of {sure.sum()}")
    if arguments.errors:
        errors(gold, kept, groups, fits, halves, held, right, tables, threshold, arguments.errors)
    if arguments.write:
        w = train(Set(groups, tables), tables, **settings)
        known = len(rows(arguments.kb))
        made = tables, w, isotonic(raw, right), threshold
        write(name, *made, known, FEWER[arguments.kind])


def errors(gold, kept, groups, fits, halves, held, right, tables, threshold, count):
    offsets = np.concatenate([[0], np.cumsum(list(tables.values()))[:-1]])
    random.seed(5)
    chosen = [
        n for n, row in enumerate(gold)
        if (held[n] >= threshold and not right[n])
        or (held[n] < threshold and row["expected_qid"] != "NIL")
    ]  # fmt: skip
    for n in sorted(random.sample(chosen, min(count, len(chosen)))):
        row, found, (cells, _) = gold[n], kept[n], groups[n]
        w = fits[1 - halves[n]]
        said = "WRONG" if held[n] >= threshold else "MISSED"
        print(f"{said} {held[n]:.2f} {row['name']} [{row['difficulty']}] "
              f"{row['context_country_qid']} -> {row['expected_qid']}")  # fmt: skip
        scored = sorted(
            (
                (w[np.array(c) + offsets].sum(), q, o)
                for (q, c), o in zip(cells, found, strict=True)
            ),
            key=lambda x: -x[0],
        )
        for s, q, o in scored[:3]:
            mark = "*" if q == row["expected_qid"] else " "
            print(f"     {mark} {s:6.2f} {q} {o.matched} {o.cells}")


def write(kind, tables, weights, points, threshold, known, fewer):
    cut = np.cumsum(list(tables.values()))[:-1]
    parts = [[round(float(x), 3) for x in part] for part in np.split(weights, cut)]
    data = {
        "source": "fitted by benchmarks/train_linking.py",
        "accept": round(float(threshold), 2),
        "review": 0.05,
        "known": known,
        "fewer": fewer,
        "calibration": points,
        "tables": dict(zip(tables, parts, strict=True)),
    }
    text = json.dumps(data, ensure_ascii=False, indent=1)
    (DATA / f"{kind}.json").write_text(text + "\n", "utf-8")


if __name__ == "__main__":
    sys.exit(main())
