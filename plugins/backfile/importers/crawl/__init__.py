"""Reads web crawls (WARC, WACZ, ARC): their files, their records, and the pages in these."""
