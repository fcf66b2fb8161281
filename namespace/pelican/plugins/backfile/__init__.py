"""Where Pelican looks for plugins that are installed as packages: Backfile under that name.

Pelican loads every package in `pelican.plugins` where a site sets no PLUGINS, and finds this one
for `PLUGINS = ["backfile"]`. It is a file of the wheel only.
"""

from backfile import __version__, register

__all__ = ["__version__", "register"]
