# SPDX-License-Identifier: Apache-2.0
"""DigitSlots: the places of a paper's head where a clerk writes digits, as the reader crops them.

"Số: 2107/KH-SYT", "ngày 04 tháng" and "tháng 3 năm": print of both sides, and between it digits by
pen, stamp or print, or nothing. What is to be read: the digits, "/" and " " for whatever else is
printed, however much of it the crop shows. Images are HEIGHT pixels high as the network gets them:
levelled, paper 0 and ink 127.
"""
import json
import pathlib
import random

import cv2
import numpy as np
from PIL import ImageFont

from digit_strokes import Hand, drawn_strokes
from line_drawing import Faces

HEIGHT = 48
# In heights of capital letters, above and below the printed baseline.
ABOVE, BELOW = 1.95, 0.95
CAPITAL = 30  # pixels of a capital letter where slots are drawn
ROWS = round((ABOVE + BELOW) * CAPITAL)
BASE = round(ABOVE * CAPITAL)
WIDTHS = (112, 160, 224, 320)

ALPHABET = "0123456789/ "
CLASS_OF = {character: i + 1 for i, character in enumerate(ALPHABET)}
KINDS = ("KH", "QĐ", "TB", "CV", "BC", "TTr", "GM", "CT", "NQ", "TM", "ĐL", "CĐ", "HD", "SYT", "UBND", "HĐND", "SGDĐT", "STC")
OFFICES = ("UBND", "SYT", "HĐND", "BCĐ", "VP", "NVY", "TCCB", "SNV", "STNMT", "STP", "TTHC", "KTTH", "CAT", "BHXH", "CT", "TU", "BTC")
PLACES = ("Nội", "Giang", "Minh", "Ngãi", "Nẵng", "Lâm", "Hòa", "An", "Dương", "Huế", "Bình", "Nai", "Tho")


class DigitFaces:
    """Faces drawn after handwriting; every fifth is held out."""

    def __init__(self, folder, held_out):
        files = sorted(str(p) for p in pathlib.Path(folder).glob("*.woff"))
        self.files = [f for i, f in enumerate(files) if (i % 5 == 4) == held_out]
        self.sized = {}

    def draw(self, text, height, r):
        file = r.choice(self.files)
        if file not in self.sized:
            box = ImageFont.truetype(file, 100).getbbox("0123456789", anchor="ls")
            self.sized[file] = 100 / max(20, box[3] - box[1])
        font = ImageFont.truetype(file, max(8, round(self.sized[file] * height)))
        return mask_of(font, text)


class WrittenDigits:
    """Digits of many hands, 28 by 28 pixels each (MNIST); the last tenth of each is held out."""

    def __init__(self, folder, held_out):
        self.digits = {}
        for digit in "0123456789":
            data = np.array(json.loads((pathlib.Path(folder) / f"{digit}.json").read_text())["data"], np.float32)
            images = (data[:len(data) // 784 * 784].reshape(-1, 28, 28) * 255).astype(np.uint8)
            part = len(images) * 9 // 10
            self.digits[digit] = images[part:] if held_out else images[:part]

    def draw(self, text, height, r):
        pieces = []
        wide, slant = r.uniform(.75, 1.1), r.gauss(0, .12)
        spread = r.gauss(.08, .1) * height
        weight = r.uniform(.55, 1.5)
        for digit in text:
            image = r.choice(self.digits[digit])
            rows, columns = np.flatnonzero(image.max(1) > 60), np.flatnonzero(image.max(0) > 60)
            image = image[rows[0]:rows[-1] + 1, columns[0]:columns[-1] + 1]
            tall = max(6, round(height * r.uniform(.92, 1.08)))
            width = max(2, round(image.shape[1] * wide * tall / image.shape[0]))
            image = cv2.resize(image, (width, tall), interpolation=cv2.INTER_CUBIC)
            soft = cv2.GaussianBlur(image, (0, 0), tall / 26).astype(np.float32) / 255
            pieces.append(np.clip((soft - .5 / weight + .25) * 4 - .5, 0, 1))
        total = sum(p.shape[1] for p in pieces) + int(abs(spread) * len(pieces)) + 4 * len(pieces) + 20
        rows = max(p.shape[0] for p in pieces) + 8
        ink = np.zeros((rows, total), np.float32)
        x = 2.
        for piece in pieces:
            at, top = int(x), rows - 4 - piece.shape[0] + r.randint(-2, 2)
            np.maximum(ink[top:top + piece.shape[0], at:at + piece.shape[1]], piece, out=ink[top:top + piece.shape[0], at:at + piece.shape[1]])
            x = max(at + 2, x + piece.shape[1] + spread + r.gauss(0, 1))
        shear = np.float32([[1, -slant, slant * rows + abs(slant) * 4], [0, 1, 0]])
        ink = cv2.warpAffine(ink, shear, (total + int(abs(slant) * rows) + 8, rows))
        return ink[:, :np.flatnonzero(ink.max(0) > .1)[-1] + 2], -(rows - 4.)


def mask_of(font, text):
    """(ink 0..1, top over the baseline)"""
    mask, (left, top) = font.getmask2(text, "L", anchor="ls")
    ink = np.array(mask, dtype=np.float32).reshape(mask.size[::-1]) / 255
    return ink, float(top)


class DigitSlots:
    def __init__(self, faces, hand_faces, written, seed, held_out=False):
        self.random = random.Random(seed)
        self.noise = np.random.default_rng(seed)
        self.faces = Faces(faces, held_out)
        self.folder = pathlib.Path(faces)
        self.hand_faces = DigitFaces(hand_faces, held_out)
        self.written = WrittenDigits(written, held_out)
        self.fonts = {}

    def font(self, file, size):
        key = (file, size)
        if key not in self.fonts:
            self.fonts[key] = ImageFont.truetype(str(self.folder / file), size)
        return self.fonts[key]

    def print_font(self, style):
        r = self.random
        family = r.choices(self.faces.families, self.faces.weights)[0]
        face = family["faces"].get(style) or next(iter(family["faces"].values()))
        probe = self.font(face["file"], 100)
        capital = -probe.getbbox("H", anchor="ls")[1]
        return self.font(face["file"], round(100 * CAPITAL * r.uniform(.87, 1.15) / max(40, capital)))

    # What stands there.

    def digits(self, kind):
        r = self.random
        if r.random() < .07:
            return ""
        if r.random() < .2:
            return "".join(r.choice("0123456789") for _ in range(r.choice((1, 2, 2, 3, 4, 5))))
        if kind == "day":
            day = r.randint(1, 31)
            return f"{day:02d}" if r.random() < .75 else str(day)
        if kind == "month":
            month = r.randint(1, 12)
            return f"{month:02d}" if r.random() < .6 else str(month)
        length = r.choices((1, 2, 3, 4, 5), (8, 26, 28, 34, 4))[0]
        number = r.randint(0 if length == 1 else 10 ** (length - 1), 10 ** length - 1)
        return f"0{number}" if length == 1 and r.random() < .8 else str(number)

    def sides(self, kind):
        """Print left and right of the digits."""
        r = self.random
        if kind == "day":
            place = r.choice(PLACES)
            return f"{place}, ngày" if r.random() < .8 else "Ngày", "tháng"
        if kind == "month":
            return "tháng", "năm"
        left = r.choice(("Số:", "Số:", "Số:", "Số", "SỐ:", "Số :", "Số.", "số:"))
        parts = [r.choice(KINDS), r.choice(OFFICES)][:r.choice((1, 2, 2, 2))]
        right = ("/" if r.random() < .94 else " /") + ("" if r.random() < .8 else " ") + r.choice(("-", "-", "-", " - ", "/", "–")).join(parts)
        return left, right

    def ink_of(self, text, print_font):
        """(ink, top over the baseline, weight of the ink, size to capitals' allowed shift)"""
        r = self.random
        how = r.random()
        height = CAPITAL * r.lognormvariate(.17, .17)
        if how < .24:  # printed with all the rest
            ink, top = mask_of(print_font, text)
            return ink, top, 1., 0.
        if how < .30:  # stamped, or typed afterwards
            style = r.choice(("", "b", ""))
            ink, top = mask_of(self.print_font(style), text)
            turn = cv2.getRotationMatrix2D((ink.shape[1] / 2, ink.shape[0] / 2), r.gauss(0, 2.5), r.uniform(.85, 1.25))
            ink = cv2.warpAffine(np.pad(ink, 6), turn, (ink.shape[1] + 12, ink.shape[0] + 12))
            ink = ink * (1 - r.uniform(0, .5) * (self.smooth(ink.shape, 5) > .6))
            return ink, top - 6, r.uniform(.6, 1), r.gauss(0, .12)
        shift = r.gauss(0.02, .14)
        weight = 1. if r.random() < .5 else r.uniform(.5, 1)
        if how < .50:
            ink, top = self.hand_faces.draw(text, height, r)
        elif how < .62:
            ink, top = self.written.draw(text, height, r)
        else:
            pen = CAPITAL * r.choice((r.uniform(.06, .12), r.uniform(.08, .2)))
            ink, top = drawn_strokes(Hand(r).write(text, height), pen, r)
        if r.random() < .3:
            stretch = r.uniform(.75, 1.3)
            ink = cv2.resize(ink, (max(2, round(ink.shape[1] * stretch)), ink.shape[0]), interpolation=cv2.INTER_AREA)
        return ink, top, weight, shift

    def smooth(self, shape, cell):
        coarse = self.noise.normal(size=(max(2, shape[0] // cell), max(2, shape[1] // cell))).astype(np.float32)
        return cv2.resize(coarse, shape[::-1], interpolation=cv2.INTER_LINEAR)

    # How it stands there.

    def draw(self):
        """(image, text)"""
        while True:
            drawn = self.attempt()
            if drawn is not None:
                return drawn

    def attempt(self):
        r = self.random
        kind = r.choices(("number", "day", "month"), (50, 35, 15))[0]
        text = self.digits(kind)
        left, right = self.sides(kind)
        style = "i" if kind != "number" and r.random() < .85 else "b" if r.random() < .08 else ""
        font = self.print_font(style)
        before, before_top = mask_of(font, left)
        after, after_top = mask_of(font, right.strip())
        gap_before, gap_after = (CAPITAL * min(2.2, max(-.25, r.gauss(.35, .4))) for _ in range(2))
        slot = CAPITAL * r.uniform(.4, 3)
        if text:
            ink, top, weight, shift = self.ink_of(text, font)
            slot = ink.shape[1]
            if shift == 0.:
                gap_before, gap_after = (max(CAPITAL * .1, abs(g)) for g in (gap_before, gap_after))
                if kind == "number" and r.random() < .7:
                    gap_after = 1
        seen_before = 0 if r.random() < .05 else min(before.shape[1], round(CAPITAL * r.uniform(.6, 2.6)))
        seen_after = min(after.shape[1], round(CAPITAL * r.uniform(.9 if kind == "number" else .6, 3)))
        width = round(seen_before + gap_before + slot + gap_after + seen_after)
        widest = WIDTHS[-1] * ROWS // HEIGHT - 12
        if width < 24 or width > widest * .9:
            return None
        page = np.zeros((ROWS, width), np.float32)
        place(page, before[:, before.shape[1] - seen_before:], 0, BASE + before_top)
        after_x = seen_before + gap_before + slot + gap_after
        place(page, after, round(after_x), BASE + after_top)
        self.add_dots(page, seen_before, after_x)
        if text:
            place(page, ink * weight, round(seen_before + gap_before), BASE + top + shift * CAPITAL)
        self.add_foreign_ink(page, font)
        slash = kind == "number"
        behind = "/" if slash else " "
        if slash and seen_after > CAPITAL * .75:
            behind += " "
        elif slash and seen_after > CAPITAL * .45:
            return None
        return self.scanned(page), (" " if seen_before else "") + text + behind

    def add_dots(self, page, left, right):
        r = self.random
        if r.random() > .12 or right - left < 12:
            return
        y = BASE - 2 + r.randint(-1, 2)
        if r.random() < .8:
            step, dot = r.uniform(5, 9), r.choice((2, 3, 4))
            for x in np.arange(left + 3, right - 3, step):
                page[y - dot // 2:y - dot // 2 + dot, int(x):int(x) + dot] = r.uniform(.8, 1)
        else:
            page[y:y + r.choice((1, 2, 3)), int(left):int(right)] = 1

    def add_foreign_ink(self, page, font):
        """Of the lines above and below, and dirt."""
        r = self.random
        for above in (True, False):
            if r.random() < .22:
                text = "".join(r.choice("ABCDEHIKLMNOPTUVXYGỞẾabcdghnotyp  ") for _ in range(12))
                ink, top = mask_of(font, text)
                seen = round(CAPITAL * r.uniform(.05, .4))
                y = seen - ink.shape[0] if above else ROWS - seen
                place(page, ink, -r.randint(0, 40), y)
            elif above and r.random() < .15:
                y = r.randint(1, round(CAPITAL * .6))
                a = r.randint(0, page.shape[1])
                page[y:y + r.choice((1, 2, 3)), a if r.random() < .5 else 0:a + r.randint(20, 200)] = 1
        for _ in range(r.choice((0, 0, 0, 1, 2, 5))):
            x, y = r.randrange(page.shape[1]), r.randrange(ROWS)
            cv2.circle(page, (x, y), r.choice((0, 1, 1, 2)), r.uniform(.5, 1), -1)
        if r.random() < .02:
            radius = r.randint(80, 200)
            cv2.circle(page, (r.randrange(page.shape[1]), BASE + r.choice((-1, 1)) * radius), radius, r.uniform(.3, .9), r.randint(1, 4), cv2.LINE_AA)

    def scanned(self, page):
        """Printing, copying, scanning; then as the reader crops and levels."""
        r = self.random
        turn = np.float32([[1, r.gauss(0, .04), 0], [r.gauss(0, .008), 1, 0]])
        turn[0, 2], turn[1, 2] = -turn[0, 1] * BASE, -turn[1, 0] * page.shape[1] / 2 + r.gauss(0, .06) * CAPITAL
        page = cv2.warpAffine(page, turn, page.shape[::-1], flags=cv2.INTER_LINEAR)
        factor = r.choice((1., .84, r.uniform(.55, .8), r.uniform(.72, .8)))
        page = cv2.resize(page, (max(8, round(page.shape[1] * factor)), round(ROWS * factor)), interpolation=cv2.INTER_AREA)
        if r.random() < .5:
            grown = cv2.dilate(page, np.ones((2, 2), np.uint8)) if r.random() < .6 else cv2.erode(page, np.ones((2, 2), np.uint8))
            page += (grown - page) * r.uniform(0, .8)
        page = cv2.GaussianBlur(page, (0, 0), r.uniform(.3, 1.2) * factor)
        if r.random() < .25:
            page *= 1 - r.uniform(0, .3) * np.clip(.6 + self.smooth(page.shape, 24), 0, 2)
        if r.random() < .12:
            page *= 1 - r.uniform(.4, 1) * (self.smooth(page.shape, 3) > r.uniform(1.2, 2.2))
        noise = self.noise.normal(size=page.shape).astype(np.float32)
        if r.random() < .5:
            rough = page + noise * r.uniform(.01, .13)
            page = (rough > r.uniform(.25, .55) + self.smooth(page.shape, 10) * r.uniform(0, .06)).astype(np.float32)
            if r.random() < .3:
                page = np.maximum(page, self.noise.random(page.shape) < r.uniform(0, .004))
        else:
            page = page + noise * r.uniform(0, .08) + r.uniform(0, .1)
        light = (255 * (1 - np.clip(page, 0, 1) * r.uniform(.6, 1))).astype(np.uint8)
        if r.random() < .35:
            light = cv2.imdecode(cv2.imencode(".jpg", light, (cv2.IMWRITE_JPEG_QUALITY, r.randint(25, 92)))[1], 0)
        width = max(8, round(light.shape[1] * HEIGHT / light.shape[0] * r.uniform(.93, 1.07)))
        light = cv2.resize(light, (width, HEIGHT), interpolation=cv2.INTER_AREA if light.shape[0] > HEIGHT else cv2.INTER_LINEAR)
        return levelled(light)


def place(page, ink, x, y):
    y = round(y)
    top, left = max(0, y), max(0, x)
    piece = ink[top - y:max(top - y, page.shape[0] - y), left - x:max(left - x, page.shape[1] - x)]
    to = page[top:top + piece.shape[0], left:left + piece.shape[1]]
    np.maximum(to, piece, out=to)


def quantile(values, fraction, otherwise):
    return float(np.sort(values)[min(len(values) - 1, int(len(values) * fraction))]) if len(values) else otherwise


def levelled(light):
    """The middle row's darker dips become ink, its lighter peaks paper (ocr/lines/line_input.h)."""
    row = light[HEIGHT // 2].astype(np.float32)
    before, here, after = row[:-2], row[1:-1], row[2:]
    black = quantile(here[((here < before) & (here <= after)) | ((here <= before) & (here < after))], .25, 0)
    white = quantile(here[((here > before) & (here >= after)) | ((here >= before) & (here > after))], .75, 255)
    contrast = max(1., (white - black) / 2)
    value = np.clip(np.round(128 * ((light - black) / contrast - 1)), -127, 127)
    return ((127 - value) // 2).astype(np.uint8)


def encode(text):
    return [CLASS_OF[character] for character in text]
