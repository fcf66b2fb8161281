"""What a story is, as pure rules: stamps, openings, chronology, order."""
