"""What is left of withdrawn stories: the addresses at which their tombstones stand."""
