#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Draws how long searches take over the number of pages as SVG, both in powers of ten.

    for folder in ...; do build/release/benchmarks/search_bench --folder $folder ... > $folder.txt; done
    benchmarks/plot_search_growth.py *.txt > docs/search-growth.svg
"""
import math
import re
import sys

WIDTH, HEIGHT, LEFT, RIGHT, BOTTOM, TOP = 640, 400, 60, 150, 50, 30
KINDS = [("common", "two common words", "#1155aa"), ("common typed", "typed without marks", "#aa5511"),
         ("three", "three words", "#118844"), ("long phrase", "phrase of four", "#884499"),
         ("prefix", "prefix", "#cc3333"), ("all", "all kinds", "#000000")]
LEAST_MS, MOST_MS = 0.5, 200
NAME_HEIGHT = 13


def read_run(path):
    """Pages of the index, and (p50, p99) of the processor's time by kind."""
    pages, times = 0, {}
    with open(path, encoding="utf-8") as file:
        for line in file:
            if found := re.match(r"(\d+) pages, \d+ segments", line):
                pages = int(found[1])
            cells = [cell.strip() for cell in line.strip().strip("|").split("|")]
            if len(cells) == 9 and cells[0] == "sohoa":
                times[cells[1]] = (float(cells[6]), float(cells[8]))
    return pages, times


def draw(runs):
    least, most = runs[0][0], runs[-1][0]
    x = lambda pages: LEFT + (WIDTH - LEFT - RIGHT) * math.log(pages / least) / math.log(most / least)
    y = lambda ms: HEIGHT - BOTTOM - (HEIGHT - BOTTOM - TOP) * math.log(ms / LEAST_MS) / math.log(MOST_MS / LEAST_MS)
    out = [f'<svg xmlns="http://www.w3.org/2000/svg" width="{WIDTH}" height="{HEIGHT}" font-family="sans-serif" font-size="12">',
           '<rect width="100%" height="100%" fill="white"/>',
           f'<path d="M{LEFT},{TOP} V{HEIGHT - BOTTOM} H{WIDTH - RIGHT}" fill="none" stroke="black"/>']
    for ms in (1, 2, 5, 10, 20, 50, 100, 200):
        out.append(f'<path d="M{LEFT},{y(ms):.1f} H{WIDTH - RIGHT}" stroke="#dddddd"/>')
        out.append(f'<text x="{LEFT - 6}" y="{y(ms) + 4:.1f}" text-anchor="end">{ms}</text>')
    for pages, _ in runs:
        out.append(f'<text x="{x(pages):.1f}" y="{HEIGHT - BOTTOM + 16}" text-anchor="middle">{pages:,}</text>')
    for kind, name, colour in KINDS:
        for share, dashes in ((0, ' stroke-dasharray="4"'), (1, "")):
            line = " ".join(f"{x(pages):.1f},{y(times[kind][share]):.1f}" for pages, times in runs)
            out.append(f'<polyline points="{line}" fill="none" stroke="{colour}" stroke-width="1.5"{dashes}/>')
    above = HEIGHT
    # From the fastest up; names of lines that end close to one another stand one above the other.
    for kind, name, colour in sorted(KINDS, key=lambda line: runs[-1][1][line[0]][1]):
        above = min(y(runs[-1][1][kind][1]) + 4, above - NAME_HEIGHT)
        out.append(f'<text x="{WIDTH - RIGHT + 6}" y="{above:.1f}" fill="{colour}">{name}</text>')
    out.append(f'<text x="{(LEFT + WIDTH - RIGHT) / 2}" y="{HEIGHT - 12}" text-anchor="middle">pages</text>')
    out.append(f'<text x="{LEFT}" y="{TOP - 12}" text-anchor="middle">ms: p99, dashed p50</text>')
    out.append("</svg>")
    return "\n".join(out)


if __name__ == "__main__":
    print(draw(sorted((read_run(path) for path in sys.argv[1:]), key=lambda run: run[0])))
