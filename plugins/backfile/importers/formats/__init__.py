"""The formats of received files: one module for each, all with the same functions."""
