"""Writes reference.json: what PyTorch computes for small nets, values and gradients, to hold TensorFlow.js models against.

    npm run python && npm run conformance      (PyTorch 1.13)

Values and weights are channels last, as in a spec; each case lists its weights in the order of the spec's layers.
Gradients are of the sum of the outputs, output number i times sin(12.9898·i + 1): by the input, and by each weight, null
where there is none.
"""
import json
import math

import torch
import torch.nn.functional as F

torch.manual_seed(1)
# What is compared with it has 32 bits; only that is to err.
torch.set_default_dtype(torch.float64)
cases = []


def draw(*shape):
    return (torch.round(torch.randn(*shape) * 50) / 50).requires_grad_()


def distinct(*shape):
    """Numbers between -4 and 4 that all differ, none of them 0 or a bend of an activation."""
    size = math.prod(shape)
    values = (torch.randperm(size) + 0.37) * (8 / size) - 4
    return (torch.round(values * 1000) / 1000).reshape(shape).requires_grad_()


def first(x):
    """Channels to the front."""
    return x.movedim(-1, 0).unsqueeze(0)


def last(y):
    return y.squeeze(0).movedim(0, -1)


def numbers(t):
    return None if t is None else [float(f"{v:.8g}") for v in t.detach().reshape(-1).tolist()]


def gradients(x, weights, y):
    if not y.requires_grad:
        return [None] * (1 + len(weights))
    factors = torch.sin(torch.arange(y.numel()) * 12.9898 + 1)
    loss = (y * factors.reshape(y.shape)).sum()
    given = [x, *weights]
    wanted = [t for t in given if t.requires_grad]
    found = iter(torch.autograd.grad(loss, wanted, retain_graph=True, allow_unused=True))
    return [numbers(next(found)) if t.requires_grad else None for t in given]


def case(body, x, weights, y, given=None, batch=False):
    """A net of one input; `batch`: x and y are several examples, which the net sees in training."""
    dx, *dweights = gradients(x, weights, y)
    found = {"x": numbers(x), "weights": [numbers(w) for w in weights],
             "shape": list(y.shape[1:] if batch else y.shape), "y": numbers(y), "dx": dx, "dweights": dweights}
    if batch:
        found["batch"] = x.shape[0]
        x = x[0]
    kind = {1: "{ %s }" % ", ".join(f"v{i}" for i in range(x.shape[-1]))}
    if x.dim() == 2:
        text = f"{x.shape[0]} samples x {x.shape[1]} leads"
    elif x.dim() == 1:
        text = kind[1]
    else:
        text = ("image " if x.dim() == 3 else "volume ") + "x".join(map(str, x.shape))
    cases.append({"body": body, "input": given or text, **found})


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


def depthwise(x, kernel, bias, stride=1, padding="same", dilation=1):
    """kernel: taps …, channels, multiplier."""
    maps = x.shape[-1]
    flat = kernel.reshape(*kernel.shape[:-2], 1, maps * kernel.shape[-1])
    return conv(x, flat, bias, stride, dilation, maps, padding)


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


def pooled(kind, x, size, stride=None, padding="valid"):
    """Zeros at the border count for neither kind."""
    axes = x.dim() - 1
    stride = stride or size
    pads = []
    for axis in range(axes):
        both = {"valid": (0, 0), "same": same_pads(x.shape[axis], size, stride)}.get(padding, (padding, padding))
        pads = list(both) + pads
    if kind == "max":
        pool = [None, F.max_pool1d, F.max_pool2d, F.max_pool3d][axes]
        return last(pool(F.pad(first(x), pads, value=-math.inf), size, stride))
    pool = [None, F.avg_pool1d, F.avg_pool2d, F.avg_pool3d][axes]
    inside = pool(F.pad(torch.ones_like(first(x)), pads), size, stride)
    return last(pool(F.pad(first(x), pads), size, stride) / inside)


IMAGE, SIGNAL, VOLUME, LIST = draw(7, 6, 2), draw(11, 2), draw(4, 5, 3, 2), draw(6)

for x in (SIGNAL, IMAGE, VOLUME):
    axes = x.dim() - 1
    k, b = draw(*[3] * axes, 2, 3), draw(3)
    case("conv 3@3", x, [k, b], conv(x, k, b))
    case("conv 3@3 stride 2 no bias", x, [k], conv(x, k, None, 2))
    case("conv 3@3 stride 3 valid", x, [k, b], conv(x, k, b, 3, padding=0))
    case("conv 3@3 stride 2 pad 1", x, [k, b], conv(x, k, b, 2, padding=1))
    k, b = draw(*[2] * axes, 2, 4), draw(4)
    case("conv 4@2 dilation 2", x, [k, b], conv(x, k, b, dilation=2))
    case("conv 4@2 dilation 2 stride 2 valid", x, [k, b], conv(x, k, b, 2, 2, padding=0))
    k, b = draw(*[2] * axes, 1, 6), draw(6)
    case("conv 6@2 groups 2", x, [k, b], conv(x, k, b, groups=2))
    wide = draw(*x.shape[:-1], 6)
    k, b = draw(*[2] * axes, 3, 4), draw(4)
    case("conv 4@2 groups 2", wide, [k, b], conv(wide, k, b, groups=2))
    case("conv 4@2 groups 2 stride 2 pad 1 no bias", wide, [k], conv(wide, k, None, 2, groups=2, padding=1))
    case("conv 4@2 groups 2 dilation 2 valid", wide, [k, b], conv(wide, k, b, 1, 2, groups=2, padding=0))
    k, b = draw(*[2] * axes, 2, 1), draw(2)
    case("depthwise 2", x, [k, b], depthwise(x, k, b))
    case("depthwise 2 stride 2 no bias", x, [k], depthwise(x, k, None, 2))
    case("depthwise 2 valid", x, [k, b], depthwise(x, k, b, padding=0))
    case("depthwise 2 dilation 2", x, [k, b], depthwise(x, k, b, dilation=2))
    k, b = draw(*[2] * axes, 2, 3), draw(6)
    case("depthwise 2 dilation 2 stride 2 multiplier 3 pad 1", x, [k, b], depthwise(x, k, b, 2, 1, 2))
    case("depthwise 2 multiplier 3", x, [k, b], depthwise(x, k, b))
    k, p, b = draw(*[2] * axes, 2, 1), draw(*[1] * axes, 2, 5), draw(5)
    case("separable 5@2 stride 2", x, [k, p, b], conv(depthwise(x, k, None, 2), p, b))
    case("separable 5@2 valid", x, [k, p, b], conv(depthwise(x, k, None, padding=0), p, b))
    case("separable 5@2 pad 1", x, [k, p, b], conv(depthwise(x, k, None, padding=1), p, b))
    k3, p3 = draw(*[2] * axes, 2, 3), draw(*[1] * axes, 6, 5)
    case("separable 5@2 multiplier 3", x, [k3, p3, b], conv(depthwise(x, k3, None), p3, b))
    case("separable 5@2 dilation 2 no bias", x, [k, p], conv(depthwise(x, k, None, dilation=2), p, None))
    k, b = draw(*[3] * axes, 3, 2), draw(3)
    case("transposed 3@3 stride 2", x, [k, b], transposed(x, k, b, 2))
    case("transposed 3@3 stride 2 valid no bias", x, [k], transposed(x, k, 0, 2, 0))
    case("transposed 3@3 stride 2 pad 1", x, [k, b], transposed(x, k, b, 2, 1))
    k, b = draw(2, 3), draw(3)
    case("dense 3", x, [k, b], x @ k + b)
    case("dense 3 no bias", x, [k], x @ k)

    free = distinct(*x.shape)
    for name, size, stride, padding, text in [
        ("max", 2, None, "same", ""), ("max", 2, None, "valid", " valid"), ("max", 3, 2, "same", " stride 2"),
        ("max", 3, 2, 1, " stride 2 pad 1"), ("max", 2, 1, "same", " stride 1"),
        ("avg", 2, None, "same", ""), ("avg", 2, None, "valid", " valid"), ("avg", 3, 2, "same", " stride 2"),
        ("avg", 3, 2, 1, " stride 2 pad 1"), ("avg", 2, 1, "same", " stride 1"),
    ]:
        case(f"{name}pool {size}{text}", free, [], pooled(name, free, size, stride, padding))
    case("maxpool all", free, [], free.flatten(0, -2).max(0).values)
    case("avgpool all", free, [], free.flatten(0, -2).mean(0))
    case("upsample 2", x, [], last(F.interpolate(first(x), scale_factor=2, mode="nearest")))
    case("flatten, dense 2 no bias", x, [k := draw(x.numel(), 2)], x.flatten() @ k)
    case("pad 1", x, [], F.pad(x, [0, 0] + [1, 1] * axes))
    case("crop 1", x, [], x[(slice(1, -1),) * axes])
    case("reshape 2x3" if x.numel() == 6 else f"reshape {x.numel() // 2}x2", x, [], x.reshape(-1, 2))
    back = list(range(axes, -1, -1))
    case("permute " + "x".join(str(axis + 1) for axis in back), x, [], x.permute(back))
    case("resize 5", x, [], last(F.interpolate(
        first(x), [5] * axes, mode=["", "linear", "bilinear", "trilinear"][axes], align_corners=False)))
    case("resize 5 nearest", x, [], last(F.interpolate(first(x), [5] * axes, mode="nearest-exact")))
    case("tanh as a, sigmoid, multiply a", x, [], torch.sigmoid(torch.tanh(x)) * torch.tanh(x))
    case("tanh as a, sigmoid, concat a", x, [], torch.cat([torch.sigmoid(torch.tanh(x)), torch.tanh(x)], -1))
    case("tanh as a, sigmoid, add a", x, [], torch.sigmoid(torch.tanh(x)) + torch.tanh(x))
    case("dropout 0.5", x, [], x * 1)
    case("drop_path 0.5", x, [], x * 1)

    # Multi-head attention, checked against PyTorch's own below.
    for heads, size, bias, text in [(2, 2, True, "heads 2"), (2, 3, True, "heads 2 key 3"), (1, 4, False, "no bias")]:
        v = draw(*x.shape[:-1], 4)
        rows = v.flatten(0, -2)
        parts, given = [], []
        for _ in range(3):
            k, b = draw(4, heads, size), draw(heads, size)
            given += [k, b] if bias else [k]
            parts.append(torch.einsum("nc,chk->hnk", rows, k) + (b.unsqueeze(1) if bias else 0))
        q, key, value = parts
        shares = (q @ key.transpose(1, 2) / math.sqrt(size)).softmax(-1)
        k, b = draw(heads, size, 4), draw(4)
        y = torch.einsum("hnk,hkc->nc", shares @ value, k) + (b if bias else 0)
        if bias and heads * size == 4:
            own = torch.nn.MultiheadAttention(4, heads, batch_first=True)
            with torch.no_grad():
                own.in_proj_weight.copy_(torch.cat([w.reshape(4, 4).T for w in given[0::2]]))
                own.in_proj_bias.copy_(torch.cat([w.reshape(4) for w in given[1::2]]))
                own.out_proj.weight.copy_(k.reshape(4, 4).T)
                own.out_proj.bias.copy_(b)
            assert torch.allclose(own(*[rows.unsqueeze(0)] * 3)[0][0], y, atol=1e-5)
        case(f"attention {text}", v, given + ([k, b] if bias else [k]), y.reshape(v.shape))

k, b = draw(6, 3), draw(3)
case("dense 3", LIST, [k, b], LIST @ k + b)
case("dense 3 no bias", LIST, [k], LIST @ k)
case("reshape 1x2x3", LIST, [], LIST.reshape(1, 2, 3))
case("dropout 0.5", LIST, [], LIST * 1)
for text, function in [("multiply", torch.mul), ("add", torch.add), ("concat", lambda a, c: torch.cat([a, c], -1))]:
    case(f"tanh as a, sigmoid, {text} a", LIST, [], function(torch.sigmoid(torch.tanh(LIST)), torch.tanh(LIST)))

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
    m, v = draw(6).detach(), draw(6).detach().abs() + 0.1
    case("batchnorm no scale no shift epsilon 1e-5", x, [m, v], (x - m) / (v + 1e-5).sqrt())
    case("batchnorm", x, [g, b, m, v], (x - m) / (v + 1e-3).sqrt() * g + b)
    case("batchnorm no scale", x, [b, m, v], (x - m) / (v + 1e-3).sqrt() + b)
    if x.dim() > 1:
        case("groupnorm 3", x, [g, b], last(F.group_norm(first(x), 3, g, b, 1e-3)))
        case("groupnorm 2 no shift epsilon 1e-5", x, [g], last(F.group_norm(first(x), 2, g, None, 1e-5)))
        # The gradient of PyTorch 1.13's instance_norm is wrong for channels last: finite differences agree with this.
        case("instancenorm", x, [g, b], last(F.group_norm(first(x), 6, g, b, 1e-3)))
        case("instancenorm no scale no shift", x, [], last(F.group_norm(first(x), 6, eps=1e-3)))
        assert torch.allclose(F.instance_norm(first(x), weight=g, bias=b, eps=1e-3), F.group_norm(first(x), 6, g, b, 1e-3))
        case("groupnorm 2 no scale", x, [b], last(F.group_norm(first(x), 2, None, None, 1e-3)) + b)
        case("instancenorm no scale", x, [b], last(F.group_norm(first(x), 6, eps=1e-3)) + b)
        case("instancenorm epsilon 1e-5", x, [g, b], last(F.group_norm(first(x), 6, g, b, 1e-5)))
    else:
        case("groupnorm 3", x, [g, b], F.group_norm(x.unsqueeze(0), 3, g, b, 1e-3)[0])
        case("groupnorm 2 no scale", x, [b], F.group_norm(x.unsqueeze(0), 2, None, None, 1e-3)[0] + b)
        case("groupnorm 2 no shift epsilon 1e-5", x, [g], F.group_norm(x.unsqueeze(0), 2, g, None, 1e-5)[0])
        # A channel of one number is its own mean.
        case("instancenorm", x, [g, b], (x - x) * g + b)
        case("instancenorm no scale", x, [b], (x - x) + b)
        case("instancenorm no shift epsilon 1e-5", x, [g], (x - x) * g)
        case("flatten", x, [], x * 1)
        case("drop_path 0.5", x, [], x * 1)
    case("normalise", x, [m, v, torch.zeros(1)], (x - m) / v.sqrt())
    case("rescale 1/127.5 offset -1", x, [], x / 127.5 - 1)
    case("rescale 2", x, [], x * 2)
    # In training: with the mean and variance of the batch.
    several = draw(3, *x.shape)
    maps = several.movedim(-1, 1) if x.dim() > 1 else several
    made = F.batch_norm(maps, torch.zeros(6), torch.ones(6), g, b, True, eps=1e-3)
    case("batchnorm", several, [g, b, torch.zeros(6), torch.ones(6)], made.movedim(1, -1), batch=True)
    case("layernorm no shift epsilon 1e-6", x, [g], F.layer_norm(x, [6], g, None, 1e-6))
    case("layernorm no scale", x, [b], F.layer_norm(x, [6], None, None, 1e-3) + b)

for x in (distinct(5), distinct(7, 5), distinct(4, 3, 5), distinct(2, 3, 2, 5)):
    for name, function in [
        ("relu", F.relu), ("sigmoid", torch.sigmoid), ("tanh", torch.tanh), ("exponential", torch.exp),
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
case("lstm 3 no bias", SIGNAL, [k, r], lstm(SIGNAL, k, r, b * 0)[-1])
# PyTorch's own GRU has its gates in the order reset, update, new.
k, r, b = draw(2, 9), draw(3, 9), draw(2, 9)
turn = lambda w: torch.cat([w[..., 3:6], w[..., :3], w[..., 6:]], -1)
own = torch.nn.GRU(2, 3, batch_first=True)
values = [turn(k).T, turn(r).T, turn(b)[0], turn(b)[1]]
for name, value in zip(["weight_ih_l0", "weight_hh_l0", "bias_ih_l0", "bias_hh_l0"], values):
    del own._parameters[name]
    setattr(own, name, value)
own._flat_weights = values
y = own(SIGNAL.unsqueeze(0))[0][0]
case("gru 3", SIGNAL, [k, r, b], y[-1])
case("gru 3 sequence", SIGNAL, [k, r, b], y)
own._flat_weights = values[:2] + [torch.zeros(9), torch.zeros(9)]
case("gru 3 no bias", SIGNAL, [k, r], own(SIGNAL.unsqueeze(0))[0][0][-1])
k, r, b = draw(2, 9), draw(3, 9), draw(9)
case("gru 3 reset_before", SIGNAL, [k, r, b], gru(SIGNAL, k, r, b)[-1])
case("gru 3 reset_before sequence no bias", SIGNAL, [k, r], gru(SIGNAL, k, r, b * 0))
table = draw(10, 3)
symbols = torch.tensor([3.0, 0, 9, 9, 1])
case("embedding 10x3", symbols, [table], table[symbols.long()])
case("embedding 10x3", symbols.unsqueeze(1), [table], table[symbols.long()])
centres = draw(4, 3)
for code in [draw(3), draw(3).detach() * 40]:
    # Student's t with one degree of freedom is Cauchy's distribution.
    distances = torch.cdist(code.unsqueeze(0), centres)[0]
    case("centroids 4", code, [centres], torch.distributions.Cauchy(0.0, 1.0).log_prob(distances).softmax(0))

seen = set()
unique = [c for c in cases if (key := (c["body"], c["input"], c.get("batch"), c["body"] == "centroids 4" and c["x"][0])) not in seen and not seen.add(key)]
lines = ",\n".join(json.dumps(each) for each in unique)
print(f'{{"torch": "{torch.__version__}", "cases": [\n{lines}\n]}}')
