"""``digest open``: shows the page of a story in the browser."""

from __future__ import annotations

from zoneinfo import ZoneInfo

import click

from digest.cli.completing import edition_option, stories
from digest.cli.context import Context
from digest.errors import DigestError
from digest.model import Edition, Story


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

    desk = context.load().desk(edition)
    now = context.moment(ZoneInfo(desk.timezone))
    with context.open_store() as store:
        printed = store.last_edition(desk.name)
        for number, told, page in [_meant(printed, each, desk.name) for each in wanted]:
            if not _shown(page):
                click.echo(page)
            context.say(f"{number}: {told.lead.title}", verbose=True)
            store.teach(hands.lesson(told, "open", now))


def _meant(printed: Edition | None, wanted: str, edition: str) -> tuple[int, Story, str]:
    """Return number, story and address of what is to be opened.

    Raises:
        DigestError: there is no such story, or it has no address.
    """
    from digest.cli import hands
    from digest.outputs.parts import target

    found = hands.story(printed, wanted, edition)
    if found is None:
        problem = f"{wanted}: no such story in the last edition"
        raise DigestError(problem, hint="name its number, such as 3")
    number, told = found
    page = target(told.lead)
    if not page:
        hint = f"its feed gives none; `digest why {number}` says who else tells it"
        raise DigestError(f"{wanted}: it has no address", hint=hint)
    return number, told, page


def _shown(url: str) -> bool:
    """Show a page in the browser; say whether there is one."""
    import webbrowser

    return webbrowser.open(url)
