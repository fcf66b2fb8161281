"""The sentences that explain inferences, in one list, for translators.

Facts are what was printed, days, times of day, weekdays, and other sentences of this list.
"""

from __future__ import annotations

PUBLISHED = "the story was published at {} on {}"
BEFORE_AT = "the update before it was at {} on {}"
BEFORE_OF = "the update before it is stamped {}"
OPENS_THE_STORY = "it is the first update"
LAST_CHANGED = "the page was last changed at {} on {}"
SAVED = "the page was saved at {} on {}"

STORYS_DATE = "printed {}; placed on {}, the story's date"
PLACED = "printed {}; placed on {} because {}"
PLACED_BY_STEP = "printed {}; placed on {}: {}"
OR_ANOTHER_DAY = "printed {}; placed on {}, but it may belong to {}"
OR_OTHER_DAYS = "printed {}; placed on {}, but it may belong to {} or {}"
BEFORE_DATE = "printed {}; placed on {}, the story's date, although {}"
DAY_ABOVE = "printed {}; placed on {}, the day printed above it"
DAY_HEADER = 'printed {}; placed on {} because it stands below "{}"'
FROM_END = "printed {}; placed on {}, counted back from the newest update, because {}"
OUT_OF_ORDER = "printed {}; {}, so it was printed out of order"
SMALLEST_STEP = "printed {} with neither a.m. nor p.m.; read as {}, the smallest step forward: {}"
YEAR_NEAREST = 'printed "{}"; {} is the year nearest to the story\'s date'
LEAP_DAY = 'printed "{}"; {} is the nearest year that had such a day'
NEAREST_WEEKDAY = 'printed "{}"; {} is the nearest that keeps the order'
OTHER_WEEKDAY = 'printed "{}", but {} was a {}, not a {}'
EITHER_WAY = 'printed "{}", which can be read two ways; read as {} (BACKFILE_STAMP_DAY_FIRST)'
OTHER_ZONE = "printed {}, but on {} the clocks there showed {}"
ZONE_OF_TEXT = "printed {}; the text says of all times that they are in {}"
TAKEN_AS_FIRST = "{} happened twice on {}; taken as the first"
TAKEN_AS_SECOND = "{} happened twice on {}; taken as the second"
DIRECTION = "the source is read {}: {}"

# What an update's own inferences can say; DIRECTION is of the whole story and for its editor.
FOR_READERS = tuple(
    value for name, value in list(vars().items()) if name.isupper() and name != "DIRECTION"
)
