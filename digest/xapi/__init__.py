"""X by its official API: the only part that knows tweepy.

tweepy signs the requests and knows the endpoints. Everything else that a client must do is done here,
because it does none of it: an end to waiting, one kind of error with what to do about it, answers
checked before they are believed, no key in any log.
"""

from digest.xapi.client import FEWEST, PER_REQUEST, Answer, Client
from digest.xapi.faults import REMOVE, Kind, XError
from digest.xapi.place import API, api_address
from digest.xapi.prices import LOOKED_UP, PRICES, dollars, in_millionths, millionths

__all__ = [
    "API",
    "FEWEST",
    "LOOKED_UP",
    "PER_REQUEST",
    "PRICES",
    "REMOVE",
    "Answer",
    "Client",
    "Kind",
    "XError",
    "api_address",
    "dollars",
    "in_millionths",
    "millionths",
]
