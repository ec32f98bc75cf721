#!/bin/sh
# `npm run onnxruntime`: onnxruntime-web in .bench, which the bench compares predictions with. It is no dependency of the
# package: it unpacks to 140 MB, for browsers mostly.
set -eu
cd "$(dirname "$0")/.."
. scripts/setup.sh

need_node
version=1.30.0
npm install --prefix .bench --no-save --no-package-lock --ignore-scripts --no-audit --no-fund --loglevel=error \
  "onnxruntime-web@$version" >/dev/null || stop "npm could not install onnxruntime-web (is there a network?)"
echo ".bench has onnxruntime-web $version"
