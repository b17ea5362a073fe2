"""``digest open``: shows the page of a story in the browser."""

from __future__ import annotations

from zoneinfo import ZoneInfo

import click

from digest.cli.completing import edition_option, stories
from digest.cli.context import Context
from digest.errors import DigestError


@click.command("open")
@click.argument("wanted", metavar="STORY...", nargs=-1, required=True, shell_complete=stories)
@edition_option
@click.pass_obj
def command(context: Context, wanted: tuple[str, ...], edition: str) -> None:
    """Open stories of the last edition in the browser; where there is none, print their addresses.

    What is opened says a little for its source (see `digest more`).

    \b
    Example: the lead story and the third.
        digest open 1 3
    """
    from digest.cli import hands
    from digest.outputs.parts import target

    desk = context.load().desk(edition)
    now = context.moment(ZoneInfo(desk.timezone))
    with context.open_store() as store:
        printed = store.last_edition(desk.name)
        for each in wanted:
            found = hands.story(printed, each, desk.name)
            if found is None:
                problem = f"{each}: no such story in the last edition"
                raise DigestError(problem, hint="name its number, such as 3")
            number, told = found
            page = target(told.lead)
            if not page:
                hint = f"its feed gives none; `digest why {number}` says who else tells it"
                raise DigestError(f"{each}: it has no address", hint=hint)
            if not _shown(page):
                click.echo(page)
            context.say(f"{number}: {told.lead.title}", verbose=True)
            store.teach(hands.lesson(told, "open", now))


def _shown(url: str) -> bool:
    """Show a page in the browser; say whether there is one."""
    import webbrowser

    return webbrowser.open(url)
