"""Writes optimizers.json, what PyTorch computes, for tests that read only this file:

    /usr/bin/python3 tests/training/reference/optimizers.py && npx biome format --write tests/runtime/reference

Made with PyTorch 1.13 (Debian's python3-torch). Weights and gradients come from formulas that the tests repeat.
"""

import json

import torch
from reference import HERE, flat, numbers





def weights_after(make):
    """Five steps from six weights, of which one has tiny gradients and one none."""
    weights = numbers([6], 2).requires_grad_()
    optimizer = make([weights])
    scale = torch.tensor([1, 1000, 1e-3, 1e-6, 0, -1], dtype=torch.float32)
    steps = []
    for step in range(5):
        weights.grad = numbers([6], step) * scale
        optimizer.step()
        steps.append(flat(weights))
    return steps


def case(settings, make):
    return {"settings": settings, "weights": weights_after(make)}


SGD, RMS = torch.optim.SGD, torch.optim.RMSprop
CASES = [
    case({"kind": "sgd", "rate": 0.1}, lambda w: SGD(w, lr=0.1)),
    case({"kind": "sgd", "rate": 0.1, "decay": 0.01}, lambda w: SGD(w, lr=0.1, weight_decay=0.01)),
    case({"kind": "sgd", "rate": 0.1, "momentum": 0.9}, lambda w: SGD(w, lr=0.1, momentum=0.9)),
    case(
        {"kind": "sgd", "rate": 0.1, "momentum": 0.9, "decay": 0.01},
        lambda w: SGD(w, lr=0.1, momentum=0.9, weight_decay=0.01),
    ),
    case(
        {"kind": "sgd", "rate": 0.1, "momentum": 0.9, "nesterov": True, "decay": 0.01},
        lambda w: SGD(w, lr=0.1, momentum=0.9, nesterov=True, weight_decay=0.01),
    ),
    case(
        {"kind": "adamw", "rate": 0.01, "decay": 0.1},
        # cnnc has Keras's epsilon for Adam, and so for AdamW.
        lambda w: torch.optim.AdamW(w, lr=0.01, weight_decay=0.1, eps=1e-7),
    ),
    case({"kind": "rmsprop", "rate": 0.01}, lambda w: RMS(w, lr=0.01)),
    case({"kind": "rmsprop", "rate": 0.01, "decay": 0.1}, lambda w: RMS(w, lr=0.01, weight_decay=0.1)),
]

if __name__ == "__main__":
    (HERE / "optimizers.json").write_text(json.dumps(CASES, separators=(",", ":")) + "\n")
