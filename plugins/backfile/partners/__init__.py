"""Who a story came from, as pure rules: partner records, credit lines, the original's status."""
