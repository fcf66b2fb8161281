"""Settings that only the published site needs, in addition to pelicanconf.py."""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))
from pelicanconf import *  # noqa: F403, I001 (the next line overrides it)
from backfile.production import *  # noqa: F403
