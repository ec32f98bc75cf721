#!/bin/sh
# `npm run rivals`: in .bench, what the bench measures against: onnxruntime-web for predictions, dagre and elkjs for the
# layout of graphs. They are no dependencies of the package: the first alone unpacks to 140 MB, for browsers mostly.
set -eu
cd "$(dirname "$0")/.."
. scripts/setup.sh

need_node
packages="onnxruntime-web@1.30.0 @dagrejs/dagre@3.1.3 elkjs@0.12.1"
# shellcheck disable=SC2086 # several words
npm install --prefix .bench --no-save --no-package-lock --ignore-scripts --no-audit --no-fund --loglevel=error \
  $packages >/dev/null || stop "npm could not install $packages (is there a network?)"
echo ".bench has $packages"
