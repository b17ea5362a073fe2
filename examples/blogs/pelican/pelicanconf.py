"""A blog of papers. All settings: https://docs.getpelican.com/en/latest/settings.html"""

SITENAME = "Social Media Newspaper"
SITEURL = ""
TIMEZONE = "Europe/Berlin"
DEFAULT_LANG = "de"
PATH = "content"
ARTICLE_URL = ARTICLE_SAVE_AS = "{date:%Y-%m-%d}/{slug}.html"
DEFAULT_CATEGORY = "Zeitung"
THEME = "simple"
FEED_ALL_ATOM = CATEGORY_FEED_ATOM = TRANSLATION_FEED_ATOM = None
MARKDOWN = {
    "extension_configs": {
        "markdown.extensions.meta": {},
        "markdown.extensions.sane_lists": {},  # stories keep their numbers from section to section
    },
    "output_format": "html5",
}
