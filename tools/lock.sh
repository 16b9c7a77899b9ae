#!/usr/bin/env bash
# Pins the newest versions of what requirements/*.in and shared/requirements.in ask for, with
# hashes, on the oldest Python that Sapa supports. Check them on 3.13 too: make setup.
set -euo pipefail
cd "$(dirname "$0")/.."
[ -x .venv-lock/bin/pip-compile ] || {
    python3.11 -m venv .venv-lock
    .venv-lock/bin/pip install --quiet pip-tools
}
compile() {
    (cd "$1" && "$OLDPWD/.venv-lock/bin/pip-compile" --quiet --upgrade --generate-hashes --allow-unsafe \
        --no-strip-extras --no-header --no-emit-index-url --no-emit-trusted-host --no-emit-find-links \
        --output-file "$2.txt" "$2.in")
}
compile shared requirements
for name in pip local test node rehearse emulator; do compile requirements "$name"; done
