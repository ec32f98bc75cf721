#!/bin/sh
# `npm test`: sets up, then runs every check. A check that fails doesn't stop the others; the last line counts it.
set -u
cd "$(dirname "$0")/.."
. scripts/setup.sh

failed=0
check() {
  what=$1
  shift
  say "$what"
  "$@" </dev/null || {
    failed=$((failed + 1))
    printf '%s\n' "failed: $what" >&2
  }
}

(need_node && need_packages && need_browser) || {
  echo "0 passed, 1 failed"
  exit 1
}
report=$(mktemp)
trap 'rm -f "$report"' EXIT

check "building dist/" npm run --silent build
check "lint" npm run --silent lint:style
check "import rules" npm run --silent lint:imports
check "layer kinds" npm run --silent lint:kinds
check "types" npm run --silent typecheck
check "generated files" npm run --silent generate -- --check
say "tests"
CNNC_BUILT=1 npx --no-install vitest run --reporter=dot --reporter=json --outputFile.json="$report" </dev/null
node scripts/test-summary.mjs "$report" $? "$failed"
