"""Who a story came from: partner records, credit lines, the original's status. Pure."""
