"""`invoke build`: the whole site into its output folder."""

from __future__ import annotations

from backfile.build.site import build, showing_drafts, site_settings
from backfile.errors import UsageError
from backfile.reading.reader import shown_path


def build_site(conf: str, *, content: str, output: str) -> int:
    """Build the site of *conf* and say where it is.

    A published site needs the address it will stand at: without `SITEURL` its feeds and canonical
    links would be wrong. It never has drafts, whatever its settings say. Raises UsageError.
    """
    settings = site_settings(conf, content=content, output=output)
    production = conf.startswith("publishconf")
    if production and not settings["SITEURL"]:
        message = (
            "a production build needs the site's address: "
            "BACKFILE_SITEURL=https://archive.example make build ARGS=--production"
        )
        raise UsageError(message)
    settings = {**settings, "BACKFILE_DRAFTS": False} if production else showing_drafts(settings)
    print(f"The site is in {shown_path(build(settings))}/")
    return 0
