"""Writes adam.json and nets.json, what PyTorch computes, for tests that read only these files:

    /usr/bin/python3 tests/training/reference/reference.py && npx biome format --write tests/runtime/reference

Made with PyTorch 1.13 (Debian's python3-torch). Weights, inputs and gradients come from formulas that the tests repeat.
"""

import json
import math
from pathlib import Path

import torch
import torch.nn.functional as F

HERE = Path(__file__).parent


def numbers(shape, offset):
    """Numbers between -1 and 1, the last axis fastest."""
    count = math.prod(shape)
    return torch.tensor([math.sin(12.9898 * i + offset) for i in range(count)], dtype=torch.float32).reshape(shape)


def flat(tensor):
    return [float(f"{x:.8g}") for x in tensor.detach().reshape(-1).tolist()]


def adam():
    """Five steps at rate 0.01 from six weights, of which one has tiny gradients and one none."""
    weights = numbers([6], 2).requires_grad_()
    optimizer = torch.optim.Adam([weights], lr=0.01, eps=1e-7)
    scale = torch.tensor([1, 1000, 1e-3, 1e-6, 0, -1], dtype=torch.float32)
    steps = []
    for step in range(5):
        weights.grad = numbers([6], step) * scale
        optimizer.step()
        steps.append(flat(weights))
    return {"weights": steps}


CLASSES = 3
BATCH = 6


def net(sizes, kind, rate):
    """
    conv 3@3 stride 2 pad 1 no bias, batchnorm, tanh, maxpool 2 stride 1 valid, conv 4@2 valid, avgpool 2 stride 1 valid,
    flatten, dense 5, sigmoid, head of three classes; three steps.
    """
    rank = len(sizes)
    conv = [F.conv1d, F.conv2d, F.conv3d][rank - 1]
    maxpool = [F.max_pool1d, F.max_pool2d, F.max_pool3d][rank - 1]
    avgpool = [F.avg_pool1d, F.avg_pool2d, F.avg_pool3d][rank - 1]
    after = [math.floor((size - 1) / 2) + 1 - 3 for size in sizes]
    flattened = 4 * math.prod(after)

    stored = {
        "conv_1/kernel": [*rank * [3], 2, 3],
        "batchnorm_1/gamma": [3],
        "batchnorm_1/beta": [3],
        "conv_2/kernel": [*rank * [2], 3, 4],
        "conv_2/bias": [4],
        "dense_1/kernel": [flattened, 5],
        "dense_1/bias": [5],
        "dense_2/kernel": [5, CLASSES],
        "dense_2/bias": [CLASSES],
    }
    w = {name: (0.5 * numbers(shape, i)).requires_grad_() for i, (name, shape) in enumerate(stored.items())}
    mean, variance = torch.zeros(3), torch.ones(3)
    inputs = numbers([BATCH, *sizes, 2], 0.5).movedim(-1, 1)
    targets = torch.tensor([i % CLASSES for i in range(BATCH)])
    torch_kernel = lambda kernel: kernel.movedim([-1, -2], [0, 1])

    optimizers = {"sgd": torch.optim.SGD, "adam": lambda all, lr: torch.optim.Adam(all, lr=lr, eps=1e-7)}
    optimizer = optimizers[kind](list(w.values()), lr=rate)
    losses = []
    for _ in range(3):
        x = conv(inputs, torch_kernel(w["conv_1/kernel"]), stride=2, padding=1)
        axes = [0, *range(2, rank + 2)]
        # TensorFlow's moving variance is that of the batch, where PyTorch's is scaled by n / (n - 1).
        with torch.no_grad():
            mean = 0.99 * mean + 0.01 * x.mean(axes)
            variance = 0.99 * variance + 0.01 * x.var(axes, unbiased=False)
        x = F.batch_norm(x, None, None, w["batchnorm_1/gamma"], w["batchnorm_1/beta"], training=True, eps=1e-3)
        x = maxpool(torch.tanh(x), 2, stride=1)
        x = conv(x, torch_kernel(w["conv_2/kernel"]), w["conv_2/bias"])
        x = avgpool(x, 2, stride=1)
        x = x.movedim(1, -1).reshape(BATCH, -1)
        x = torch.sigmoid(x @ w["dense_1/kernel"] + w["dense_1/bias"])
        x = x @ w["dense_2/kernel"] + w["dense_2/bias"]
        loss = F.cross_entropy(x, targets)
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        losses.append(loss.item())
    trained = {name: flat(weight) for name, weight in w.items()}
    trained["batchnorm_1/moving_mean"] = flat(mean)
    trained["batchnorm_1/moving_variance"] = flat(variance)
    return {"sizes": sizes, "optimizer": {"kind": kind, "rate": rate}, "losses": losses, "weights": trained}


def write(name, value):
    (HERE / name).write_text(json.dumps(value, separators=(",", ":")) + "\n")


if __name__ == "__main__":
    write("adam.json", adam())
    SIZES = [[13], [9, 8], [8, 7, 9]]
    write("nets.json", [net(sizes, *how) for sizes in SIZES for how in [("sgd", 0.5), ("adam", 0.05)]])
