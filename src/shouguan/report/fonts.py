"""The Chinese font that charts are measured with; the one place that chooses it, and fails loudly.

Charts are SVG with real text, set in the reader's own font; matplotlib still needs a Chinese font to
measure. The font that a package ships comes first, so that a chart is the same on every machine.
"""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

from matplotlib import font_manager

from shouguan.core.errors import RunError

SYSTEM_FAMILIES = (
    "Noto Sans CJK SC",
    "Source Han Sans SC",
    "Microsoft YaHei",
    "PingFang SC",
    "WenQuanYi Zen Hei",
    "SimHei",
)
STACK = "'Noto Sans SC','Noto Sans CJK SC','Source Han Sans SC','Microsoft YaHei','PingFang SC',sans-serif"
"""What the page asks the reader's machine for."""


@lru_cache(maxsize=1)
def chinese_family() -> str:
    """Return the name of a registered font that has Chinese glyphs.

    Raises
    ------
    RunError
        When neither the shipped font nor one of the system's is found.
    """
    shipped = _shipped()
    if shipped is not None and shipped.is_file():
        font_manager.fontManager.addfont(str(shipped))
        return font_manager.FontProperties(fname=str(shipped)).get_name()
    installed = set(font_manager.get_font_names())
    for family in SYSTEM_FAMILIES:
        if family in installed:
            return family
    raise RunError(
        f"找不到中文字体，图表无法绘制；请安装 pylopdf-fonts-zh-cn（pip）或下列之一：{'、'.join(SYSTEM_FAMILIES)}",
        "no Chinese font found, so charts cannot be drawn; install pylopdf-fonts-zh-cn (pip) or one of: "
        + ", ".join(SYSTEM_FAMILIES),
    )


def _shipped() -> Path | None:
    try:
        import pylopdf_fonts_zh_cn  # noqa: PLC0415  # optional at run time: a system font will do
    except ImportError:
        return None
    return Path(pylopdf_fonts_zh_cn.sans_path())
