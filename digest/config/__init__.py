"""Knows feeds.yaml: reads it, says exactly where it is wrong, and edits it without losing a comment.

``tree`` reads YAML and remembers where each node stands, ``stumbles`` says what is wrong where it is no
YAML. ``values`` reads single values, ``settings`` and ``asking`` read tables of them, ``reading`` makes a
Config of all. ``shapes`` tells editors what may stand there, ``editing`` changes the text itself,
``writing`` makes a whole one.
"""

from digest.config.reading import Config, load, read, schema

__all__ = ["Config", "load", "read", "schema"]
