"""`python -m shouguan`: the command line."""

from shouguan.cli import main

main()
