"""``digest syndicate``: the last editions as a feed."""

from __future__ import annotations

from pathlib import Path

import click

from digest.cli import printing
from digest.cli.completing import edition_option
from digest.cli.context import Context, unprinted


@click.command("syndicate")
@click.option(
    "--format", "form", type=click.Choice(("atom", "json")), default="atom", show_default=True
)
@click.option(
    "--last",
    type=click.IntRange(1, 100),
    default=10,
    metavar="N",
    show_default=True,
    help="How many editions.",
)
@click.option("--address", default="", metavar="URL", help="Where the feed will be found.")
@click.option(
    "--output",
    type=click.Path(path_type=Path, dir_okay=False),
    metavar="FILE",
    callback=printing.destination,
    help="Write the feed to a file, whole or not at all.",
)
@click.option("--excerpts", is_flag=True, help="First lines of articles too.")
@edition_option
@click.pass_obj
def command(
    context: Context,
    form: str,
    last: int,
    address: str,
    output: Path | None,
    excerpts: bool,
    edition: str,
) -> None:
    """Print the last editions as an Atom or JSON feed, each a whole paper.

    \b
    Example: after the paper at breakfast, for a feed reader, or for rss2email.
        digest syndicate --output ~/public_html/paper.xml
    """
    from digest.files import write_whole
    from digest.outputs.feeds import KINDS, Channel
    from digest.urls import printable

    where = printable(address) if address else ""
    if address and not where:
        raise click.BadParameter(f"{address!r} is no address of a page", param_hint="'--address'")
    with context.open_store() as store:
        printed = store.editions(edition)
        if not printed:
            raise unprinted(edition)
        numbers = [number for number, _ in reversed(printed)][:last]
        papers = [paper for number in numbers if (paper := store.edition(edition, number))]
    channel = Channel(editions=papers, begun=printed[0][1], address=where, excerpts=excerpts)
    feed = KINDS[form](channel).encode()
    if output is None:
        printing.write(feed)
    else:
        write_whole(output, feed)
