# SPDX-License-Identifier: Apache-2.0
"""Errors of read lines: of characters, of marks alone, of whole lines."""
import unicodedata

import numpy as np

from alphabet import decode


def edits(pairs):
    """Levenshtein distances of (read, true) texts, all at once."""
    a = max((len(read) for read, _ in pairs), default=0)
    b = max((len(true) for _, true in pairs), default=0)
    n = len(pairs)
    left = np.full((n, a), -1)
    right = np.full((n, b), -2)
    for i, (read, true) in enumerate(pairs):
        left[i, :len(read)] = [ord(c) for c in read]
        right[i, :len(true)] = [ord(c) for c in true]
    table = np.zeros((a + 1, b + 1, n), dtype=np.int32)
    table[:, 0] = np.arange(a + 1)[:, None]
    table[0, :] = np.arange(b + 1)[:, None]
    for i in range(a):
        for j in range(b):
            table[i + 1, j + 1] = np.minimum(np.minimum(table[i, j + 1], table[i + 1, j]) + 1,
                                             table[i, j] + (left[:, i] != right[:, j]))
    return [int(table[len(read), len(true), i]) for i, (read, true) in enumerate(pairs)]


def bare(text):
    return "".join(c for c in unicodedata.normalize("NFD", text.replace("đ", "d").replace("Đ", "D"))
                   if not unicodedata.combining(c))


def summary(pairs):
    """Per cent of characters read wrong, of those wrong in their marks alone, of lines with an error."""
    characters = sum(len(true) for _, true in pairs)
    wrong = edits(pairs)
    without_marks = edits([(bare(read), bare(true)) for read, true in pairs])
    return {"CER": 100 * sum(wrong) / characters, "marks": 100 * (sum(wrong) - sum(without_marks)) / characters,
            "lines": 100 * sum(w > 0 for w in wrong) / len(pairs)}


def best_path(scores, lengths):
    best = scores.argmax(2).cpu().numpy()
    return [decode(best[:length, i]) for i, length in enumerate(lengths.tolist())]
