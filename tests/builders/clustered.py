"""A Dask cluster of processes on this machine, and a home of the kit whose notebooks are a test's own."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path

from shouguan.core import paths

Started = tuple[str, subprocess.Popen[bytes]]
_START = """
import sys
from distributed import LocalCluster
from shouguan.publishing.batch import crew
from tests.builders import zoo_worker
crew.WORKER = zoo_worker.MODULE  # also in each of the workers, which read this file
if __name__ == "__main__":
    with LocalCluster(n_workers=int(sys.argv[1]), threads_per_worker=1, dashboard_address=None) as cluster:
        print(cluster.scheduler_address, flush=True)
        sys.stdin.read()
"""


def home(folder: Path, *places: str) -> Path:
    """Make a home of the kit that has the official series and some places, and no notebook yet."""
    (folder / "notebooks").mkdir(parents=True)
    for name in ("official", *places):
        shutil.copytree(paths.places() / name, folder / "data" / name)
    return folder


@contextmanager
def cluster(
    workers: int, folder: Path, env: Mapping[str, str] | None = None
) -> Iterator[tuple[str, subprocess.Popen[bytes]]]:
    """Start a cluster whose processes have temporary files in a folder; yield its scheduler's address and process."""
    program = folder / "cluster.py"
    program.write_text(_START, encoding="utf-8")
    path = f"{Path(__file__).parents[2]}{os.pathsep}{os.environ.get('PYTHONPATH', '')}"
    own = (
        os.environ
        | {"PYTHONPATH": path, "TMPDIR": str(folder), "DASK_TEMPORARY_DIRECTORY": str(folder)}
        | dict(env or {})
    )
    with (folder / "cluster.log").open("wb") as log:
        process = subprocess.Popen(
            [sys.executable, str(program), str(workers)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=log,
            env=own,
        )
        with process:
            assert process.stdout is not None
            yield process.stdout.readline().decode().strip(), process
            process.communicate()  # without orders it ends


def kill_a_worker(address: str) -> int:
    """Kill one of a cluster's workers, as a machine that fails; return its process number."""
    from distributed import Client  # noqa: PLC0415  # optional

    with Client(address, set_as_default=False) as client:
        pids = client.run(os.getpid)
    pid = min(pids.values())
    with suppress(ProcessLookupError):
        os.kill(pid, signal.SIGKILL)
    return pid


def running_with(marked: str) -> list[int]:
    """Return the processes whose environment holds this."""
    found = []
    for file in Path("/proc").glob("[0-9]*/environ"):
        with suppress(OSError):
            if marked.encode() in file.read_bytes() and int(file.parent.name) != os.getpid():
                found.append(int(file.parent.name))
    return found
