"""Plain Pelican: the theme `simple`, no plugin."""  # noqa: INP001

SITENAME = "Bench"
SITEURL = "https://archive.example"
PATH = "content"
TIMEZONE = "America/New_York"
THEME = "simple"
PLUGINS: list[str] = []
ARTICLE_PATHS = ["stories"]
SLUGIFY_SOURCE = "basename"
ARTICLE_URL = ARTICLE_SAVE_AS = "{date:%Y}/{date:%m}/{slug}.html"
