"""A report as PDF, printed by a Chromium that is installed; there is no PDF where there is none.

The browser gets a profile of its own, which is thrown away, and no way to the network. Margins, page numbers and
what is left out on paper come from the page's own style sheet. The moment of printing is replaced by the report's
day, so that one browser prints one report to the same bytes; another version of it may not, nor other fonts.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import tempfile
from collections.abc import Iterable
from pathlib import Path

from shouguan.core.errors import RunError, UsageError
from shouguan.core.files import replace_with
from shouguan.core.paths import named
from shouguan.facts import archive

BROWSERS = (
    "chromium",
    "chromium-browser",
    "google-chrome",
    "google-chrome-stable",
    "chrome",
    "msedge",
    "microsoft-edge",
)
"""Names that a Chromium goes by."""
_FLAGS = (
    "--headless",
    "--disable-gpu",
    "--no-first-run",
    "--no-default-browser-check",
    "--disable-extensions",
    "--disable-sync",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-breakpad",
    "--host-resolver-rules=MAP * ~NOTFOUND",
    "--no-pdf-header-footer",
)
SECONDS = 120
"""How long a browser may take."""
_MOMENT = re.compile(rb"(/(?:CreationDate|ModDate) ?\(D:)\d{14}[^)]*(?=\))")


def browser(names: Iterable[str] = BROWSERS) -> Path | None:
    """Return an installed Chromium, or None."""
    return next((Path(program) for name in names if (program := shutil.which(name))), None)


def write(html: Path, file: Path | None = None, *, program: Path | None = None, seconds: float = SECONDS) -> Path:
    """Print a published report, a draft or a signed version, to PDF.

    Parameters
    ----------
    html : Path
    file : Path, optional
        The PDF; beside the report, under its name, by default. It is replaced at once.
    program : Path, optional
        The browser; the first that is found by default.
    seconds : float
        How long it may take.

    Returns
    -------
    Path

    Raises
    ------
    DataError, UsageError, RunError
        As `published.locate` and `published.read`; RunError where there is no browser, or it failed or took too long.
    """
    report = archive.read(archive.locate(html))
    target = html.with_suffix(".pdf") if file is None else file
    if target.suffix != ".pdf":
        raise UsageError(f"{named(target)} 应为 .pdf 文件", f"{named(target)} must be a file .pdf")
    chosen = program or browser()
    if chosen is None:
        raise RunError(
            f"没有找到浏览器（找过 {'、'.join(BROWSERS)}），不能生成 PDF；可安装 Chromium，或在浏览器中打开报告后打印",
            f"no browser was found (looked for {', '.join(BROWSERS)}), so there is no PDF; install Chromium, or open"
            " the report in a browser and print it",
        )
    content = _printed(chosen, html.resolve(), seconds)
    stamp = report.as_of.strftime("%Y%m%d000000+00'00'").encode()
    replace_with(target, _MOMENT.sub(lambda match: match[1] + stamp, content))
    return target


def _printed(program: Path, page: Path, seconds: float) -> bytes:
    with tempfile.TemporaryDirectory(prefix="shouguan-pdf-", ignore_cleanup_errors=True) as scratch:
        out = Path(scratch) / "page.pdf"
        flags = [*_FLAGS, *(["--no-sandbox"] if _is_root() else [])]  # Chromium refuses to run sandboxed as root
        command = [str(program), *flags, f"--user-data-dir={scratch}/profile", f"--print-to-pdf={out}", page.as_uri()]
        try:
            done = subprocess.run(command, capture_output=True, timeout=seconds, check=False, stdin=subprocess.DEVNULL)
        except subprocess.TimeoutExpired:
            raise RunError(
                f"浏览器 {program.name} 在 {seconds:g} 秒内没有完成",
                f"the browser {program.name} did not finish in {seconds:g} seconds",
            ) from None
        except OSError as error:
            raise RunError(
                f"浏览器 {program} 不能运行：{error.strerror}", f"the browser {program} does not run: {error.strerror}"
            ) from None
        content = out.read_bytes() if out.is_file() else b""
    if not content.startswith(b"%PDF-") or b"%%EOF" not in content[-64:]:
        complaints = done.stderr.decode(errors="replace").strip().splitlines()
        last = complaints[-1][:200] if complaints else ""
        raise RunError(
            f"浏览器 {program.name} 没有生成 PDF（退出码 {done.returncode}）：{last}",
            f"the browser {program.name} made no PDF (exit code {done.returncode}): {last}",
        )
    return content


def _is_root() -> bool:
    return hasattr(os, "geteuid") and os.geteuid() == 0
