"""What only the published site needs, on top of pelicanconf."""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))
from pelicanconf import *  # noqa: F403, I001 (what is published comes after, and wins)
from backfile.production import *  # noqa: F403
