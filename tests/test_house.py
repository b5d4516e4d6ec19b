"""The house's own rules: dependencies agree, notebooks are thin, modules small, documents true."""

from __future__ import annotations

import ast
import json
import logging.config
import re
import subprocess
import sys
import tomllib
from functools import cache
from pathlib import Path

import pytest
import yaml
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from shouguan.core.parameters import BulletinParameters, Parameters

ROOT = Path(__file__).resolve().parent.parent
CONDA_NAMES = {"matplotlib": "matplotlib-base", "nbconvert": "nbconvert-core"}
"""Packages that conda-forge calls by another name than the package index."""
LARGEST_MODULE = 400
FITTING = re.compile(
    r"shouguan\.(models(?!\.naive$)|evaluation|analysis(?!\.scenarios\.)|components(?!\.accounting$|\.levers$))"
)
"""Modules that forecast or solve; what stands outside the pattern only names things."""
BANNED_WORDS = ("数据任务", "补报", "冲数", "缺口分解")


LOCKS = {"requirements.lock": (), "requirements-lab.lock": ("lab",), "requirements-test.lock": ("lab", "test")}
"""What each lock pins beside what a report needs: groups of pyproject.toml."""


def _direct(groups: tuple[str, ...] = ("lab", "test")) -> dict[str, Requirement]:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    # what is fetched online is an extra of its own, which neither a lock nor the environment carries
    extras = [line for name in groups for line in project["optional-dependencies"][name]]
    return {canonicalize_name(r.name): r for r in map(Requirement, [*project["dependencies"], *extras])}


def _conda() -> dict[str, Requirement]:
    listed = yaml.safe_load((ROOT / "environment.yml").read_text(encoding="utf-8"))["dependencies"]
    plain = [line for line in listed if isinstance(line, str)]
    by_pip = next(line["pip"] for line in listed if isinstance(line, dict))
    lines = [*plain, *(line for line in by_pip if not line.startswith("-e"))]
    back = {conda: name for name, conda in CONDA_NAMES.items()}
    found = [Requirement(line.replace(" ", "")) for line in lines]
    return {canonicalize_name(back.get(r.name, r.name)): r for r in found if r.name not in {"python", "pip"}}


def _locked(lock: str) -> dict[str, list[Requirement]]:
    found: dict[str, list[Requirement]] = {}
    for line in (ROOT / lock).read_text(encoding="utf-8").splitlines():
        requirement = Requirement(line)
        found.setdefault(canonicalize_name(requirement.name), []).append(requirement)
    return found


def _modules() -> list[Path]:
    return sorted((ROOT / "src").rglob("*.py"))


@cache
def _tree(module: Path) -> ast.Module:
    return ast.parse(module.read_text(encoding="utf-8"))


def _notebooks() -> list[Path]:
    return sorted((ROOT / "notebooks").glob("*.ipynb"))


def test_environment_and_pyproject_name_the_same_dependencies_with_the_same_bounds() -> None:
    direct, conda = _direct(), _conda()
    assert set(conda) == set(direct)
    assert {n: str(r.specifier) for n, r in conda.items()} == {n: str(r.specifier) for n, r in direct.items()}


@pytest.mark.parametrize("lock", LOCKS)
def test_a_lock_pins_every_direct_dependency_within_its_bounds(lock: str) -> None:
    locked = _locked(lock)
    for name, requirement in _direct(LOCKS[lock]).items():
        assert name in locked, f"{name} is not in {lock}"
        for pin in locked[name]:
            (version,) = pin.specifier
            assert version.operator == "=="
            assert requirement.specifier.contains(version.version), f"{pin} does not meet {requirement}"


def test_the_locks_agree_and_a_report_installs_neither_jupyterlab_nor_tools() -> None:
    # a package may be needed on fewer systems by itself than beside the tools
    base, lab, test = (
        {f"{pin.name}{pin.specifier}" for pins in _locked(lock).values() for pin in pins} for lock in LOCKS
    )
    assert base < lab < test
    assert not set(_locked("requirements.lock")) & {"jupyterlab", "pytest", "mypy", "ruff", "playwright"}


def test_every_import_of_the_package_is_a_direct_dependency() -> None:
    named = {"bs4": "beautifulsoup4", "docx": "python-docx"}
    names = named | {"yaml": "pyyaml", "chinese_calendar": "chinesecalendar"}
    imported = {
        name.split(".")[0]
        for module in _modules()
        for node in ast.walk(_tree(module))
        for name in (
            [alias.name for alias in node.names]
            if isinstance(node, ast.Import)
            else [node.module or ""]
            if isinstance(node, ast.ImportFrom) and node.level == 0
            else []
        )
    }
    outside = {name for name in imported if name not in sys.stdlib_module_names and name != "shouguan"}
    assert {canonicalize_name(names.get(name, name)) for name in outside} <= set(_direct(()))


def test_no_file_names_a_package_registry() -> None:
    files = [*LOCKS, "environment.yml", "pyproject.toml", "Makefile", ".ci/run", "README.md"]
    for file in files:
        assert not re.search(r"https?://\S*(pypi|pythonhosted|anaconda|conda\.io)", (ROOT / file).read_text("utf-8")), (
            file
        )


def test_a_module_is_small_and_says_what_it_is() -> None:
    texts = {module: module.read_text(encoding="utf-8") for module in _modules()}
    assert [module for module, text in texts.items() if len(text.splitlines()) > LARGEST_MODULE] == []
    assert [module for module in texts if not ast.get_docstring(_tree(module))] == [], "a module opens with its subject"


@pytest.mark.parametrize("notebook", _notebooks(), ids=lambda n: n.stem)
def test_a_notebook_is_thin_and_stripped(notebook: Path) -> None:
    content = json.loads(notebook.read_text(encoding="utf-8"))
    code = [cell for cell in content["cells"] if cell["cell_type"] == "code"]
    assert all(cell["outputs"] == [] and cell["execution_count"] is None for cell in code)
    tree = ast.parse("\n".join("".join(cell["source"]) for cell in code))
    assert not [n for n in ast.walk(tree) if isinstance(n, ast.FunctionDef | ast.ClassDef | ast.Lambda | ast.For)]
    (parameters,) = [cell for cell in code if "parameters" in cell["metadata"].get("tags", [])]
    declared = [
        t.id
        for n in ast.parse("".join(parameters["source"])).body
        if isinstance(n, ast.Assign)
        for t in n.targets
        if isinstance(t, ast.Name)
    ]
    taken = BulletinParameters.names() if notebook.stem == "bulletin" else list(Parameters.model_fields)
    assert declared == taken


@pytest.mark.parametrize("readme", ["README.md", "README.zh-CN.md"])
def test_the_readme_tells_of_every_target_and_option(readme: str) -> None:
    text = (ROOT / readme).read_text(encoding="utf-8")
    targets = re.findall(r"^([a-z-]+):.*## ", (ROOT / "Makefile").read_text(encoding="utf-8"), flags=re.MULTILINE)
    assert set(targets) >= {"setup", "report", "test", "test-long", "check", "lab", "backtest", "bench", "clean"}
    assert [t for t in targets if f"make {t}" not in text] == []
    assert [n for n in Parameters.model_fields if n not in {"place"} and f"--{n.replace('_', '-')}" not in text] == []


def test_the_data_dictionary_explains_every_column_and_word() -> None:
    from shouguan.data.observations import COLUMNS  # noqa: PLC0415

    text = (ROOT / "data" / "official" / "README.md").read_text(encoding="utf-8")
    words = [
        *COLUMNS,
        "ytd",
        "single",
        "first",
        "revised",
        "pseudo",
        "actual",
        "calendar",
        "no-shares",
        "not-comparable",
    ]
    assert [word for word in words if f"`{word}`" not in text] == []


def test_words_that_the_law_forbids_are_nowhere_in_the_package() -> None:
    keeper = ROOT / "src" / "shouguan" / "publishing" / "lint" / "typesetting.py"  # the linter that looks for them
    assert all(word in keeper.read_text(encoding="utf-8") for word in BANNED_WORDS)
    for module in _modules():
        text = module.read_text(encoding="utf-8")
        assert module == keeper or [word for word in BANNED_WORDS if word in text] == [], module


def test_help_teaches_without_loading_the_forecasting_stack() -> None:
    heavy = ("statsmodels", "pandas", "papermill", "seaborn")
    code = f"import sys, shouguan.cli; sys.exit(any(m in sys.modules for m in {heavy}))"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


def test_a_report_loads_what_it_uses_and_where_it_uses_it() -> None:
    """Pictures and sums are the kernel's; no report needs statsmodels or scipy's statistics, which are slow to load."""
    parent = ("matplotlib", "seaborn", "scipy", "openpyxl", "papermill", "nbconvert", "statsmodels")
    kernel = ("scipy.stats", "seaborn", "statsmodels", "papermill", "nbconvert")
    for module, heavy in (("shouguan.publishing.render", parent), ("shouguan.report.page", kernel)):
        code = f"import sys, {module}; print([m for m in {heavy} if m in sys.modules])"
        run = subprocess.run([sys.executable, "-c", code], check=True, capture_output=True, text=True)
        assert run.stdout.strip() == "[]"


def test_the_data_page_tells_of_every_kind_of_file_and_every_flag() -> None:
    import inspect  # noqa: PLC0415

    from shouguan.cli import data  # noqa: PLC0415
    from shouguan.ingest.readers.reading import KINDS  # noqa: PLC0415

    text = (ROOT / "docs" / "data.md").read_text(encoding="utf-8")
    assert [kind for kind in KINDS if f"`{kind}`" not in text] == []
    named = {"meanings": "as", "as_json": "", "files": "", "file": "", "out": "", "sheet": "", "place": "place"}
    flags = [named.get(name, name) for name in inspect.signature(data.import_).parameters]
    assert [flag for flag in flags if flag and f"--{flag.replace('_', '-')}" not in text] == []


def test_the_architecture_page_names_every_module() -> None:
    text = (ROOT / "docs" / "architecture.md").read_text(encoding="utf-8")
    names = {module.stem for module in _modules() if module.stem not in {"__init__", "__main__"}}
    inner = {
        module.stem
        for folder in ("report/sections", "report/charts", "publishing/lint")
        for module in (ROOT / "src" / "shouguan" / folder).rglob("*.py")
    }
    assert sorted(name for name in names - inner if not re.search(rf"`{name}(\.py)?`", text)) == []


def test_imports_run_one_way_from_room_to_room_and_in_no_circle(monkeypatch: pytest.MonkeyPatch) -> None:
    from importlinter.cli import lint_imports  # noqa: PLC0415

    # It sets logging up for itself, and what the kit logs would be lost to every later test.
    monkeypatch.setattr(logging.config, "dictConfig", lambda _: None)
    assert lint_imports(config_filename=str(ROOT / "pyproject.toml"), no_cache=True) == 0, "run lint-imports"


def test_sections_and_charts_add_no_fact_and_run_no_model() -> None:
    """Facts are complete before a page exists: `report/` reads them, and what it imports cannot forecast."""
    for module in sorted((ROOT / "src/shouguan/report").rglob("*.py")):
        tree = _tree(module)
        calls = [node.func for node in ast.walk(tree) if isinstance(node, ast.Call)]
        adds = [call for call in calls if isinstance(call, ast.Attribute) and call.attr == "add"]
        assert not [call for call in adds if ast.unparse(call.value).endswith("facts")], module
        wanted = [node.module or "" for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)]
        fitting = re.compile(
            r"shouguan\.(models(?!\.naive$)|evaluation|analysis\.(?!scenarios)|components\.(?!accounting$|levers$))"
        )
        assert [name for name in wanted if fitting.match(name)] == [], module


def test_a_module_that_a_program_or_a_notebook_names_in_its_text_exists() -> None:
    """Programs that tests and benchmarks run, and cells, import by text, where no linter looks."""
    files = [*_modules(), *(ROOT / "tests").rglob("*.py"), *(ROOT / "benchmarks").rglob("*.py"), *_notebooks()]
    stale = [
        f"{file.relative_to(ROOT)}: {module}"
        for file in files
        for module in re.findall(r"\bfrom ((?:shouguan|tests)(?:\.\w+)+) import", file.read_text(encoding="utf-8"))
        for at in (ROOT / ("src" if module.startswith("shouguan") else "") / module.replace(".", "/"),)
        if not at.is_dir() and not at.with_suffix(".py").is_file()
    ]
    assert stale == []


PARSERS = frozenset("split rsplit partition rpartition removeprefix removesuffix startswith endswith".split())
MATCHERS = frozenset("match fullmatch search findall finditer sub".split())
KEYS_ARE_MADE_IN = {"facts/table.py", "facts/archive.py"}


def _is_key(node: ast.expr) -> bool:
    return (isinstance(node, ast.Name) and node.id == "key") or (isinstance(node, ast.Attribute) and node.attr == "key")


def _parsed_keys(source: str) -> list[int]:
    """Return the lines that take a key apart: by a method of text, by a pattern, or by a slice."""
    found = []
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Subscript) and isinstance(node.slice, ast.Slice) and _is_key(node.value):
            found.append(node.lineno)
        if not (isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute)):
            continue
        by_text = node.func.attr in PARSERS and _is_key(node.func.value)
        by_pattern = node.func.attr in MATCHERS and any(map(_is_key, node.args))
        if by_text or by_pattern:
            found.append(node.lineno)
    return found


@pytest.mark.parametrize(
    "source",
    [
        'code = fact.key.split(".")[0]',
        'code, _, parts = key.partition(".")',
        "kinds = [key.removeprefix(stem) for key in facts if key.startswith(stem)]",
        "match = _PATTERN.fullmatch(key)",
        "match = re.search(pattern, fact.key)",
        "stem = fact.key[:-7]",
    ],
)
def test_code_that_takes_a_key_apart_is_seen(source: str) -> None:
    assert _parsed_keys(source)
    assert not _parsed_keys('block = fact.block; text = label.split("."); mark = key.replace(".", "-"); facts[key]')


def test_nothing_takes_the_key_of_a_fact_apart() -> None:
    """What a figure is of is in a fact's columns; its key is only made and compared."""
    root = ROOT / "src" / "shouguan"
    found = {
        f"{name}:{line}"
        for room in ("facts", "report", "publishing", "explorer", "plots", "study", "cli")
        for path in sorted((root / room).rglob("*.py"))
        if (name := path.relative_to(root).as_posix()) not in KEYS_ARE_MADE_IN
        for line in _parsed_keys(path.read_text(encoding="utf-8"))
    }
    assert found == set()
