#!/bin/bash
# Build the image of Dockerfile without a Docker engine, and try it as it is meant to run: as a user
# without rights, on a root that cannot be written, with its data in one folder; stopped by SIGTERM
# and started again with what it held. Needs root, and Debian's buildah, debootstrap and curl.
#
#     tools/container.sh FOLDER        # works in FOLDER, which keeps base and layers for the next run
#
# CERTIFICATES may name the folder of the certificates by which the network is reached while building.
set -euo pipefail
work=$(realpath -m "${1:?the folder to work in}")
source=$(realpath "$(dirname "$0")/..")
port=${PORT:-23700}
mkdir -p "$work"
store=(--root "$work/storage" --runroot "$work/run" --storage-driver vfs)
trust=()
[ -z "${CERTIFICATES:-}" ] || trust=(--volume "$CERTIFICATES:/etc/ssl/certs:ro")

if ! buildah "${store[@]}" inspect --type image python-base >/dev/null 2>&1; then
    [ -d "$work/base/usr/bin" ] || debootstrap --variant=minbase \
        --include=python3,python3-venv,ca-certificates bookworm "$work/base" >"$work/debootstrap.log"
    rm -rf "$work/base/var/cache/apt/archives/"*.deb "$work/base/var/lib/apt/lists/"*
    empty=$(buildah "${store[@]}" from scratch)
    buildah "${store[@]}" add --quiet "$empty" "$work/base" / >/dev/null
    buildah "${store[@]}" commit --quiet "$empty" python-base >/dev/null
    buildah "${store[@]}" rm "$empty" >/dev/null
fi

buildah "${store[@]}" build --quiet --layers --isolation chroot --format docker \
    --build-arg BASE=localhost/python-base "${trust[@]}" --tag clientes "$source" >/dev/null
made=$(buildah "${store[@]}" from clientes)
tree=$(buildah "${store[@]}" mount "$made")
trap 'buildah "${store[@]}" rm "$made" >/dev/null' EXIT
echo "size: $(du -sm --apparent-size "$tree" | cut -f1) MB, of which the base is $(du -sm --apparent-size "$work/base" | cut -f1) MB"

rm -rf "$work/datos" && install -d -o 10001 -g 10001 -m 700 "$work/datos"
# What the engine of a container does: the root read-only, one volume, memory for small files.
export tree work port
serve() {
    exec unshare --mount bash -c '
        mount --bind "$tree" "$tree" && mount -o remount,bind,ro "$tree"
        mount --bind "$work/datos" "$tree/datos"
        mount -t tmpfs tmpfs "$tree/tmp"
        mount --bind /dev "$tree/dev" && mount -t proc proc "$tree/proc"
        exec env --ignore-environment PATH=/app/.venv/bin:/usr/bin:/bin HOME=/datos \
            CLIENTES_DATOS=/datos CLIENTES_LOG_SALIDA=terminal PYTHONDONTWRITEBYTECODE=1 \
            PYTHONUNBUFFERED=1 \
            /usr/sbin/chroot --userspec=10001:10001 "$tree" /app/.venv/bin/clientes servir --puerto "$port"'
}

await() {
    local since=$EPOCHREALTIME
    until curl --silent --fail --output /dev/null "http://127.0.0.1:$port/entrar"; do
        kill -0 "$2" || return 1
        sleep 0.1
    done
    echo "$1: first page after $(bc <<<"$EPOCHREALTIME - $since") s"
}

halt() {
    local since=$EPOCHREALTIME
    kill -TERM "$1"
    wait "$1" || true
    echo "SIGTERM: ended after $(bc <<<"$EPOCHREALTIME - $since") s"
}

cd /
(serve) >"$work/first.log" 2>&1 &
first=$!
await "first start" "$first"
echo "uid: $(stat -c %u "/proc/$first")"
if nsenter --target "$first" --mount touch "$tree/app/forbidden" 2>/dev/null; then
    echo "the root can be written" && exit 1
fi
halt "$first"
(serve) >"$work/second.log" 2>&1 &
second=$!
await "second start" "$second"
halt "$second"
find "$work/datos" -maxdepth 1 -name 'clientes.sqlite3' -printf 'data kept: %f, %s bytes\n'
