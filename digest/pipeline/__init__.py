"""The newsroom's day: calls each step in order and decides nothing itself.

``fetching`` brings in what is new, ``composing`` makes a paper of it, ``watching`` finds what cannot
wait for the next one, ``judging`` says what the sources have been worth, ``naming`` what they are
called, ``usual`` what they speak of every day. They are modules of their own so that a cron line that
fetches every ten minutes loads nothing that only a paper needs, and a paper that is printed offline
nothing that fetches.
"""
