"""The kit's notebooks by name; nothing of what runs them is loaded."""

from __future__ import annotations

import json
from pathlib import Path

from shouguan.core import paths
from shouguan.core.errors import DataError, UsageError, nearest


def available() -> dict[str, Path]:
    """Return the kit's notebooks by bare name: `02_gdp.ipynb` is `gdp`."""
    return {_bare(file): file for file in sorted(paths.notebooks().glob("*.ipynb"))}


def named(name: str) -> Path:
    """Return the file of a notebook.

    Raises
    ------
    DataError
        When there is none of this name, or two files have it, of which one would be run for the other.
    """
    known = available()
    if name not in known:
        zh, en = nearest(name, known)
        raise DataError(f"没有名为“{name}”的笔记本{zh}", f"no notebook named '{name}'{en}")
    same = [file.name for file in sorted(paths.notebooks().glob("*.ipynb")) if _bare(file) == name]
    if len(same) > 1:
        raise DataError(
            f"名为“{name}”的笔记本有 {len(same)} 个：{'、'.join(same)}；给多出的改名",
            f"{len(same)} notebooks are named '{name}': {', '.join(same)}; give the others another name",
        )
    return known[name]


def modules(folder: Path) -> list[Path]:
    """Return what notebooks in a folder may import from beside them: every `*.py` in it and below."""
    return sorted(each for each in folder.rglob("*.py") if each.is_file())


def cells(file: Path) -> list[tuple[str, list[str]]]:
    """Return what each cell of a notebook says, with its tags.

    Raises
    ------
    UsageError
        When the file is no notebook, as one with the marks of a merge in it.
    """
    import nbformat  # noqa: PLC0415  # the run's stack is loaded when a run begins, not for --help

    try:
        return [(cell.source, list(cell.metadata.get("tags", []))) for cell in nbformat.read(file, as_version=4).cells]
    except (OSError, ValueError, LookupError, TypeError, AttributeError, nbformat.ValidationError):
        raise UsageError(
            f"{file.name} 不是可读的笔记本（JSON 格式有误，或内容不全）：在 JupyterLab 里打开看看，或从备份恢复",
            f"{file.name} is no readable notebook (its JSON is wrong or lacks something): see whether JupyterLab opens"
            " it, or restore it from a backup",
        ) from None


def title(file: Path) -> tuple[str, str]:
    """Return what a notebook calls itself, in Chinese and English: `# 简报 · briefing`, its first line, says both.

    One that says one name only has it in both languages, one that says none is called by its file.
    """
    bare = _bare(file)
    try:
        first = json.loads(file.read_text(encoding="utf-8"))["cells"][0]
        line = "".join(first["source"]).strip().partition("\n")[0]
        heading = line[2:].strip() if first["cell_type"] == "markdown" and line.startswith("# ") else ""
    except (OSError, ValueError, LookupError, TypeError):  # its run will say what is wrong with it
        return bare, bare
    zh, _, en = (part.strip() for part in heading.partition(" · "))
    return zh or bare, en[:1].upper() + en[1:] or zh or bare


def _bare(file: Path) -> str:
    number, _, rest = file.stem.partition("_")
    return rest if number.isdigit() and rest else file.stem
