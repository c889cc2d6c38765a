"""`python -m feedsvc`: the command line without its script."""

from feedsvc.cli import main

main(prog_name="feedsvc")
