#!/bin/sh
# Make sure that a Chromium is there for the browser tests, with axe-core and TimelineJS beside it.
# CHROMIUM=/path/to/one skips the search.
set -eu
cd "$(dirname "$0")/../.."

find_chromium() {
    for name in "${CHROMIUM:-}" chromium chromium-browser google-chrome google-chrome-stable; do
        if [ -n "$name" ] && command -v "$name" >/dev/null 2>&1; then
            command -v "$name"
            return 0
        fi
    done
    return 1
}

as_root() {
    if [ "$(id -u)" = 0 ]; then "$@"; else sudo -n "$@"; fi
}

if ! find_chromium >/dev/null; then
    echo "No Chromium found: installing the system's." >&2
    if command -v apt-get >/dev/null 2>&1; then
        as_root apt-get update -qq
        as_root env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq chromium
    elif command -v dnf >/dev/null 2>&1; then
        as_root dnf install -y -q chromium
    elif command -v brew >/dev/null 2>&1; then
        brew install --cask chromium
    fi
fi
find_chromium >/dev/null || {
    echo "The browser tests need Chromium. Install it, or set CHROMIUM=/path/to/it." >&2
    exit 1
}
if [ ! -f node_modules/axe-core/axe.min.js ] ||
    [ ! -f node_modules/typescript/bin/tsc ] ||
    [ ! -f node_modules/@knight-lab/timelinejs/dist/js/timeline.js ]; then
    if ! command -v npm >/dev/null 2>&1 && command -v apt-get >/dev/null 2>&1; then
        as_root apt-get update -qq
        as_root env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends npm
    fi
    npm install --no-save --no-audit --no-fund --silent --ignore-scripts \
        axe-core@4 @knight-lab/timelinejs@3 typescript@5
fi
for tool in pdffonts:poppler-utils; do
    if ! command -v "${tool%%:*}" >/dev/null 2>&1 && command -v apt-get >/dev/null 2>&1; then
        as_root apt-get update -qq
        as_root env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq "${tool##*:}"
    fi
done
