"""The command `feedsvc completion`, by which a shell completes what is typed."""

import click
from click.shell_completion import get_completion_class

SHELLS = ("bash", "zsh", "fish")


@click.command()
@click.argument("shell", type=click.Choice(SHELLS))
@click.pass_context
def completion(context: click.Context, shell: str) -> None:
    """Print what makes a shell complete the commands and options of feedsvc.

    The first line below is for the shell at hand, the others are for later ones.

    \b
    Example:
      eval "$(feedsvc completion bash)"
      feedsvc completion bash >> ~/.bashrc
      feedsvc completion zsh >> ~/.zshrc
      feedsvc completion fish > ~/.config/fish/completions/feedsvc.fish
    """
    kind = get_completion_class(shell)
    if kind is None:  # pragma: no cover - click has all of SHELLS
        raise click.UsageError(f"nothing is known of {shell}; choose one of {', '.join(SHELLS)}")
    click.echo(kind(context.find_root().command, {}, "feedsvc", "_FEEDSVC_COMPLETE").source())
