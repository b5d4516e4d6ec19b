"""Rounding as a person sees it, once, in one place."""

from __future__ import annotations

from decimal import ROUND_CEILING, ROUND_FLOOR, ROUND_HALF_UP, Decimal

MINUS = "\u2212"


def half_up(value: float, decimals: int) -> float:
    """Round half away from zero on the decimal digits that a person sees, as Excel does.

    Digits past the twelfth are not kept (`to_json`), so they do not settle a tie either.

    Examples
    --------
    >>> half_up(2.25, 1), half_up(-2.25, 1), half_up(2.675, 2), half_up(-0.04, 1)
    (2.3, -2.3, 2.68, 0.0)
    """
    rounded = Decimal(f"{float(value):.12g}").quantize(Decimal(1).scaleb(-decimals), rounding=ROUND_HALF_UP)
    return float(rounded) + 0.0


def enough(value: float, sign: int, decimals: int = 1) -> float:
    """Return the first figure with so many decimals that is no worse than a value: above it, or with −1 below.

    Examples
    --------
    >>> enough(5.343, 1), enough(5.3, 1), enough(-2.31, -1), enough(-0.04, 1)
    (5.4, 5.3, -2.4, 0.0)
    """
    towards = ROUND_CEILING if sign > 0 else ROUND_FLOOR
    return float(Decimal(f"{float(value):.12g}").quantize(Decimal(1).scaleb(-decimals), rounding=towards)) + 0.0


def display(value: float, decimals: int) -> str:
    """Return the rounded figure as text, with a true minus sign."""
    return f"{half_up(value, decimals):.{decimals}f}".replace("-", MINUS)
