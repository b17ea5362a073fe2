"""Knows feeds.yaml: reads it, says exactly where it is wrong, and edits it without losing a comment.

``tree`` reads YAML and remembers where each node stands, ``values`` and ``reading`` make a Config of
it, ``shapes`` tells editors what may stand there, ``editing`` changes the text itself, ``writing`` makes a whole one.
"""

from digest.config.reading import Config, load, read, schema

__all__ = ["Config", "load", "read", "schema"]
