"""The second reading: files of every format as sheets of addressed cells, with nothing taken from foi.

The format is told by the content, each format has a library of its own, and sheets that are hidden are left out.
pyxlsb knows no number formats, so a date in an .xlsb would count as a number here.
"""

import csv
import datetime
import io
import re
import zipfile
from collections import Counter
from decimal import Decimal
from typing import NamedTuple, Optional

import odf.opendocument
import openpyxl
import pyxlsb
import pyxlsb.biff12
import pyxlsb.handlers
import pyxlsb.reader
import xlrd
from odf.namespaces import OFFICENS, STYLENS, TABLENS, TEXTNS
from odf.teletype import extractText
from openpyxl.utils import get_column_letter

COMPOUND_FILE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
NUMBER = re.compile(r"[+-]?(\d+|\d{1,3}(,\d{3})+)(\.\d+)?", re.ASCII)
# Number formats that show less than the whole date.
SHOWN_DATES = {"mmm-yy": "%b-%y", "d-mmm": "{0.day}-%b", "dd-mmm": "%d-%b"}


class Cell(NamedTuple):
    """What a cell holds, as text, and as a number if it is nothing but one."""

    raw: str
    number: Optional[float]


def read(data):
    """The visible sheets of a file: name -> address -> cell. Blank cells are left out."""
    if data.startswith(b"PK\x03\x04"):
        names = zipfile.ZipFile(io.BytesIO(data)).namelist()
        reader = xlsx if "xl/workbook.xml" in names else xlsb if "xl/workbook.bin" in names else ods
    elif data.startswith(COMPOUND_FILE):
        reader = xls
    else:
        return {"": text_file(data)}
    sheets = {}
    for name, cells in reader(data):
        filled = (item for item in cells if item[1].raw.strip())
        sheets[name] = {f"{get_column_letter(col + 1)}{row + 1}": cell for (row, col), cell in filled}
    return sheets


def of_text(text):
    stripped = text.strip()
    number = float(stripped.replace(",", "")) if NUMBER.fullmatch(stripped) else None
    return Cell(text, number)


def of_value(value, number_format=""):
    """A cell of a value as the libraries give it."""
    if value is None:
        return Cell("", None)
    if isinstance(value, bool):
        return Cell(str(value).upper(), None)
    if isinstance(value, (int, float)):
        # In full and without `.0`: `5`, `0.25`, never `1e-07`.
        return Cell(format(Decimal(repr(float(value))), "f").removesuffix(".0"), float(value))
    if isinstance(value, datetime.date):
        shown = SHOWN_DATES.get(number_format.lower(), "%Y-%m-%d").format(value)
        return Cell(value.strftime(shown), None)
    if isinstance(value, (datetime.time, datetime.timedelta)):
        return Cell(str(value), None)
    return of_text(value)


def xlsx(data):
    for sheet in openpyxl.load_workbook(io.BytesIO(data), data_only=True).worksheets:
        if sheet.sheet_state == "visible":
            cells = (cell for row in sheet.iter_rows() for cell in row)
            yield sheet.title, (((c.row - 1, c.column - 1), of_value(c.value, c.number_format)) for c in cells)


class SheetStates(pyxlsb.handlers.SheetHandler):
    """pyxlsb passes over whether a sheet is hidden: the first four bytes of its record."""

    def __init__(self):
        super().__init__()
        self.hidden = set()

    def read(self, reader, recid, reclen):
        state = reader.read_int()
        reader.seek(0)
        sheet = super().read(reader, recid, reclen)
        if state:
            self.hidden.add(sheet.name)
        return sheet


def xlsb(data):
    states = SheetStates()
    pyxlsb.reader.BIFF12Reader.handlers[pyxlsb.biff12.SHEET] = states
    with pyxlsb.open_workbook(io.BytesIO(data)) as book:
        for name in book.sheets:
            if name not in states.hidden:
                with book.get_sheet(name) as sheet:
                    yield name, [((c.r, c.c), of_value(c.v)) for row in sheet.rows(sparse=True) for c in row]


def xls(data):
    book = xlrd.open_workbook(file_contents=data)

    def value(cell):
        if cell.ctype == xlrd.XL_CELL_DATE:
            return of_value(xlrd.xldate_as_datetime(cell.value, book.datemode))
        if cell.ctype == xlrd.XL_CELL_BOOLEAN:
            return of_value(bool(cell.value))
        if cell.ctype == xlrd.XL_CELL_ERROR:
            return Cell(xlrd.error_text_from_code[cell.value], None)
        return of_value(cell.value)

    for sheet in book.sheets():
        if sheet.visibility == 0:
            rows = enumerate(sheet.get_rows())
            yield sheet.name, (((row, col), value(cell)) for row, cells in rows for col, cell in enumerate(cells))


def ods(data):
    document = odf.opendocument.load(io.BytesIO(data))
    hidden_styles = {
        style.getAttrNS(STYLENS, "name")
        for style in children(document.automaticstyles, STYLENS, "style")
        for properties in children(style, STYLENS, "table-properties")
        if properties.getAttrNS(TABLENS, "display") == "false"
    }
    for table in children(document.spreadsheet, TABLENS, "table"):
        if table.getAttrNS(TABLENS, "style-name") not in hidden_styles:
            yield table.getAttrNS(TABLENS, "name"), ods_cells(table)


def children(element, namespace, *names):
    """The child elements of these names; text between them has none."""
    wanted = {(namespace, name) for name in names}
    return [child for child in element.childNodes if getattr(child, "qname", None) in wanted]


def ods_rows(table):
    """The rows of a table, in groups or not."""
    for child in children(table, TABLENS, "table-row", "table-header-rows", "table-row-group", "table-rows"):
        if child.qname[1] == "table-row":
            yield child
        else:
            yield from ods_rows(child)


def ods_cells(table):
    """Every filled cell as often as it is repeated; blank ones only move on."""
    row = 0
    for line in ods_rows(table):
        col, filled = 0, []
        for element in children(line, TABLENS, "table-cell", "covered-table-cell"):
            cell, times = ods_cell(element), int(element.getAttrNS(TABLENS, "number-columns-repeated") or 1)
            if cell.raw.strip():
                filled += [(at, cell) for at in range(col, col + times)]
            col += times
        times = int(line.getAttrNS(TABLENS, "number-rows-repeated") or 1)
        if filled:
            yield from (((at, col), cell) for at in range(row, row + times) for col, cell in filled)
        row += times


def ods_cell(element):
    def value(name):
        return element.getAttrNS(OFFICENS, name)

    kind = value("value-type")
    if kind in ("float", "percentage", "currency"):
        return of_value(float(value("value")))
    if kind == "boolean":
        return of_value(value("boolean-value") == "true")
    if kind in ("date", "time"):
        return Cell(value(f"{kind}-value"), None)
    paragraphs = map(extractText, children(element, TEXTNS, "p"))
    return of_text(value("string-value") or "\n".join(paragraphs))


def text_file(data):
    """The cells of delimited text by line:field, the line being the one on which a record begins."""
    text = decoded(data)
    records = max((split(text, delimiter) for delimiter in ",;\t|"), key=regularity)
    cells = ((f"{line}:{field}", value) for line, fields in records for field, value in enumerate(fields, 1))
    return {address: of_text(value) for address, value in cells if value.strip()}


def decoded(data):
    for mark, encoding in ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16")):
        if data.startswith(mark):
            return data.decode(encoding)
    # English in UTF-16 has a NUL in every other byte.
    for odd, encoding in ((1, "utf-16-le"), (0, "utf-16-be")):
        if data[odd::2].count(0) * 2 > len(data[odd::2]):
            return data.decode(encoding)
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        return data.decode("cp1252", errors="replace")


def split(text, delimiter):
    """Every record with the line it begins on."""
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    records, line = [], 1
    for fields in reader:
        records.append((line, fields))
        line = reader.line_num + 1
    return records


def regularity(records):
    """Cells beyond the first column in the records of the width that explains most of them."""
    widths = Counter(len(fields) for _, fields in records)
    return max(((width - 1) * times for width, times in widths.items() if width), default=0)
