# SPDX-License-Identifier: Apache-2.0
"""train_digits.py --faces FOLDER --hand-faces FOLDER --digits FOLDER --checkpoint FILE --minutes N

Trains the model that reads digits in the head of a paper (digit_slots.py) for so long and leaves FILE,
from which a later run goes on; --set sizes of the network are kept in it. The last part of a run is
trained as int8. Two processes draw and train; one processor is enough.
"""
import argparse
import math
import multiprocessing
import os
import queue
import random
import time

import cv2
import numpy as np
import torch
import torch.nn.functional as F

from digit_slots import ALPHABET, HEIGHT, WIDTHS, DigitSlots, encode
from line_model import LineModel

BLOCK = 64
LONGEST = 12
SIZES = {"width": 80, "inner": 56, "dilations": (1, 2, 4, 1), "stem": (16, 32, 48), "rows": HEIGHT // 8, "classes": len(ALPHABET) + 1}


def drawn_block(slots, count):
    images, widths = np.zeros((count, HEIGHT, WIDTHS[-1]), np.uint8), np.zeros(count, np.int32)
    labels = np.zeros((count, LONGEST), np.uint8)
    for at in range(count):
        image, text = slots.draw()
        images[at, :, :image.shape[1]], widths[at] = image, image.shape[1]
        labels[at, :len(text)] = encode(text)
    return images, widths, labels


def draw_forever(options, seed, ready):
    parent = os.getppid()
    os.nice(5)
    cv2.setNumThreads(1)
    slots = DigitSlots(options.faces, options.hand_faces, options.digits, seed)
    while os.getppid() == parent:
        ready.put(drawn_block(slots, BLOCK))


class Pool:
    """Drawn slots by the width of the batch that they go into; old ones give way to new ones."""

    def __init__(self, capacity):
        self.capacity = capacity
        self.images = [np.zeros((capacity, HEIGHT, w), np.uint8) for w in WIDTHS]
        self.widths = [np.zeros(capacity, np.int32) for _ in WIDTHS]
        self.labels = [np.zeros((capacity, LONGEST), np.uint8) for _ in WIDTHS]
        self.drawn = [0] * len(WIDTHS)

    def add(self, images, widths, labels):
        for image, width, label in zip(images, widths, labels):
            pool = next(i for i, w in enumerate(WIDTHS) if width <= w)
            at = self.drawn[pool] % self.capacity
            self.images[pool][at] = image[:, :WIDTHS[pool]]
            self.widths[pool][at], self.labels[pool][at] = width, label
            self.drawn[pool] += 1

    def batch(self, size):
        counts = [min(n, self.capacity) for n in self.drawn]
        pool = random.choices(range(len(WIDTHS)), counts)[0]
        chosen = np.random.randint(0, counts[pool], size)
        return self.images[pool][chosen], self.widths[pool][chosen], self.labels[pool][chosen]


def tensors(images, widths, labels):
    return (torch.from_numpy(images)[:, None].float() / 127, torch.from_numpy(widths), torch.from_numpy(labels).long())


def likely_texts(model, images, widths):
    """The best path of each."""
    texts = []
    model.eval()
    with torch.no_grad():
        for at in range(0, len(images), 64):
            x, w, _ = tensors(images[at:at + 64], widths[at:at + 64], np.zeros(1))
            scores, lengths = model(x, w)
            for one, length in enumerate(lengths.tolist()):
                best, last, text = scores[:length, one].argmax(1).tolist(), 0, ""
                for code in best:
                    text += ALPHABET[code - 1] if code not in (0, last) else ""
                    last = code
                texts.append(text)
    model.train()
    return texts


def told_of(model, block):
    true = ["".join(ALPHABET[c - 1] for c in label if c) for label in block[2]]
    read = likely_texts(model, block[0], block[1])
    digits = lambda text: "".join(c for c in text.split("/")[0] if c.isdigit())
    wrong = sum(digits(a) != digits(b) for a, b in zip(true, read))
    return f"{100 * wrong / len(true):.2f} % of digits, {100 * sum(a != b for a, b in zip(true, read)) / len(true):.2f} % of slots wrong"


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--faces", required=True)
    parser.add_argument("--hand-faces", required=True)
    parser.add_argument("--digits", required=True)
    parser.add_argument("--checkpoint", required=True)
    parser.add_argument("--minutes", type=float, required=True)
    parser.add_argument("--rate", type=float, default=4e-3)
    parser.add_argument("--batch", type=int, default=48)
    parser.add_argument("--capacity", type=int, default=25_000)
    parser.add_argument("--workers", type=int, default=1)
    parser.add_argument("--quantise-from", type=float, default=0.7)
    parser.add_argument("--seed", type=int, default=int(time.time()) % 100_000)
    options = parser.parse_args()
    ready = multiprocessing.Queue(8)
    for number in range(options.workers):
        multiprocessing.Process(target=draw_forever, args=(options, options.seed * 100 + number, ready), daemon=True).start()
    torch.set_num_threads(1)
    torch.manual_seed(options.seed)
    random.seed(options.seed)
    np.random.seed(options.seed)
    model = LineModel(**SIZES)
    weights = [p for p in model.parameters() if p.dim() > 1]
    norms = [p for p in model.parameters() if p.dim() == 1]
    optimiser = torch.optim.AdamW([{"params": weights, "weight_decay": 0.02}, {"params": norms, "weight_decay": 0.0}],
                                  lr=options.rate, betas=(0.9, 0.98))
    seen = steps = 0
    if os.path.exists(options.checkpoint):
        saved = torch.load(options.checkpoint, map_location="cpu")
        assert saved["alphabet"] == ALPHABET, "train: the checkpoint has another alphabet"
        model.load_state_dict(saved["model"])
        if "optimiser" in saved:
            optimiser.load_state_dict(saved["optimiser"])
        seen, steps = saved["seen"], saved["steps"]

    def save():
        torch.save({"model": model.state_dict(), "optimiser": optimiser.state_dict(), "seen": seen, "steps": steps,
                    "alphabet": ALPHABET}, options.checkpoint + ".new")
        os.replace(options.checkpoint + ".new", options.checkpoint)

    checks = {name: drawn_block(DigitSlots(options.faces, options.hand_faces, options.digits, 77, held_out), 400)
              for name, held_out in (("same faces", False), ("other faces", True))}
    pool = Pool(options.capacity)
    while sum(pool.drawn) < 3000:
        pool.add(*ready.get())
    print(f"{sum(p.numel() for p in model.parameters())} weights", flush=True)
    begun = told = time.time()
    losses, quantised = [], False
    while True:
        part = (time.time() - begun) / (60 * options.minutes)
        if part >= 1:
            break
        if not quantised and part > options.quantise_from:
            quantised = True
            model.quantise(True)
        rate = options.rate * min(1, (steps + 1) / 200) * (0.02 + 0.98 * (1 + math.cos(math.pi * part)) / 2)
        for group in optimiser.param_groups:
            group["lr"] = rate
        try:
            while True:
                pool.add(*ready.get_nowait())
        except queue.Empty:
            pass
        x, widths, labels = tensors(*pool.batch(options.batch))
        scores, lengths = model(x, widths)
        counts = (labels > 0).sum(1)
        loss = F.ctc_loss(F.log_softmax(scores, 2), labels, lengths.long(), counts, zero_infinity=True)
        optimiser.zero_grad(set_to_none=True)
        loss.backward()
        torch.nn.utils.clip_grad_norm_(model.parameters(), 2.0)
        optimiser.step()
        steps += 1
        seen += len(x)
        losses.append(float(loss.detach()))
        if time.time() - told > 60:
            told = time.time()
            text = "; ".join(f"{name}: {told_of(model, block)}" for name, block in checks.items())
            print(f"{told - begun:.0f} s, step {steps}, {seen} seen, {sum(pool.drawn)} drawn, loss {np.mean(losses):.4f}, rate {rate:.1e}"
                  f"{' int8' if quantised else ''}; {text}", flush=True)
            losses = []
            save()
    save()
    model.quantise(True)
    for name, block in checks.items():
        print(f"at the end, int8, {name}: {told_of(model, block)}", flush=True)
    os._exit(0)


if __name__ == "__main__":
    main()
