# SPDX-License-Identifier: Apache-2.0
"""draw_lines.py OUT --text LINES --faces FOLDER [--other-text FILE] [--count N] [--seed N]

Lines that no model was trained with, for benchmarks/line_reading_bench: OUT.pgm, gray images as the
reader cuts lines out of pages, one behind the other, and OUT.tsv, for each its kind, its look
(evaluate.py), its faces and its text. --other-text: prose of another kind, a sentence a line, of
which no language model was counted.
"""
import argparse
import random

import numpy as np
import torch

from evaluate import LOOKS, MadeUp
from line_drawing import Faces, LineDrawing
from line_text import LineText, typed
import scan_look


class Prose(LineText):
    """Sentences alone, as they stand."""

    def __init__(self, sentences, seed, capitals=False):
        super().__init__(sentences, seed)
        self.capitals = capitals

    def take(self, most_characters):
        while True:
            words = self.random.choice(self.sentences).split()
            first = 0 if self.random.random() < 0.5 else self.random.randrange(len(words))
            text = typed(" ".join(words[first:]))
            text = self.cut(text.upper() if self.capitals else text, most_characters)
            if text:
                return text


def gray_lines(drawing, count, look, width=1536):
    """(gray image, text) of so many lines."""
    margins = random.Random(7)
    for at in range(0, count, 16):
        drawn = [drawing.draw(width) for _ in range(min(16, count - at))]
        images = torch.from_numpy(np.stack([d[0] for d in drawn]))[:, None].float() / 255
        boxes = torch.tensor([d[2] for d in drawn])
        with torch.no_grad():
            x, factor = (images, 1.0) if LOOKS[look] is None else scan_look.printed_and_scanned(images, boxes, LOOKS[look])
        for image, (_, text, box) in zip(x, drawn):
            left, top, right, bottom = (round(edge * factor) for edge in box)
            around = [margins.uniform(2.5, 9) * max(factor, 0.6) for _ in range(4)]
            cut = image[0, max(0, top - round(around[0])):bottom + round(around[1]), max(0, left - round(around[2])):right + round(around[3])]
            yield (255 * (1 - cut)).round().byte().numpy(), text


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("out")
    parser.add_argument("--text", required=True)
    parser.add_argument("--faces", required=True)
    parser.add_argument("--other-text")
    parser.add_argument("--count", type=int, default=160)
    parser.add_argument("--seed", type=int, default=23)
    options = parser.parse_args()
    with open(options.text, encoding="utf-8") as file:
        kept_back = file.read().split("\n")[:-1][::100]
    sources = {"legal": lambda: Prose(kept_back, options.seed), "capitals": lambda: Prose(kept_back, options.seed, True)}
    if options.other_text:
        with open(options.other_text, encoding="utf-8") as file:
            other = [line for line in file.read().split("\n") if line]
        sources["prose"] = lambda: Prose(other, options.seed)
    for kind in ("name", "address", "code", "date", "money", "numbers", "syllables", "letters"):
        sources[kind] = lambda kind=kind: MadeUp(kept_back, options.seed, kind)
    with open(options.out + ".pgm", "wb") as images, open(options.out + ".tsv", "w", encoding="utf-8") as table:
        for kind, source in sources.items():
            for held_out in (False, True):
                for look in LOOKS:
                    torch.manual_seed(options.seed)
                    drawing = LineDrawing(Faces(options.faces, held_out), source(), options.seed, foreign_ink=look == "worse")
                    for gray, text in gray_lines(drawing, options.count, look):
                        images.write(b"P5\n%d %d\n255\n" % gray.shape[::-1] + gray.tobytes())
                        table.write(f"{kind}\t{look}\t{'other' if held_out else 'same'}\t{text}\n")
            print(kind, flush=True)


if __name__ == "__main__":
    main()
