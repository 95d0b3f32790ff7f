# SPDX-License-Identifier: Apache-2.0
"""calibrate_fields.py SCORES... --out ../documents/acceptance_table.cpp

Makes the table of documents/acceptance.h: for each field how probable it is that a value of some score is
right, and from which probability on values are accepted unseen. SCORES are files of `understanding_bench
--scores`, of papers that no rule was tried on: field, score, 1 where it is right, 1 where the rule's evidence
sufficed, then how well its page was read (documents/page_evidence.h): the mean confidence of its words, the shares
of doubtful ones and of those that cannot be Vietnamese, and the latter share of the value's own words.

Where it helps, score and evidence become one score first: a logistic sum (Newton's method, weights drawn to
nothing by --ridge), in which better evidence never counts against a value: a weight of the wrong sign is left
out. It is used where it lets more values through than the score alone.

The curve is the isotonic regression of right on score (pool adjacent violators; Ayer et al., Annals of
Mathematical Statistics 26, 1955), each step with half a right and half a wrong value more than it has, so that
a few right ones are no certainty, and from the lowest score that was seen down to nothing at 0. The threshold is
the least probability from which on so few of the accepted values are wrong that, with 80 % confidence (Clopper and
Pearson, 1934), at most --silent of all are.

Each file is a fold: beside the table of all values, it is said what tables made of the other files would have
accepted of each file, and how much of that is wrong: what such a table does with papers it was not made from.
"""
import argparse
import collections
import math

LEAST_STEP = 20  # values that a step of the curve stands for, at least


def read(path):
    values = collections.defaultdict(list)
    with open(path, encoding="utf-8") as file:
        for line in file:
            code, score, right, evidence, *page = line.rstrip("\n").split("\t")
            values[code].append((float(score), int(right), int(evidence), tuple(map(float, page))))
    return values


SIGNS = (1, 1, -1, -1, -1)  # of score, confidence, doubtful, unknown, unknown_value


def solve(matrix, right):
    """Of a small positive definite system; Gauss with pivots."""
    rows = [row[:] + [value] for row, value in zip(matrix, right)]
    for i in range(len(rows)):
        pivot = max(range(i, len(rows)), key=lambda r: abs(rows[r][i]))
        rows[i], rows[pivot] = rows[pivot], rows[i]
        for r in range(len(rows)):
            if r != i:
                factor = rows[r][i] / rows[i][i]
                rows[r] = [a - factor * b for a, b in zip(rows[r], rows[i])]
    return [rows[i][-1] / rows[i][i] for i in range(len(rows))]


def logistic(values, ridge, used):
    """Weights of the offset and of what is used; nought for the rest."""
    places = [0] + [i + 1 for i in used]
    data = [([1.0, score, *page], right) for score, right, _, page in values]
    weights = [0.0] * 6
    for _ in range(25):
        gradient = [-ridge * weights[i] * (i > 0) for i in places]
        curvature = [[ridge * (a == b and a > 0) + 1e-9 * (a == b) for b in places] for a in places]
        for x, right in data:
            p = 1 / (1 + math.exp(-max(-30.0, min(30.0, sum(weights[i] * x[i] for i in places)))))
            for a, i in enumerate(places):
                gradient[a] += (right - p) * x[i]
                for b, j in enumerate(places):
                    curvature[a][b] += p * (1 - p) * x[i] * x[j]
        step = solve(curvature, gradient)
        for i, by in zip(places, step):
            weights[i] += max(-2.0, min(2.0, by))
        if max(map(abs, step)) < 1e-6:
            break
    return weights


def evidence_weights(values, ridge):
    used = [i for i in range(5) if len({round(([v[0], *v[3]])[i], 6) for v in values}) > 1]
    while True:
        weights = logistic(values, ridge, used)
        wrong = [i for i in used if weights[i + 1] * SIGNS[i] < 0]
        if not wrong:
            return weights
        used.remove(max(wrong, key=lambda i: abs(weights[i + 1])))


def with_evidence(values, weights):
    return [(1 / (1 + math.exp(-sum(w * x for w, x in zip(weights, [1.0, score, *page])))), right, evidence)
            for score, right, evidence, page in values]


def isotonic(values):
    """(score, share right) of rising steps."""
    steps = []  # [sum of scores, right, count]
    for score, right, *_ in sorted(values):
        steps.append([score, right, 1])
        while len(steps) > 1 and (steps[-2][1] * steps[-1][2] >= steps[-1][1] * steps[-2][2] or steps[-2][2] < LEAST_STEP):
            score_sum, rights, count = steps.pop()
            steps[-1][0] += score_sum
            steps[-1][1] += rights
            steps[-1][2] += count
    if len(steps) > 1 and steps[-1][2] < LEAST_STEP:
        score_sum, rights, count = steps.pop()
        steps[-1] = [steps[-1][0] + score_sum, steps[-1][1] + rights, steps[-1][2] + count]
    points = [(0.0, 0.0)]
    for score, right, count in steps:
        # A large step has less of the half that is added than a small one.
        # As it is written: a threshold on the exact curve may lie just over the written one.
        points.append((round(score / count, 6), max(points[-1][1], round((right + 0.5) / (count + 1), 4))))
    return points


def at(curve, score):
    if score <= curve[0][0]:
        return curve[0][1]
    for (s0, p0), (s1, p1) in zip(curve, curve[1:]):
        if score <= s1:
            return p0 + (p1 - p0) * (score - s0) / max(s1 - s0, 1e-9)
    return curve[-1][1]


def upper_bound(wrong, count, confidence=0.8):
    """Of the share of wrong ones, exact for a binomial; by halving."""
    if count == 0:
        return 1.0
    low, high = wrong / count, 1.0
    for _ in range(50):
        middle = (low + high) / 2
        tail = sum(math.exp(math.lgamma(count + 1) - math.lgamma(k + 1) - math.lgamma(count - k + 1)
                            + k * math.log(max(middle, 1e-300)) + (count - k) * math.log(max(1 - middle, 1e-300)))
                   for k in range(wrong + 1))
        low, high = (middle, high) if tail > 1 - confidence else (low, middle)
    return high


def threshold(values, curve, silent):
    """Over all values of the field: a wrong value that waits for a person is none that slipped through."""
    accepted = sorted(((at(curve, s), r) for s, r, e, *_ in values if e), reverse=True)
    best, wrong = 1.01, 0
    for i, (probability, right) in enumerate(accepted):
        wrong += 1 - right
        last = i + 1 == len(accepted) or accepted[i + 1][0] < probability
        if last and upper_bound(wrong, len(values)) <= silent:
            best = probability
    # Where all that the rules accept may pass nothing is known against less probable values, down to a half.
    return 0.51 if accepted and best == accepted[-1][0] else max(best, 0.51)


def entry_of(values, silent):
    """Curve, threshold, what is accepted."""
    curve = isotonic(values)
    least = threshold(values, curve, silent)
    return curve, least, [r for s, r, e, *_ in values if e and at(curve, s) >= least]


class Entry:
    """What the table has of one field, learnt from its values."""

    def __init__(self, code, values, silent, ridge):
        self.weights = None
        self.curve, self.least, accepted = entry_of(values, silent)
        # Of the class everything has been weighed already.
        if code != "type" and sum(v[1] for v in values) < len(values):
            together = evidence_weights(values, ridge)
            other = entry_of(with_evidence(values, together), silent)
            if len(other[2]) > len(accepted):
                self.weights, (self.curve, self.least, accepted) = together, other

    def judged(self, values):
        """Of each value its probability, whether it is right, and whether it is let through."""
        scored = with_evidence(values, self.weights) if self.weights else values
        return [(at(self.curve, s), r, bool(e) and at(self.curve, s) >= self.least) for s, r, e, *_ in scored]

    def accepted(self, values):
        """Whether each of those that it lets through is right."""
        return [right for _, right, through in self.judged(values) if through]


def of_others(code, folds, options):
    """Values of each fold judged by entries made of the other folds."""
    judged = []
    for i, fold in enumerate(folds):
        others = [value for j, other in enumerate(folds) if j != i for value in other[code]]
        if others and fold[code]:
            judged += Entry(code, others, options.silent, options.ridge).judged(fold[code])
    return judged


def draw_reliability(judged, path):
    """How often values of like probability were right, as SVG: both as what is missing to 100 %, on axes of powers of
    ten, for nearly all values are nearly certain."""
    edges = [0, 0.5, 0.8, 0.9, 0.95, 0.98, 0.99, 0.995, 0.998, 0.999, 1.01]
    size, left, least = 360, 70, 1e-4
    place = lambda missing: math.log10(max(missing, least) / least) / math.log10(1 / least)
    x = lambda missing: left + size * place(missing)
    y = lambda missing: 20 + size * (1 - place(missing))
    out = [f'<svg xmlns="http://www.w3.org/2000/svg" width="{left + size + 30}" height="{size + 80}" font-family="sans-serif" font-size="12">',
           '<rect width="100%" height="100%" fill="white"/>',
           f'<path d="M{left},20 V{20 + size} H{left + size}" fill="none" stroke="black"/>',
           f'<path d="M{x(least):.1f},{y(least):.1f} L{x(1):.1f},{y(1):.1f}" stroke="gray" stroke-dasharray="4"/>']
    for tick in (1e-4, 1e-3, 1e-2, 1e-1, 1):
        out.append(f'<text x="{x(tick):.1f}" y="{size + 38}" text-anchor="middle">{tick * 100:g} %</text>')
        out.append(f'<text x="{left - 6}" y="{y(tick) + 4:.1f}" text-anchor="end">{tick * 100:g} %</text>')
    print("probability, values, mean of it, right")
    for low, high in zip(edges, edges[1:]):
        step = [(p, right) for p, right, _ in judged if low <= p < high]
        if len(step) < LEAST_STEP:
            continue
        mean, right = sum(p for p, _ in step) / len(step), sum(r for _, r in step) / len(step)
        print(f"{low:.3f} to {min(high, 1):.3f}, {len(step)}, {mean:.4f}, {right:.4f}")
        out.append(f'<circle cx="{x(1 - mean):.1f}" cy="{y(1 - right):.1f}" r="{1.5 + math.log10(len(step)):.1f}" fill="#1155aa"/>')
        out.append(f'<text x="{x(1 - mean) + 8:.1f}" y="{y(1 - right) + 14:.1f}" fill="#1155aa">{len(step):,}</text>')
    out.append(f'<text x="{left + size / 2}" y="{size + 62}" text-anchor="middle">wrong by what the table says</text>')
    out.append(f'<text x="{left}" y="14" text-anchor="middle">wrong</text></svg>')
    with open(path, "w", encoding="utf-8") as file:
        file.write("\n".join(out) + "\n")


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("scores", nargs="+")
    parser.add_argument("--out", required=True)
    parser.add_argument("--silent", type=float, default=0.005)
    parser.add_argument("--least", type=int, default=600, help="values of a field, below which it gets no entry")
    parser.add_argument("--ridge", type=float, default=0.02)
    parser.add_argument("--reliability", help="an SVG of how far probabilities of tables of others are true")
    options = parser.parse_args()
    everything = []
    folds = [read(path) for path in options.scores]
    curves, entries = [], []
    for code in sorted(set().union(*folds)):
        values = [value for fold in folds for value in fold[code]]
        # What the pen wrote has probabilities of its own (docs/DIGITS.md); the month is a part of the date, and
        # the name of the kind follows the class.
        if code in ("code_number", "issued_date", "issued_month", "type_name"):
            continue
        if len(values) < options.least:
            print(f"{code}: {len(values)} values are too few")
            continue
        entry = Entry(code, values, options.silent, options.ridge)
        curve, least, weights, accepted = entry.curve, entry.least, entry.weights, entry.accepted(values)
        judged = of_others(code, folds, options) if len(folds) > 1 else []
        everything += judged
        apart = [right for _, right, through in judged if through]
        print(f"{code}: {len(values)} values, {sum(v[1] for v in values) / len(values):.1%} right; accepted from {least:.3f}"
              f"{' with the page' if weights else ''}: {len(accepted) / len(values):.1%}, of these wrong {len(accepted) - sum(accepted)}; "
              f"by tables of others {len(apart) / len(values):.1%}, wrong {len(apart) - sum(apart)} "
              f"({(len(apart) - sum(apart)) / len(values):.2%} of all); "
              f"by the rules alone {sum(v[2] for v in values) / len(values):.1%}, wrong {sum(v[2] and not v[1] for v in values)}")
        points = ", ".join(f"{{{s:.6f}, {p:.4f}}}" for s, p in curve)
        name = "k" + "".join(part.capitalize() for part in code.split("_"))
        curves.append(f"constexpr CalibrationPoint {name}[] = {{{points}}};")
        if weights:
            curves.append(f"constexpr EvidenceWeights {name}Evidence{{{', '.join(f'{w:.4f}' for w in weights)}}};")
        entries.append(f'    {{"{code}", {math.floor(least * 1e4) / 1e4:.4f}, {name}{f", &{name}Evidence" if weights else ""}}},')
    if options.reliability:
        draw_reliability(everything, options.reliability)
    with open(options.out, "w", encoding="utf-8") as file:
        file.write("// SPDX-License-Identifier: Apache-2.0\n//\n// Made by training/calibrate_fields.py; do not edit.\n"
                   '#include "documents/acceptance.h"\n\nnamespace sohoa {\nnamespace {\n\n' + "\n".join(curves)
                   + "\n\nconstexpr Calibration kCalibrations[] = {\n" + "\n".join(entries)
                   + "\n};\n\n}  // namespace\n\nstd::span<const Calibration> Calibrations() { return kCalibrations; }\n\n}  // namespace sohoa\n")


if __name__ == "__main__":
    main()
