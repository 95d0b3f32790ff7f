# SPDX-License-Identifier: Apache-2.0
"""train.py --text LINES --faces FOLDER --checkpoint FILE --minutes N

Trains the line model for so long and leaves FILE, from which a later run goes on (its learning rate
rises again to --rate and falls to nothing at the end). Cut off, it loses a minute at most. The last
part of a run is trained as int8 (--quantise-from). A file FILE.minutes changes N while it runs.
"""
import argparse
import math
import os
import random
import sys
import time

import numpy as np
import torch
import torch.nn.functional as F

from alphabet import FULL_ALPHABET
from line_drawing import Faces, LineDrawing
from line_model import LineModel
from line_pool import LONGEST, LinePool, ScannedBatches
from line_text import LineText
from measure import best_path, summary
from scan_look import looks_scanned


def held_back_lines(sentences, faces_folder, held_out, count, width, seed):
    drawing = LineDrawing(Faces(faces_folder, held_out), LineText(sentences, seed), seed)
    drawn = [drawing.draw(width) for _ in range(count)]
    images = torch.from_numpy(np.stack([d[0] for d in drawn]))[:, None]
    return images, torch.tensor([d[2] for d in drawn]), [d[1] for d in drawn], width


def read(model, lines, device, seed=7):
    images, boxes, texts, width = lines
    model.eval()
    pairs = []
    with torch.no_grad(), torch.random.fork_rng([torch.cuda.current_device()] if device.type == "cuda" else []):
        torch.manual_seed(seed)
        for at in range(0, len(texts), 64):
            x, widths = looks_scanned(images[at:at + 64].to(device), boxes[at:at + 64].to(device), width * 0.8)
            scores, lengths = model(x, widths)
            pairs += zip(best_path(scores, lengths), texts[at:at + 64])
    model.train()
    return pairs


def ctc_losses(scores, steps, labels, lengths):
    """For each line and character. Steps behind a line's end say "nothing" for sure, so that the device
    need not be asked how many there are."""
    log_probabilities = F.log_softmax(scores.float(), 2)
    inside = torch.arange(scores.shape[0], device=scores.device).view(-1, 1) < steps.view(1, -1)
    nothing = torch.full((1, 1, scores.shape[2]), -1e4, device=scores.device)
    nothing[:, :, 0] = 0
    log_probabilities = torch.where(inside.unsqueeze(2), log_probabilities, nothing)
    whole = torch.full((len(lengths),), scores.shape[0], dtype=torch.long)
    losses = F.ctc_loss(log_probabilities, labels[:, :LONGEST], whole, lengths, zero_infinity=True, reduction="none")
    losses = torch.where(losses < 5e3, losses, torch.zeros_like(losses))  # a text that does not fit into its steps
    return losses / lengths.to(losses.device, non_blocking=True)


def bounded(losses, bound=0.5):
    """Lines that nobody could read teach little and would drown the others: from `bound` on only the
    logarithm counts."""
    return torch.where(losses < bound, losses, bound * (1 + torch.log(losses.clamp(min=bound) / bound)))


def minutes_of(options):
    try:
        with open(options.checkpoint + ".minutes", encoding="utf-8") as file:
            return float(file.read())
    except (OSError, ValueError):
        return options.minutes


def save(path, model, optimiser, steps, lines):
    torch.save({"model": model.state_dict(), "optimiser": optimiser.state_dict(), "steps": steps, "lines": lines,
                "alphabet": "".join(FULL_ALPHABET)}, path + ".new")
    os.replace(path + ".new", path)


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--text", required=True)
    parser.add_argument("--faces", required=True)
    parser.add_argument("--checkpoint", required=True)
    parser.add_argument("--minutes", type=float, required=True)
    parser.add_argument("--rate", type=float, default=3e-3)
    parser.add_argument("--area", type=int, default=640_000, help="columns of canvas in a batch")
    parser.add_argument("--capacity", type=int, default=60_000, help="lines kept for each width")
    parser.add_argument("--least", type=int, default=2_000, help="lines drawn before training begins")
    parser.add_argument("--workers", type=int, default=max(1, (os.cpu_count() or 2) * 5 // 8))
    parser.add_argument("--quantise-from", type=float, default=0.6, help="part of the run after which int8 is simulated")
    parser.add_argument("--seed", type=int, default=int(time.time()) % 100_000)
    options = parser.parse_args()
    begun = time.time()
    with open(options.text, encoding="utf-8") as file:
        sentences = file.read().split("\n")[:-1]
    # Every hundredth sentence is never trained with.
    kept_back, sentences = sentences[::100], [s for i, s in enumerate(sentences) if i % 100]
    pool = LinePool(sentences, options.faces, options.seed, options.workers)
    device = torch.device("cuda" if torch.cuda.is_available() else "cpu")
    half = device.type == "cuda"
    pool.allocate(options.capacity, device)
    torch.manual_seed(options.seed)
    random.seed(options.seed)
    torch.backends.cudnn.benchmark = False
    torch.backends.cuda.matmul.allow_tf32 = torch.backends.cudnn.allow_tf32 = True
    model = LineModel().to(device)
    if half:
        model = model.to(memory_format=torch.channels_last)
    norms = [p for n, p in model.named_parameters() if p.dim() == 1]
    weights = [p for n, p in model.named_parameters() if p.dim() > 1]
    optimiser = torch.optim.AdamW([{"params": weights, "weight_decay": 0.02}, {"params": norms, "weight_decay": 0.0}],
                                  lr=options.rate, betas=(0.9, 0.98), **({"fused": True} if half else {}))
    steps = lines = 0
    if os.path.exists(options.checkpoint):
        saved = torch.load(options.checkpoint, map_location=device)
        assert saved["alphabet"] == "".join(FULL_ALPHABET), "train: the checkpoint has another alphabet"
        model.load_smaller(saved["model"])
        if "optimiser" in saved:  # the one in the repository goes without: it is two thirds of the size
            optimiser.load_state_dict(saved["optimiser"])
        steps, lines = saved["steps"], saved["lines"]
    scaler = (getattr(torch.amp, "GradScaler", None) or torch.cuda.amp.GradScaler)(enabled=half)
    checks = {name: held_back_lines(kept_back, options.faces, held_out, 128 if half else 48, 1536, 5)
              for name, held_out in (("same faces", False), ("other faces", True))}
    pool.fill(options.least)
    if half:
        torch.cuda.synchronize()
    batches = ScannedBatches(pool, options.area)
    print(f"{device}: {sum(p.numel() for p in model.parameters())} weights, begun after {time.time() - begun:.0f} s", flush=True)
    begun = time.time()
    seconds = minutes_of(options) * 60
    told = saved_at = time.time()
    losses, done = [], 0
    quantised = False
    while True:
        part = (time.time() - begun) / seconds
        if part >= 1:
            break
        if part >= options.quantise_from and not quantised:
            model.quantise(True)
            quantised = True
        rate = options.rate * min(1, max(part / 0.03, 0.02)) * 0.5 * (1 + math.cos(math.pi * part))
        for group in optimiser.param_groups:
            group["lr"] = rate
        x, widths, labels, lengths = batches.take()
        with torch.autocast(device.type, torch.float16 if half else torch.bfloat16, enabled=half):
            scores, inside = model(x, widths)
        of_lines = ctc_losses(scores, inside, labels, lengths)
        loss = bounded(of_lines).mean()
        optimiser.zero_grad(set_to_none=True)
        scaler.scale(loss).backward()
        scaler.unscale_(optimiser)
        torch.nn.utils.clip_grad_norm_(model.parameters(), 2.0)
        scaler.step(optimiser)
        scaler.update()
        steps += 1
        lines += len(x)
        done += len(x)
        losses.append(of_lines.detach().mean())
        now = time.time()
        if now - told > 30:
            with batches.paused:
                errors = {name: summary(read(model, check, device)) for name, check in checks.items()}
            seconds = minutes_of(options) * 60
            text = "; ".join(f"{n}: CER {e['CER']:.2f} marks {e['marks']:.2f} lines {e['lines']:.1f}" for n, e in errors.items())
            print(f"{now - begun:.0f} s, step {steps}, {lines} lines, {done / (now - begun):.0f}/s, {sum(pool.drawn)} drawn, "
                  f"loss {torch.stack(losses).mean():.3f}, rate {rate:.1e}{' int8' if quantised else ''}; {text}", flush=True)
            losses = []
            told = time.time()
        if now - saved_at > 60:
            save(options.checkpoint, model, optimiser, steps, lines)
            saved_at = now
    save(options.checkpoint, model, optimiser, steps, lines)
    model.quantise(True)
    with batches.paused:
        for name, check in checks.items():
            print(f"at the end, int8, {name}: {summary(read(model, check, device))}")
    pool.close()
    sys.stdout.flush()
    os._exit(0)  # workers may hold locks of queues


if __name__ == "__main__":
    main()
