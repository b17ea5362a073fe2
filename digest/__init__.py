"""A daily social media newspaper, made of the feeds and accounts you follow.

Sources bring items; items that tell the same news are one story; stories are scored; the best fill
the sections of an edition. Each step is one module, each noun one frozen dataclass, and everything
flows one way:

    feeds.yaml ─► Source ─► Fetched ─► Item ─► Story ─► Score ─► Edition ─► text
      config      sources     store     stories   scoring   edition      outputs ─► Draft ─► posted
                                                                          queue     delivery, posting

``cli`` asks, ``pipeline`` and ``delivery`` conduct, the archive (``store``) stands beside them as
their memory.
A module imports only from rows below its own:

    cli
    pipeline · delivery
    config · store · opml · stories · scoring · edition · report · outputs · posting
    sources · rules · queue
    http · parsing · xapi · credentials · twittertext
    text · urls · dates · words · stems · files · garbage · patience · blanks
    model
    errors
"""

__version__ = "0.1.0"
