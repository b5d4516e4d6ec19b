"""What a fresh checkout of the project lacks of the files that a command names."""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Collection, Iterable
from contextlib import suppress
from pathlib import Path

from shouguan.core import paths
from shouguan.data.regions import folder_named, region_named


def lacking(words: Iterable[str], home: Path, written: Collection[object] = ()) -> tuple[str, ...]:
    """Return those words of a command that name files or folders which a fresh checkout has not.

    Parameters
    ----------
    words : iterable of str
    home : Path
        The project's folder, from which relative paths are taken.
    written : collection
        Folders that the command itself makes.

    Returns
    -------
    tuple of str
        What lies elsewhere or is named by its whole path, as a checkout has another; and what is not under version
        control, as far as git can be asked.
    """
    own = {(home / str(each)).resolve() for each in written if each is not None}
    named = {word: file for word in words if (file := _file(word, home)) is not None and file not in own}
    kept = _kept([file for file in named.values() if file.is_relative_to(home.resolve())], home)
    kept -= {file for word, file in named.items() if any(Path(name).is_absolute() for name in _names(word))}
    return tuple(word for word, file in named.items() if file not in kept)


def _names(word: str) -> tuple[str, str, str]:
    """Return what a word may name: itself, without the `@` before a list, or behind the name of an option."""
    return word, word.removeprefix("@"), word.partition("=")[2]


def _file(word: str, home: Path) -> Path | None:
    """Return the file or folder that a word names."""
    for name in _names(word):
        with suppress(OSError, ValueError):  # no file can have such a name
            if name and (home / name).exists():
                return (home / name).resolve()
    within = folder_named(word) if region_named(word) is None else None
    return None if within is None or within.parent != paths.places() else within.resolve()


def _kept(files: Collection[Path], home: Path) -> set[Path]:
    """Return those of some files and folders of the project that are under version control; all, where none is."""
    git = shutil.which("git")
    if git is None or not files:
        return set(files)
    asked = [git, "-C", os.fspath(home), "--literal-pathspecs", "ls-files", "-z", "--", *map(os.fspath, files)]
    said = subprocess.run(asked, capture_output=True, check=False)
    if said.returncode:
        return set(files)
    tracked = {home.resolve() / os.fsdecode(name) for name in said.stdout.split(b"\0") if name}
    return {file for file in files if any(each.is_relative_to(file) for each in tracked)}
