"""``digest more``: you want more of a story's kind, or of a source."""

from __future__ import annotations

import click

from digest.cli.completing import edition_option, stories_and_sources
from digest.cli.context import Context


@click.command("more")
@click.argument(
    "wanted", metavar="STORY|SOURCE...", nargs=-1, required=True, shell_complete=stories_and_sources
)
@click.option(
    "--forget", is_flag=True, help="Forget what was taught of these sources, or of `all`."
)
@edition_option
@click.pass_obj
def command(context: Context, wanted: tuple[str, ...], forget: bool, edition: str) -> None:
    """Ask for more of what a story of the last edition is like, or of a source.

    It raises the trust in the source, to the double at the most, and words that you come back to count as
    your beat. It fades: after 90 days it counts half. `digest feeds list` shows what was learned; `ranking: {learn: off}` in feeds.yaml switches it off.

    \b
    Example: the third story, and a source; then start anew with that source.
        digest more 3
        digest more "Impressum & Co."
        digest more --forget "Impressum & Co."
    """
    from digest.cli import hands

    if forget:
        hands.forget(context, wanted, edition)
    else:
        hands.teach(context, "more", wanted, edition)
