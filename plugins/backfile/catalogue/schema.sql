-- The tables of the catalogue. A change here makes every older file be made again.
-- Days are numbers such as 20140616, days of the year such as 616, moments microseconds since 1970, lengths microseconds.

-- A row for each published story or translation.
CREATE TABLE stories (
    id INTEGER PRIMARY KEY,
    source TEXT NOT NULL UNIQUE,
    url TEXT NOT NULL,
    listed INTEGER NOT NULL,
    continues TEXT NOT NULL,
    corrected INTEGER,
    latest TEXT NOT NULL,
    changed INTEGER,
    versions TEXT NOT NULL,
    canonical INTEGER NOT NULL,
    card TEXT NOT NULL,
    updates TEXT NOT NULL,
    month_day INTEGER NOT NULL,
    pictured INTEGER NOT NULL,
    update_count INTEGER NOT NULL,
    lasted INTEGER NOT NULL,
    began INTEGER NOT NULL
);
CREATE INDEX stories_by_url ON stories (url, listed);
CREATE INDEX stories_by_continues ON stories (continues) WHERE continues <> '' AND listed = 1;
CREATE INDEX stories_by_change ON stories (changed DESC, url) WHERE listed = 1;
CREATE INDEX stories_by_correction ON stories (corrected, url) WHERE corrected IS NOT NULL;

CREATE INDEX stories_by_month_day ON stories (month_day) WHERE listed = 1;
CREATE INDEX stories_by_rank ON stories (pictured, update_count DESC, lasted DESC, began, url)
WHERE listed = 1;

-- What stories are filed under. The whole archive is a shelf too, of no kind and no slug.
-- Translations of listed stories have shelves of their own.
CREATE TABLE shelves (
    id INTEGER PRIMARY KEY,
    kind TEXT NOT NULL,
    listed INTEGER NOT NULL,
    slug TEXT NOT NULL,
    UNIQUE (kind, listed, slug)
);

-- The names of a shelf: two topics may differ in name alone.
CREATE TABLE terms (
    id INTEGER PRIMARY KEY,
    shelf INTEGER NOT NULL,
    name TEXT NOT NULL,
    url TEXT NOT NULL,
    UNIQUE (shelf, name, url)
);

-- The stories on each shelf. `ran` is for how long one was added to, NULL where it was not.
CREATE TABLE filings (
    shelf INTEGER NOT NULL,
    day INTEGER NOT NULL,
    instant INTEGER NOT NULL,
    url TEXT NOT NULL,
    story INTEGER NOT NULL,
    term INTEGER NOT NULL,
    ran INTEGER,
    updates INTEGER NOT NULL,
    PRIMARY KEY (shelf, day, instant, url, story)
) WITHOUT ROWID;
CREATE INDEX filings_by_moment ON filings (shelf, instant, url, story);
CREATE INDEX filings_by_length ON filings (shelf, ran DESC, updates DESC, instant, url)
WHERE ran IS NOT NULL;

-- The days on which listed stories of a topic have updates with a time of day, by their partners.
CREATE TABLE covered (
    shelf INTEGER NOT NULL,
    day INTEGER NOT NULL,
    partner TEXT NOT NULL,
    story INTEGER NOT NULL,
    PRIMARY KEY (shelf, day, partner, story)
) WITHOUT ROWID;
