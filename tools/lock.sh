#!/bin/sh
# Write requirements.lock (to run) and requirements-dev.lock (to test): hashes, one file for every
# Python from 3.11 on and every platform, and no address of a registry. Argument: the program uv.
set -eu
compile() {
    "$uv" pip compile pyproject.toml --quiet --upgrade --universal --python-version 3.11 \
        --generate-hashes --no-emit-index-url --no-emit-find-links \
        --custom-compile-command 'make lock' --extra build "$@"
}
uv=$1
cd "$(dirname "$0")/.."
compile --output-file requirements.lock
compile --extra dev --constraints requirements.lock --output-file requirements-dev.lock
