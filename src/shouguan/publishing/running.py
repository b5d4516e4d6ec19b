"""Run a notebook in a kernel of this very interpreter, within limits; nothing of the run is left behind."""

from __future__ import annotations

import getpass
import logging
import os
import shutil
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from filelock import FileLock, Timeout

from shouguan.core.errors import RunError
from shouguan.publishing.steps import Steps

LONGEST_CELL = 900
"""Seconds that one cell may take; the longest of ours take ten."""
PREVIOUS = "previous"
_PREFIX, _HELD = "shouguan-", "running.lock"
_RUNTIME = "JUPYTER_RUNTIME_DIR"


def execute(
    notebook: Path, name: str, values: dict[str, Any], previous: str | None, tell: Callable[[str], None]
) -> Any:
    """Return the executed notebook.

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

    Raises
    ------
    RunError
        When a cell fails or takes too long, when the kernel dies, or when there is no room for the run's own files.
    """
    import papermill  # noqa: PLC0415  # the run's stack is loaded when a run begins, not for --help
    from nbclient.exceptions import CellTimeoutError, DeadKernelError  # noqa: PLC0415
    from papermill.exceptions import PapermillExecutionError  # noqa: PLC0415

    from shouguan.publishing.kernel import OwnKernelManager  # noqa: PLC0415

    logging.getLogger("papermill").setLevel(logging.WARNING)
    try:
        with _scratch() as scratch, Steps(tell) as steps:
            if previous is not None:
                values[PREVIOUS] = str(scratch / "previous.json")
                Path(values[PREVIOUS]).write_text(previous, encoding="utf-8")
            return papermill.execute_notebook(
                notebook,
                scratch / "executed.ipynb",
                parameters=values,
                cwd=str(scratch),
                kernel_name="python3",  # a name only: the manager below starts this interpreter
                language="python",
                progress_bar=False,
                on_cell_start=steps.start,
                on_cell_executed=steps.done,
                kernel_manager_class=OwnKernelManager,
                execution_timeout=LONGEST_CELL,
            )
    except PapermillExecutionError as error:
        raise RunError(
            f"笔记本 {name} 第{error.cell_index + 1}格运行出错：{error.ename}: {error.evalue}",
            f"cell {error.cell_index + 1} of {name} failed: {error.ename}: {error.evalue}",
        ) from None
    except CellTimeoutError:
        raise RunError(
            f"笔记本 {name} 有一格运行超过{LONGEST_CELL}秒，已停止；在 JupyterLab 中打开，看哪一格没有结束",
            f"a cell of {name} took over {LONGEST_CELL} seconds and was stopped; open it in JupyterLab to see which",
        ) from None
    except DeadKernelError:
        raise RunError(
            f"运行笔记本 {name} 的内核意外退出，多半是内存不足；关闭其他程序后重试",
            f"the kernel that ran {name} died, most likely for want of memory; close other programs and try again",
        ) from None
    except OSError as error:
        raise no_room(Path(tempfile.gettempdir()), error) from None


@contextmanager
def _scratch() -> Iterator[Path]:
    """Make a folder for a run and the connection file of its kernel; what killed runs left is swept first."""
    home = Path(tempfile.gettempdir())
    with FileLock(home / f"{_PREFIX}{getpass.getuser()}.lock"):
        _sweep(home)
        made = tempfile.TemporaryDirectory(prefix=_PREFIX, ignore_cleanup_errors=True)
        held = FileLock(Path(made.name) / _HELD)
        held.acquire()
    runtime = os.environ.get(_RUNTIME)
    os.environ[_RUNTIME] = made.name
    try:
        yield Path(made.name)
    finally:
        os.environ.pop(_RUNTIME)
        if runtime is not None:
            os.environ[_RUNTIME] = runtime
        held.release()
        made.cleanup()


def _sweep(home: Path) -> None:
    """Remove the folders of runs that are over: nothing holds their lock, which ends with its process."""
    for held in home.glob(f"{_PREFIX}*/{_HELD}"):
        try:
            with FileLock(held, timeout=0):
                pass
        except (Timeout, OSError):
            continue
        shutil.rmtree(held.parent, ignore_errors=True)


def no_room(folder: Path, error: OSError) -> RunError:
    """Return the error for a folder that cannot be written to, with the system's reason."""
    return RunError(
        f"不能写入 {folder}：{error.strerror or error}（磁盘已满、只读或没有权限）",
        f"cannot write to {folder}: {error.strerror or error} (disk full, read-only or no permission)",
    )
