"""The command line."""

from shouguan.cli.commands import main

__all__ = ["main"]
