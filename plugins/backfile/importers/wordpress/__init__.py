"""WordPress exports (WXR): divides them into items, and converts their contents to plain HTML."""
