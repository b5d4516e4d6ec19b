"""Receipts of imports, and the last import taken back: what came in, from which file, and what was left out.

A receipt is `imports/0001.json` in the place's folder; nothing in it is ever changed. `undo` adds to the store a
withdrawing line for each line that an import added, and a receipt of its own.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import json
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any

from shouguan.core import paths
from shouguan.core.errors import DataError
from shouguan.core.files import replace_with
from shouguan.core.language import spoken
from shouguan.ingest import store, target_lines
from shouguan.ingest.readers.reading import Options, Reading

FOLDER = "imports"
_READABLE: dict[str, Any] = {"ensure_ascii": False, "indent": 1}


def write(
    folder: Path,
    read_ones: Sequence[tuple[Path, Reading]],
    lines: dict[str, list[list[str]]],
    options: Options,
    targets: Sequence[Sequence[str]] = (),
) -> Path:
    """Write the receipt of an import.

    Parameters
    ----------
    folder : Path
        The place.
    read_ones : sequence of (Path, Reading)
        The files, refused ones too.
    lines : dict of str to list of list of str
        File of the store → the lines that were added to it.
    options : Options
        What the user settled.
    targets : sequence of sequence of str
        The lines that were added to `targets.csv`.

    Returns
    -------
    Path
    """
    told = {name: value for name, value in asdict(options).items() if value}
    return _next(
        folder,
        {
            "files": [_file(file, reading) for file, reading in read_ones],
            "options": told,
            "added": {name: len(added) for name, added in lines.items()},
            "lines": lines,
            **({"targets": [list(line) for line in targets]} if targets else {}),
        },
    )


def undo(folder: Path) -> dict[str, Any]:
    """Take the last import back that is not taken back yet.

    Returns
    -------
    dict
        `undone` (the import's number), `files` (their names), `withdrawn` (how many lines), `receipt`.

    Raises
    ------
    DataError
        When there is no such import, or its receipt is damaged.
    """
    receipts = {number: _read(file) for number, file in _numbered(folder / FOLDER).items()}
    gone = {each["undoes"] for each in receipts.values() if "undoes" in each}
    left = [number for number, each in receipts.items() if number not in gone and _came_in(each)]
    if not left:
        name = paths.named(folder)
        raise DataError(f"{name} 没有可以撤回的导入", f"{name} has no import that could be taken back")
    last, receipt = left[-1], receipts[left[-1]]
    count = store.withdraw(folder, receipt["lines"])
    count += target_lines.remove(folder, receipt.get("targets", []))
    files = [each["file"] for each in receipt["files"]]
    made = _next(folder, {"undoes": last, "files": receipt["files"], "withdrawn": count})
    return {"undone": last, "files": files, "withdrawn": count, "receipt": paths.named(made)}


def _came_in(receipt: dict[str, Any]) -> bool:
    return any(receipt.get("lines", {}).values()) or bool(receipt.get("targets"))


def undo_text(done: dict[str, Any]) -> str:
    """Return what was taken back, as text."""
    return spoken(
        "已撤回第 {n} 次导入（{files}）：{count} 行不再计入，原有各行未动；回执 {receipt}",
        n=done["undone"],
        files="、".join(done["files"][:5]),
        count=done["withdrawn"],
        receipt=done["receipt"],
    )


def _file(file: Path, reading: Reading) -> dict[str, Any]:
    return {
        "file": paths.named(file),
        "sha256": hashlib.sha256(file.read_bytes()).hexdigest() if file.is_file() else None,
        "kind": reading.kind,
        "refused": reading.refused,
        "rows": len(reading.rows),
        "withheld": len(reading.withheld),
        "findings": [finding.to_json() for finding in reading.findings],
    }


def _next(folder: Path, content: dict[str, Any]) -> Path:
    where = folder / FOLDER
    at = dt.datetime.now(dt.UTC).isoformat(timespec="seconds")
    with store.locked(where):  # two imports at once never take one number
        number = max(_numbered(where), default=0) + 1
        made = where / f"{number:04d}.json"
        replace_with(made, _text({"import": number, "at": at, **content}).encode())
    return made


def _text(receipt: dict[str, Any]) -> str:
    """Return a receipt as JSON, each line that was added to the store on a line of its own."""
    encode = json.JSONEncoder(ensure_ascii=False).encode
    lines = [
        f"{encode(name)}: [" + ",".join(f"\n{encode(line)}" for line in added) + "]"
        for name, added in receipt.get("lines", {}).items()
    ]
    members = [
        f" {encode(name)}: " + (f"{{{', '.join(lines)}}}" if name == "lines" else json.dumps(value, **_READABLE))
        for name, value in receipt.items()
    ]
    return "{\n" + ",\n".join(members) + "\n}\n"


def _numbered(where: Path) -> dict[int, Path]:
    """Return the receipts by number, in order; a copy that somebody made (0001 (1).json) is none."""
    return {int(file.stem): file for file in sorted(where.glob("*.json")) if file.stem.isdecimal()}


def _read(file: Path) -> dict[str, Any]:
    try:
        receipt = json.loads(file.read_text(encoding="utf-8"))
        if not isinstance(receipt, dict) or not ("lines" in receipt or "undoes" in receipt):
            raise ValueError
    except ValueError:
        name = paths.named(file)
        raise DataError(
            f"回执 {name} 已损坏，不能撤回", f"the receipt {name} is damaged: nothing is taken back"
        ) from None
    return receipt
