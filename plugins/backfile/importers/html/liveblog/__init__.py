"""The blocks of a live blog: which elements are blocks, when each was written, and its parts."""
