"""Runs the command line as `python -m feedsvc`."""

from feedsvc.cli import main

main(prog_name="feedsvc")
