#!/bin/sh
# Checks, builds and publishes the archive on a server: sh publish.sh ssh://user@host/var/www/archive
# The web server delivers the folder /var/www/archive/current.
set -eu
case "${1:-}" in
ssh://*/*) ;;
*)
    echo "usage: sh publish.sh ssh://user@host/folder" >&2
    exit 2
    ;;
esac
backfile check
backfile build --production
backfile publish "$1"
