"""Settings of the letterhead: what a place may set, and what is refused."""

from __future__ import annotations

from pathlib import Path

import pytest

from shouguan.core.errors import DataError
from shouguan.data.settings import Settings, settings_of

PLACE = 'region: "999901"\nname: 某市\nname_en: City\n'


def settings(folder: Path, more: str) -> Settings:
    (folder / "place.yaml").write_text(PLACE + more, encoding="utf-8")
    return settings_of(folder)


def test_by_rule_a_page_is_internal_and_has_no_number_and_nobody_signs(tmp_path: Path) -> None:
    found = settings(tmp_path, "")
    assert (found.secrecy, found.document_number, found.signatory, found.office_en) == ("内部资料", None, None, None)
    assert found.style.month_dash == "—"


def test_what_an_office_sets_is_kept_as_it_is_written(tmp_path: Path) -> None:
    found = settings(
        tmp_path,
        "document_number: 某发改〔2020〕12号\nsignatory: 某某\noffice_en: City Office\nstyle: {month_dash: ～}\n",
    )
    assert found.document_number == "某发改〔2020〕12号"
    assert (found.signatory, found.office_en, found.style.month_dash) == ("某某", "City Office", "～")


@pytest.mark.parametrize(
    ("more", "said"),
    [
        pytest.param("secrecy: 秘密\n", "“secrecy”的值“秘密”不对", id="another mark"),
        pytest.param("style: {month_dash: '-'}\n", "“style.month_dash”的值“-”不对", id="another dash"),
        pytest.param("style: {dash: '—'}\n", "未知的设置项“style.dash”", id="an unknown style"),
        pytest.param(f"document_number: {'号' * 61}\n", "“document_number”的值", id="a number too long"),
        pytest.param("signator: 某某\n", "最接近的有效值：signatory", id="a slip"),
    ],
)
def test_anything_else_is_refused(tmp_path: Path, more: str, said: str) -> None:
    with pytest.raises(DataError) as error:
        settings(tmp_path, more)
    assert said in error.value.zh
