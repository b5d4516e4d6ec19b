"""The theme: colours told apart in grey and by a colour-blind eye, names that break well, labels that keep apart."""

from __future__ import annotations

import itertools

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from shouguan.core.ytd import Array
from shouguan.report.charts import theme

TEXTS = [theme.INK, theme.MUTED, theme.BLUE, theme.RUST]
FILLS_SIDE_BY_SIDE = [
    pytest.param(theme.UP, theme.DOWN, 2.0, id="bars-that-add-and-take-away"),
    pytest.param(theme.BLUE, theme.OTHER, 2.5, id="own-and-others"),
    pytest.param(theme.INK, theme.UP, 3.0, id="the-sum-and-its-steps"),
    *(pytest.param(dark, light, 1.25, id=f"{dark}-on-{light}") for light, dark in itertools.pairwise(theme.BANDS)),
    pytest.param(theme.BLUE, theme.BANDS[-1], 2.5, id="the-line-on-its-fan"),
    pytest.param(theme.BLUE, theme.BANDS[1], 4.0, id="the-forecast-on-its-interval"),
]
COLOURS_WITH_TWO_MEANINGS = [(theme.BLUE, theme.RUST), (theme.UP, theme.DOWN), (theme.BLUE, theme.PALE)]
DICHROMATS = {
    # Machado, Oliveira and Fernandes 2009, IEEE TVCG 15(6), table 1, severity 1.0; on linear RGB
    "deuteranopia": [[0.367322, 0.860646, -0.227968], [0.280085, 0.672501, 0.047413], [-0.011820, 0.042940, 0.968881]],
    "protanopia": [[0.152286, 1.052583, -0.204868], [0.114503, 0.786281, 0.099216], [-0.003882, -0.048116, 1.051998]],
    "tritanopia": [[1.255528, -0.076749, -0.178779], [-0.078411, 0.930809, 0.147602], [0.004733, 0.691367, 0.303900]],
}
TO_XYZ = np.array(
    [[0.4124564, 0.3575761, 0.1804375], [0.2126729, 0.7151522, 0.0721750], [0.0193339, 0.1191920, 0.9503041]]
)
WHITE = TO_XYZ.sum(axis=1)


def linear(colour: str) -> Array:
    channels = np.array([int(colour[at : at + 2], 16) for at in (1, 3, 5)]) / 255.0
    return np.where(channels <= 0.04045, channels / 12.92, ((channels + 0.055) / 1.055) ** 2.4)


def contrast(one: str, other: str) -> float:
    """Return the ratio of WCAG 2.2."""
    low, high = sorted(float(TO_XYZ[1] @ linear(colour)) for colour in (one, other))
    return (high + 0.05) / (low + 0.05)


def lab(rgb: Array) -> Array:
    ratio = TO_XYZ @ rgb / WHITE
    f = np.where(ratio > (6 / 29) ** 3, np.cbrt(ratio), ratio / (3 * (6 / 29) ** 2) + 4 / 29)
    return np.array([116 * f[1] - 16, 500 * (f[0] - f[1]), 200 * (f[1] - f[2])])


def test_the_measure_of_contrast_is_right_at_its_ends() -> None:
    assert contrast("#000000", "#ffffff") == pytest.approx(21.0)
    assert contrast("#777777", "#ffffff") == pytest.approx(4.48, abs=0.01)
    assert contrast("#123456", "#123456") == 1.0


@pytest.mark.parametrize("colour", TEXTS)
def test_words_can_be_read_on_white(colour: str) -> None:
    assert contrast(colour, "#ffffff") >= 4.5


@pytest.mark.parametrize("colour", [theme.UP, theme.DOWN, theme.BLUE, theme.PALE])
def test_marks_stand_out_from_the_page(colour: str) -> None:
    assert contrast(colour, "#ffffff") >= 3.0


@pytest.mark.parametrize(("one", "other", "least"), FILLS_SIDE_BY_SIDE)
def test_areas_side_by_side_differ_in_grey(one: str, other: str, least: float) -> None:
    assert contrast(one, other) >= least


@pytest.mark.parametrize("eye", DICHROMATS)
@pytest.mark.parametrize(("one", "other"), COLOURS_WITH_TWO_MEANINGS)
def test_colours_with_two_meanings_differ_to_a_colour_blind_eye(one: str, other: str, eye: str) -> None:
    seen = [lab(np.clip(np.array(DICHROMATS[eye]) @ linear(colour), 0, 1)) for colour in (one, other)]
    assert float(np.linalg.norm(seen[0] - seen[1])) >= 20.0  # about ten times what is just noticed


@pytest.mark.parametrize(
    ("name", "most", "lines"),
    [
        pytest.param("工业", 90, ["工业"], id="short"),
        pytest.param("批发和零售业", 90, ["批发和零售业"], id="fits"),
        pytest.param("信息传输、软件和信息技术服务业", 90, ["信息传输、软件", "和信息技术服务业"], id="balanced"),
        pytest.param("交通运输、仓储和邮政业", 90, ["交通运输、仓储", "和邮政业"], id="before-and"),
        pytest.param("固定资产投资（不含农户）", 80, ["固定资产投资", "（不含农户）"], id="before-a-bracket"),
        pytest.param("一二三四五六七八九十", 48, ["一二三四五", "六七八九十"], id="nowhere-to-break"),
        pytest.param("Hotels and catering", 90, ["Hotels and", "catering"], id="between-words"),
        pytest.param("", 90, [""], id="empty"),
        pytest.param("工业\n1—7月", 40, ["工业", "1—7月"], id="a-break-of-its-own"),
        pytest.param("工业\n1—7月", 90, ["工业1—7月"], id="a-break-that-is-not-needed"),
        pytest.param("GDP,\nQ1", 90, ["GDP, Q1"], id="a-break-that-is-not-needed-in-english"),
        pytest.param("Industry,\n14 August 2020", 90, ["Industry,", "14 August 2020"], id="a-date-stays-whole"),
    ],
)
def test_a_name_breaks_where_it_reads_well(name: str, most: float, lines: list[str]) -> None:
    assert theme.wrap(name, most) == lines


@given(name=st.text("工业和、（）ab 服务ABC1", max_size=80), most=st.floats(20, 150))
def test_no_line_is_longer_than_it_may_be_and_nothing_is_lost_unsaid(name: str, most: float) -> None:
    lines = theme.wrap(name, most)
    assert 1 <= len(lines) <= 3
    assert all(theme.length(line) <= most + theme.SIZE for line in lines)
    whole, shown = (text.replace(" ", "") for text in (name, "".join(lines)))
    assert shown == whole or (shown.endswith("…") and whole.startswith(shown[:-1]))


@given(wanted=st.lists(st.floats(-50, 50), min_size=1, max_size=12), least=st.floats(0.1, 5))
def test_labels_keep_apart_in_order_and_around_where_they_belong(wanted: list[float], least: float) -> None:
    placed = theme.spread(wanted, least)
    order = sorted(range(len(wanted)), key=lambda index: (wanted[index], index))
    gaps = [placed[b] - placed[a] for a, b in itertools.pairwise(order)]
    assert all(gap >= least - 1e-9 for gap in gaps)
    assert sum(placed) == pytest.approx(sum(wanted), abs=1e-6)


def test_labels_that_are_apart_stay_where_they_are() -> None:
    assert theme.spread([9.0, 1.0, 4.0], 1.0) == [9.0, 1.0, 4.0]
    assert theme.spread([3.0], 1.0) == [3.0]
    assert theme.spread([5.0, 5.0, 5.0], 2.0) == [3.0, 5.0, 7.0]


@pytest.mark.parametrize(
    ("value", "expected"), [(0.0, "0"), (-2.5, "\u22122.5"), (7.25, "7.25"), (100.0, "100"), (1e-12, "0")]
)
def test_a_tick_has_as_many_decimals_as_it_needs(value: float, expected: str) -> None:
    assert theme.tick(value) == expected


def test_a_label_prints_at_more_than_eight_pixels_on_a_phone() -> None:
    assert 358 / theme.WIDTH * theme.SIZE >= 8.5
