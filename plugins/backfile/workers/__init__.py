"""Shares work among processes, in its order, and in bounded memory and time."""
