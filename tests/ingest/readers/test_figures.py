"""A cell's text is read as a figure with what was read into it, or refused with the reason."""

from __future__ import annotations

import pytest

from shouguan.ingest.readers.tables.figures import NotAFigureError, figure


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("0.5#", "0.5"),
        ("2.1①", "2.1"),
        ("3.4¹²", "3.4"),
        ("3.4(2)", "3.4"),
        ("3.4（注a）", "3.4"),
        ("3.4†", "3.4"),
        ("1,234.5 *", "1234.5"),
    ],
)
def test_a_mark_at_the_end_is_left_out_with_a_remark(text: str, value: str) -> None:
    found = figure(text)
    assert found is not None and str(found.value) == value
    assert found.remark is not None and "脚注" in found.remark[0] and not found.rough


@pytest.mark.parametrize("text", ["5.2%左右", "约5.2%", "大约 5.2%", "近５.２％", "约为5.2%"])
def test_an_approximate_figure_is_read_with_a_warning(text: str) -> None:
    found = figure(text)
    assert found is not None and str(found.value) == "5.2" and found.percent
    assert found.rough and found.remark is not None and "约数" in found.remark[0]


@pytest.mark.parametrize(
    "text", ["３．４", "\N{NO-BREAK SPACE}3.4\N{THIN SPACE}", "\ufeff3.4\u200b", "\N{FULLWIDTH PLUS SIGN}3.4"]
)
def test_width_and_odd_spaces_change_nothing(text: str) -> None:
    found = figure(text)
    assert found is not None and str(found.value) == "3.4" and found.remark is None


@pytest.mark.parametrize("text", ["(2)", "（3.4）", "(3.4)%", "[2]"])
def test_a_figure_in_brackets_is_asked_about(text: str) -> None:
    with pytest.raises(NotAFigureError) as wrong:
        figure(text)
    assert "括号" in wrong.value.zh


@pytest.mark.parametrize("text", ["3.4 1", "¹3.4", "3①4", "5.2左右吧", "约", "3.4‰", "#REF!", "约3.4左右约"])
def test_what_is_no_figure_is_refused(text: str) -> None:
    with pytest.raises(NotAFigureError):
        figure(text)
