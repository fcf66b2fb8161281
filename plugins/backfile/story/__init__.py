"""The rules of a story, without files or Pelican: stamps, openings, chronology, order."""
