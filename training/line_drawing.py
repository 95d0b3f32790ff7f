# SPDX-License-Identifier: Apache-2.0
"""LineDrawing: lines of text as clean images, in faces, sizes and spacings as papers have them.

What paper, printer and scanner do to a line comes later (scan_look.py), many times for each line
drawn. Images are CANVAS_HEIGHT pixels high, ink 255 on 0; letters are as large as 300 dpi scans
have them at 7 to 14 points.
"""
import json
import pathlib
import random

import cv2
import numpy as np
from PIL import ImageFont

CANVAS_HEIGHT = 96
BASELINE = 70
SIZES = (30, 34, 38, 42, 46, 50, 54, 58)
SIZE_SHARES = (2, 2, 2, 2, 2, 3, 4, 4)  # papers are set in 13 and 14 points, their tables smaller
MARGIN = 14  # left and right of the ink
KERNED = ("To", "AV", "P.", "Tr", "Vo", "LT")  # pairs that a face with kerning kerns


class Glyphs:
    """The letters of a face at one size, each drawn once: drawing is what training waits for."""

    def __init__(self, path, size):
        self.font = ImageFont.truetype(path, size, layout_engine=ImageFont.Layout.BASIC)
        self.size = size
        self.space = self.font.getlength(" ")
        self.drawn = {}
        self.kerns = {}
        self.kerned = any(self.font.getlength(pair) != sum(map(self.font.getlength, pair)) for pair in KERNED)

    def drawing(self, character):
        """(ink, left of it, top of it, advance), from a pen on the baseline."""
        found = self.drawn.get(character)
        if found is None:
            mask, (left, top) = self.font.getmask2(character, "L", anchor="ls")
            ink = np.array(mask, dtype=np.uint8).reshape(mask.size[::-1])
            found = self.drawn[character] = (ink, left, BASELINE + top, self.font.getlength(character))
        return found

    def kern(self, before, character):
        pair = before + character
        found = self.kerns.get(pair)
        if found is None:
            found = self.font.getlength(pair) - self.drawing(before)[3] - self.drawing(character)[3]
            self.kerns[pair] = found
        return found


class Faces:
    def __init__(self, folder, held_out=False):
        self.folder = pathlib.Path(folder)
        families = json.loads((self.folder / "faces.json").read_text())
        self.families = [f for f in families if f["held_out"] == held_out]
        self.weights = [f["weight"] for f in self.families]
        self.fallback = next(f for f in families if f["name"] == "DejaVuSans")["faces"][""]
        self.loaded = {}

    def load(self, face, size):
        key = (face["file"], size)
        if key not in self.loaded:
            self.loaded[key] = Glyphs(str(self.folder / face["file"]), size)
        return self.loaded[key]


class LineDrawing:
    def __init__(self, faces, text, seed, foreign_ink=True):
        self.faces = faces
        self.text = text
        self.foreign_ink = foreign_ink
        self.random = random.Random(seed)
        self.numpy_random = np.random.default_rng(seed)

    def draw(self, width):
        """(image, text, (left, top, right, bottom) of the ink) of a line that fits into `width`."""
        r = self.random
        while True:
            family = r.choices(self.faces.families, self.faces.weights)[0]
            size = r.choices(SIZES, SIZE_SHARES)[0]
            most = int((width - 2 * MARGIN) / (size * r.uniform(0.42, 0.6)))
            text = self.text.take(max(1, min(most, 150)))
            drawn = self.draw_text(text, family, size, width)
            if drawn is not None:
                return drawn

    def style(self, family):
        styles = {"": 55, "b": 22, "i": 13, "bi": 5}
        there = [s for s in styles if s in family["faces"]]
        return self.random.choices(there, [styles[s] for s in there])[0]

    def draw_text(self, text, family, size, width):
        r = self.random
        image = np.zeros((CANVAS_HEIGHT, width), np.uint8)
        style = self.style(family)
        spacing = r.uniform(0.5, 6) if r.random() < 0.07 else r.uniform(-0.8, 0) if r.random() < 0.06 else 0
        stretch = r.choice([1, 1, 1, r.uniform(0.75, 1.6), r.uniform(1, 2.4)])
        x = float(MARGIN)
        words = text.split(" ")
        change = r.randrange(len(words)) if r.random() < 0.12 else len(words)
        note = r.randrange(len(words)) if r.random() < 0.02 else len(words)
        for at, word in enumerate(words):
            if at == change:
                style = self.style(family)
            face = family["faces"][style]
            glyphs = self.faces.load(face, size)
            if at > 0:
                gap = glyphs.space * stretch + spacing
                if r.random() < 0.004:
                    gap *= r.uniform(2, 6)
                x += max(gap, size * 0.16)
            x = self.draw_word(image, x, word, face, glyphs, spacing)
            if at == note and len(word) > 2 and word[-1].isalpha():
                number = str(r.randint(1, 30))  # of a footnote: raised, and read as plain digits
                small = self.faces.load(face, max(16, int(size * 0.6)))
                x = self.draw_word(image, x, number, face, small, 0, raised=int(size * 0.35))
                words[at] = word + number
            if x + MARGIN > width:
                return None
        rows = np.flatnonzero(image.max(axis=1) > 100)
        columns = np.flatnonzero(image.max(axis=0) > 100)
        if len(rows) == 0:
            return None
        box = (int(columns[0]), int(rows[0]), int(columns[-1]) + 1, int(rows[-1]) + 1)
        if self.foreign_ink:
            self.add_foreign_ink(image, box, size)
        return image, " ".join(words), box

    def draw_word(self, image, x, word, face, glyphs, spacing, raised=0):
        """Where the pen is afterwards; beyond the image nothing is drawn."""
        missing = face["missing"]
        kerned = glyphs.kerned and spacing == 0
        before = ""
        for character in word:
            one = self.faces.load(self.faces.fallback, glyphs.size) if character in missing else glyphs
            ink, left, top, advance = one.drawing(character)
            if kerned and before and one is glyphs:
                x += glyphs.kern(before, character)
            left, top = round(x) + left, top - raised
            to = image[max(top, 0):top + ink.shape[0], max(left, 0):left + ink.shape[1]]
            if to.shape == ink.shape:
                np.maximum(to, ink, out=to)
            x += advance + spacing
            before = character if one is glyphs else ""
        return x - spacing

    def add_foreign_ink(self, image, box, size):
        """Underlines, rules and rings of seals that cross the line."""
        r = self.random
        left, top, right, bottom = box
        if r.random() < 0.04:
            y = BASELINE + int(size * r.uniform(0.08, 0.22))
            a = r.randint(left, right) if r.random() < 0.3 else left
            cv2.line(image, (a, y), (right, y + r.randint(-1, 1)), 255, r.randint(1, 4))
        if r.random() < 0.03:
            y = r.choice([top - r.randint(2, 10), bottom + r.randint(2, 10)])
            cv2.line(image, (0, y), (image.shape[1], y + r.randint(-2, 2)), 255, r.randint(1, 4))
        if r.random() < 0.02:
            x = r.choice([left - r.randint(4, 10), right + r.randint(4, 10)])
            cv2.line(image, (x, 0), (x, image.shape[0]), 255, r.randint(1, 4))
        if r.random() < 0.03:
            ring = np.zeros_like(image)
            radius = r.randint(120, 260)
            middle = (r.randint(left, right), BASELINE - 20 + r.randint(-radius, radius))
            cv2.circle(ring, middle, radius, r.randint(60, 200), r.randint(2, 6), cv2.LINE_AA)
            if r.random() < 0.5:
                cv2.circle(ring, middle, int(radius * 0.85), r.randint(60, 200), r.randint(1, 4), cv2.LINE_AA)
            np.maximum(image, ring, out=image)
        if r.random() < 0.02:  # a stroke of a pen, so large that nobody takes it for a letter
            points = np.cumsum(self.numpy_random.normal((30, 0), (60, 45), (6, 2)), axis=0) + (r.randint(left, right) - 90, BASELINE - 20)
            cv2.polylines(image, [points.astype(np.int32)], False, r.randint(80, 255), r.randint(1, 3), cv2.LINE_AA)
