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

firefox() { [ -x "${FIREFOX_PATH:-/usr/bin/firefox-esr}" ]; }

need_browser() {
  if browser >/dev/null && software_gpu && firefox; then return 0; fi
  why="the tests need Debian's packages chromium (a browser, and a software graphics driver beside it) and firefox-esr"
  command -v apt-get >/dev/null ||
    stop "$why, and there is no apt-get; CHROMIUM_PATH, VK_ICD_FILENAMES and FIREFOX_PATH name others"
  say "installing chromium and firefox-esr with apt-get"
  log=$(mktemp)
  if ! install_debian chromium firefox-esr >"$log" 2>&1 </dev/null; then
    tail -n 5 "$log" >&2
    rm -f "$log"
    stop "$why, and apt-get could not install it"
  fi
  rm -f "$log"
  if ! browser >/dev/null || ! software_gpu || ! firefox; then
    stop "$why; they are installed, but one is not found: CHROMIUM_PATH, VK_ICD_FILENAMES and FIREFOX_PATH can name them"
  fi
}
