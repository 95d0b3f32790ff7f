# SPDX-License-Identifier: Apache-2.0
"""collect_faces.py OUT

Copies the faces of faces.tsv, cut down to the characters of the alphabet, into the folder OUT with
a list faces.json, but for faces that draw two letters alike (Carlito's Ậ lacks its circumflex). The
packages that they come from are in fonts.txt.
"""
import argparse
import glob
import json
import pathlib

from fontTools import subset
from fontTools.ttLib import TTFont
from PIL import ImageFont

from alphabet import ALPHABET, VIETNAMESE

ROOT = "/usr/share/fonts/"
LEFT_OUT = ("Thin", "Light", "Hairline", "Black", "Heavy", "Medium", "Semi", "Extra", "SC", "Narrow", "Initial")


def style_of(font):
    name = font["name"]
    said = f"{name.getDebugName(2)} {name.getDebugName(17) or ''} {name.getDebugName(4)}".lower()
    return ("b" if "bold" in said else "") + ("i" if "italic" in said or "oblique" in said else "")


def draws_letters_alike(path):
    font = ImageFont.truetype(path, 64, layout_engine=ImageFont.Layout.BASIC)
    drawn = set()
    for letter in VIETNAMESE + [c.upper() for c in VIETNAMESE]:
        mask, at = font.getmask2(letter, "L", anchor="ls")
        drawn.add((mask.size, at, bytes(mask)))
    return len(drawn) < 2 * len(VIETNAMESE)


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("out", type=pathlib.Path)
    options = parser.parse_args()
    options.out.mkdir(parents=True, exist_ok=True)
    families = []
    for line in (pathlib.Path(__file__).parent / "faces.tsv").read_text().splitlines():
        if line.startswith("#"):
            continue
        start, weight, held_out = line.split("\t")
        faces = {}
        for path in sorted(glob.glob(ROOT + start + "*")):
            rest = path[len(ROOT + start):]
            if any(word in rest for word in LEFT_OUT) or not path.lower().endswith((".ttf", ".otf")):
                continue
            font = TTFont(path)
            known = set(map(chr, font.getBestCmap()))
            if not known.issuperset(VIETNAMESE) or not known.issuperset(c.upper() for c in VIETNAMESE):
                continue
            if draws_letters_alike(path):
                continue
            chosen = subset.Options(layout_features=["kern"], notdef_outline=True, hinting=False)
            cutter = subset.Subsetter(chosen)
            cutter.populate(text="".join(ALPHABET))
            cutter.subset(font)
            name = pathlib.Path(path).name
            font.save(options.out / name)
            style = style_of(TTFont(path))
            faces.setdefault(style, {"file": name, "missing": "".join(c for c in ALPHABET if c not in known)})
        if not faces:
            raise SystemExit(f"collect faces: {ROOT}{start}*: no such file; install the packages of fonts.txt")
        families.append({"name": start.split("/")[-1].rstrip("-_"), "weight": float(weight), "held_out": held_out == "yes", "faces": faces})
    (options.out / "faces.json").write_text(json.dumps(families, ensure_ascii=False, indent=1))
    print(f"{len(families)} families, {sum(len(f['faces']) for f in families)} faces")


if __name__ == "__main__":
    main()
