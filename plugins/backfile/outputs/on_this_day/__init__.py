"""On this day: a page and a small file of data for each day of the year that has stories."""
