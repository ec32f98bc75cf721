#!/bin/sh
# `npm run python`: a Python with PyTorch, torchvision and torchinfo in .venv, which the bench compares with. PyTorch
# comes from Debian's packages: those of PyPI bring gigabytes for graphics cards.
set -eu
cd "$(dirname "$0")/.."
. scripts/setup.sh

python=/usr/bin/python3
if ! "$python" -c "import torch, torchvision, venv, ensurepip" 2>/dev/null; then
  command -v apt-get >/dev/null || stop "this needs Debian's packages python3-torch, python3-torchvision and python3-venv"
  install_debian python3-torch python3-torchvision python3-venv
fi
"$python" -m venv --system-site-packages .venv
.venv/bin/pip install --quiet "torchinfo==1.8.0"
.venv/bin/python -c "import torch, torchinfo; print('.venv has PyTorch', torch.__version__, 'and torchinfo', torchinfo.__version__)"
