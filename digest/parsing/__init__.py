"""Bytes to entries: ``Parser().parse(body)`` reads RSS, RDF, Atom and JSON Feed, whatever they hold.

Reading happens in child processes with limits on time and memory (``pool``, ``worker``): a thread that
hangs in a document cannot be stopped, a process can. There ``reading`` chooses the way: JSON Feed is
read by ``jsonfeed``, XML the fast way (``fast``) when that is right by construction, entry by entry
(``pieces``) when only some are damaged, else by feedparser (``lean``). What any of them finds is finished
into entries (``finishing``). Nothing slow is imported here.
"""

from __future__ import annotations

from digest.parsing.entries import Document, Entry
from digest.parsing.pool import Parser

__all__ = ["Document", "Entry", "Parser"]
