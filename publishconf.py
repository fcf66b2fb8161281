"""What only the published site needs, on top of pelicanconf."""

import os
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))
from pelicanconf import *  # noqa: F403

# Where the site will stand, without a slash at its end; docs/publishing.md says how to set it.
SITEURL = os.environ.get("BACKFILE_SITEURL", "").rstrip("/")
DELETE_OUTPUT_DIRECTORY = True
# Drafts, and what only they use, are for editors alone.
BACKFILE_DRAFTS = False
# A page that lacks a word of its original is not published.
BACKFILE_VERIFY = True
