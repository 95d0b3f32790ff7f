# SPDX-License-Identifier: Apache-2.0
"""What print, copying, scanning and page preparation do to a line, over a batch of drawn lines.

Runs on whatever device the batch lies on. Ink is 1 and paper 0 until levels() makes of it what
the reader's PrepareLineInput() gives the network (ocr/lines/line_input.h): levelled, in steps of
1/127, paper 0 and ink 1.
"""
import math

import cv2
import numpy as np
import torch
import torch.nn.functional as F

HEIGHT = 40  # of the network's input


def per_line(images, low, high):
    """A number for each line, of the kind that the images are made of."""
    return torch.empty(len(images), 1, 1, 1, device=images.device).uniform_(low, high).to(images.dtype)


def some(images, probability):
    return (torch.rand(len(images), 1, 1, 1, device=images.device) < probability).to(images.dtype)


def each_on_processor(images, change):
    """What OpenCV makes of each image: on a processor several times as fast as what there is for whole batches."""
    return torch.from_numpy(np.stack([change(image) for image in images[:, 0].numpy()]))[:, None]


def smooth_noise(images, cell_y, cell_x):
    b, _, h, w = images.shape
    coarse = torch.randn(b, 1, max(2, h // cell_y), max(2, w // cell_x), device=images.device, dtype=images.dtype)
    if not images.is_cuda:
        return each_on_processor(coarse, lambda noise: cv2.resize(noise, (w, h), interpolation=cv2.INTER_LINEAR))
    return F.interpolate(coarse, size=(h, w), mode="bilinear", align_corners=False)


def blur(images, sigma):
    radius = max(1, int(2.5 * sigma + 0.5))
    taps = torch.exp(-0.5 * (torch.arange(-radius, radius + 1, device=images.device).float() / sigma) ** 2)
    taps = (taps / taps.sum()).to(images.dtype)
    if not images.is_cuda:
        kernel = taps.numpy()
        return each_on_processor(images, lambda image: cv2.sepFilter2D(image, -1, kernel, kernel, borderType=cv2.BORDER_CONSTANT))
    images = F.conv2d(images, taps.view(1, 1, 1, -1), padding=(0, radius))
    return F.conv2d(images, taps.view(1, 1, -1, 1), padding=(radius, 0))


SQUARE = np.ones((3, 3), np.uint8)


def thicker(images):
    if not images.is_cuda:
        return each_on_processor(images, lambda image: cv2.dilate(image, SQUARE))
    return F.max_pool2d(images, 3, 1, 1)


def thinner(images):
    if not images.is_cuda:
        return each_on_processor(images, lambda image: cv2.erode(image, SQUARE))
    return -F.max_pool2d(-images, 3, 1, 1)


LUMINANCE = torch.tensor([
    [16, 11, 10, 16, 24, 40, 51, 61], [12, 12, 14, 19, 26, 58, 60, 55], [14, 13, 16, 24, 40, 57, 69, 56],
    [14, 17, 22, 29, 51, 87, 80, 62], [18, 22, 37, 56, 68, 109, 103, 77], [24, 35, 55, 64, 81, 104, 113, 92],
    [49, 64, 78, 87, 103, 121, 120, 101], [72, 92, 95, 98, 112, 100, 103, 99]]).float()  # ITU-T T.81, table K.1


def cosines(device):
    k = torch.arange(8, device=device).float()
    basis = torch.cos((2 * k[None, :] + 1) * k[:, None] * math.pi / 16) * math.sqrt(0.25)
    basis[0] *= math.sqrt(0.5)
    return basis


def compressed(images, quality_scale):
    """As JPEG leaves them; quality_scale: 1 is quality 50, 0.2 quality 90."""
    b, _, h, w = images.shape
    padded = F.pad(images, (0, -w % 8, 0, -h % 8))
    hp, wp = padded.shape[2:]
    basis = cosines(images.device).to(images.dtype)
    table = (LUMINANCE.to(images.device) / 255).to(images.dtype)[None, None, :, None, :] * quality_scale.view(b, 1, 1, 1, 1)
    blocks = padded.view(b, hp // 8, 8, wp // 8, 8)
    spectrum = torch.einsum("ki,bhiwj,lj->bhkwl", basis, blocks, basis)
    spectrum = torch.round(spectrum / table) * table
    blocks = torch.einsum("ki,bhkwl,lj->bhiwj", basis, spectrum, basis)
    return blocks.reshape(b, 1, hp, wp)[:, :, :h, :w]


def screen(images):
    """A halftone screen of 4 x 4 (Bayer), -0.5 to 0.5."""
    y = torch.arange(images.shape[2], device=images.device).view(-1, 1)
    x = torch.arange(images.shape[3], device=images.device).view(1, -1)
    both = x ^ y
    return ((both % 2 * 8 + y % 2 * 4 + both // 2 % 2 * 2 + y // 2 % 2).to(images.dtype) / 15 - 0.5)[None, None]


def printed_and_scanned(x, boxes, gentle_share=0.45):
    """Drawn lines (B, 1, H, W) become scans of the same size or smaller; gives also the factor. The share
    is that of lines as offices scan them; the others are worse, up to what nobody can read."""
    b, device = x.shape[0], x.device
    gentle = some(x, gentle_share)
    amount = 1 - 0.55 * gentle
    if torch.rand(()) < 0.15:  # another line's ink at the edges, a copy's shadow from behind
        other = x[torch.randperm(b, device=device)]
        if torch.rand(()) < 0.5:
            shift = int(torch.randint(34, 60, ())) * (1 if torch.rand(()) < 0.5 else -1)
            other = torch.roll(other, shift, 2)
            if shift > 0:
                other[:, :, :shift] = 0
            else:
                other[:, :, shift:] = 0
            rows = torch.arange(x.shape[2], device=device).view(1, 1, -1, 1)
            keep = ((rows < boxes[:, 1].view(-1, 1, 1, 1) + 2) | (rows > boxes[:, 3].view(-1, 1, 1, 1) - 2)).to(x.dtype)
            x = torch.maximum(x, other * keep * some(x, 0.5))
        else:
            x = torch.maximum(x, blur(other.flip(3), 1.5) * per_line(x, 0.05, 0.35) * some(x, 0.5))
    factor = 1.0
    chance = float(torch.rand(()))
    if chance < 0.55:  # 200 dpi, and worse
        factor = float(torch.empty(()).uniform_(0.62, 0.7)) if chance < 0.4 or gentle_share == 1 else float(torch.empty(()).uniform_(0.45, 0.95))
        x = F.interpolate(x, scale_factor=factor, mode="bilinear", antialias=True, recompute_scale_factor=False)
    weight = per_line(x, -0.5, 0.9) * some(x, 0.6) * amount * (1 if factor > 0.8 else 0.7)
    x = torch.where(weight > 0, x + (thicker(x) - x) * weight, x + (x - thinner(x)) * weight)
    if torch.rand(()) < 0.25:  # a copy of what was black and white before
        copied = some(x, 0.35) * (1 - gentle)
        first = (x + torch.randn_like(x) * per_line(x, 0.01, 0.1) > per_line(x, 0.3, 0.5)).to(x.dtype)
        x = x + (first - x) * copied
    x = x + (blur(x, float(torch.empty(()).uniform_(0.5, 1.6)) * (1 if factor > 0.8 else 0.75)) - x) * per_line(x, 0, 1) * amount
    if torch.rand(()) < 0.3:  # scanners sharpen
        x = (x + (x - blur(x, float(torch.empty(()).uniform_(0.8, 2)))) * per_line(x, 0, 1.5) * some(x, 0.5)).clamp(0, 1)
    fading = some(x, 0.3) * per_line(x, 0, 0.25) * amount
    x = x * (1 - fading * (0.6 + smooth_noise(x, 24, 48)).clamp(0, 3))
    holes = some(x, 0.12) * (1 - gentle) * (smooth_noise(x, 3, 3) > per_line(x, 1.3, 2.4)).to(x.dtype)
    x = x * (1 - holes * per_line(x, 0.4, 1))
    x = x + smooth_noise(x, 16, 32) * per_line(x, 0, 0.06)
    x = x + torch.randn_like(x) * per_line(x, 0, 0.12) * some(x, 0.6) * amount
    specks = (torch.rand_like(x) < per_line(x, 0, 0.004) * some(x, 0.2) * (1 - 0.8 * gentle)).to(x.dtype)
    specks = torch.where(some(x, 0.4) > 0, thicker(specks), specks)
    x = torch.where(specks > 0, per_line(x, 0, 1), x)
    # An office scanner's black and white: the rough edge comes from noise before the threshold.
    threshold = 0.4 + per_line(x, -0.15, 0.13) * amount + smooth_noise(x, 8, 12) * per_line(x, 0, 0.08) * amount
    if torch.rand(()) < 0.1:
        threshold = threshold + screen(x) * per_line(x, 0.1, 0.6) * some(x, 0.4) * (1 - gentle)
    bitonal = some(x, 0.5)
    rough = x + torch.randn_like(x) * per_line(x, 0.01, 0.13) * amount
    x = bitonal * (rough > threshold).to(x.dtype) + (1 - bitonal) * x
    x = x.clamp(0, 1)
    if torch.rand(()) < 0.15:  # dirt on the glass that the sheet is drawn over
        streaks = (torch.rand(b, 1, 1, x.shape[3], device=device) < 0.002).to(x.dtype) * some(x, 0.2)
        x = torch.maximum(x, streaks * per_line(x, 0.3, 1))
    if torch.rand(()) < 0.5:
        lossy = some(x, 0.7) * (1 - bitonal * 0.8)
        x = x + (compressed(x, 10 ** (per_line(x, -1.2, 0.35) - 0.5 * gentle)) - x) * lossy
    x = x * per_line(x, 0.5, 1) + per_line(x, 0, 0.12)
    return x.clamp(0, 1), factor


def cropped(x, boxes, factor, widest):
    """The ink's box with some margin, a little bent, scaled to HEIGHT; (images, widths)."""
    b, device = x.shape[0], x.device
    box = boxes.float() * factor
    left, top, right, bottom = box.unbind(1)
    u = lambda low, high: torch.empty(b, device=device).uniform_(low, high)
    tall = bottom - top
    above, below = u(2.5, 9), u(2.5, 9)
    loose = torch.rand(b, device=device)
    above = above + torch.where(loose < 0.07, u(0, 0.5) * tall, torch.zeros_like(tall))
    below = below + torch.where((loose > 0.04) & (loose < 0.11), u(0, 0.5) * tall, torch.zeros_like(tall))
    above = torch.where(loose > 0.95, u(-2, 1), above)
    stretch = u(0.9, 1.1)
    ink = right - left
    aside = u(2, 10)
    # Short and low lines ("-", "a o") would become huge: a crop is never scaled beyond the batch.
    scale = torch.minimum(HEIGHT / (tall + above + below), (widest - 2) / ((ink + 2 * aside) * stretch))
    half = HEIGHT / scale / 2
    middle_y = torch.where(scale < HEIGHT / (tall + above + below) - 1e-4, (top + bottom) / 2, (top - above + bottom + below) / 2)
    widths = ((ink + 2 * aside) * stretch * scale).round().clamp(min=8)
    # The widest there can be, where asking the device for the widest there is would hold everything up.
    out_w = int(math.ceil((widest if x.is_cuda else float(widths.max())) / 16) * 16)
    xs = torch.arange(2 * out_w, device=device).float().view(1, 1, -1) / 2 + 0.25
    ys = torch.arange(2 * HEIGHT, device=device).float().view(1, -1, 1) / 2 + 0.25
    v = lambda t: t.view(-1, 1, 1)
    source_x = v(left - aside) + xs / v(scale * stretch)
    slant = u(-0.12, 0.12) * (torch.rand(b, device=device) < 0.3)
    turn = u(-0.01, 0.01) * (torch.rand(b, device=device) < 0.4)
    wave = u(0, 0.05) * (torch.rand(b, device=device) < 0.3)
    centred = (source_x - v((left + right) / 2))
    source_y = v(middle_y - half) + ys / v(scale) + v(turn) * centred + \
        v(wave * tall) * torch.sin(v(u(0.002, 0.01)) * source_x + v(u(0, 6.3)))
    source_x = source_x + v(slant) * (ys / v(scale) - v(half))
    h, w = x.shape[2:]
    grid = torch.stack(((source_x + torch.zeros_like(source_y)) * 2 / w - 1, source_y * 2 / h - 1), 3)
    paper = x[:, :, 1:2, 1:2]
    sampled = F.grid_sample(x - paper, grid, mode="bilinear", padding_mode="zeros", align_corners=False) + paper
    sampled = F.avg_pool2d(sampled, 2)
    # Leptonica sharpens what it makes smaller.
    sharp = sampled + 0.2 * (sampled - F.avg_pool2d(F.pad(sampled, (1, 1, 1, 1), mode="replicate"), 3, 1))
    sampled = torch.where((scale < 0.7).view(-1, 1, 1, 1), sharp, sampled).clamp(0, 1)
    inside = (torch.arange(out_w, device=device).view(1, -1) < widths.view(-1, 1)).view(b, 1, 1, -1)
    return sampled, widths.int(), inside


def quantile(values, chosen, fraction):
    """Of the chosen values of each row."""
    count = chosen.sum(1)
    ordered = torch.where(chosen, values, torch.full_like(values, 9.0)).sort(1)[0]
    at = (count.float() * fraction).long().clamp(min=0)
    at = torch.minimum(at, (count - 1).clamp(min=0))
    return ordered.gather(1, at[:, None])[:, 0], count


def levels(sampled, inside):
    """The middle row's darker dips become ink, its lighter peaks paper, as LineInput has it."""
    light = 1 - sampled
    row = light[:, 0, HEIGHT // 2]
    valid = inside[:, 0, 0, 1:-1] & inside[:, 0, 0, 2:]
    before, here, after = row[:, :-2], row[:, 1:-1], row[:, 2:]
    dips = valid & (((here < before) & (here <= after)) | ((here <= before) & (here < after)))
    peaks = valid & (((here > before) & (here >= after)) | ((here >= before) & (here > after)))
    black, dip_count = quantile(here, dips, 0.25)
    white, peak_count = quantile(here, peaks, 0.75)
    black = torch.where(dip_count == 0, torch.zeros_like(black), black)
    white = torch.where(peak_count == 0, torch.ones_like(white), white)
    contrast = ((white - black) / 2).clamp(min=1 / 255).view(-1, 1, 1, 1)
    value = (127 * ((light - black.view(-1, 1, 1, 1)) / contrast - 1)).round().clamp(-127, 127)
    return torch.div(127 - value, 2, rounding_mode="floor") / 127 * inside


def looks_scanned(images, boxes, widest):
    """Drawn lines (B, 1, CANVAS_HEIGHT, W) of bytes become the network's input and its widths."""
    with torch.no_grad():
        # Half the memory to go through where the device has such numbers.
        x, factor = printed_and_scanned(images.to(torch.float16 if images.is_cuda else torch.float32) / 255, boxes)
        sampled, widths, inside = cropped(x.float(), boxes, factor, widest)
        return levels(sampled, inside), widths
