"""What a story is: stamps, openings, chronology, order. Pure: knows no Pelican and no files."""
