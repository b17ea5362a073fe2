"""The queue's rules: what a draft says, when it goes out, what may become of it. No I/O.

``drafts`` has the noun and its states, ``texts`` makes a post's text of a story, ``harmless`` takes
out of it what notifies or links by accident, ``measures`` counts it, ``checks`` says what is wrong
with it, ``slots`` knows the local times, ``terms`` what feeds.yaml says for each paper, ``planning``
gives drafts their slots and says what is due.
"""
