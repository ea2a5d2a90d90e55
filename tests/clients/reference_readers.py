"""What a file shows, cell by cell, according to readers that share no code with foi.

Each format has the library that its users trust; where a library keeps something to itself (hidden rows, number
formats), it is read from what the library gives of the raw record. Hidden sheets, rows and columns are left out, and
cells under merged ones.
"""

import datetime
import io
import os
import re
import zipfile
from typing import Any, NamedTuple, Optional

import odf.opendocument
import openpyxl
import pyxlsb
import pyxlsb.biff12
import pyxlsb.handlers
import pyxlsb.reader
import xlrd
from odf.namespaces import OFFICENS, STYLENS, TABLENS, TEXTNS
from odf.teletype import extractText
from openpyxl.styles.numbers import BUILTIN_FORMATS, is_date_format, is_timedelta_format
from openpyxl.utils import get_column_letter
from openpyxl.utils.datetime import from_excel, to_excel

import grids
from grids import COMPOUND_FILE, SheetStates, children

# How a text is divided, as whoever looked at it saw: the end of its path, encoding, delimiter. One that is not listed
# is UTF-8 with commas if it is named .csv; any other is guessed by grids.py.
TEXTS = [
    ("city-of-london/FOI reply - private images.csv", "cp1252", ","),
    ("durham/Durham response.txt", "utf-8", "\t"),
    ("gloucestershire/Gloucestershire FOI.csv", "utf-8", ";"),
    ("north-wales/Private images - offences.csv", "utf-16", "\t"),
    ("north-wales/Private images - totals.csv", "utf-16", "\t"),
    ("north-yorkshire/North Yorkshire response.tsv", "utf-8", "\t"),
    ("metropolitan/FOI sexting suspects.csv", "cp1252", ";"),
]


# Characters that XML cannot hold, as text cells have them; openpyxl leaves them as they are.
ESCAPED = re.compile("_x([0-9A-Fa-f]{4})_")
STRICT = "http://purl.oclc.org/ooxml/spreadsheetml/main"
NAMESPACES = [
    (STRICT, "http://schemas.openxmlformats.org/spreadsheetml/2006/main"),
    ("http://purl.oclc.org/ooxml/officeDocument/relationships",
     "http://schemas.openxmlformats.org/officeDocument/2006/relationships"),
]

# Number formats that show less than the whole date.
SHORT_DATES = {"mmm-yy": "{:%b-%y}", "d-mmm": "{0.day}-{0:%b}", "dd-mmm": "{:%d-%b}"}


class Error(str):
    """The name of a spreadsheet error."""


class Serial(float):
    """A time of day, a duration, or a day that no calendar has: days since the epoch."""


class Held(NamedTuple):
    """What a cell holds, and what is known of how it is shown."""

    value: Any
    number_format: str = "General"
    # What the file itself says is shown, where it does.
    shown: Optional[str] = None


class NoReader(Exception):
    """The format is not one of those that a reference reader exists for."""


def read(path):
    """The name of the reader, and place -> what is held there. A place is (sheet, address)."""
    data = path.read_bytes()
    if data.startswith(b"PK\x03\x04"):
        names = zipfile.ZipFile(io.BytesIO(data)).namelist()
        if "xl/workbook.bin" in names:
            name, sheets = "pyxlsb", xlsb(data)
        elif "content.xml" in names:
            name, sheets = "odfpy", ods(data)
        else:
            name, sheets = "openpyxl", xlsx(data)
    elif data.startswith(COMPOUND_FILE):
        name, sheets = "xlrd", xls(data)
    elif data.lstrip()[:1] == b"<" or path.suffix.lower().startswith(".xls"):
        raise NoReader("neither a workbook in a container nor text")
    else:
        name, cells = text(path, data)
        return name, {("", place): Held(value) for place, value in cells if not blank(value)}
    cells = {}
    for sheet, found in sheets:
        for (row, col), held in found:
            if not blank(held.value):
                cells[sheet, f"{get_column_letter(col + 1)}{row + 1}"] = held
    return name, cells


def blank(value):
    return value is None or (isinstance(value, str) and not value.strip())


def xlsx(data):
    book = openpyxl.load_workbook(io.BytesIO(transitional(data)), data_only=True)
    for sheet in book.worksheets:
        if sheet.sheet_state == "visible":
            yield sheet.title, xlsx_cells(sheet, book.epoch)


def transitional(data):
    """The workbook in the namespaces that openpyxl knows: a strict one says the same in others."""
    archive = zipfile.ZipFile(io.BytesIO(data))
    parts = {info.filename: archive.read(info) for info in archive.infolist()}
    if STRICT.encode() not in parts.get("xl/workbook.xml", b""):
        return data
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as copy:
        for name, part in parts.items():
            for strict, known in NAMESPACES:
                part = part.replace(strict.encode(), known.encode())
            copy.writestr(name, part)
    return out.getvalue()


def xlsx_cells(sheet, epoch):
    rows = {number for number, row in sheet.row_dimensions.items() if row.hidden}
    columns = [(column.min, column.max) for column in sheet.column_dimensions.values() if column.hidden]
    # The cells there are: `iter_rows` would make those between them too.
    for (row, column), cell in sheet._cells.items():
        if row in rows or any(first <= column <= last for first, last in columns):
            continue
        value = cell.value
        if cell.data_type == "e":
            value = Error(value)
        elif isinstance(value, str):
            value = ESCAPED.sub(lambda found: chr(int(found[1], 16)), value)
        elif isinstance(value, (datetime.time, datetime.timedelta)) or (
                isinstance(value, datetime.datetime) and value.replace(tzinfo=None) < epoch):
            value = Serial(to_excel(value, epoch))
        yield (row - 1, column - 1), Held(value, cell.number_format or "General")


def xls(data):
    # Formats and hidden rows are read only when asked for.
    with open(os.devnull, "w", encoding="utf-8") as nowhere:
        book = xlrd.open_workbook(file_contents=data, formatting_info=True, logfile=nowhere)
    for sheet in book.sheets():
        if sheet.visibility == 0:
            yield sheet.name, xls_cells(book, sheet)


def xls_cells(book, sheet):
    # From the first row and column to those after the last; the first cell is the one that is shown.
    covered = {
        (row, column)
        for top, bottom, left, right in sheet.merged_cells
        for row in range(top, min(bottom, sheet.nrows))
        for column in range(left, min(right, sheet.ncols))
        if (row, column) != (top, left)
    }
    for row in range(sheet.nrows):
        if row in sheet.rowinfo_map and sheet.rowinfo_map[row].hidden:
            continue
        for column, cell in enumerate(sheet.row(row)):
            if column in sheet.colinfo_map and sheet.colinfo_map[column].hidden or (row, column) in covered:
                continue
            number_format = book.format_map[book.xf_list[cell.xf_index].format_key].format_str or "General"
            yield (row, column), Held(xls_value(book, cell), number_format)


def xls_value(book, cell):
    if cell.ctype in (xlrd.XL_CELL_EMPTY, xlrd.XL_CELL_BLANK):
        return None
    if cell.ctype == xlrd.XL_CELL_BOOLEAN:
        return bool(cell.value)
    if cell.ctype == xlrd.XL_CELL_ERROR:
        return Error(xlrd.error_text_from_code.get(cell.value, f"error {cell.value}"))
    if cell.ctype == xlrd.XL_CELL_DATE:
        try:
            return day(cell.value, xlrd.xldate_as_datetime, book.datemode)
        except (xlrd.XLDateError, OverflowError):
            return Serial(cell.value)
    return cell.value


def day(serial, convert, epoch):
    """A day, or the serial number of what is none."""
    first = 1 if epoch in (0, openpyxl.utils.datetime.WINDOWS_EPOCH) else 0
    return convert(serial, epoch) if first <= serial < 2_958_466 else Serial(serial)


class HiddenRow(pyxlsb.handlers.RowHandler):
    """The row number, and whether the row is hidden: BrtRowHdr, [MS-XLSB] 2.4.764."""

    def read(self, reader, recid, reclen):
        number = reader.read_int()
        reader.skip(7)
        return number, bool((reader.read_byte() or 0) & 0x10)


class HiddenColumns(pyxlsb.handlers.ColumnHandler):
    """First and last column, and whether they are hidden: BrtColInfo, [MS-XLSB] 2.4.323."""

    def read(self, reader, recid, reclen):
        first, last = reader.read_int(), reader.read_int()
        reader.skip(8)
        return first, last, bool((reader.read_short() or 0) & 0x01)


class Format(pyxlsb.handlers.Handler):
    """Number and code of a format: BrtFmt."""

    def read(self, reader, recid, reclen):
        return reader.read_short(), reader.read_string()


class CellStyle(pyxlsb.handlers.Handler):
    """The number of the format that a style uses: BrtXF."""

    def read(self, reader, recid, reclen):
        reader.skip(2)
        return reader.read_short()


FORMAT = 0x2C
RECORDS = {
    pyxlsb.biff12.ROW: HiddenRow(),
    pyxlsb.biff12.COL: HiddenColumns(),
    pyxlsb.biff12.XF: CellStyle(),
    FORMAT: Format(),
    pyxlsb.biff12.CELLXFS: pyxlsb.handlers.BasicHandler("styles"),
    pyxlsb.biff12.CELLXFS_END: pyxlsb.handlers.BasicHandler("/styles"),
}
BOOLEANS_AND_ERRORS = (pyxlsb.biff12.BOOLERR, pyxlsb.biff12.FORMULA_BOOLERR)


def xlsb(data):
    states = SheetStates()
    pyxlsb.reader.BIFF12Reader.handlers.update({**RECORDS, pyxlsb.biff12.SHEET: states})
    formats = xlsb_formats(data)
    with pyxlsb.open_workbook(io.BytesIO(data)) as book:
        for name in book.sheets:
            if name not in states.hidden:
                # Its own `rows` would leave out what stands beyond the last column of the dimension.
                with book.get_sheet(name) as sheet:
                    yield name, list(xlsb_cells(book, sheet, formats))


def xlsb_formats(data):
    """The code of the number format of every style."""
    archive = zipfile.ZipFile(io.BytesIO(data))
    if "xl/styles.bin" not in archive.namelist():
        return []
    codes, styles, inside = dict(BUILTIN_FORMATS), [], False
    for record, item in pyxlsb.reader.BIFF12Reader(io.BytesIO(archive.read("xl/styles.bin"))):
        if record in (pyxlsb.biff12.CELLXFS, pyxlsb.biff12.CELLXFS_END):
            inside = record == pyxlsb.biff12.CELLXFS
        elif record == FORMAT:
            codes[item[0]] = item[1]
        elif record == pyxlsb.biff12.XF and inside:
            styles.append(item)
    return [codes.get(style, "General") for style in styles]


def xlsb_cells(book, sheet, formats):
    columns, row, is_hidden = [], None, False
    sheet._reader.seek(0)
    for record, item in sheet._reader:
        if record == pyxlsb.biff12.SHEETDATA_END:
            return
        if record == pyxlsb.biff12.COL and item[2]:
            columns.append(item[:2])
        elif record == pyxlsb.biff12.ROW:
            row, is_hidden = item
        elif pyxlsb.biff12.BLANK <= record <= pyxlsb.biff12.FORMULA_BOOLERR and item.v is not None:
            if is_hidden or any(first <= item.c <= last for first, last in columns):
                continue
            style = (item.style or 0) & 0xFF_FFFF
            number_format = formats[style] if style < len(formats) else "General"
            yield (row, item.c), Held(xlsb_value(book, record, item.v, number_format), number_format)


def xlsb_value(book, record, value, number_format):
    if record == pyxlsb.biff12.STRING:
        return book.stringtable[value]
    if record in BOOLEANS_AND_ERRORS:
        return Error(xlrd.error_text_from_code.get(int(value, 16), value))
    if isinstance(value, float) and is_timedelta_format(number_format):
        return Serial(value)
    if isinstance(value, float) and is_date_format(number_format):
        return day(value, from_excel, openpyxl.utils.datetime.WINDOWS_EPOCH)
    return value


def ods(data):
    document = odf.opendocument.load(io.BytesIO(data))
    hidden = {
        style.getAttrNS(STYLENS, "name")
        for style in children(document.automaticstyles, STYLENS, "style")
        for properties in children(style, STYLENS, "table-properties")
        if properties.getAttrNS(TABLENS, "display") == "false"
    }
    for table in children(document.spreadsheet, TABLENS, "table"):
        if table.getAttrNS(TABLENS, "style-name") not in hidden:
            yield table.getAttrNS(TABLENS, "name"), ods_cells(table)


def ods_lines(parent, kind, is_shown=True):
    """Rows or columns in their groups, each with whether it is shown and how often it is repeated."""
    folders = [f"table-{kind}s", f"table-header-{kind}s", f"table-{kind}-group"]
    for child in children(parent, TABLENS, f"table-{kind}", *folders):
        if child.qname[1] == f"table-{kind}":
            times = int(child.getAttrNS(TABLENS, f"number-{kind}s-repeated") or 1)
            visibility = child.getAttrNS(TABLENS, "visibility") or "visible"
            yield child, is_shown and visibility == "visible", times
        else:
            yield from ods_lines(child, kind, is_shown and child.getAttrNS(TABLENS, "display") != "false")


def ods_cells(table):
    columns, at = [], 0
    for _, is_shown, times in ods_lines(table, "column"):
        if not is_shown:
            columns.append(range(at, at + times))
        at += times
    row = 0
    for line, is_shown, times in ods_lines(table, "row"):
        filled = [(col, held) for col, held in ods_row(line) if not any(col in hidden for hidden in columns)]
        if filled and is_shown:
            yield from (((at, col), held) for at in range(row, row + times) for col, held in filled)
        row += times


def ods_row(line):
    col = 0
    for element in children(line, TABLENS, "table-cell", "covered-table-cell"):
        times = int(element.getAttrNS(TABLENS, "number-columns-repeated") or 1)
        held = ods_cell(element)
        if not blank(held.value) and element.qname[1] != "covered-table-cell":
            yield from ((at, held) for at in range(col, col + times))
        col += times


def ods_cell(element):
    def value(name):
        return element.getAttrNS(OFFICENS, name)

    shown = "\n".join(map(extractText, children(element, TEXTNS, "p")))
    kind = value("value-type")
    if kind == "percentage":
        return Held(float(value("value")), "0%", shown)
    if kind in ("float", "currency"):
        return Held(float(value("value")), shown=shown)
    if kind == "boolean":
        return Held(value("boolean-value") == "true", shown=shown)
    if kind == "date":
        date = datetime.datetime.fromisoformat(value("date-value"))
        short = (code for code, form in SHORT_DATES.items() if form.format(date) == shown)
        return Held(date, next(short, "General"), shown)
    if kind == "time":
        return Held(value("time-value"), shown=shown)
    return Held(value("string-value") or shown)


def text(path, data):
    """How a text was divided, and its cells by line:field, the line being the one on which a record begins."""
    listed = [dialect for end, *dialect in TEXTS if path.as_posix().endswith(end)]
    if path.suffix.lower() == ".csv":
        listed.append(("utf-8-sig", ","))
    if listed:
        (encoding, delimiter), how = listed[0], "csv"
        decoded = data.decode(encoding)
    else:
        decoded, how = grids.decoded(data), "csv, guessed"
        delimiter = max(",;\t|", key=lambda one: grids.regularity(grids.split(decoded, one)))
    records = grids.split(decoded, delimiter)
    cells = ((f"{line}:{field}", value) for line, fields in records for field, value in enumerate(fields, 1))
    return f"{how} {delimiter!r}", cells


def bare(number_format):
    """The first section of a format without what only says how it is written."""
    return re.sub(r'\[[^\]]*\]|[\\"]', "", number_format.lower().split(";")[0])


def is_percent(number_format):
    """Whether a format shows a share: `%` outside of quotes and not escaped."""
    return "%" in re.sub(r'"[^"]*"|\\.|\[[^\]]*\]', "", number_format)


def words(number_format, number):
    """What a format shows that shows nothing of its number; None if it does show the number."""
    sections = re.sub(r"\[[^\]]*\]", "", number_format).split(";")
    if len(sections) > 2 and number == 0:
        section = sections[2]
    else:
        section = sections[1] if len(sections) > 1 and number < 0 else sections[0]
    if section.lower() == "general" or re.search(r"[0#?@ymdhse]|General", re.sub(r'"[^"]*"|\\.', "", section), re.I):
        return None
    return re.sub(r"[_*].", " ", section).replace('"', "").replace("\\", "")
