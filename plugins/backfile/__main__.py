"""`python -m backfile`: the command, where no `backfile` is on the path."""

import sys

from backfile.cli.main import main

sys.exit(main())
