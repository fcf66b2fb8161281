"""What only a published site needs: `from backfile.production import *`, after pelicanconf's.

The site's address comes from the environment variable BACKFILE_SITEURL.
"""

import os as _os
from pathlib import Path as _Path

from backfile.commit import commit_of as _commit_of

# Without a slash at its end; docs/publishing.md says how to set it.
SITEURL = _os.environ.get("BACKFILE_SITEURL", "").rstrip("/")
DELETE_OUTPUT_DIRECTORY = True
# The manifest of the site names the commit that it was made of.
BACKFILE_COMMIT = _commit_of(_Path())
# The same manifest says that the site is one to be published.
BACKFILE_PRODUCTION = True
# Drafts, and what only they use, are for editors alone.
BACKFILE_DRAFTS = False
# A page that lacks a word of its original is not published.
BACKFILE_VERIFY = True
