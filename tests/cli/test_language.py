"""Every command answers in one language: no English sentence in Chinese mode, no Chinese sentence in English mode."""

from __future__ import annotations

import re
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import typer

from shouguan.cli import commands, help, language
from shouguan.core.language import choose
from shouguan.ingest.new_place import Wanted

ENGLISH = re.compile(r"\b[a-z]{2,}(?: [a-z]{2,}){3,}")
"""Four words in a row; a command line has fewer."""
CHINESE = re.compile("[。；：，]|[\u4e00-\u9fff]{8,}")
"""Chinese punctuation, or more characters than a name has."""
RUNS = [
    ["check", "demo-city"],
    ["check", "atlantis"],
    ["read", "bad.csv", "--place", "demo-city"],
    ["read", "missing.csv"],
    ["import", "bad.csv", "--place", "city"],
    ["new", "another", "--name", "示范市"],
    ["new", "city"],
    ["forecast", "demo-city", "--indicator", "gdp", "--as-of", "2020-10-25"],
    ["forecast", "demo-city", "--indicator", "gpd"],
    ["forecast", "demo-city"],
    ["backtest", "bad.csv", "--indicator", "gdp", "--years", "2019"],
    ["report", "demo-city", "--as-of", "yesterday"],
    ["report", "demo-city", "--notebook", "breifing"],
    ["report", "--sead", "1"],
    ["sign", "missing.html", "--by", "张三"],
    ["annex", "missing.html"],
    ["pdf", "missing.html"],
    ["frecast"],
    ["check", "demo-city", "--seed", "x"],
]


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize("words", RUNS, ids=" ".join)
def test_a_command_answers_in_the_language_it_is_asked_in(
    words: list[str],
    lang: str,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    founded: Callable[[Path, Wanted], Path],
) -> None:
    monkeypatch.chdir(tmp_path)
    rows = ["示范市2020年1—8月,", "指标,增长（%）", "固定资产投资,4.9上下浮动", ""]
    (tmp_path / "bad.csv").write_text("\n".join(rows), encoding="utf-8")
    founded(tmp_path / "city", Wanted("999901", "示范市"))
    monkeypatch.setattr(sys, "argv", ["shouguan", *words, "--lang", lang])
    with pytest.raises(SystemExit):
        commands.main()
    captured = capsys.readouterr()
    said = captured.out + captured.err
    assert said.strip()
    assert (ENGLISH if lang == "zh" else CHINESE).findall(said) == [], said


def test_every_command_takes_lang_and_its_help_says_so() -> None:
    root = language.with_lang(typer.main.get_command(commands.app))
    for name, command in {"": root, **root.commands}.items():
        assert any("--lang" in each.opts and each.help for each in command.params), name


def helps() -> list[str]:
    """Return every help text as it is printed: descriptions, options, arguments."""
    root = language.in_one_language(language.with_lang(typer.main.get_command(commands.app)))
    texts = [root.help, *(command.help for command in root.commands.values())]
    return [*texts, *(p.help for c in root.commands.values() for p in c.params if getattr(p, "help", None))]


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_help_is_in_one_language_and_every_text_has_both(lang: str) -> None:
    choose(lang)
    texts = helps()
    assert len(texts) > 80
    for text in texts:
        prose = " ".join(line for line in text.splitlines() if not line.startswith("  "))
        assert prose.strip()
        assert " / " not in prose
        if lang == "en":
            assert not CHINESE.search(re.sub(r"\S+ \([^)]*\)", "", prose)), text  # 亿元 (100m yuan)
        else:
            assert re.search("[\u4e00-\u9fff]", prose), text


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize("width", [60, *(pytest.param(width, marks=pytest.mark.long) for width in (80, 120))])
@pytest.mark.parametrize("name", ["", *sorted(typer.main.get_command(commands.app).commands)])  # type: ignore[attr-defined]
def test_help_is_whole_at_every_width(
    name: str, width: int, lang: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("COLUMNS", str(width))
    monkeypatch.setattr(sys, "argv", ["shouguan", *([name] if name else []), "--help", "--lang", lang])
    with pytest.raises(SystemExit):
        commands.main()
    out = capsys.readouterr().out
    command: Any = language.in_one_language(language.with_lang(typer.main.get_command(commands.app)))
    command = command.commands[name] if name else command
    given = [command.help, *(param.help for param in command.params if getattr(param, "help", None))]
    plain = "".join(out.split())
    for line in "\n".join(given).splitlines():
        assert "".join(line.split()) in plain.replace("（必填）", "").replace("[required]", ""), line
        assert not line.startswith("  ") or line in out, "an example can be copied"
    for word in set(re.findall(r"[A-Za-z0-9_.-]{3,}", " ".join(given))):
        assert word.strip(".") in out, "no word is broken"
    assert "..." not in out.replace("{FILE…}...", "").replace("{PLACE…}...", "").replace("{COMMAND…}...", "").replace(
        "[ARGS]...", ""
    )
    if lang == "zh":
        assert not ENGLISH.search(out) and not re.search("Usage|Options|Arguments|Commands|required|default:", out)
    longest = max(help.wide(line) for line in out.splitlines() if "shouguan " not in line)
    assert longest <= width
