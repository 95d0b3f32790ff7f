#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Draws pages/s over the number of workers as SVG.

    build/release/benchmarks/pipeline_bench --benchmark_filter=scaling --benchmark_format=json > scaling.json
    benchmarks/plot_scaling.py scaling.json > docs/scaling.svg
"""
import json
import sys

WIDTH, HEIGHT, LEFT, BOTTOM, TOP = 480, 320, 60, 50, 30


def read_points(path):
    points = []
    with open(path, encoding="utf-8") as file:
        for run in json.load(file)["benchmarks"]:
            workers = int(run["name"].split("workers:")[1].split("/")[0])
            points.append((workers, run["pages/s"]))
    return sorted(points)


def draw(points):
    most_workers = points[-1][0]
    ideal = points[0][1] / points[0][0]
    top = ideal * most_workers * 1.05
    x = lambda workers: LEFT + (WIDTH - LEFT - 20) * workers / most_workers
    y = lambda rate: HEIGHT - BOTTOM - (HEIGHT - BOTTOM - TOP) * rate / top
    line = " ".join(f"{x(workers):.1f},{y(rate):.1f}" for workers, rate in points)
    out = [f'<svg xmlns="http://www.w3.org/2000/svg" width="{WIDTH}" height="{HEIGHT}" font-family="sans-serif" font-size="12">',
           '<rect width="100%" height="100%" fill="white"/>',
           f'<path d="M{LEFT},{TOP} V{HEIGHT - BOTTOM} H{WIDTH - 20}" fill="none" stroke="black"/>',
           f'<path d="M{x(0):.1f},{y(0):.1f} L{x(most_workers):.1f},{y(ideal * most_workers):.1f}" stroke="gray" stroke-dasharray="4"/>',
           f'<polyline points="{line}" fill="none" stroke="#1155aa" stroke-width="2"/>']
    for workers, rate in points:
        out.append(f'<circle cx="{x(workers):.1f}" cy="{y(rate):.1f}" r="3" fill="#1155aa"/>')
        out.append(f'<text x="{x(workers):.1f}" y="{y(rate) + 18:.1f}" text-anchor="middle">{rate:.0f}</text>')
        out.append(f'<text x="{x(workers):.1f}" y="{HEIGHT - BOTTOM + 16}" text-anchor="middle">{workers}</text>')
    out.append(f'<text x="{WIDTH / 2}" y="{HEIGHT - 12}" text-anchor="middle">workers of one thread, a page read in 50 ms</text>')
    out.append(f'<text x="{LEFT}" y="{TOP - 12}" text-anchor="middle">pages/s</text>')
    out.append(f'<text x="{x(most_workers) - 6:.1f}" y="{y(ideal * most_workers) - 4:.1f}" text-anchor="end" fill="gray">one worker, times as many</text>')
    out.append("</svg>")
    return "\n".join(out)


if __name__ == "__main__":
    print(draw(read_points(sys.argv[1])))
