"""Where each story came from and what was done to it, as far as its ledger says."""
