"""Files: CSV and YAML read with clear errors, CSV with row numbers, and text written atomically.

A file that cannot be parsed at all is wrong usage (exit code 2); one whose content is wrong is wrong data
(exit code 1).
"""

from __future__ import annotations

import csv
import io
import os
import re
import secrets
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any

import yaml

from shouguan.core import paths, yaml_bounds
from shouguan.core.errors import DataError, UsageError

_FORMULA = re.compile(r"'*[=+\-@\t\r]")
_NUMBER = re.compile(r"[+-]?(\d+(\.\d*)?|\.\d+)")

State = tuple[int, int, int] | None
"""Which file it is and how it stands (`state_of`); None where there is none."""


def read_csv(file: Path, columns: Sequence[str]) -> list[tuple[int, list[str]]]:
    """Read a CSV file (UTF-8, with or without BOM) whose columns are known.

    Parameters
    ----------
    file : Path
    columns : sequence of str
        What the first row must hold, in order.

    Returns
    -------
    list of (int, list of str)
        Row number as an editor counts, and the cells as text; blank lines are left out.

    Raises
    ------
    UsageError
        When it is not a CSV file in UTF-8.
    DataError
        When it is missing, has other columns, or a row has too few or too many cells.
    """
    name = paths.named(file)
    try:
        with file.open(encoding="utf-8-sig", newline="") as stream:
            records = list(_numbered(stream))
    except FileNotFoundError:
        raise DataError(f"找不到文件 {name}", f"no such file: {name}") from None
    except (OSError, UnicodeDecodeError, csv.Error) as error:
        raise UsageError(
            f"{name} 不是 UTF-8 的 CSV 文件：{error}", f"{name} is not a CSV file in UTF-8: {error}"
        ) from None
    header = records[0][1] if records else []
    if header != list(columns):
        raise DataError(
            f"{name} 第1行：列名应为 {','.join(columns)}；实为 {','.join(header) or '空'}",
            f"{name} row 1: expected the columns {','.join(columns)}; found {','.join(header) or 'nothing'}",
        )
    for row, record in records:
        if len(record) != len(columns):
            raise DataError(
                f"{name} 第{row}行：应有 {len(columns)} 列，实有 {len(record)} 列",
                f"{name} row {row}: expected {len(columns)} columns, found {len(record)}",
            )
    return [(row, [as_it_was(cell) for cell in record]) for row, record in records[1:]]


def state_of(file: Path) -> State:
    """Return which file it is and how it stands: what was read of it holds until that changes."""
    if not file.is_file():
        return None
    found = file.stat()
    return found.st_ino, found.st_size, found.st_mtime_ns


def inert(cell: str) -> str:
    """Return a cell that no spreadsheet program takes for a formula; numbers stay as they are.

    A text that begins with = + - @ or a control character gets an apostrophe before it, and `read_csv` takes
    it away again; one that already begins with an apostrophe before such a sign gets one more.

    Examples
    --------
    >>> inert("=1+1"), inert("-3.1"), inert("'=x"), inert("固定资产投资")
    ("'=1+1", '-3.1', "''=x", '固定资产投资')
    """
    return f"'{cell}" if _FORMULA.match(cell) and not _NUMBER.fullmatch(cell) else cell


def as_it_was(cell: str) -> str:
    """Return the text that `inert` was given."""
    return cell[1:] if cell.startswith("'") and _FORMULA.match(cell) else cell


def csv_lines(rows: Iterable[Sequence[str]]) -> str:
    """Return rows as CSV text, each cell inert; cells with a line break of any kind are quoted."""
    stream = io.StringIO(newline="")
    plain = csv.writer(stream, lineterminator="\n")
    quoted = csv.writer(stream, lineterminator="\n", quoting=csv.QUOTE_ALL)
    for row in rows:
        (quoted if any("\r" in cell for cell in row) else plain).writerow([inert(cell) for cell in row])
    return stream.getvalue()


def read_yaml(file: Path) -> Any:
    """Read a YAML file (UTF-8, with or without BOM); nothing in it can run.

    Raises
    ------
    UsageError
        When it is missing, is not readable text in UTF-8, is not YAML (a date that is none included), would grow
        beyond all bounds, or gives a name twice in one place.
    """
    name = paths.named(file)
    try:
        return yaml_bounds.parse(file.read_text(encoding="utf-8-sig"))
    except FileNotFoundError:
        raise UsageError(f"找不到文件 {name}", f"no such file: {name}") from None
    except (OSError, UnicodeDecodeError) as error:
        raise UsageError(
            f"{name} 不是可读的 UTF-8 文本：{error}", f"{name} is not readable UTF-8 text: {error}"
        ) from None
    except yaml_bounds.RefusedError as error:
        raise UsageError(f"{name} {error.zh}，拒绝读取", f"{name}: {error.en}; it is refused") from None
    except (yaml.YAMLError, ValueError) as error:
        raise UsageError(f"{name} 不是有效的 YAML：{error}", f"{name} is not valid YAML: {error}") from None


def read_packaged(module: str) -> Any:
    """Read the YAML file that lies beside a module of ours, given its `__file__`; LibYAML where it is there is fast."""
    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    return yaml.load(Path(module).with_suffix(".yaml").read_text(encoding="utf-8"), Loader=loader)


def write_csv(file: Path, columns: Sequence[str], rows: Sequence[Sequence[str]]) -> None:
    """Write a CSV file atomically; see `csv_lines`."""
    replace_with(file, csv_lines([columns, *rows]))


def replace_with(file: Path, content: str | bytes, *, frozen: bool = False) -> None:
    """Put content in a file's place at once: a reader sees the old file or the new one, never a part.

    With `frozen` it is read-only from the first moment on.
    """
    temporary = write_beside(file, content)
    try:
        if frozen:
            temporary.chmod(0o444)
        temporary.replace(file)
    finally:
        temporary.unlink(missing_ok=True)


def write_beside(file: Path, content: str | bytes) -> Path:
    """Write text or bytes to a hidden temporary file beside `file`, whole and on disk, and return it."""
    temporary = file.parent / f".{file.name}.{secrets.token_hex(6)}.tmp"
    try:
        with temporary.open("xb") as stream:
            stream.write(content.encode() if isinstance(content, str) else content)
            stream.flush()
            os.fsync(stream.fileno())
    except BaseException:
        temporary.unlink(missing_ok=True)
        raise
    return temporary


def _numbered(stream: Iterator[str]) -> Iterator[tuple[int, list[str]]]:
    reader = csv.reader(stream, strict=True)
    start = 1
    for record in reader:
        if record:
            yield start, record
        start = reader.line_num + 1
