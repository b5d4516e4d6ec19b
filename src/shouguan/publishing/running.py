"""Run a notebook in a kernel of this very interpreter, within limits; nothing of the run is left behind."""

from __future__ import annotations

import getpass
import logging
import os
import shutil
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

from filelock import FileLock, Timeout

from shouguan.core.errors import RunError
from shouguan.data import readings
from shouguan.publishing import endings, notebooks, strays
from shouguan.publishing.limited import LARGEST_MEMORY, shown
from shouguan.publishing.steps import Steps

LONGEST_REPORT = 300.0
"""Seconds that a report may take; ours take three to twenty."""
_LONGEST_LINE = 60
PREVIOUS = "previous"
_PREFIX, _HELD = "shouguan-", "running.lock"
_MADE_UP = 8  # letters that `tempfile` adds to a prefix
_OWN_FOLDERS = ("JUPYTER_RUNTIME_DIR", "TMPDIR")
"""Variables that name where a kernel keeps its files; a run's own folder, so that nothing outlives a kernel's end."""
_READ = ".shouguan-read"


class TooLongError(RunError):
    """A notebook took longer than it may, and was stopped."""


def execute(
    notebook: Path,
    name: str,
    values: dict[str, Any],
    previous: str | None,
    tell: Callable[[str], None],
    *,
    warm: bool = False,
    longest: float = LONGEST_REPORT,
    largest: int = LARGEST_MEMORY,
) -> Any:
    """Return the executed notebook; its metadata `read` says what it has read (`shouguan.data.readings`).

    Parameters
    ----------
    notebook : Path
    name : str
        What messages call it.
    values : dict
        Its parameters.
    previous : str, optional
        The last briefing as JSON, which the notebook gets as a file.
    tell : callable
        Told of a step that takes long.
    warm : bool
        Whether the kernel is taken from those that have the stack loaded, as is worth it for more than one.
    longest : float
        Seconds that all its cells may take together.
    largest : int
        Bytes that it may ask for.

    Raises
    ------
    TooLongError
        When the cells take too long.
    RunError
        When a cell fails, asks for too much memory or shows too much, when the kernel dies, or when
        there is no room for the run's own files.
    """
    import papermill  # noqa: PLC0415  # the run's stack is loaded when a run begins, not for --help
    from nbclient.exceptions import CellTimeoutError  # noqa: PLC0415
    from papermill.exceptions import PapermillExecutionError  # noqa: PLC0415

    from shouguan.publishing import engines, kernel  # noqa: PLC0415
    from shouguan.publishing.conversation import ChildEndedError  # noqa: PLC0415

    killed = endings.killed_for_memory()
    engines.register()  # the package may be used where it is not installed
    logging.getLogger("papermill").setLevel(logging.WARNING)
    logging.getLogger("traitlets").setLevel(logging.CRITICAL)  # jupyter_client's: what goes wrong is said below
    try:
        with _scratch() as scratch, strays.ended(), Steps(tell) as steps:
            if previous is not None:
                values[PREVIOUS] = str(scratch / ".shouguan-previous.json")
                Path(values[PREVIOUS]).write_text(previous, encoding="utf-8")
            executed = papermill.execute_notebook(
                notebook,
                None,  # nobody reads it as a file, and a notebook may do what it likes to the folder
                parameters=values,
                cwd=str(scratch),
                kernel_name="python3",  # a name only: the manager below starts this interpreter
                language="python",
                progress_bar=False,
                on_cell_start=steps.start,
                on_cell_executed=steps.done,
                engine_name=engines.WARM if warm else engines.COLD,
                start_timeout=kernel.LONGEST_START,
                execution_timeout=longest,
                memory=largest,
            )
            executed.metadata["read"] = readings.noted(scratch / _READ)
            return executed
    except PapermillExecutionError as error:
        number, line = _cell(notebook, error.source, error.cell_index)
        if error.ename.endswith("MemoryError"):
            raise RunError(
                f"笔记本 {name} 第{number}格（{line}）需要的内存超过 {shown(largest)}，已停止；--memory 可放宽",
                f"cell {number} of {name} ({line}) asks for more than {shown(largest)} of memory and was stopped; "
                "--memory allows more",
            ) from None
        raise RunError(
            f"笔记本 {name} 第{number}格（{line}）运行出错：{error.ename}: {error.evalue}",
            f"cell {number} of {name} ({line}) failed: {error.ename}: {error.evalue}",
        ) from None
    except CellTimeoutError:
        number, line = _cell(notebook, *steps.cell)
        raise TooLongError(
            f"笔记本 {name} 运行超过{longest:.0f}秒，停在第{number}格（{line}），已停止；--longest 可放宽",
            f"{name} took over {longest:.0f} seconds and was stopped in cell {number} ({line}); --longest allows more",
        ) from None
    except kernel.TooMuchOutputError:
        most = kernel.LARGEST_OUTPUT // 2**20
        raise RunError(
            f"笔记本 {name} 的输出超过 {most} MB，已停止；多半是循环里的 print 或 display",
            f"{name} prints or shows more than {most} MB and was stopped; look for a print or display in a loop",
        ) from None
    except endings.SlowStartError as error:
        raise RunError(f"运行笔记本 {name} 的内核{error.zh}", f"the kernel for {name} {error.en}") from None
    except (kernel.KernelEndedError, ChildEndedError) as error:
        zh, en = endings.why(getattr(error, "status", None), killed)
        raise RunError(
            f"运行笔记本 {name} 的内核意外退出：{zh}", f"the kernel that ran {name} ended unexpectedly: {en}"
        ) from None
    except OSError as error:
        raise no_room(Path(tempfile.gettempdir()), error) from None


def _cell(notebook: Path, source: str, index: int) -> tuple[int, str]:
    """Return which cell of the notebook it is that was run, as an analyst counts them, and its first line."""
    tagged = next(index for index, (_, tags) in enumerate(notebooks.cells(notebook)) if "parameters" in tags)
    line = source.strip().partition("\n")[0]
    number = index + 1 - (index > tagged)  # the run's own cell comes after that of the parameters
    return number, line if len(line) <= _LONGEST_LINE else line[:_LONGEST_LINE] + "…"


@contextmanager
def own_folder() -> Iterator[Path]:
    """Make a folder that is gone in the end; what killed processes left of theirs is swept first."""
    with _swept():
        made = Path(tempfile.mkdtemp(prefix=_PREFIX))
        held = FileLock(made / _HELD)
        held.acquire()
    try:
        yield made
    finally:
        held.release()
        _remove(made)


@contextmanager
def _scratch() -> Iterator[Path]:
    """Make a folder for a run and whatever its kernel writes."""
    with own_folder() as folder:
        own = dict.fromkeys(_OWN_FOLDERS, str(folder)) | {readings.VARIABLE: str(folder / _READ)}
        before = {name: os.environ.get(name) for name in own}
        os.environ.update(own)
        try:
            yield folder
        finally:
            for name, value in before.items():
                os.environ.pop(name)
                if value is not None:
                    os.environ[name] = value


def sweep() -> None:
    """Remove the folders that killed processes left; what cannot be removed now is left for later."""
    with suppress(OSError), _swept():
        pass


@contextmanager
def _swept() -> Iterator[None]:
    """Hold the lock under which folders are made, once those of runs that are over are gone.

    A run is over when nothing holds its folder's lock, which ends with its process. One without a lock, made or nearly
    removed by a process that was killed at that moment, is empty.
    """
    home = Path(tempfile.gettempdir())
    with FileLock(home / f"{_PREFIX}{getpass.getuser()}.lock"):
        for held in home.glob(f"{_PREFIX}*/{_HELD}"):
            try:
                with FileLock(held, timeout=0):
                    pass
            except (Timeout, OSError):
                continue
            _remove(held.parent)
        for unlocked in home.glob(_PREFIX + "?" * _MADE_UP):
            with suppress(OSError):  # one in use is not empty
                unlocked.rmdir()
        yield


def _remove(folder: Path) -> None:
    """Remove a run's folder, its lock last: what somebody still writes into it is found by the next sweep."""
    with suppress(OSError):
        for each in folder.iterdir():
            if each.name != _HELD:
                shutil.rmtree(each, ignore_errors=True) if each.is_dir() and not each.is_symlink() else each.unlink(
                    missing_ok=True
                )
        if [each.name for each in folder.iterdir()] not in ([], [_HELD]):
            return
        (folder / _HELD).unlink(missing_ok=True)
        try:
            folder.rmdir()
        except OSError:
            (folder / _HELD).touch()


@contextmanager
def alone(folder: Path, lock: str, patience: float, zh: str, en: str) -> Iterator[None]:
    """Hold the lock of a folder, which is made where it is not there.

    Parameters
    ----------
    patience : float
        Seconds that another may hold it.
    zh, en : str
        What is said when another holds it for longer.

    Raises
    ------
    RunError
        That, or that the folder cannot be written to.
    """
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with FileLock(folder / lock, timeout=patience):
            yield
    except Timeout:
        raise RunError(zh, en) from None
    except OSError as error:
        raise no_room(folder, error) from None


def no_room(folder: Path, error: OSError) -> RunError:
    """Return the error for a folder that cannot be written to, with the system's reason."""
    return RunError(
        f"不能写入 {folder}：{error.strerror or error}（磁盘已满、只读或没有权限）",
        f"cannot write to {folder}: {error.strerror or error} (disk full, read-only or no permission)",
    )
