"""``digest completion``: what makes a shell complete digest's commands."""

from __future__ import annotations

import click

SHELLS = ("bash", "zsh", "fish")


@click.command("completion")
@click.argument("shell", type=click.Choice(SHELLS))
def command(shell: str) -> None:
    """Print the script that lets a shell complete commands, stories, sources and drafts.

    Put it where your shell looks for such scripts; it works in the next shell that you open.

    \b
    Example: for bash, for zsh (in a folder of your $fpath), and for fish.
        digest completion bash > ~/.local/share/bash-completion/completions/digest
        digest completion zsh > ~/.zfunc/_digest
        digest completion fish > ~/.config/fish/completions/digest.fish
    """
    from click.shell_completion import get_completion_class

    from digest.cli import COMPLETION, cli, completing

    completing.answer_shells()
    script = get_completion_class(shell)
    if script:
        click.echo(script(cli, {}, "digest", COMPLETION).source(), nl=False)
