# SPDX-License-Identifier: Apache-2.0
"""Digits as pens write them: strokes of our own, in the shapes that hands are taught and fall into.

A shape is a list of strokes, a stroke a list of points in a box of one by one, y down from the top
of the digit to the line it stands on. Curves go through the points; "!" behind a stroke's points
makes it straight from one to the next. A hand is what one writer keeps through a number: slant,
proportions, pen, and which of a digit's shapes.
"""
import cv2
import numpy as np

# Shapes with how often a hand has them.
SHAPES = {
    "0": [
        (4, [[(.6, .03), (.25, .16), (.1, .55), (.3, .96), (.7, .88), (.88, .45), (.7, .08), (.5, .03)]]),
        (2, [[(.72, .12), (.4, .02), (.12, .3), (.12, .75), (.45, 1.), (.82, .75), (.86, .3), (.55, .04), (.3, .14)]]),
        (1, [[(.45, .0), (.15, .35), (.2, .85), (.55, .98), (.85, .6), (.78, .15), (.42, .05), (.3, .22)]]),
        (1, [[(.35, .1), (.1, .5), (.25, .95), (.65, .95), (.9, .55), (.75, .12), (.5, .1)]]),
        (1, [[(.3, .02), (.55, .1), (.25, .2), (.08, .6), (.3, .98), (.7, .9), (.9, .5), (.75, .12), (.45, .1)]]),
    ],
    "1": [
        (3, [[(.5, .0), (.5, .5), (.48, 1.)]]),
        (4, [[(.22, .3), (.4, .18), (.58, .0), (.58, .0), (.56, .5), (.54, 1.)]]),
        (4, [[(.02, .62), (.3, .36), (.62, .0), (.62, .0), (.6, .5), (.56, 1.)]]),
        (2, [[(.1, .85), (.35, .45), (.66, .02), (.66, .02), (.7, .5), (.72, 1.)]]),
        (2, [[(.22, .3), (.42, .18), (.56, .0), (.56, .0), (.56, .5), (.56, .97)], [(.22, .98), (.55, .97), (.9, .97)]]),
        (1, [[(.52, .0), (.52, .5), (.52, .97)], [(.25, .98), (.8, .97)]]),
    ],
    "2": [
        (4, [[(.12, .25), (.38, .02), (.78, .16), (.72, .45), (.4, .76), (.08, .98), (.08, .98), (.5, .93), (.92, .95)]]),
        (3, [[(.15, .22), (.45, .0), (.8, .2), (.62, .55), (.3, .9), (.08, .92), (.14, .76), (.42, .86), (.7, 1.), (.95, .88)]]),
        (2, [[(.1, .2), (.5, .0), (.78, .22), (.6, .55), (.22, .98), (.06, .85), (.28, .74), (.6, .92), (.98, .9)]]),
        (1, [[(.2, .3), (.22, .1), (.55, .02), (.78, .2), (.6, .5), (.1, .96), (.1, .96), (.9, .96)]]),
        (1, [[(.3, .3), (.14, .2), (.4, .02), (.82, .14), (.7, .5), (.1, .97), (.45, .88), (.95, .93)]]),
    ],
    "3": [
        (4, [[(.16, .14), (.5, .0), (.82, .2), (.62, .43), (.4, .47), (.4, .47), (.74, .55), (.84, .78), (.5, 1.), (.1, .88)]]),
        (2, [[(.2, .1), (.5, .0), (.78, .2), (.55, .44), (.36, .5), (.5, .42), (.8, .56), (.82, .84), (.46, 1.), (.1, .9)]]),
        (1, [[(.16, .04), (.5, .03), (.82, .02), (.82, .02), (.6, .25), (.4, .42), (.4, .42), (.78, .52), (.82, .82), (.45, 1.), (.1, .88)]]),
        (1, [[(.22, .16), (.55, .02), (.74, .22), (.5, .46), (.42, .4), (.62, .46), (.76, .75), (.45, 1.02), (.04, .94)]]),
    ],
    "4": [
        (4, [[(.55, .0), (.35, .3), (.08, .66), (.08, .66), (.5, .66), (.95, .62)], [(.68, .38), (.64, .7), (.6, 1.02)]]),
        (3, [[(.3, .05), (.2, .3), (.12, .58), (.12, .58), (.5, .6), (.9, .56)], [(.74, .02), (.68, .5), (.62, 1.02)]]),
        (2, [[(.68, .0), (.35, .35), (.05, .7), (.05, .7), (.5, .7), (.95, .68)], [(.68, .0), (.67, .5), (.66, 1.02)]]),
        (1, [[(.62, 1.), (.66, .5), (.68, .0), (.68, .0), (.35, .36), (.06, .68), (.06, .68), (.5, .68), (.96, .66)]]),
        (1, [[(.2, .08), (.16, .4), (.4, .56), (.72, .4)], [(.8, .02), (.72, .5), (.66, 1.04)]]),
    ],
    "5": [
        (4, [[(.3, .05), (.26, .25), (.2, .45), (.2, .45), (.5, .38), (.82, .6), (.7, .9), (.38, 1.), (.08, .88)], [(.3, .05), (.6, .05), (.92, .01)]]),
        (2, [[(.86, .03), (.6, .05), (.34, .06), (.34, .06), (.28, .25), (.2, .44), (.2, .44), (.52, .38), (.82, .6), (.66, .92), (.36, 1.), (.08, .88)]]),
        (2, [[(.28, .12), (.22, .3), (.18, .48), (.18, .48), (.48, .38), (.78, .58), (.68, .9), (.38, 1.), (.05, .9)], [(.3, .1), (.6, .02), (1., -.04)]]),
        (1, [[(.9, .05), (.55, .02), (.3, .2), (.32, .42), (.62, .5), (.8, .68), (.62, .94), (.3, 1.), (.08, .9)]]),
        (1, [[(.3, .2), (.26, .34), (.24, .46), (.55, .42), (.76, .66), (.6, .94), (.1, .95)], [(.34, .06), (.64, .06), (.95, .02)]]),
    ],
    "6": [
        (4, [[(.72, .02), (.38, .22), (.16, .62), (.28, .94), (.6, .97), (.8, .74), (.62, .54), (.34, .6), (.2, .76)]]),
        (2, [[(.55, .0), (.3, .3), (.14, .66), (.26, .96), (.62, .98), (.78, .74), (.5, .58), (.18, .8)]]),
        (1, [[(.3, .0), (.22, .4), (.18, .75), (.4, 1.), (.74, .9), (.78, .66), (.5, .54), (.22, .7)]]),
        (1, [[(.85, .12), (.6, .0), (.25, .25), (.12, .65), (.32, .98), (.7, .9), (.76, .66), (.5, .55), (.2, .7)]]),
    ],
    "7": [
        (3, [[(.1, .06), (.5, .06), (.9, .02), (.9, .02), (.66, .42), (.46, 1.)]]),
        (4, [[(.1, .08), (.5, .07), (.88, .02), (.88, .02), (.66, .42), (.46, 1.)], [(.28, .52), (.55, .5), (.84, .46)]]),
        (2, [[(.1, .2), (.14, .06), (.4, .1), (.7, .1), (.92, .0), (.92, .0), (.66, .45), (.5, 1.)], [(.3, .54), (.82, .48)]]),
        (1, [[(.12, .18), (.14, .04), (.5, .06), (.9, .03), (.9, .03), (.7, .4), (.55, 1.)]]),
        (1, [[(.08, .1), (.3, .02), (.55, .12), (.9, .02), (.9, .02), (.6, .5), (.42, 1.02)], [(.24, .56), (.8, .42)]]),
        (1, [[(.05, .06), (.5, .06), (.8, .04), (.86, .2), (.72, .6), (.66, 1.)], [(.4, .52), (.95, .46)]]),
    ],
    "8": [
        (4, [[(.74, .14), (.46, .0), (.22, .2), (.44, .45), (.74, .68), (.66, .94), (.34, .97), (.22, .72), (.52, .46), (.78, .22), (.68, .08)]]),
        (2, [[(.6, .02), (.28, .1), (.3, .38), (.6, .5), (.8, .76), (.52, 1.), (.2, .82), (.36, .54), (.68, .34), (.7, .1), (.52, .02)]]),
        (1, [[(.85, .05), (.5, .0), (.2, .18), (.45, .45), (.78, .72), (.55, .98), (.2, .85), (.4, .55), (.85, .12)]]),
        (1, [[(.5, .02), (.26, .14), (.32, .4), (.62, .4), (.74, .18), (.52, .02)], [(.5, .44), (.18, .66), (.3, .96), (.68, .96), (.82, .66), (.5, .44)]]),
    ],
    "9": [
        (3, [[(.76, .26), (.54, .04), (.2, .2), (.26, .48), (.56, .48), (.78, .22), (.78, .22), (.74, .55), (.66, 1.)]]),
        (3, [[(.78, .18), (.5, .02), (.18, .22), (.3, .5), (.62, .44), (.8, .14), (.8, .14), (.82, .5), (.7, .88), (.4, 1.02), (.1, .9)]]),
        (2, [[(.7, .1), (.4, .02), (.16, .28), (.4, .5), (.7, .3), (.76, .1), (.78, .45), (.6, .9), (.2, 1.)]]),
        (1, [[(.6, .06), (.3, .1), (.2, .36), (.48, .48), (.74, .24), (.62, .06), (.72, .5), (.72, 1.02)]]),
        (1, [[(.8, .1), (.35, .06), (.18, .34), (.5, .46), (.8, .12), (.72, .55), (.5, 1.05), (.18, 1.1), (.3, .86), (.8, .72)]]),
    ],
}
# How wide digits are to their height.
WIDTHS = {"0": .62, "1": .36, "2": .66, "3": .6, "4": .68, "5": .64, "6": .58, "7": .64, "8": .58, "9": .58}


def curve(points, steps=9):
    """A smooth line through the points; one that stands twice is a corner."""
    pieces, piece = [], [points[0]]
    for before, here in zip(points, points[1:]):
        if np.allclose(before, here):
            pieces.append(piece)
            piece = [here]
        else:
            piece.append(here)
    pieces.append(piece)
    drawn = []
    for piece in pieces:
        p = np.array(piece, dtype=np.float64)
        if len(p) < 3:
            drawn.append(p)
            continue
        p = np.vstack((2 * p[0] - p[1], p, 2 * p[-1] - p[-2]))
        t = np.linspace(0, 1, steps, endpoint=False)[:, None]
        for a, b, c, d in zip(p, p[1:], p[2:], p[3:]):
            drawn.append(b + .5 * t * (c - a + t * (2 * a - 5 * b + 4 * c - d + t * (3 * (b - c) + d - a))))
        drawn.append(p[-2:-1])
    return np.vstack(drawn)


class Hand:
    """What one writer keeps: slant, proportions, how steady, which shape of each digit."""

    def __init__(self, random):
        self.random = random
        self.slant = random.gauss(.14, .16)
        self.wide = random.uniform(.72, 1.35)
        self.unsteady = random.choice((.012, .022, .035, .05))
        self.spread = random.gauss(.1, .13)  # between digits, of their height
        self.uneven = random.uniform(0, .08)
        self.turn = random.gauss(0, .05)
        self.shape = {digit: random.choices(shapes, [s[0] for s in shapes])[0][1] for digit, shapes in SHAPES.items()}

    def strokes_of(self, digit, height):
        """Lines of points, of a digit of `height`, standing on 0; and how far the pen goes on."""
        r = self.random
        shape = self.shape[digit]
        if r.random() < .12:
            shapes = SHAPES[digit]
            shape = r.choices(shapes, [s[0] for s in shapes])[0][1]
        width = WIDTHS[digit] * self.wide * height * r.uniform(.9, 1.12)
        tall = height * r.uniform(.92, 1.08)
        bend_x, bend_y, phase = r.gauss(0, .04), r.gauss(0, .04), r.uniform(0, 6.3)
        turn = self.turn + r.gauss(0, .03)
        lines = []
        for stroke in shape:
            moved, last, noise = [], None, (0, 0)
            for point in stroke:
                if point != last:
                    noise = (r.gauss(0, self.unsteady), r.gauss(0, self.unsteady))
                last = point
                moved.append((point[0] + noise[0], point[1] + noise[1]))
            p = curve([np.array(m) for m in moved])
            x = p[:, 0] + bend_x * np.sin(5 * p[:, 1] + phase)
            y = p[:, 1] + bend_y * np.sin(5 * p[:, 0] + phase) - 1
            x = x * width - self.slant * y * tall
            y = y * tall
            lines.append(np.stack((x - turn * y, y + turn * x), 1))
        return lines, width

    def write(self, text, height):
        """Lines of points of the whole text, from x = 0 on, standing about 0."""
        r = self.random
        lines, pen = [], 0.
        for digit in text:
            own, width = self.strokes_of(digit, height)
            rise = r.gauss(0, self.uneven) * height
            left = min(line[:, 0].min() for line in own)
            lines += [line + (pen - left * .7, rise) for line in own]
            pen += width * .9 + max(-.12, self.spread + r.gauss(0, .05)) * height
        left = min(line[:, 0].min() for line in lines)
        return [line - (left, 0) for line in lines]


def drawn_strokes(lines, pen, random):
    """(ink 0..1, top of it over 0) of lines of points, with a pen `pen` pixels wide."""
    margin = int(pen + 3)
    every = np.vstack(lines)
    left, top = every.min(0) - margin
    right, bottom = every.max(0) + margin
    zoom = 4
    image = np.zeros((int((bottom - top) * zoom) + 1, int((right - left) * zoom) + 1), np.uint8)
    pressure = random.uniform(0, .3)
    for line in lines:
        points = np.round((line - (left, top)) * zoom * 16).astype(np.int32)
        if pressure < .1 or len(points) < 4:
            cv2.polylines(image, [points], False, 255, max(1, round(pen * zoom)), cv2.LINE_AA, 4)
            continue
        slow = np.convolve(np.linalg.norm(np.diff(points, axis=0), axis=1), np.ones(3) / 3, "same")
        slow = 1 + pressure * np.clip(slow.mean() / (slow + 1e-3) - 1, -1, 1)
        for a, b, width in zip(points, points[1:], slow):
            cv2.line(image, a.tolist(), b.tolist(), 255, max(1, round(pen * zoom * width)), cv2.LINE_AA, 4)
    small = cv2.resize(image, (max(1, image.shape[1] // zoom), max(1, image.shape[0] // zoom)), interpolation=cv2.INTER_AREA)
    return small.astype(np.float32) / 255, float(top)
