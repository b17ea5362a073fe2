"""Items that tell the same news become one story, and nothing else does.

"The thirtieth report of one product launch" is what a reader skips every morning; a false merge
hides news from her. So items are joined by evidence that can be named: the same address, a link to
it, the same headline, or rare words that both carry and nothing that keeps them apart. Everything
here is a pure function of the items and of what was usual before; their order makes no difference.
"""

from __future__ import annotations

from digest.stories.following import follow, is_read, printed_for
from digest.stories.forms import recurring
from digest.stories.joining import Comparison, Merged, merge
from digest.stories.lead import led, voices

__all__ = ["Comparison", "Merged", "follow", "is_read", "led", "merge", "printed_for", "recurring"]
__all__ += ["voices"]
