# SPDX-License-Identifier: Apache-2.0
"""calibrate_words.py CONFIDENCES OUT [--least N]

From words that line_reading_bench read, each with its confidence and whether it is right, to a curve
from the one to how often the other: isotonic (B. Zadrozny and C. Elkan, 2002; the pools of adjacent
violators), a point for each pool of at least --least words. For
export_model.py --confidence.
"""
import argparse
import json


def pools(pairs, least):
    """(mean confidence, share right, words) of runs of confidences, growing in both."""
    found = []
    for confidence, right in sorted(pairs):
        found.append([confidence, right, 1])
        while len(found) > 1 and found[-2][1] * found[-1][2] >= found[-1][1] * found[-2][2]:
            last = found.pop()
            found[-1] = [a + b for a, b in zip(found[-1], last)]
    merged = []
    for pool in found:
        if merged and merged[-1][2] < least:
            merged[-1] = [a + b for a, b in zip(merged[-1], pool)]
        else:
            merged.append(pool)
    if len(merged) > 1 and merged[-1][2] < least:
        last = merged.pop()
        merged[-1] = [a + b for a, b in zip(merged[-1], last)]
    return [(c / n, r / n, n) for c, r, n in merged]


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("confidences")
    parser.add_argument("out")
    parser.add_argument("--least", type=int, default=200, help="words of a point")
    options = parser.parse_args()
    with open(options.confidences, encoding="utf-8") as file:
        pairs = [(float(c), int(r)) for c, r in map(str.split, file)]
    points = [(round(c, 5), round(r, 5)) for c, r, _ in pools(pairs, options.least)]
    curve = [(0.0, 0.0)] + [p for p in points if 0 < p[0] < 1] + [(1.0, max(points[-1][1], 0.9999))]
    with open(options.out, "w", encoding="utf-8") as out:
        out.write(json.dumps(curve))
    print(len(pairs), "words,", len(curve), "points:", curve)


if __name__ == "__main__":
    main()
