# SPDX-License-Identifier: Apache-2.0
"""export_model.py CHECKPOINT OUT --name NAME --provenance TEXT [--keep FILE] [--confidence FILE] [--digits]

Writes the model that the engine `lines` loads, or with --digits the one that reads digits in heads: int8 weights, what each output's sum is worth, the
alphabet and where it comes from, in one safetensors file (https://github.com/huggingface/safetensors).
--confidence: a curve that calibrate_words.py wrote. --keep writes the float weights that training goes on from, without the state of the optimiser.
"""
import argparse
import hashlib
import json
import struct

import torch

from line_model import LineModel

TYPES = {"weight": ("I8", torch.int8), "bias": ("I32", torch.int32), "scale": ("F32", torch.float32)}


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("checkpoint")
    parser.add_argument("out")
    parser.add_argument("--name", required=True)
    parser.add_argument("--provenance", required=True)
    parser.add_argument("--keep")
    parser.add_argument("--confidence")
    parser.add_argument("--digits", action="store_true")
    options = parser.parse_args()
    if options.digits:
        from digit_slots import ALPHABET as alphabet, HEIGHT
        from train_digits import SIZES
    else:
        from alphabet import FULL_ALPHABET
        from scan_look import HEIGHT
        alphabet, SIZES = "".join(FULL_ALPHABET), {}
    saved = torch.load(options.checkpoint, map_location="cpu")
    if saved["alphabet"] != alphabet:
        raise SystemExit(f"export {options.checkpoint}: its alphabet is another; export it with the training/ it came from")
    model = LineModel(**SIZES)
    model.load_state_dict(saved["model"])
    layers, tensors = model.file_layers()
    header, data = {}, b""
    for name, own in tensors:
        for part, tensor in own.items():
            kind, type_ = TYPES[part]
            content = tensor.contiguous().to(type_).numpy().tobytes()
            header[f"{name}.{part}"] = {"dtype": kind, "shape": list(tensor.shape), "data_offsets": [len(data), len(data) + len(content)]}
            data += content
    network = json.dumps(layers, separators=(",", ":"))
    digest = hashlib.sha256("\n".join((network, alphabet, str(HEIGHT), "")).encode() + data).hexdigest()
    header["__metadata__"] = {"format": "sohoa-line-model", "version": "1", "name": options.name, "licence": "Apache-2.0",
                              "provenance": options.provenance, "height": str(HEIGHT), "alphabet": alphabet,
                              "network": network, "sha256": digest}
    if options.confidence:
        with open(options.confidence, encoding="utf-8") as file:
            header["__metadata__"]["confidence"] = file.read().strip()
    head = json.dumps(header, ensure_ascii=False, separators=(",", ":")).encode()
    head += b" " * (-len(head) % 8)
    with open(options.out, "wb") as out:
        out.write(struct.pack("<Q", len(head)) + head + data)
    if options.keep:
        saved.pop("optimiser", None)
        torch.save(saved, options.keep)
    print(f"{options.out}: {8 + len(head) + len(data)} bytes, {saved['seen' if options.digits else 'lines']} lines seen in {saved['steps']} steps")


if __name__ == "__main__":
    main()
