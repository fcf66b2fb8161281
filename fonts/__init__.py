"""Makes the fonts of the theme, from those of a package; no part of the plugin."""
