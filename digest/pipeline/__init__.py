"""The newsroom's day: calls each step in order and decides nothing itself.

``fetching`` brings in what is new, ``composing`` makes a paper of it, ``watching`` finds what cannot
wait for the next one, ``judging`` says what the sources have been worth, ``naming`` what they are
called. Apart they are because a cron line that fetches every ten minutes should load nothing that
only a paper needs, and a paper that is printed offline nothing that fetches.
"""
