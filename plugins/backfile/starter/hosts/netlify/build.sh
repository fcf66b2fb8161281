#!/bin/sh
# Checks and builds the archive on Netlify, which sets URL, and DEPLOY_PRIME_URL for a preview.
set -eu
if [ "${CONTEXT:-production}" = production ]; then
    address="${URL:-}"
else
    address="${DEPLOY_PRIME_URL:-}"
fi
pip install --no-deps --require-hashes -r requirements.txt
pip install --no-deps -r requirements-backfile.txt
backfile check
BACKFILE_SITEURL="${BACKFILE_SITEURL:-$address}" backfile build --production
backfile check --site
