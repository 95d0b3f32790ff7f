# SPDX-License-Identifier: Apache-2.0
"""prepare_text.py FOLDER OUT [--megabytes N]

Makes the text that lines are drawn from: the sentences of the Markdown and JSON files of FOLDER
(open Vietnamese legal text: codified law, administrative procedures; laws are no object of
copyright, Law on Intellectual Property, Art. 15), each once, in random order, in NFC, without
marks of Markdown. Drawing takes single runs of words from it, so the order of sentences is lost.
"""
import argparse
import json
import pathlib
import random
import re
import unicodedata

MARKS = re.compile(r"\*\*|__|`|^\s*#+\s*|^\s*>\s*|\[\^?\d*\]|<[^>]*>")
LINKS = re.compile(r"\[([^\]]*)\]\([^)]*\)")


def strings_of(value):
    if isinstance(value, str):
        yield from value.splitlines()
    elif isinstance(value, dict):
        for item in value.values():
            yield from strings_of(item)
    elif isinstance(value, list):
        for item in value:
            yield from strings_of(item)


def lines_of(path):
    text = path.read_text(encoding="utf-8", errors="replace")
    if path.suffix == ".json":
        yield from strings_of(json.loads(text))
        return
    if text.startswith("---\n"):  # the head of a page of a site generator
        text = text.split("\n---\n", 1)[-1]
    yield from text.splitlines()


def sentences(line):
    line = unicodedata.normalize("NFC", line)
    line = LINKS.sub(r"\1", line)
    line = MARKS.sub("", line)
    for cell in line.split("|"):
        cell = " ".join(cell.strip().lstrip("*-+ ").split())
        words = cell.split()
        letters = sum(c.isalpha() for c in cell)
        if len(cell) >= 8 and letters > len(cell) / 2 and max(map(len, words)) <= 30:
            yield cell


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=pathlib.Path)
    parser.add_argument("out", type=pathlib.Path)
    parser.add_argument("--megabytes", type=float, default=16)
    options = parser.parse_args()
    found = set()
    for path in sorted(options.folder.rglob("*")):
        if path.suffix in (".md", ".json", ".txt"):
            for line in lines_of(path):
                found.update(sentences(line))
    chosen = sorted(found)
    random.Random(1).shuffle(chosen)
    size = 0
    with options.out.open("w", encoding="utf-8") as out:
        for sentence in chosen:
            size += len(sentence.encode()) + 1
            if size > options.megabytes * 1e6:
                break
            out.write(sentence + "\n")
    print(f"{len(chosen)} sentences found, {min(size, int(options.megabytes * 1e6)) / 1e6:.1f} MB written")


if __name__ == "__main__":
    main()
