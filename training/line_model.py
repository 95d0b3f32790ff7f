# SPDX-License-Identifier: Apache-2.0
"""The line network: convolutions alone, made for int8 matrix products.

Two-dimensional layers take a line of 40 rows to one row at a quarter of its width; residual blocks
of dilated convolutions look left and right; each of the remaining positions gives two steps of
CTC. Activations lie in 0..1 or -1..1 and become int8 with 127 for 1; weights become int8 with a
scale for each output. With `quantised` on, training sees both roundings (the gradient passes
straight through: Bengio, Léonard, Courville, arXiv:1308.3432).
"""
import torch
from torch import nn
import torch.nn.functional as F

from alphabet import CLASSES

STEPS = 2


def rounded_weight(weight):
    """What integer_weight() stands for, in as few steps as may be."""
    scale = weight.detach().abs().amax((1, 2, 3)).clamp(min=1e-8) / 127
    return torch.fake_quantize_per_channel_affine(weight, scale, torch.zeros_like(scale, dtype=torch.int32), 0, -127, 127)


class Convolution(nn.Module):
    """Convolution, batch normalisation, clipping; `relu`: to 0..1, otherwise to -1..1."""

    def __init__(self, name, inputs, outputs, kernel, stride=(1, 1), pad=(0, 0), dilation=1, relu=True, gain=0.4):
        super().__init__()
        self.name, self.stride, self.pad, self.dilation, self.relu = name, stride, pad, dilation, relu
        self.weight = nn.Parameter(torch.empty(outputs, inputs, *kernel))
        nn.init.kaiming_normal_(self.weight)
        self.norm = nn.BatchNorm2d(outputs)
        nn.init.constant_(self.norm.weight, gain)
        self.quantised = False

    def integer_weight(self):
        scale = self.weight.detach().float().abs().amax((1, 2, 3), keepdim=True).clamp(min=1e-8) / 127
        return torch.round(self.weight.detach().float() / scale), scale

    def forward(self, x):
        weight = rounded_weight(self.weight) if self.quantised else self.weight
        # A map of one channel says nothing of the order; those behind it are all kept position by position.
        x = F.conv2d(x, weight, None, self.stride, self.pad, (1, self.dilation)).contiguous(memory_format=torch.channels_last)
        x = self.norm(x)
        if self.quantised:  # clips, too
            return torch.fake_quantize_per_tensor_affine(x, 1 / 127, 0, 0 if self.relu else -127, 127)
        return x.clamp(0 if self.relu else -1, 1)

    def layer(self):
        """As the model's file describes it; (description, tensors). Kernels are stored x before y."""
        whole, scale = self.integer_weight()
        norm = self.norm
        factor = (norm.weight / torch.sqrt(norm.running_var + norm.eps)).detach().float()
        per_sum = scale.view(-1) * factor / 127
        per_sum = torch.where(per_sum.abs() < 1e-9, torch.full_like(per_sum, 1e-9), per_sum)
        bias = torch.round((norm.bias.detach() - norm.running_mean * factor) / per_sum).clamp(-2**28, 2**28)
        description = {"kind": "convolution", "name": self.name, "stride_x": self.stride[1], "stride_y": self.stride[0],
                       "pad_x": self.pad[1], "pad_y": self.pad[0], "dilation_x": self.dilation,
                       "activation": "relu" if self.relu else "linear"}
        return description, {"weight": whole.permute(0, 3, 2, 1), "bias": bias, "scale": per_sum}


class Residual(nn.Module):
    def __init__(self, *layers):
        super().__init__()
        self.layers = nn.ModuleList(layers)

    def forward(self, x, mask):
        y = x
        for layer in self.layers:
            y = layer(y) * mask
        return (x + y).clamp(-1, 1)


class Output(nn.Module):
    def __init__(self, inputs, classes):
        super().__init__()
        self.classes = classes
        self.weight = nn.Parameter(torch.empty(STEPS * classes, inputs, 1, 1))
        nn.init.normal_(self.weight, std=0.05)
        bias = torch.zeros(STEPS, classes)
        bias[:, 0] = 3  # most steps say nothing
        self.bias = nn.Parameter(bias.view(-1))
        self.quantised = False

    integer_weight = Convolution.integer_weight

    def forward(self, x):
        weight = rounded_weight(self.weight) if self.quantised else self.weight
        x = F.conv2d(x, weight, self.bias)  # B, STEPS x classes, 1, W
        b, _, _, w = x.shape
        return x.view(b, STEPS, self.classes, w).permute(3, 1, 0, 2).reshape(w * STEPS, b, self.classes)

    def layer(self):
        whole, scale = self.integer_weight()
        per_sum = scale.view(-1) / 127
        bias = torch.round(self.bias.detach() / per_sum)
        return ({"kind": "output", "name": "output", "steps": STEPS},
                {"weight": whole.permute(0, 3, 2, 1), "bias": bias, "scale": per_sum})


class LineModel(nn.Module):
    def __init__(self, width=192, inner=128, dilations=(1, 2, 4, 8, 1), stem=(24, 48, 96), rows=5, classes=CLASSES):
        """`rows`: an eighth of the input's height."""
        super().__init__()
        self.stem = nn.ModuleList([
            Convolution("c1", 1, stem[0], (5, 5), (2, 2), (2, 2)),
            Convolution("c2", stem[0], stem[1], (3, 3), (2, 2), (1, 1)),
            Convolution("c3", stem[1], stem[2], (3, 3), (2, 1), (1, 1)),
            Convolution("c4", stem[2], width, (rows, 1), relu=False),
        ])
        self.blocks = nn.ModuleList([
            Residual(Convolution(f"b{i}a", width, inner, (1, 3), pad=(0, d), dilation=d),
                     Convolution(f"b{i}b", inner, width, (1, 1), relu=False, gain=0.2))
            for i, d in enumerate(dilations)])
        self.last = Convolution("last", width, width, (1, 1))
        self.output = Output(width, classes)

    def load_smaller(self, state):
        """Goes on from a net of fewer channels or blocks, and at first computes what that computed:
        outputs that there were see nothing of the new ones, and new blocks add nothing."""
        own = self.state_dict()
        for name, tensor in own.items():
            if name not in state:
                if name.endswith("layers.1.norm.weight"):
                    tensor.zero_()
                continue
            old = state[name]
            if old.dim() > 1:
                tensor[:old.shape[0], old.shape[1]:] = 0
            tensor[tuple(slice(0, size) for size in old.shape)] = old
        self.load_state_dict(own)

    def quantise(self, on):
        for module in self.modules():
            if hasattr(module, "quantised"):
                module.quantised = on

    def forward(self, x, widths):
        """x: (B, 1, height, W), zero beyond each line's width. Gives scores (steps, B, classes), steps of each."""
        def mask_of(w, like):
            inside = torch.arange(like.shape[3], device=like.device).view(1, -1) < w.view(-1, 1)
            return inside.view(-1, 1, 1, like.shape[3]).to(like.dtype)
        w = widths
        for at, layer in enumerate(self.stem):
            x = layer(x)
            if at < 2:
                w = (w + 1) // 2
            mask = mask_of(w, x)
            x = x * mask
        for block in self.blocks:
            x = block(x, mask)
        x = self.last(x)
        return self.output(x), w * STEPS

    def file_layers(self):
        """Descriptions nested as in the file, and (name, tensors) of each."""
        tensors = []

        def take(module):
            description, own = module.layer()
            tensors.append((description["name"], own))
            return description
        network = [take(layer) for layer in self.stem]
        network += [{"kind": "residual", "layers": [take(layer) for layer in block.layers]} for block in self.blocks]
        network += [take(self.last), take(self.output)]
        return network, tensors
