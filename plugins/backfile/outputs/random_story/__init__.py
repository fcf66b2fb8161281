"""A story at random: a page whose script picks one, and the lists that it picks from."""
