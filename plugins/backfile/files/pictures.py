"""Opens pictures that may be damaged or malicious."""

from __future__ import annotations

import struct

from PIL import Image

# What Pillow's readers raise for files that are damaged, cut off or too large to be harmless.
UNREADABLE = (
    ArithmeticError,
    AttributeError,
    EOFError,
    Image.DecompressionBombError,
    Image.DecompressionBombWarning,
    LookupError,
    MemoryError,
    OSError,
    SyntaxError,
    TypeError,
    ValueError,
    struct.error,
)
