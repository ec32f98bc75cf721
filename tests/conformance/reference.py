"""Writes reference.json: what PyTorch computes for small nets, to hold TensorFlow.js models against.

    python3 tests/targets/tfjs/reference.py > tests/targets/tfjs/reference.json      (PyTorch 1.13)

Values and weights are channels last, as in a spec; each case lists its weights in the order of the spec's layers.
"""
import json
import math

import torch
import torch.nn.functional as F

torch.manual_seed(1)
cases = []


def draw(*shape):
    return torch.round(torch.randn(*shape) * 50) / 50


def first(x):
    """Channels to the front."""
    return x.movedim(-1, 0).unsqueeze(0)


def last(y):
    return y.squeeze(0).movedim(0, -1)


def numbers(t):
    return [float(f"{v:.6g}") for v in t.reshape(-1).tolist()]


def case(body, x, weights, y, given=None):
    kind = {1: "{ %s }" % ", ".join(f"v{i}" for i in range(x.shape[-1]))}
    if x.dim() == 2:
        text = f"{x.shape[0]} samples x {x.shape[1]} leads"
    elif x.dim() == 1:
        text = kind[1]
    else:
        text = ("image " if x.dim() == 3 else "volume ") + "x".join(map(str, x.shape))
    cases.append(
        {"body": body, "input": given or text, "x": numbers(x), "weights": [numbers(w) for w in weights],
         "shape": list(y.shape), "y": numbers(y)})


CONV = [None, F.conv1d, F.conv2d, F.conv3d]
SPREAD = [None, F.conv_transpose1d, F.conv_transpose2d, F.conv_transpose3d]


def same_pads(n, reach, stride):
    total = max(0, (math.ceil(n / stride) - 1) * stride + reach - n)
    return total // 2, total - total // 2


def conv(x, kernel, bias, stride=1, dilation=1, groups=1, padding="same"):
    """kernel: taps …, channels of a group, outputs."""
    axes = x.dim() - 1
    w = kernel.movedim(-1, 0).movedim(-1, 1)
    v = first(x)
    pads = []
    for axis in range(axes):
        reach = (kernel.shape[axis] - 1) * dilation + 1
        pads = list(same_pads(x.shape[axis], reach, stride) if padding == "same" else (padding, padding)) + pads
    return last(CONV[axes](F.pad(v, pads), w, bias, stride, 0, dilation, groups))


def depthwise(x, kernel, bias, stride=1, padding="same"):
    """kernel: taps …, channels, multiplier."""
    maps = x.shape[-1]
    flat = kernel.reshape(*kernel.shape[:-2], 1, maps * kernel.shape[-1])
    return conv(x, flat, bias, stride, 1, maps, padding)


def transposed(x, kernel, bias, stride, padding="same"):
    """kernel: taps …, outputs, inputs."""
    axes = x.dim() - 1
    w = kernel.movedim(-1, 0).movedim(-1, 1)
    y = SPREAD[axes](first(x), w, None, stride)
    for axis in range(axes):
        k, n = kernel.shape[axis], x.shape[axis]
        size = y.shape[axis + 2]
        if padding == "same":
            begin, length = max(0, k - stride) // 2, n * stride
        else:
            begin, length = padding, size - 2 * padding
        missing = begin + length - size
        if missing > 0:
            y = F.pad(y, [0, 0] * (axes - 1 - axis) + [0, missing])
        y = y.narrow(axis + 2, begin, length)
    return last(y) + bias


IMAGE, SIGNAL, VOLUME = draw(7, 6, 2), draw(11, 2), draw(4, 5, 3, 2)

k, b = draw(3, 3, 2, 4), draw(4)
case("conv 4@3 dilation 2", IMAGE, [k, b], conv(IMAGE, k, b, dilation=2))
case("conv 4@3 dilation 2 valid", IMAGE, [k, b], conv(IMAGE, k, b, dilation=2, padding=0))
case("conv 4@3 dilation 2 stride 2", IMAGE, [k, b], conv(IMAGE, k, b, 2, 2))
case("conv 4@3 dilation 2 stride 2 pad 1", IMAGE, [k, b], conv(IMAGE, k, b, 2, 2, padding=1))
k, b = draw(3, 2, 4), draw(4)
case("conv 4@3 dilation 3", SIGNAL, [k, b], conv(SIGNAL, k, b, dilation=3))
case("conv 4@3 dilation 2 stride 3", SIGNAL, [k, b], conv(SIGNAL, k, b, 3, 2))
k, b = draw(2, 2, 2, 2, 3), draw(3)
case("conv 3@2 dilation 2", VOLUME, [k, b], conv(VOLUME, k, b, dilation=2))
k, b = draw(3, 3, 1, 6), draw(6)
case("conv 6@3 groups 2 stride 2", IMAGE, [k, b], conv(IMAGE, k, b, 2, groups=2))

k, b = draw(3, 3, 2, 3), draw(6)
case("depthwise 3 stride 2 multiplier 3", IMAGE, [k, b], depthwise(IMAGE, k, b, 2))
case("depthwise 3 pad 1 multiplier 3", IMAGE, [k, b], depthwise(IMAGE, k, b, padding=1))
k, b = draw(4, 2, 1), draw(2)
case("depthwise 4", SIGNAL, [k, b], depthwise(SIGNAL, k, b))
case("depthwise 4 stride 2 pad 3", SIGNAL, [k, b], depthwise(SIGNAL, k, b, 2, 3))
k, p, b = draw(3, 3, 2, 1), draw(1, 1, 2, 5), draw(5)
case("separable 5@3", IMAGE, [k, p, b], conv(depthwise(IMAGE, k, None), p, b))

for size, stride, padding, text in [
    (2, 2, "same", ""), (3, 2, "same", ""), (3, 2, 0, " valid"), (4, 2, 1, " pad 1"), (2, 3, 0, " valid"),
    (2, 3, "same", ""), (5, 2, "same", ""), (4, 1, "same", ""), (5, 1, 2, " pad 2"),
]:
    k, b = draw(size, size, 3, 2), draw(3)
    body = f"transposed 3@{size} stride {stride}{text}"
    case(body, IMAGE, [k, b], transposed(IMAGE, k, b, stride, padding))
k, b = draw(4, 3, 2), draw(3)
case("transposed 3@4 stride 3", SIGNAL, [k, b], transposed(SIGNAL, k, b, 3))
case("transposed 3@4 stride 2 pad 1", SIGNAL, [k, b], transposed(SIGNAL, k, b, 2, 1))
k, b = draw(3, 3, 3, 2, 2), draw(2)
case("transposed 2@3 stride 2", VOLUME, [k, b], transposed(VOLUME, k, b, 2))
case("transposed 2@3 stride 2 pad 1", VOLUME, [k, b], transposed(VOLUME, k, b, 2, 1))

case("avgpool 1 as maps, avgpool all, sigmoid, multiply maps", IMAGE, [], IMAGE * torch.sigmoid(IMAGE.mean((0, 1))))


def affine(y, gamma, beta):
    return y * gamma + beta


for x in (draw(5, 4, 6), draw(9, 6), draw(2, 3, 2, 6), draw(6)):
    g, b = draw(6), draw(6)
    case("layernorm", x, [g, b], F.layer_norm(x, [6], g, b, 1e-3))
    case("scale", x, [g], x * g)
    case("batchnorm no scale no shift epsilon 1e-5", x, [b, g.abs()], (x - b) / (g.abs() + 1e-5).sqrt())
    case("batchnorm", x, [g, b, b, g.abs()], (x - b) / (g.abs() + 1e-3).sqrt() * g + b)
    case("batchnorm no scale", x, [b, b, g.abs()], (x - b) / (g.abs() + 1e-3).sqrt() + b)
    if x.dim() > 1:
        case("groupnorm 3", x, [g, b], last(F.group_norm(first(x), 3, g, b, 1e-3)))
        case("groupnorm 2 no shift epsilon 1e-5", x, [g], last(F.group_norm(first(x), 2, g, None, 1e-5)))
        case("instancenorm", x, [g, b], last(F.instance_norm(first(x), weight=g, bias=b, eps=1e-3)))
        case("instancenorm no scale no shift", x, [], last(F.instance_norm(first(x), eps=1e-3)))
x = draw(5, 4, 6)
case("layernorm no shift epsilon 1e-6", x, [g], F.layer_norm(x, [6], g, None, 1e-6))
m, v = draw(6), draw(6).abs() + 0.1
case("normalise", x, [m, v, torch.zeros(1)], (x - m) / v.sqrt())
case("rescale 1/127.5 offset -1", x, [], x / 127.5 - 1)
case("rescale 2", x, [], x * 2)

for x in (draw(4, 3, 5) * 2, draw(2, 3, 2, 5) * 3, draw(5)):
    for name, function in [
        ("relu6", F.relu6), ("elu", F.elu), ("selu", F.selu), ("gelu", F.gelu), ("silu", F.silu), ("mish", F.mish),
        ("softplus", F.softplus), ("softsign", F.softsign), ("hard_sigmoid", F.hardsigmoid),
        ("hard_swish", F.hardswish), ("log_softmax", lambda v: F.log_softmax(v, -1)),
        ("leaky_relu 0.2", lambda v: F.leaky_relu(v, 0.2)), ("softmax", lambda v: F.softmax(v, -1)),
    ]:
        case(name, x, [], function(x))
    a = draw(5)
    case("prelu", x, [a], torch.where(x > 0, x, x * a))

x = draw(4, 6, 2)
case("crop 1", x, [], x[1:-1, 1:-1])
case("crop 0x2", x, [], x[:, 2:-2])
case("crop 2", SIGNAL, [], SIGNAL[2:-2])
case("crop 1", VOLUME, [], VOLUME[1:-1, 1:-1, 1:-1])
case("crop 0", x, [], x)
case("pad 2x1", x, [], F.pad(x, [0, 0, 1, 1, 2, 2]))
case("pad to 5", x, [], F.pad(x, [0, 0, 2, 2, 0, 1]))
case("pad to 4", VOLUME, [], F.pad(VOLUME, [0, 0, 0, 1, 1, 2, 0, 0]))
case("pad to 8", SIGNAL, [], F.pad(SIGNAL, [0, 0, 2, 3]))
for size in ([8, 12], [3, 4], [7, 9], [4, 5]):
    text = "x".join(map(str, size))
    case(f"resize {text}", x, [], last(F.interpolate(first(x), size, mode="bilinear", align_corners=False)))
    case(f"resize {text} nearest", x, [], last(F.interpolate(first(x), size, mode="nearest-exact")))
case("resize 17", SIGNAL, [], last(F.interpolate(first(SIGNAL), 17, mode="linear", align_corners=False)))
case("resize 6x2x5", VOLUME, [],
     last(F.interpolate(first(VOLUME), [6, 2, 5], mode="trilinear", align_corners=False)))
case("reshape 2x24", x, [], x.reshape(2, 24))
case("permute 3x1x2", x, [], x.permute(2, 0, 1))
case("permute 2x1", SIGNAL, [], SIGNAL.T)
case("drop_path 0.5", x, [], x)


def lstm(x, kernel, recurrent, bias):
    h = c = torch.zeros(recurrent.shape[0])
    steps = []
    for row in x:
        i, f, g, o = (row @ kernel + h @ recurrent + bias).chunk(4)
        c = torch.sigmoid(f) * c + torch.sigmoid(i) * torch.tanh(g)
        h = torch.sigmoid(o) * torch.tanh(c)
        steps.append(h)
    return torch.stack(steps)


def gru(x, kernel, recurrent, bias):
    """Cho et al.: the reset gate comes before the kernel; gates in the order update, reset, new."""
    h = torch.zeros(recurrent.shape[0])
    steps = []
    for row in x:
        z, r, n = (row @ kernel + bias).chunk(3)
        uz, ur, un = recurrent.chunk(3, 1)
        z, r = torch.sigmoid(z + h @ uz), torch.sigmoid(r + h @ ur)
        h = z * h + (1 - z) * torch.tanh(n + (r * h) @ un)
        steps.append(h)
    return torch.stack(steps)


k, r, b = draw(2, 12), draw(3, 12), draw(12)
y = lstm(SIGNAL, k, r, b)
own = torch.nn.LSTM(2, 3, batch_first=True)
with torch.no_grad():
    for name, value in [("weight_ih", k.T), ("weight_hh", r.T), ("bias_ih", b), ("bias_hh", b * 0)]:
        getattr(own, name + "_l0").copy_(value)
    assert torch.allclose(own(SIGNAL.unsqueeze(0))[0][0], y, atol=1e-6)
case("lstm 3", SIGNAL, [k, r, b], y[-1])
case("lstm 3 sequence", SIGNAL, [k, r, b], y)
k, r, b = draw(2, 9), draw(3, 9), draw(9)
case("gru 3 reset_before", SIGNAL, [k, r, b], gru(SIGNAL, k, r, b)[-1])
case("gru 3 reset_before sequence no bias", SIGNAL, [k, r], gru(SIGNAL, k, r, b * 0))
table = draw(10, 3)
symbols = torch.tensor([3.0, 0, 9, 9, 1])
case("embedding 10x3", symbols, [table], table[symbols.long()])
case("embedding 10x3", symbols.unsqueeze(1), [table], table[symbols.long()])
centres = draw(4, 3)
for code in [draw(3), draw(3) * 40]:
    # Student's t with one degree of freedom is Cauchy's distribution.
    distances = torch.cdist(code.unsqueeze(0), centres)[0]
    shares = torch.distributions.Cauchy(0.0, 1.0).log_prob(distances).softmax(0)
    case("centroids 4", code, [centres], shares)

print(json.dumps({"torch": torch.__version__, "cases": cases}))
