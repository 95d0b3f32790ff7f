# SPDX-License-Identifier: Apache-2.0
"""LinePool: drawn lines on the training device, renewed by processes that draw without end.

Lines lie in pools by the width of their canvas; a batch comes from one pool. The look of a scan is
put on when a batch is taken, so a line that is drawn again looks different. ScannedBatches does it
in a thread and a stream of its own, so that the device has the next batch when it is done with one.
"""
import mmap
import multiprocessing
import os
import queue
import random
import threading

import cv2
import numpy as np
import torch

from alphabet import encode
from line_drawing import CANVAS_HEIGHT, Faces, LineDrawing
from line_text import LineText
from scan_look import looks_scanned

WIDTHS = (512, 1024, 1536, 2304)
SHARES = (0.22, 0.26, 0.26, 0.26)
LONGEST = 160
BLOCK = 32  # lines that go over to the device together
SLOTS = 6


def shared(shape, dtype):
    size = int(np.prod(shape)) * np.dtype(dtype).itemsize
    return np.frombuffer(mmap.mmap(-1, size), dtype=dtype).reshape(shape)


def draw_forever(number, seed, sentences, faces_folder, images, labels, boxes, free, ready):
    parent = os.getppid()
    os.nice(5)  # whoever feeds the device goes first
    cv2.setNumThreads(1)
    drawing = LineDrawing(Faces(faces_folder), LineText(sentences, seed * 1000 + number), seed * 1000 + number)
    choice = random.Random(number)
    while os.getppid() == parent:
        slot = free.get()
        pool = choice.choices(range(len(WIDTHS)), SHARES)[0]
        width = WIDTHS[pool]
        block = images[slot][:BLOCK * CANVAS_HEIGHT * width].reshape(BLOCK, CANVAS_HEIGHT, width)
        labels[slot] = 0
        for at in range(BLOCK):
            image, text, box = drawing.draw(width)
            block[at] = image
            labels[slot, at, :len(text)] = encode(text)
            boxes[slot, at] = box
        ready.put((number, slot, pool))


class LinePool:
    """Made before the device is used, for a device's context does not survive a fork; then allocate()."""

    def __init__(self, sentences, faces_folder, seed, workers):
        self.ready = multiprocessing.Queue()
        self.free, self.slots, self.processes = [], [], []
        for number in range(workers):
            images = shared((SLOTS, BLOCK * CANVAS_HEIGHT * WIDTHS[-1]), np.uint8)
            labels = shared((SLOTS, BLOCK, LONGEST), np.int16)
            boxes = shared((SLOTS, BLOCK, 4), np.int32)
            free = multiprocessing.Queue()
            for slot in range(SLOTS):
                free.put(slot)
            process = multiprocessing.Process(
                target=draw_forever, args=(number, seed, sentences, faces_folder, images, labels, boxes, free, self.ready), daemon=True)
            process.start()
            self.free.append(free)
            self.slots.append((images, labels, boxes))
            self.processes.append(process)

    def allocate(self, capacity, device):
        self.device = device
        self.copying = []  # slots that the device still reads from, and what tells that it is done
        if device.type == "cuda":
            for arrays in self.slots:
                for array in arrays:
                    torch.cuda.cudart().cudaHostRegister(array.ctypes.data, array.nbytes, 0)
        self.capacity = capacity
        self.images = [torch.zeros(capacity, CANVAS_HEIGHT, w, dtype=torch.uint8, device=device) for w in WIDTHS]
        self.labels = [torch.zeros(capacity, LONGEST, dtype=torch.int16, device=device) for _ in WIDTHS]
        self.boxes = [torch.zeros(capacity, 4, dtype=torch.int32, device=device) for _ in WIDTHS]
        self.lengths = [torch.zeros(capacity, dtype=torch.long) for _ in WIDTHS]  # of the texts; not on the device
        self.drawn = [0] * len(WIDTHS)
        self.given = 0  # in batches

    def give_back(self):
        while self.copying and (self.copying[0][2] is None or self.copying[0][2].query()):
            number, slot, _ = self.copying.pop(0)
            self.free[number].put(slot)

    def renew(self, most=40, wait=False):
        """Takes over what has been drawn meanwhile. Where drawing and training share the processors, a line is
        drawn for two that are given."""
        self.give_back()
        if not wait and self.device.type == "cpu" and sum(self.drawn) > self.given / 2:
            return
        for _ in range(most):
            try:
                number, slot, pool = self.ready.get(timeout=60) if wait else self.ready.get_nowait()
            except queue.Empty:
                return
            images, labels, boxes = self.slots[number]
            width = WIDTHS[pool]
            at = self.drawn[pool] % self.capacity
            end = min(at + BLOCK, self.capacity)
            block = images[slot][:BLOCK * CANVAS_HEIGHT * width].reshape(BLOCK, CANVAS_HEIGHT, width)[:end - at]
            self.images[pool][at:end].copy_(torch.from_numpy(block), non_blocking=True)
            self.labels[pool][at:end].copy_(torch.from_numpy(labels[slot][:end - at]), non_blocking=True)
            self.boxes[pool][at:end].copy_(torch.from_numpy(boxes[slot][:end - at]), non_blocking=True)
            self.lengths[pool][at:end] = torch.from_numpy((labels[slot][:end - at] > 0).sum(1))
            self.drawn[pool] += end - at
            done = torch.cuda.Event() if self.device.type == "cuda" else None
            if done is not None:
                done.record()
            self.copying.append((number, slot, done))

    def fill(self, least):
        while min(self.drawn) < least:
            self.renew(1, wait=True)

    def batch(self, area):
        """(images, boxes, labels, lengths of the texts, width of the canvas); about `area` columns in all."""
        pool = random.choices(range(len(WIDTHS)), SHARES)[0]
        count = max(2, int(area / WIDTHS[pool]))
        chosen = torch.randint(0, min(self.drawn[pool], self.capacity), (count,))
        lengths = self.lengths[pool][chosen]
        self.given += count
        if self.device.type == "cuda":
            chosen = chosen.pin_memory().to(self.device, non_blocking=True)
        return (self.images[pool][chosen][:, None], self.boxes[pool][chosen], self.labels[pool][chosen].long(), lengths,
                WIDTHS[pool])

    def close(self):
        for process in self.processes:
            process.terminate()


class ScannedBatches:
    """Batches as the network takes them, (images, widths, labels, lengths of the texts), made ahead."""

    def __init__(self, pool, area, ahead=3):
        self.pool, self.area = pool, area
        self.ready = queue.Queue(ahead)
        self.stream = torch.cuda.Stream() if pool.device.type == "cuda" else None
        self.paused = threading.Lock()  # who holds it has the generators of random numbers alone
        self.failure = None
        threading.Thread(target=self.make_forever, daemon=True).start()

    def make(self):
        self.pool.renew()
        images, boxes, labels, lengths, width = self.pool.batch(self.area)
        x, widths = looks_scanned(images, boxes, width * 0.8)
        if self.stream is not None:
            x = x.contiguous(memory_format=torch.channels_last)
        return x, widths, labels, lengths

    def make_forever(self):
        try:
            while True:
                with self.paused:
                    if self.stream is None:
                        batch, done = self.make(), None
                    else:
                        with torch.cuda.stream(self.stream):
                            batch, done = self.make(), torch.cuda.Event()
                            done.record()
                self.ready.put((batch, done))
        except BaseException as failure:  # told where the batch is missed
            self.failure = failure
            self.ready.put((None, None))

    def take(self):
        batch, done = self.ready.get()
        if batch is None:
            raise self.failure
        if done is not None:
            here = torch.cuda.current_stream()
            here.wait_event(done)
            for tensor in batch[:3]:
                tensor.record_stream(here)
        return batch
