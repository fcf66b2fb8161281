"""The sample archive: its name, its time zone, and what differs from backfile.defaults."""

import os
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent / "plugins"))
from backfile.defaults import *  # noqa: F403

SITENAME = "The Backfile Sample Archive"
SITESUBTITLE = "A century of finished live coverage, in the order in which it became known."
SITEURL = ""
DEFAULT_LANG = "en"
TIMEZONE = "America/New_York"
# Names the stories in feeds forever. Never change it, even if the address of the site changes.
# Nobody owns this domain, so a build for a real address refuses it.
BACKFILE_TAG_AUTHORITY = os.environ.get("BACKFILE_TAG_AUTHORITY", "backfile.example,2026")
