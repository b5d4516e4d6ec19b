"""The explorer of JupyterLab on a page's own forecasts."""

from __future__ import annotations

from pathlib import Path

import ipywidgets as widgets

from shouguan.explorer.explorer import Explorer, explore
from shouguan.report.live import Live


def explorer(page: Live, export_to: Path | None = None) -> Explorer | widgets.HTML:
    """Lay out sliders for every total of the page that has parts.

    Parameters
    ----------
    page : Live
    export_to : Path, optional
        Where tables are exported to; the working folder by default.

    Returns
    -------
    Explorer, or a widget that says why there is nothing to move
    """
    sheets = [sheet for code, sheet in page.sheets.items() if code in page.linked.accounts]
    if not sheets:
        reasons = list(page.linked.whole.values())
        sentence = page.say(
            "没有可调的构成：{r}",
            r="；".join(zh for zh, _ in reasons) if page.lang == "zh" else "; ".join(en for _, en in reasons),
        )
        return widgets.HTML(str(sentence))
    aimed = [(sheet, sheet.main_target) for sheet in sheets if sheet.main_target is not None]
    bases = {sheet.code: fact.value for sheet in sheets if (fact := page.base(sheet)) is not None}
    return explore(
        [page.board(sheet) for sheet in sheets],
        targets={sheet.code: target.met_from for sheet, target in aimed},
        kinds={sheet.code: sheet.goal_name(target, page.facts, page.lang) for sheet, target in aimed},
        names={sheet.code: sheet.name(page.lang) for sheet in sheets},
        bases=bases,
        place=page.place.name(page.lang),
        synthetic=page.place.settings.synthetic,
        save_to=page.place.folder,
        export_to=export_to,
        lang=page.lang,
    )
