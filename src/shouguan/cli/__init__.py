"""The command line."""

import signal
import sys


def main() -> None:
    """Run the command line; who interrupts it while it is being loaded is told in one line, too."""
    signal.signal(signal.SIGTERM, signal.default_int_handler)  # which interrupts as Ctrl-C does
    try:
        from shouguan.cli import commands

        commands.main()
    except KeyboardInterrupt:
        from shouguan.core.language import either

        print(either("已中断", "interrupted"), file=sys.stderr)
        sys.exit(3)
    finally:
        for number in (signal.SIGINT, signal.SIGTERM):
            signal.signal(number, signal.SIG_IGN)  # what is left to do takes a moment, and would say a traceback
        exec("")  # an interrupt within code that is made up, as of dataclasses, would make Python end by SIGINT itself


__all__ = ["main"]
