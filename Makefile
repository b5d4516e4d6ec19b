# Every target is one line of `make help`. Only Python ≥ 3.11 and make are needed.
PYTHON ?= python3
PLACE  ?= 全国
# The newest day with three quarters of official GDP and investment; `make report AS_OF=` takes the newest release.
AS_OF  ?= 2024-10-25
BIN    := .venv/bin
STAMP  := .venv/installed
# What reports need is installed first; JupyterLab, and what tests and checks need, when a target asks for them.
LAB    := .venv/with-lab
TOOLS  := .venv/with-tools
COMPILE := uv pip compile pyproject.toml --universal --python-version 3.11 --no-header --no-annotate
PIP    := $(BIN)/python -m pip install --disable-pip-version-check

# Byte code must be written: importing the stack takes three times as long without it.
export PYTHONDONTWRITEBYTECODE :=

# Messages come in one language, as the kit's own do: SHOUGUAN_LANG, else the locale, else Chinese.
LOCALE := $(or $(SHOUGUAN_LANG),$(LC_ALL),$(LC_MESSAGES),$(LANG),C)
SPOKEN := $(if $(filter zh% C C.% POSIX,$(LOCALE)),2,1)

.DEFAULT_GOAL := help
.PHONY: help setup report test test-long check lab backtest api bench lock clean

help: ## show this list / 显示本列表
	@awk -F ':.*## ' '/^[a-z-]+:.*## / {split($$2, said, " / "); printf "  make %-10s %s\n", $$1, said[$(SPOKEN)]}' $(MAKEFILE_LIST)

setup: $(STAMP) ## create .venv with the pinned packages of a report / 按锁定的版本建立 .venv，只装报告所需

$(STAMP): requirements.lock pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(("Python 3.11 or newer is needed, this is %d.%d", "需要 Python 3.11 以上，现为 %d.%d")[$(SPOKEN) - 1] % sys.version_info[:2] if sys.version_info < (3, 11) else 0)'
	$(PYTHON) -m venv .venv
	$(PIP) -r requirements.lock
	$(PIP) --no-deps -e .
	@$(BIN)/python -m compileall -q src
	@touch $@

$(LAB): $(STAMP) requirements-lab.lock
	$(PIP) -r requirements-lab.lock
	@touch $@

$(TOOLS): $(STAMP) requirements-test.lock
	$(PIP) -r requirements-test.lock
	@touch $@

report: $(STAMP) ## make a briefing and print its path: PLACE=全国 AS_OF=2024-10-25 / 生成简报并显示路径：PLACE=全国 AS_OF=2024-10-25
	@$(BIN)/shouguan report $(PLACE) $(if $(AS_OF),--as-of $(AS_OF))

test: $(TOOLS) ## run the daily tests / 运行日常测试
	@$(BIN)/python -m pytest -n 2 --dist loadfile -m "not long"

test-long: $(TOOLS) ## run all: long simulations, the whole fuzzing, every browser test too / 运行全部测试，含长时间的模拟、变异和浏览器测试
	@SHOUGUAN_TESTS=long $(BIN)/python -m pytest -n 2 --dist loadfile

check: $(TOOLS) ## lint, format and types / 检查写法、格式和类型
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .
	@$(BIN)/mypy

lab: $(LAB) ## open JupyterLab on the notebooks / 在笔记本文件夹打开 JupyterLab
	@$(BIN)/jupyter lab notebooks

backtest: $(STAMP) ## remake data/official/record.csv and print its scores / 重做 data/official/record.csv 并显示得分
	@$(BIN)/python benchmarks/make_record.py

api: $(STAMP) ## write docs/api.md from the docstrings / 由文档字符串生成接口说明
	@$(BIN)/python benchmarks/make_api.py

bench: $(TOOLS) ## time reports, imports, back-solving, news, sliders, explorer / 为报告、导入、倒算、变动、滑块、测算界面计时
	@$(BIN)/python benchmarks/time_report.py
	@$(BIN)/python benchmarks/time_stages.py
	@$(BIN)/python benchmarks/time_import.py
	@$(BIN)/python benchmarks/time_back_solving.py 200
	@$(BIN)/python benchmarks/time_news.py
	@$(BIN)/python benchmarks/time_sliders.py
	@$(BIN)/python benchmarks/time_explorer.py

lock: $(STAMP) ## pin the newest allowed packages in the three locks (needs uv) / 更新三个锁定文件（需要 uv）
	$(COMPILE) --extra lab --extra test -o requirements-test.lock
	$(COMPILE) --extra lab -c requirements-test.lock -o requirements-lab.lock
	$(COMPILE) -c requirements-test.lock -o requirements.lock

clean: ## remove the environment, caches and reports / 清除环境、缓存和报告
	rm -rf .venv .pytest_cache .mypy_cache .ruff_cache .hypothesis
	find reports -mindepth 1 ! -name .gitkeep -delete
