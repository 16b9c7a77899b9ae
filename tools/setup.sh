#!/usr/bin/env bash
# Prepares this folder for a purpose: run | test | rehearse | deploy. Each step leaves a stamp of what it
# was made from, so that a second call does nothing. What can be done beside each other is.
set -euo pipefail
cd "$(dirname "$0")/.."
purpose=${1:-run}

say() { printf '\033[1m%s\033[0m\n' "$*" >&2; }
stop() { printf '%s\n' "$*" >&2; exit 1; }
digest() { cat "$@" | cksum; }

runs() { "$1" -c 'import sys, venv, ensurepip; sys.exit(sys.version_info < (3, 11))' >/dev/null 2>&1; }

find_python() {
    local version candidate pyenv_root
    pyenv_root=$(pyenv root 2>/dev/null || true)
    for version in "$@"; do
        for candidate in "python$version" "$pyenv_root"/versions/"$version"*/bin/python3; do
            if runs "$candidate"; then
                command -v "$candidate"
                return
            fi
        done
    done
    return 1
}

# once STAMP SOURCE_DIGEST COMMAND...: runs the command unless the stamp has this digest.
once() {
    local stamp=$1 wanted=$2
    shift 2
    [ "$(cat "$stamp" 2>/dev/null)" = "$wanted" ] && return
    "$@"
    printf '%s\n' "$wanted" >"$stamp"
}

environment() {
    local folder=$1
    runs "$folder/bin/python" && return
    local python
    python=$(find_python 3.13 3.14 3.12 3.11 3) || stop \
        "Sapa needs Python 3.11 or newer with its venv module (Debian: apt-get install python3-venv)."
    say "Making $folder on $("$python" --version)"
    rm -rf "$folder"
    "$python" -m venv "$folder"
    pip_install "$folder" requirements/pip.txt
}

pip_install() {
    local folder=$1 lock
    shift
    local locks=()
    for lock in "$@"; do locks+=(-r "$lock"); done
    say "Installing $*"
    "$folder/bin/python" -m pip install --quiet --quiet --disable-pip-version-check --require-hashes "${locks[@]}"
}

python_packages() {
    local folder=$1 name=$2
    shift 2
    environment "$folder"
    once "$folder/.stamp-$name" "$(digest "$@")" pip_install "$folder" "$@"
}

has_node() {
    command -v npm >/dev/null &&
        node -e 'process.exit(parseInt(process.versions.node) < 20 ? 1 : 0)' >/dev/null 2>&1
}

node_packages() {
    once node_modules/.stamp "$(digest package-lock.json)" npm_ci .
    once static_site/node_modules/.stamp "$(digest static_site/package-lock.json)" npm_ci static_site
}

npm_ci() {
    say "Installing $1/package-lock.json"
    npm ci --prefix "$1" --no-audit --no-fund --loglevel=error >&2
    mkdir -p "$1/node_modules"
}

site_sources() {
    find static_site -path static_site/node_modules -prune -o -path static_site/dist -prune -o \
        -path static_site/src/api/schema.d.ts -prune -o -type f -print | # only types, made by a check
        LC_ALL=C sort
}

site() {
    [ -f static_site/dist/index.html ] || rm -f static_site/node_modules/.stamp-build
    once static_site/node_modules/.stamp-build "$(site_sources | xargs cat | cksum)" build_site
}

build_site() {
    say "Building static_site"
    npm run --silent --prefix static_site build -- --logLevel warn >&2
}

browser() {
    local name
    for name in chromium chromium-browser google-chrome; do
        command -v "$name" >/dev/null && return
    done
    local wanted="The browser tests need Chromium on the path: install it with your system's packages"
    command -v apt-get >/dev/null || stop "$wanted."
    [ "$(id -u)" = 0 ] || stop "$wanted (apt-get install chromium)."
    say "Installing chromium"
    apt-get -qq update >&2
    DEBIAN_FRONTEND=noninteractive apt-get -qq install --yes --no-install-recommends chromium fonts-dejavu-core >/dev/null
}

# together FUNCTION...: runs them beside each other; fails when all have ended and one has failed.
together() {
    local pids=() failed=0 one
    for one in "$@"; do
        "$one" &
        pids+=($!)
    done
    for one in "${pids[@]}"; do wait "$one" || failed=1; done
    [ "$failed" = 0 ] || exit 1
}

run_packages() { python_packages .venv run shared/requirements.txt requirements/local.txt; }

test_packages() {
    run_packages
    python_packages .venv test requirements/test.txt
}

rehearse_packages() { python_packages .venv-rehearse rehearse requirements/rehearse.txt; }

built_site() {
    node_packages
    site
}

# prepare PYTHON_PACKAGES OTHERS...: Node comes from a Python package where the machine has none.
prepare() {
    if has_node; then
        together built_site "$@"
    else
        "$1"
        export PATH="$PWD/.venv/bin:$PATH"
        python_packages .venv node requirements/node.txt
        together built_site "${@:2}"
    fi
}

case $purpose in
    run) prepare run_packages ;;
    test) prepare test_packages browser ;;
    deploy) prepare run_packages rehearse_packages ;;
    rehearse)
        rehearse_packages
        python_packages .venv-emulator emulator requirements/emulator.txt
        ;;
    *) stop "usage: tools/setup.sh run|test|rehearse|deploy" ;;
esac
