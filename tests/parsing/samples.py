"""Feeds to read, as short as they can be."""

from __future__ import annotations

NAMESPACES = (
    'xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:dcterms="http://purl.org/dc/terms/" '
    'xmlns:content="http://purl.org/rss/1.0/modules/content/" '
    'xmlns:media="http://search.yahoo.com/mrss/" '
    'xmlns:itunes="http://www.itunes.com/dtds/podcast-1.0.dtd" '
    'xmlns:atom="http://www.w3.org/2005/Atom" '
    'xmlns:slash="http://purl.org/rss/1.0/modules/slash/" xmlns:x="urn:x"'
)


def rss(*items: str, head: str = "<title>F</title><link>http://feed.example/</link>") -> str:
    """RSS 2.0 with the texts of its <item>s."""
    inside = "".join(f"<item>{item}</item>" for item in items)
    return f'<rss version="2.0" {NAMESPACES}><channel>{head}{inside}</channel></rss>'


def rdf(*items: str, head: str = "<title>F</title>") -> str:
    """RSS 1.0 with the texts of its <item>s."""
    inside = "".join(f'<item rdf:about="urn:about">{item}</item>' for item in items)
    rdf = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
    return (
        f'<rdf:RDF xmlns:rdf="{rdf}" xmlns="http://purl.org/rss/1.0/" {NAMESPACES}>'
        f"<channel>{head}</channel>{inside}</rdf:RDF>"
    )


def atom(*entries: str, head: str = "<title>F</title>") -> str:
    """Atom 1.0 with the texts of its <entry>s."""
    inside = "".join(f"<entry>{entry}</entry>" for entry in entries)
    return f'<feed xmlns="http://www.w3.org/2005/Atom" {NAMESPACES}>{head}{inside}</feed>'
