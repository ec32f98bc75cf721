"""Writes schedules.json and clip.json, what PyTorch computes, for tests that read only these files:

    /usr/bin/python3 tests/training/reference/schedules.py && npx biome format --write tests/runtime/reference

Made with PyTorch 1.13 (Debian's python3-torch).
"""

import json
import warnings

import torch
from torch.optim import lr_scheduler as lr

from reference import HERE, flat, numbers

EPOCHS = 12
# Falls, stays, falls again and then only grows.
LOSSES = [1, 0.8, 0.9, 0.8, 0.85, 0.7, 0.7, 0.75, 0.8, 0.9, 1, 1.1]


def rates(warm_up, make, losses=None):
    """The rate of each epoch; a warm-up comes before the schedule, which begins with the full rate behind it."""
    optimizer = torch.optim.SGD([torch.zeros(1, requires_grad=True)], lr=0.1)
    rates = []
    if warm_up:
        rise = lr.LinearLR(optimizer, start_factor=1 / (warm_up + 1), total_iters=warm_up)
        for _ in range(warm_up):
            rates.append(optimizer.param_groups[0]["lr"])
            optimizer.step()
            rise.step()
        optimizer.param_groups[0]["initial_lr"] = optimizer.param_groups[0]["lr"]
    schedule = make(optimizer) if make else None
    while len(rates) < EPOCHS:
        rates.append(optimizer.param_groups[0]["lr"])
        optimizer.step()
        if losses:
            schedule.step(losses[len(rates) - 1])
        elif schedule:
            schedule.step()
    return rates


def case(schedule, warm_up, make, losses=None):
    training = {"optimizer": {"kind": "sgd", "rate": 0.1}, "epochs": EPOCHS}
    if schedule:
        training["schedule"] = schedule
    if warm_up:
        training["warmUp"] = warm_up
    return {"training": training, "losses": losses or [1] * EPOCHS, "rates": rates(warm_up, make, losses)}


CASES = [case(None, 4, None)]
for warm_up in [0, 1, 3]:
    CASES += [
        case({"kind": "step", "factor": 0.5, "every": 4}, warm_up, lambda o: lr.StepLR(o, 4, 0.5)),
        case({"kind": "cosine"}, warm_up, lambda o: lr.CosineAnnealingLR(o, EPOCHS - warm_up)),
    ]
    for patience in [1, 3]:
        CASES.append(
            case(
                {"kind": "plateau", "factor": 0.1, "patience": patience},
                warm_up,
                # PyTorch waits for one epoch more than Keras, and asks for a fall of a ten-thousandth.
                lambda o: lr.ReduceLROnPlateau(o, factor=0.1, patience=patience - 1, threshold=0, eps=0),
                LOSSES,
            )
        )


def clipped(most):
    gradients = [numbers([2, 3], 1), 3 * numbers([4], 2)]
    weights = [torch.zeros_like(gradient).requires_grad_() for gradient in gradients]
    for weight, gradient in zip(weights, gradients):
        weight.grad = gradient.clone()
    torch.nn.utils.clip_grad_norm_(weights, most)
    return {"most": most, "gradients": [flat(weight.grad) for weight in weights]}


if __name__ == "__main__":
    warnings.simplefilter("ignore")
    (HERE / "schedules.json").write_text(json.dumps(CASES, separators=(",", ":")) + "\n")
    CLIPPED = [clipped(most) for most in [0.5, 1, 100]]
    (HERE / "clip.json").write_text(json.dumps(CLIPPED, separators=(",", ":")) + "\n")
