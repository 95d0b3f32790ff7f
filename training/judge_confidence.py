# SPDX-License-Identifier: Apache-2.0
"""judge_confidence.py TRUTH READ

What the confidence of a word is worth on real pages: TRUTH has the exact text of each page, NAME.txt, READ what
`sohoa ocr --format json` made of it, NAME.json. A word is right where it stands in the truth's text, in order;
of what is left over, where it stands there at all, for columns may be read in another order. Quotes and dashes
are folded. Lines of the truth that begin with the section sign (stamps) and what stands in double brackets
(handwriting) are not judged, nor are words that are read there.
"""
import argparse
import collections
import difflib
import json
import pathlib
import re
import unicodedata

EDGES = (0, 0.5, 0.7, 0.85, 0.95, 0.99, 0.999, 1.0001)
FOLDED = str.maketrans({"‘": "'", "’": "'", "“": '"', "”": '"', "„": '"', "–": "-", "—": "-", "−": "-"})


def words_of(text):
    return unicodedata.normalize("NFC", text).translate(FOLDED).replace("…", "...").split()


def truth_of(path):
    """(words that are judged, words that may be read too)."""
    judged, others = [], []
    for line in path.read_text(encoding="utf-8").splitlines():
        if line.startswith("§"):
            others += words_of(line[1:])
            continue
        others += [word for part in re.findall(r"⟦(.*?)⟧", line) for word in words_of(part)]
        judged += words_of(re.sub(r"⟦.*?⟧", " ", line))
    return judged, others


def read_words(page):
    return [(word["text"], word["confidence"]) for block in page["blocks"] for line in block["lines"]
            for word in line["words"] if word["ink"] == "print"]


def judged_words(truth_path, read_path):
    """(confidence, right) of each word that was read."""
    truth, others = truth_of(truth_path)
    read = [(word, confidence) for page in json.loads(read_path.read_text(encoding="utf-8"))["pages"]
            for text, confidence in read_words(page) for word in words_of(text)]
    matcher = difflib.SequenceMatcher(None, [word for word, _ in read], truth, autojunk=False)
    found, used = set(), set()
    for at, to, length in matcher.get_matching_blocks():
        found.update(range(at, at + length))
        used.update(range(to, to + length))
    left = collections.Counter(word for i, word in enumerate(truth) if i not in used)
    beside = collections.Counter(others)
    for i, (word, confidence) in enumerate(read):
        right = i in found
        if not right and left[word] > 0:
            left[word] -= 1
            right = True
        if not right and beside[word] > 0:
            beside[word] -= 1
            continue
        yield confidence, right


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("truth", type=pathlib.Path)
    parser.add_argument("read", type=pathlib.Path)
    options = parser.parse_args()
    words = [word for path in sorted(options.read.glob("*.json"))
             for word in judged_words(options.truth / (path.stem + ".txt"), path)]
    print("confidence from   words   on average   right")
    for low, high in zip(EDGES, EDGES[1:]):
        chosen = [(confidence, right) for confidence, right in words if low <= confidence < high]
        if chosen:
            mean = sum(confidence for confidence, _ in chosen) / len(chosen)
            print(f"{low:15.3f} {len(chosen):7} {mean:12.4f} {sum(right for _, right in chosen) / len(chosen):7.4f}")
    mean = sum(confidence for confidence, _ in words) / len(words)
    right = sum(right for _, right in words) / len(words)
    brier = sum((confidence - right) ** 2 for confidence, right in words) / len(words)
    print(f"{'all':>15} {len(words):7} {mean:12.4f} {right:7.4f}   Brier score {brier:.4f}")


if __name__ == "__main__":
    main()
