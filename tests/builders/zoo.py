"""Tiny notebooks: one that makes a page, and such as break what runs them."""

from __future__ import annotations

from pathlib import Path

import nbformat

PARAMETERS = """place = "demo-city"
as_of = "2020-10-25"
year = None
scenario = "base"
since = None
previous = None
lang = "zh"
seed = 0
sliders = True"""
GOOD = """
from IPython.display import HTML, display
display(HTML("<h1>演示</h1>"))
from shouguan.facts.table import FactTable
handed = {"title": "演示", "facts": FactTable().to_json()}
display({"application/vnd.shouguan.facts+json": handed, "text/plain": ""}, raw=True)
"""
NAMED = """
from IPython.display import HTML, display
from shouguan.data.place import load
from shouguan.facts.table import FactTable
name = load(place).name()
display(HTML(f"<h1>{name}</h1>"))
handed = {"title": name, "facts": FactTable().to_json()}
display({"application/vnd.shouguan.facts+json": handed, "text/plain": ""}, raw=True)
"""
"""A page that says which place it is of."""


def write(file: Path, *cells: str, parameters: str = PARAMETERS) -> Path:
    """Write a notebook with a cell of parameters before these."""
    notebook = nbformat.v4.new_notebook()
    notebook.cells = [nbformat.v4.new_code_cell(parameters, metadata={"tags": ["parameters"]})]
    notebook.cells += [nbformat.v4.new_code_cell(cell) for cell in cells]
    nbformat.write(notebook, file)
    return file
