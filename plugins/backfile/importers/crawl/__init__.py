"""Web crawls as they are stored (WARC 1.0 and 1.1, WACZ): what stands where in them."""
