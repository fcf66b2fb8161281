#!/bin/sh
# Checks and builds the archive, and copies it to a server: sh publish.sh user@host:/var/www/archive/
# What is in that folder on the server and not in the archive is deleted.
set -eu
case "${1:-}" in
*:*/) ;;
*)
    echo "usage: sh publish.sh user@host:/folder/" >&2
    exit 2
    ;;
esac
backfile check
backfile build --production
rsync -a --delete output/ "$1"
