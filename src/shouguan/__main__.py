"""`python -m shouguan`: the command line."""

from shouguan.cli.commands import main

main()
