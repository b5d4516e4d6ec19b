"""How long the data door takes: a ledger of 5,000 projects, ten years of monthly bulletins, a dump of 30 MB.

    python benchmarks/time_import.py

Each is a whole process as a user starts it, the libraries' loading included.
"""

from __future__ import annotations

import subprocess
import sys
import tempfile
import time
from pathlib import Path

import openpyxl

LEDGER_ROWS = 5000
YEARS = range(2011, 2021)
HEAD = [
    "序号",
    "项目代码",
    "项目名称",
    "建设地点",
    "建设性质",
    "行业",
    "建设内容",
    "起止年限",
    "总投资（万元）",
    "截至上年底累计完成",
    "年度计划投资（万元）",
    "本月完成",
    "1-9月完成投资",
    "统计入库投资",
    "资金来源",
    "计划开工",
    "实际开工",
    "计划竣工",
    "形象进度",
    "是否纳统",
    "纳统时间",
    "存在问题",
    "责任单位",
    "包联领导",
]
INDICATORS = [
    "规模以上工业增加值",
    "固定资产投资",
    "房地产开发投资",
    "民间投资",
    "社会消费品零售总额",
    "一般公共预算收入",
    "一般公共预算支出",
    "出口总额",
    "进口总额",
    "工业用电量",
    "全社会用电量",  # behind its part, so that it is the larger one
    "金融机构本外币存款余额",
    "金融机构本外币贷款余额",
    "商品房销售面积",
]


def ledger(file: Path) -> None:
    """Write a ledger."""
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.append(["示范市2020年1—9月重点项目台账（单位：万元）"])
    sheet.append(HEAD)
    for n in range(1, LEDGER_ROWS + 1):
        sheet.append(
            [
                n,
                f"2020-370000-30-03-{n:06d}",
                f"项目{n}",
                "东区",
                "新建",
                "制造业",
                "厂房及配套设施",
                "2020-2022",
                10000 + n,
                500,
                3000 + n % 700,
                100 + n % 30,
                2000 + n % 500,
                1800,
                "自筹",
                "2020年3月",
                "2020.4",
                "2022年12月",
                "主体施工",
                "是" if n % 3 else "否",
                "2020年5月" if n % 3 else "",
                "",
                "市工信局",
                "张某",
            ]
        )
    book.save(file)


def bulletins(folder: Path) -> None:
    """Write one bulletin a month of ten years (none for January, two extra yearbooks' worth of notes)."""
    for year in YEARS:
        for month in range(1, 13):
            book = openpyxl.Workbook()
            sheet = book.active
            last = max(month, 2)
            sheet.append([f"示范市{year}年{last}月统计月报"])
            sheet.append(["", "", "", "", "", "单位：亿元、%"])
            sheet.append(["指标", "计量单位", f"1—{last}月", "", "", ""])
            sheet.append(["", "", "绝对额", "增长", "", ""])
            sheet.merge_cells("C3:D3")
            for n, name in enumerate(INDICATORS):
                level = round((50 + 10 * n) * last * (1 + 0.05 * (year - 2011)) + n, 1)
                unit = {"商品房销售面积": "万平方米"}.get(name, "亿千瓦时" if "用电" in name else "亿元")
                sheet.append(
                    [
                        name,
                        unit,
                        "" if name in {"固定资产投资", "民间投资"} else level,
                        round(3 + n / 10 + month / 50, 1),
                    ]
                )
            book.save(folder / f"月报{year}年{month:02d}期.xlsx")


def timed(what: str, *words: str, findings: bool = False) -> None:
    """Run the command line once and print its seconds; what it refuses is no measure and ends all.

    With findings the command may end with exit code 1: it has looked at all and found something.
    """
    start = time.perf_counter()
    done = subprocess.run([sys.executable, "-m", "shouguan", *words], capture_output=True, text=True, check=False)
    seconds = time.perf_counter() - start
    last = (done.stdout.strip() or done.stderr.strip()).splitlines()[-1]
    print(f"{what}: {seconds:.1f} s: {last[:110]}")
    if done.returncode > findings:
        sys.exit(f"{what} was not done, exit {done.returncode}:\n{done.stderr or done.stdout}")


def main() -> None:
    """Write the files and time them."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        ledger(folder / "台账.xlsx")
        archive = folder / "历年月报"
        archive.mkdir()
        bulletins(archive)
        timed("a place", "new", str(folder / "city"), "--name", "示范市", "--region", "999901")
        timed(f"a ledger of {LEDGER_ROWS} rows, read", "read", str(folder / "台账.xlsx"))
        timed(
            f"a ledger of {LEDGER_ROWS} rows, imported",
            "import",
            str(folder / "台账.xlsx"),
            "--place",
            str(folder / "city"),
        )
        timed("120 bulletins, imported", "import", str(archive), "--place", str(folder / "city"))
        timed("120 bulletins, once more", "import", str(archive), "--place", str(folder / "city"))
        timed("the place, checked", "check", str(folder / "city"), findings=True)


if __name__ == "__main__":
    main()
