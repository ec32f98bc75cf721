#!/bin/sh
# `npm run demo`: from a fresh clone to a checked, trained and drawn net.
set -eu
cd "$(dirname "$0")/.."
. scripts/setup.sh

spec=specs/figures/nought_or_cross.cnn
# An earlier run stays as it is.
run=runs/nought_or_cross
number=2
while [ -e "$run" ]; do
  run=runs/nought_or_cross_$number
  number=$((number + 1))
done

cnnc() {
  say "cnnc $*"
  node dist/cnnc.cjs "$@"
}

need_node
need_packages
say "building dist/cnnc.cjs"
npm run --silent build
cnnc check "$spec"
cnnc train "$spec" -o "$run"
say "the trained net: $run, its pictures: $run/net.svg and $run/net.png"
