# Sets up a fresh machine that has Node and npm; sourced by demo.sh and test.sh.

say() { printf '%s\n' "— $*"; }
stop() { printf '%s\n' "error: $*" >&2; exit 1; }

need_node() {
  node -e 'process.exit(Number(process.versions.node.split(".")[0]) < 20 ? 1 : 0)' ||
    stop "Node 20 or later is needed; this is $(node --version)"
}

# npm writes node_modules/.package-lock.json last, so an install that was cut off is done again.
need_packages() {
  installed=node_modules/.package-lock.json
  if [ ! -f "$installed" ] || [ package-lock.json -nt "$installed" ]; then
    say "installing the packages of package-lock.json"
    npm ci --include=dev --ignore-scripts --no-audit --no-fund --loglevel=error >/dev/null ||
      stop "npm ci could not install the packages (is there a network?)"
  fi
}

browser() {
  if [ -n "${CHROMIUM_PATH:-}" ]; then
    [ -x "$CHROMIUM_PATH" ] || stop "CHROMIUM_PATH is $CHROMIUM_PATH, which can't be run"
    return 0
  fi
  command -v chromium || command -v chromium-browser || command -v google-chrome
}

# A software graphics driver, which lies beside Debian's chromium.
software_gpu() { [ -f "${VK_ICD_FILENAMES:-/usr/lib/chromium/vk_swiftshader_icd.json}" ]; }

# Debian's packages of these names, by apt-get as root.
install_debian() {
  if [ "$(id -u)" = 0 ]; then
    root=env
  elif ! command -v sudo >/dev/null; then
    printf '%s\n' "there is no sudo: have root run \`apt-get install $*\`" >&2
    return 1
  elif [ -t 0 ]; then
    root=sudo
  else
    root="sudo -n"
  fi
  $root apt-get update -qq &&
    $root env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "$@"
}

need_browser() {
  if browser >/dev/null && software_gpu; then return 0; fi
  why="the tests need Debian's package chromium (a browser, and a software graphics driver beside it)"
  command -v apt-get >/dev/null || stop "$why, and there is no apt-get; CHROMIUM_PATH and VK_ICD_FILENAMES name others"
  say "installing chromium with apt-get"
  log=$(mktemp)
  if ! install_debian chromium >"$log" 2>&1 </dev/null; then
    tail -n 5 "$log" >&2
    rm -f "$log"
    stop "$why, and apt-get could not install it"
  fi
  rm -f "$log"
  if ! browser >/dev/null || ! software_gpu; then
    stop "$why; it is installed, but one of both is not found: CHROMIUM_PATH and VK_ICD_FILENAMES can name them"
  fi
}
