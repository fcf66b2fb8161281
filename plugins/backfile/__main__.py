"""`python -m backfile`: the command `backfile`, for where that is not on the path."""

import sys

from backfile.cli.main import main

sys.exit(main())
