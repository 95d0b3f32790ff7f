# SPDX-License-Identifier: Apache-2.0
"""evaluate.py --text LINES --faces FOLDER --checkpoint FILE [--count N] [--show N]

How well a checkpoint, rounded to int8, reads lines that it was never trained with: text in the faces
of the training and in faces kept out of it, and made-up codes, dates, money and numbers: printed clean,
as offices scan them, and worse, with other ink on some lines. Real scans are measured with
`sohoa ocr` and never here.
"""
import argparse

import numpy as np
import torch

from line_drawing import Faces, LineDrawing
from line_model import LineModel
from line_text import LineText, typed
from measure import best_path, summary
import scan_look


class MadeUp(LineText):
    """Only lines of one maker."""

    def __init__(self, sentences, seed, maker):
        super().__init__(sentences, seed)
        self.maker = maker

    def take(self, most_characters):
        while True:
            text = typed(getattr(self, self.maker)())
            if 0 < len(text) <= most_characters:
                return text


LOOKS = {"clean": None, "offices": 1.0, "worse": 0.0}  # the share of gentle scans; None: not scanned at all


def read_lines(model, drawing, count, look):
    pairs = []
    for at in range(0, count, 16):
        drawn = [drawing.draw(1024) for _ in range(16)]
        images = torch.from_numpy(np.stack([d[0] for d in drawn]))[:, None].float() / 255
        boxes = torch.tensor([d[2] for d in drawn])
        with torch.no_grad():
            x, factor = (images, 1.0) if LOOKS[look] is None else scan_look.printed_and_scanned(images, boxes, LOOKS[look])
            x, widths, inside = scan_look.cropped(x, boxes, factor, 820)
            scores, lengths = model(scan_look.levels(x, inside), widths.int())
        pairs += zip(best_path(scores, lengths), [d[1] for d in drawn])
    return pairs


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--text", required=True)
    parser.add_argument("--faces", required=True)
    parser.add_argument("--checkpoint", required=True)
    parser.add_argument("--count", type=int, default=320)
    parser.add_argument("--show", type=int, default=0, help="wrong lines to print of each kind")
    options = parser.parse_args()
    with open(options.text, encoding="utf-8") as file:
        kept_back = file.read().split("\n")[:-1][::100]
    model = LineModel()
    model.load_state_dict(torch.load(options.checkpoint, map_location="cpu")["model"])
    model.quantise(True)
    model.eval()
    for kind in ("text", "code", "date", "money", "numbers", "name", "syllables", "letters"):
        for held_out in (False, True):
            for look in LOOKS:
                torch.manual_seed(3)
                text = LineText(kept_back, 11) if kind == "text" else MadeUp(kept_back, 11, kind)
                drawing = LineDrawing(Faces(options.faces, held_out), text, 11, foreign_ink=look == "worse")
                pairs = read_lines(model, drawing, options.count, look)
                errors = summary(pairs)
                print(f"{kind:8} {'other' if held_out else 'same'} faces, {look}: "
                      f"exact {100 - errors['lines']:.1f} %, CER {errors['CER']:.2f} %, of that marks {errors['marks']:.2f}", flush=True)
                for read, true in [p for p in pairs if p[0] != p[1]][:options.show]:
                    print(f"    {true}\n    {read}")


if __name__ == "__main__":
    main()
