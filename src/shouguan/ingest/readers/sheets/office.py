"""Archives of Office programs, bounded before unpacking: workbooks and documents."""

from __future__ import annotations

import zipfile
from pathlib import Path

from lxml import etree

from shouguan.core.errors import DataError, UsageError
from shouguan.ingest.readers.sheets import binary_workbook, open_document, word, workbook
from shouguan.ingest.readers.sheets.grid import Sheet, too_large

_LARGEST_PART = 160 * 2**20
_LARGEST_WHOLE = 200 * 2**20
_LARGEST_STRINGS = 32 * 2**20
_MOST_PARTS = 2000


def load(file: Path, name: str) -> list[Sheet]:
    """Read the visible sheets of an XLSX, XLSB or ODS workbook, or the tables of a DOCX document.

    Raises
    ------
    UsageError
        When the archive is damaged or holds neither.
    DataError
        When unpacking it would take more than the bounds.
    """
    try:
        with zipfile.ZipFile(file) as archive:
            parts = set(_checked(archive, name))
            if "word/document.xml" in parts:
                sheets = word.load(archive, name)
            elif workbook.PART in parts:
                sheets = workbook.load(archive, name)
            elif binary_workbook.PART in parts:
                sheets = binary_workbook.load(file.read_bytes(), name)
            elif open_document.is_spreadsheet(archive):
                sheets = open_document.load(archive, name)
            else:
                raise UsageError(
                    f"{name} 是压缩包，里面没有 Excel 或 Word 内容；请解压后读取其中的文件",
                    f"{name} is an archive without a workbook or document; unpack it and read the file inside",
                )
    except (DataError, UsageError):
        raise
    except Exception as error:  # damaged parts end in dozens of kinds of errors inside the libraries
        raise _damaged(name, error) from None
    return sheets


def _checked(archive: zipfile.ZipFile, name: str) -> list[str]:
    """Refuse an archive that would not fit into memory, before a byte of it is unpacked.

    The sizes are those that the archive declares; the library reads no more than that of a part.
    """
    infos = archive.infolist()
    total = sum(info.file_size for info in infos)
    large = max((info.file_size for info in infos), default=0)
    if len(infos) > _MOST_PARTS:
        raise too_large(name, f"由 {len(infos)} 个部分组成", f"is made of {len(infos)} parts")
    if total > _LARGEST_WHOLE or large > _LARGEST_PART:
        raise too_large(name, f"解开后有 {total // 2**20} MB", f"unpacks to {total // 2**20} MB")
    if any(info.file_size > _LARGEST_STRINGS for info in infos if info.filename.endswith("sharedStrings.xml")):
        raise too_large(name, "的文字部分过大", "holds too much text")
    for info in infos:
        if info.filename.endswith((".xml", ".rels")):
            with archive.open(info) as stream:
                if b"<!DOCTYPE" in stream.read(4096):
                    raise UsageError(
                        f"{name} 含有 DOCTYPE 声明，不是 Office 保存的文件，拒绝读取",
                        f"{name} holds a DOCTYPE, which no Office program writes; it is refused",
                    )
    return [info.filename for info in infos]


def _damaged(name: str, error: Exception) -> UsageError:
    what = "XML" if isinstance(error, etree.XMLSyntaxError) else type(error).__name__
    return UsageError(
        f"{name} 已损坏或不完整，不能打开（{what}）；请用 Excel/WPS 打开修复后另存为 .xlsx 或 .docx",
        f"{name} is damaged or cut short and cannot be opened ({what}); repair it in a spreadsheet program, save anew",
    )
