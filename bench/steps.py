"""`steps.py NET WARM_UP STEPS`: median milliseconds of a training step of one of the nets of `steps.ts` in PyTorch.

Channels stand first, as PyTorch has them; all else is as in `nets.cnn` and `specs/zoo/lenet5.cnn`: the same layers, batch and
optimizer. A step uploads nothing and reads the loss.
"""

import os
import statistics
import sys
import time

import torch
from torch import nn

torch.set_num_threads(os.cpu_count() or 1)
torch.manual_seed(1)


def same(kernel: int) -> int:
    return kernel // 2


def lenet5() -> nn.Module:
    return nn.Sequential(
        nn.Conv2d(1, 6, 5, padding=2), nn.Tanh(), nn.AvgPool2d(2),
        nn.Conv2d(6, 16, 5), nn.Tanh(), nn.AvgPool2d(2),
        nn.Flatten(), nn.Linear(400, 120), nn.Tanh(), nn.Linear(120, 84), nn.Tanh(), nn.Linear(84, 10),
    )


def twice(channels: int, filters: int) -> nn.Module:
    return nn.Sequential(
        nn.Conv2d(channels, filters, 3, padding=1), nn.ReLU(),
        nn.Conv2d(filters, filters, 3, padding=1), nn.ReLU(),
    )


class Level(nn.Module):
    def __init__(self, channels: int, filters: int, inside: nn.Module, below: int) -> None:
        super().__init__()
        self.down = twice(channels, filters)
        self.inside = inside
        self.up = nn.ConvTranspose2d(below, filters, 2, stride=2)
        self.after = twice(2 * filters, filters)

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        across = self.down(x)
        below = self.inside(nn.functional.max_pool2d(across, 2))
        return self.after(torch.cat([self.up(below), across], 1))


def unet() -> nn.Module:
    inside: nn.Module = twice(64, 128)
    for channels, filters, below in [(32, 64, 128), (16, 32, 64), (1, 16, 32)]:
        inside = Level(channels, filters, inside, below)
    return nn.Sequential(inside, nn.Conv2d(16, 2, 1))


class Residual(nn.Module):
    def __init__(self, channels: int, filters: int, stride: int = 1) -> None:
        super().__init__()
        self.body = nn.Sequential(
            nn.Conv1d(channels, filters, 7, stride, same(7), bias=False), nn.BatchNorm1d(filters), nn.ReLU(),
            nn.Conv1d(filters, filters, 7, 1, same(7), bias=False), nn.BatchNorm1d(filters),
        )
        self.skip = (
            nn.Sequential(nn.Conv1d(channels, filters, 1, stride, bias=False), nn.BatchNorm1d(filters))
            if stride > 1
            else nn.Identity()
        )

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        return torch.relu(self.body(x) + self.skip(x))


def ecg() -> nn.Module:
    return nn.Sequential(
        nn.Conv1d(12, 32, 15, 2, same(15), bias=False), nn.BatchNorm1d(32), nn.ReLU(),
        Residual(32, 32), Residual(32, 64, 2), Residual(64, 64), Residual(64, 128, 2),
        nn.AdaptiveAvgPool1d(1), nn.Flatten(), nn.Linear(128, 4),
    )


def volume() -> nn.Module:
    return nn.Sequential(
        nn.Conv3d(1, 8, 3, padding=1), nn.ReLU(), nn.MaxPool3d(2),
        nn.Conv3d(8, 16, 3, padding=1), nn.ReLU(), nn.MaxPool3d(2),
        nn.Conv3d(16, 32, 3, padding=1), nn.ReLU(),
        nn.AdaptiveAvgPool3d(1), nn.Flatten(), nn.Linear(32, 2),
    )


# Net, shape of its input, shape of its targets, classes.
NETS = {
    "lenet5": (lenet5, (64, 1, 28, 28), (64,), 10),
    "unet": (unet, (8, 1, 64, 64), (8, 64, 64), 2),
    "ecg": (ecg, (8, 12, 2500), (8,), 4),
    "volume": (volume, (4, 1, 16, 32, 32), (4,), 2),
}
# Learned weights, as `cnnc check` counts them: the nets are the same.
LEARNED = {"lenet5": 61_706, "unet": 481_762, "ecg": 304_836, "volume": 17_618}

name, warm_up, steps = sys.argv[1], int(sys.argv[2]), int(sys.argv[3])
make, shape, target, classes = NETS[name]
net = make()
learned = sum(weight.numel() for weight in net.parameters())
if learned != LEARNED[name]:
    sys.exit(f"{name} has {learned} weights, and cnnc's {LEARNED[name]}")
x = torch.rand(shape)
y = torch.randint(0, classes, target)
optimizer = torch.optim.Adam(net.parameters(), 0.001)
times = []
for step in range(-warm_up, steps):
    start = time.perf_counter()
    optimizer.zero_grad()
    loss = nn.functional.cross_entropy(net(x), y)
    loss.backward()
    optimizer.step()
    loss.item()
    if step >= 0:
        times.append(1000 * (time.perf_counter() - start))
print(statistics.median(times))
