"""What `check` finds in an archive and what it can fix, as lines for people and programs."""
