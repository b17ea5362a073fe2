"""The queue's day: drafts are made, a person decides, what is due is sent. Calls each step in order.

``filling`` makes drafts of an edition, ``hands`` does what a person says, ``sending`` sends.
"""
