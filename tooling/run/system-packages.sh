#!/usr/bin/env bash
# Installs what the tests need of the system, on Debian and Ubuntu: Chromium, for the page that is opened in a browser.
# Elsewhere: install Chromium or Chrome, and name its program in JITAR_CHROMIUM.
set -euo pipefail

if program=$(command -v "${JITAR_CHROMIUM:-/usr/bin/chromium}")
then
    echo "System packages: Chromium is there ($program)."
    exit 0
fi

if ! command -v apt-get > /dev/null
then
    echo 'System packages: there is no apt-get here. Install Chromium or Chrome, and name its program in JITAR_CHROMIUM.' >&2
    exit 1
fi

as_root=()

if [ "$(id -u)" -ne 0 ]
then
    if ! command -v sudo > /dev/null
    then
        echo 'System packages: installing Chromium needs root; run this as root.' >&2
        exit 1
    fi

    as_root=(sudo)
fi

echo 'System packages: installing Chromium with apt-get…'
"${as_root[@]}" apt-get update --quiet
"${as_root[@]}" env DEBIAN_FRONTEND=noninteractive apt-get install --yes --quiet --no-install-recommends chromium fonts-dejavu-core
echo "System packages: Chromium is there (/usr/bin/chromium)."
