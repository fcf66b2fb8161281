#!/bin/sh
# Checks and builds the archive on Cloudflare Pages, which sets CF_PAGES_URL to the address of this build alone:
# BACKFILE_SITEURL has to say the address of the archive.
set -eu
if [ "${CF_PAGES_BRANCH:-main}" != main ]; then
    BACKFILE_SITEURL="${CF_PAGES_URL:-}"
    export BACKFILE_SITEURL
fi
pip install --no-deps --require-hashes -r requirements.txt
pip install --no-deps -r requirements-backfile.txt
backfile check
backfile build --production
backfile check --site
