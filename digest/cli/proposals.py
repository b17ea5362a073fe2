"""What ``digest check`` proposes: the edits for feeds that have moved for good, or are gone."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from digest.model import Fetched, Health


def proposals(answers: Iterable[Fetched], health: Mapping[str, Health]) -> Iterator[str]:
    """Yield a line for each source that feeds.yaml should have otherwise.

    Args:
        answers: what the sources gave just now.
        health: how they have been answering, by ``Source.id``.
    """
    for fetched in answers:
        target, label = fetched.source.target, fetched.source.label
        known = health.get(fetched.source.id, Health())
        if fetched.gone:
            yield f"{label} is gone for good: `digest feeds remove {target}` takes it out"
        elif known.gone and not fetched.problem:
            yield f"{label} was gone for good and answers now: it is asked again"
        elif known.moved:
            yield f"{label} has moved for good: write {known.moved} in the place of {target}"
