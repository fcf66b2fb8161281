"""WordPress exports (WXR): cut into items, read, and their contents made plain HTML."""
