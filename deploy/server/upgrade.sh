#!/usr/bin/env bash
# Installs a version (tag, branch or commit) beside the one that runs, backs up, and changes over:
#
#     sudo deploy/server/upgrade.sh v0.3.0
#
# Each version has a folder of its own under /opt/sapa/releases; /opt/sapa/current names the one
# that runs. Stored data is migrated while the new version serves.
set -euo pipefail
version=${1:?usage: upgrade.sh VERSION}
root=/opt/sapa
repository=$(git -C "$(dirname "$0")" rev-parse --show-toplevel)
port=$(. /etc/sapa/sapa.env && echo "${PORT:-8000}")

git -C "$repository" fetch --quiet --tags origin
commit=$(git -C "$repository" rev-parse --verify --quiet "origin/$version^{commit}" ||
    git -C "$repository" rev-parse --verify "$version^{commit}")
release=$root/releases/$(git -C "$repository" rev-parse --short "$commit")
[ -d "$release" ] || git -C "$repository" worktree add --quiet --detach "$release" "$commit"
"$release/tools/setup.sh" run
(cd "$release" && .venv/bin/python -m compileall -q functions shared local tools)

if systemctl --quiet is-active sapa; then
    systemctl start sapa-backup
    journalctl --unit sapa-backup --lines 3 --output cat
fi
before=$(readlink "$root/current" || true)
ln --symbolic --force --no-dereference "$release" "$root/current"
install --mode 644 "$release"/deploy/server/sapa*.{service,timer} /etc/systemd/system/
systemctl daemon-reload
systemctl restart sapa

for _ in {1..60}; do
    sleep 1
    if "$release/.venv/bin/python" -c 'import sys, urllib.request as u; u.urlopen(sys.argv[1])' \
        "http://127.0.0.1:$port/api/health" 2>/dev/null; then
        echo "Sapa runs from $release"
        exit 0
    fi
done
echo "Sapa does not answer: journalctl -u sapa. To go back to ${before:-nothing}: docs/operations.md" >&2
exit 1
