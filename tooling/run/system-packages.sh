#!/usr/bin/env bash
# Installs what tests and benchmarks need of the system, on Debian and Ubuntu: Chromium, for the page that is opened in
# a browser, and wrk, which makes the load of a benchmark. Elsewhere: install Chromium or Chrome, and name its program in
# JITAR_CHROMIUM; without wrk only `pnpm bench calls` is missing.
set -euo pipefail

missing=()

command -v "${JITAR_CHROMIUM:-/usr/bin/chromium}" > /dev/null || missing+=(chromium fonts-dejavu-core)
command -v wrk > /dev/null || missing+=(wrk)

if [ ${#missing[@]} -eq 0 ]
then
    echo 'System packages: all there.'
    exit 0
fi

if ! command -v apt-get > /dev/null
then
    echo "System packages: there is no apt-get here. Missing: ${missing[*]}. Install Chromium or Chrome, and name its program in JITAR_CHROMIUM." >&2
    exit 1
fi

as_root=()

if [ "$(id -u)" -ne 0 ]
then
    if ! command -v sudo > /dev/null
    then
        echo "System packages: installing ${missing[*]} needs root; run this as root." >&2
        exit 1
    fi

    as_root=(sudo)
fi

echo "System packages: installing ${missing[*]} with apt-get…"
"${as_root[@]}" apt-get update --quiet
"${as_root[@]}" env DEBIAN_FRONTEND=noninteractive apt-get install --yes --quiet --no-install-recommends "${missing[@]}"
echo 'System packages: all there.'
