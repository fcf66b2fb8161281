"""The settings that every archive begins with: `from backfile.defaults import *`.

An archive's own `pelicanconf.py` comes after them and says what it wants otherwise. Folders are
relative to that file. Every setting is explained in docs/settings.md.
"""

from backfile.packaged import theme_folder as _theme_folder

LOCALE = ("C.UTF-8", "C")

PATH = "content"
OUTPUT_PATH = "output"
ARTICLE_PATHS = ["stories"]
PAGE_PATHS = ["pages"]
STATIC_PATHS = ["images"]
# What editors and file managers keep beside a story: .#ferry.md, ._ferry.md, ferry.md~.
IGNORE_FILES = [".*", "*~", "#*#"]
THEME = str(_theme_folder())
PLUGINS = ["backfile"]

BACKFILE_UPDATE_ORDER = "newest-first"
BACKFILE_STAMP_DAY_FIRST = None
BACKFILE_ATTRIBUTION = "both"
BACKFILE_CARD_IMAGES = True
BACKFILE_SEARCH = True
BACKFILE_CITATIONS = True
BACKFILE_DATA = True
BACKFILE_RANDOM_STORY = True
BACKFILE_ON_THIS_DAY = True
BACKFILE_REDIRECTS = True
BACKFILE_FEEDS = True
BACKFILE_SITEMAP = True
BACKFILE_TIMELINES = True
# Each story is in its feeds as a whole.
FEED_MAX_ITEMS = 30

# The file's name is the address, so that a corrected headline moves no page.
SLUGIFY_SOURCE = "basename"
FILENAME_METADATA = r"(?P<slug>[^.]+).*"
USE_FOLDER_AS_CATEGORY = False
DEFAULT_CATEGORY = "News"
ARTICLE_TRANSLATION_ID = ("slug", "date")

# Each story is there as its Markdown file as well, beside its page.
OUTPUT_SOURCES = True
OUTPUT_SOURCES_EXTENSION = ".md"

TYPOGRIFY = True
TYPOGRIFY_OMIT_FILTERS = ["caps"]

ARTICLE_URL = "{date:%Y}/{date:%m}/{slug}/"
ARTICLE_SAVE_AS = ARTICLE_URL + "index.html"
ARTICLE_LANG_URL = "{lang}/" + ARTICLE_URL
ARTICLE_LANG_SAVE_AS = ARTICLE_LANG_URL + "index.html"
DRAFT_URL = "drafts/" + ARTICLE_URL
DRAFT_SAVE_AS = DRAFT_URL + "index.html"
DRAFT_LANG_URL = "drafts/" + ARTICLE_LANG_URL
DRAFT_LANG_SAVE_AS = DRAFT_LANG_URL + "index.html"
PAGE_URL = "{slug}/"
PAGE_SAVE_AS = PAGE_URL + "index.html"
PAGE_LANG_URL = "{lang}/{slug}/"
PAGE_LANG_SAVE_AS = PAGE_LANG_URL + "index.html"
YEAR_ARCHIVE_URL = "{date:%Y}/"
YEAR_ARCHIVE_SAVE_AS = YEAR_ARCHIVE_URL + "index.html"
MONTH_ARCHIVE_URL = "{date:%Y}/{date:%m}/"
MONTH_ARCHIVE_SAVE_AS = MONTH_ARCHIVE_URL + "index.html"
CATEGORY_URL = "sections/{slug}/"
CATEGORY_SAVE_AS = CATEGORY_URL + "index.html"
BACKFILE_CATEGORY_YEAR_URL = CATEGORY_URL + "{year}/"
BACKFILE_CATEGORY_YEAR_SAVE_AS = BACKFILE_CATEGORY_YEAR_URL + "index.html"
TAG_URL = "topics/{slug}/"
TAG_SAVE_AS = TAG_URL + "index.html"
BACKFILE_TAG_YEAR_URL = TAG_URL + "{year}/"
BACKFILE_TAG_YEAR_SAVE_AS = BACKFILE_TAG_YEAR_URL + "index.html"
AUTHOR_URL = "authors/{slug}/"
AUTHOR_SAVE_AS = AUTHOR_URL + "index.html"
BACKFILE_AUTHOR_YEAR_URL = AUTHOR_URL + "{year}/"
BACKFILE_AUTHOR_YEAR_SAVE_AS = BACKFILE_AUTHOR_YEAR_URL + "index.html"
CATEGORIES_SAVE_AS = "sections/index.html"
CATEGORIES_URL = "sections/"
TAGS_SAVE_AS = "topics/index.html"
TAGS_URL = "topics/"
AUTHORS_SAVE_AS = "authors/index.html"
AUTHORS_URL = "authors/"
# A year is read from January to December.
NEWEST_FIRST_ARCHIVES = False
DIRECT_TEMPLATES = ["index", "categories", "tags", "authors", "404"]

# The plugin's feeds take the place of Pelican's.
FEED_ALL_ATOM = None
CATEGORY_FEED_ATOM = None
AUTHOR_FEED_ATOM = None
AUTHOR_FEED_RSS = None
TRANSLATION_FEED_ATOM = None

DEFAULT_DATE_FORMAT = "%-d %B %Y"
