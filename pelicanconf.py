"""The sample archive: its name, its zone, and all that differs from backfile.defaults."""

import os
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent / "plugins"))
from backfile.defaults import *  # noqa: F403

SITENAME = "The Backfile Sample Archive"
SITESUBTITLE = "A century of finished live coverage, kept in the order in which it was known."
SITEURL = ""
DEFAULT_LANG = "en"
TIMEZONE = "America/New_York"
# Names the stories in feeds for ever: never change it, whatever the site's address is.
# Nobody owns this one, so a build for a real address refuses it.
BACKFILE_TAG_AUTHORITY = os.environ.get("BACKFILE_TAG_AUTHORITY", "backfile.example,2026")
