"""The settings of a site: read once, checked, and then asked by name."""
