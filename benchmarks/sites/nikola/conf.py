"""Nikola: the theme `base`, and no more than stories, their lists and feeds."""  # noqa: INP001

BLOG_TITLE = BLOG_DESCRIPTION = BLOG_AUTHOR = "Bench"
BLOG_EMAIL = "bench@archive.example"
SITE_URL = BASE_URL = "https://archive.example/"
DEFAULT_LANG = "en"
TRANSLATIONS = {"en": ""}
NAVIGATION_LINKS: dict[str, tuple[str, ...]] = {"en": ()}
TIMEZONE = "America/New_York"
THEME = "base"
POSTS = (("content/*.md", "", "post.tmpl"),)
PAGES = ()
COMPILERS = {"markdown": [".md"]}
CREATE_MONTHLY_ARCHIVE = False
INDEX_DISPLAY_POST_COUNT = FEED_LENGTH = 30
SHOW_SOURCELINK = COPY_SOURCES = False
COMMENT_SYSTEM = ""
DISABLED_PLUGINS = [
    "classify_page_index",
    "create_bundles",
    "render_galleries",
    "render_listings",
    "robots",
    "scale_images",
    "sitemap",
]
