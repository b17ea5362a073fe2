"""Servers on the loopback interface that behave as X, Mastodon and Bluesky do, and misbehave on order."""
