#!/usr/bin/env python3
"""Checks that merchants' bills survive being opened with a spreadsheet program: LibreOffice.

It needs Python 3, and LibreOffice Calc (`apt-get install libreoffice-calc`), which it runs without a window. Each bill,
as it was downloaded, is opened as somebody opens it who chooses nothing but its encoding: commas between the cells,
every column as LibreOffice takes it, once as Chinese and once as English (they differ in what they take for money and
days). Then cell by cell:

- a text is the same text, however many digits it has and whatever it begins with: nothing has become a number, a day
  or a formula, no character is another one;
- an amount, a count, a rate or a day is that, or the same text;
- there are as many rows and cells as in the file, and its last line.

    usage: check_spreadsheet.py <bill.csv> ...

Prints what was found and exits with 0; prints the first difference and exits with 1; exits with 2 without LibreOffice.
"""
import csv
import decimal
import io
import os
import re
import shutil
import subprocess
import sys
import tempfile
import xml.etree.ElementTree as xml

TABLE = "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}"
OFFICE = "{urn:oasis:names:tc:opendocument:xmlns:office:1.0}"
TEXT = "{urn:oasis:names:tc:opendocument:xmlns:text:1.0}"
# LibreOffice's numbers of encodings.
ENCODINGS = {"utf-8-sig": 76, "gb18030": 85}
LANGUAGES = {"zh-CN": 2052, "en-US": 1033}
# What no number in a cell has lost anything of: no leading zeros, and a fraction alone beyond fifteen digits.
NUMBER = re.compile(r"-?(0|[1-9]\d{0,14})(\.\d+)?")
RATE = re.compile(r"\d+\.\d+%")
DIGITS = re.compile(r"\d{16,}|0\d+")


class Difference(Exception):
    pass


def encoding(content):
    return "utf-8-sig" if content.startswith(b"\xef\xbb\xbf") else "gb18030"


def rows_of(content, code):
    return [row for row in csv.reader(io.StringIO(content.decode(code), newline=""))]


def opened(path, code, language, folder):
    """The file as LibreOffice has it: rows of (type, value, text, formula)."""
    options = "44,34,%d,1,,%d" % (ENCODINGS[code], LANGUAGES[language])
    subprocess.run(
        ["soffice", "--headless", "-env:UserInstallation=file://" + os.path.join(folder, "profile"),
         "--infilter=Text - txt - csv (StarCalc):" + options, "--convert-to", "fods", "--outdir", folder, path],
        check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    name = os.path.splitext(os.path.basename(path))[0] + ".fods"
    table = next(xml.parse(os.path.join(folder, name)).iter(TABLE + "table"))
    rows = []
    for row in table.iter(TABLE + "table-row"):
        cells = []
        for cell in row:
            kind = cell.get(OFFICE + "value-type")
            value = cell.get(OFFICE + "value") or cell.get(OFFICE + "date-value")
            found = (kind, value, text_of(cell), cell.get(TABLE + "formula"))
            cells.extend([found] * int(cell.get(TABLE + "number-columns-repeated", "1")))
        rows.extend([cells] * int(row.get(TABLE + "number-rows-repeated", "1")))
    return rows


def text_of(cell):
    """Of a cell's paragraphs; spaces that stand together, tabs and line breaks are elements of their own."""
    return "\n".join("".join(parts(paragraph)) for paragraph in cell.findall(TEXT + "p"))


def parts(element):
    yield element.text or ""
    for child in element:
        if child.tag == TEXT + "s":
            yield " " * int(child.get(TEXT + "c", "1"))
        elif child.tag == TEXT + "tab":
            yield "\t"
        elif child.tag == TEXT + "line-break":
            yield "\n"
        else:
            yield from parts(child)
        yield child.tail or ""


def check(written, cell, where, counts):
    kind, value, text, formula = cell
    if formula:
        raise Difference("%s: %r was taken for the formula %s" % (where, written, formula))
    if kind == "float" and NUMBER.fullmatch(written):
        if decimal.Decimal(value) != decimal.Decimal(written):
            raise Difference("%s: %s has become %s" % (where, written, value))
        counts["amounts and counts"] += 1
    elif kind == "percentage" and RATE.fullmatch(written):
        if decimal.Decimal(value) * 100 != decimal.Decimal(written[:-1]):
            raise Difference("%s: %s has become %s" % (where, written, value))
        counts["rates"] += 1
    elif kind == "date" and value.replace("T", " ") == written:
        counts["days"] += 1
    elif kind in ("string", None):
        # The tab that keeps digits is not shown, and there is one kind of line break in a cell.
        if text.rstrip("\t") != written.replace("\r\n", "\n").rstrip("\t"):
            raise Difference("%s: %r has become %r" % (where, written, text))
        plain = written.strip("\t`")
        counts["texts"] += 1 if plain else 0
        counts["of them long digits and leading zeros"] += 1 if DIGITS.fullmatch(plain) else 0
        counts["of them with Chinese characters"] += any("\u3400" <= each for each in plain)
        counts["of them with characters beyond the basic plane"] += any(each > "\uffff" for each in plain)
        counts["of them like formulas"] += plain.startswith("'")
    else:
        raise Difference("%s: %r was taken for the %s %s" % (where, written, kind, value))


def check_file(path, language, folder, counts):
    with open(path, "rb") as file:
        content = file.read()
    code = encoding(content)
    wanted = rows_of(content, code)
    found = opened(path, code, language, folder)
    # Behind and below the last cell a sheet goes on, empty.
    while found and all(cell[0] is None for cell in found[-1]):
        found.pop()
    if len(found) != len(wanted):
        raise Difference("%s as %s: %d rows have become %d" % (path, language, len(wanted), len(found)))
    for number, (row, cells) in enumerate(zip(wanted, found), 1):
        cells = cells + [(None, None, "", None)] * (len(row) - len(cells))
        for column, cell in enumerate(cells):
            where = "%s as %s, row %d, cell %d" % (path, language, number, column + 1)
            check(row[column] if column < len(row) else "", cell, where, counts)
    return code, len(wanted)


def main(paths):
    if not paths:
        print(__doc__.strip())
        return 2
    if not shutil.which("soffice"):
        print("There is no soffice here: install LibreOffice Calc", file=sys.stderr)
        return 2
    counts = dict.fromkeys(
        ("texts", "of them long digits and leading zeros", "of them with Chinese characters",
         "of them with characters beyond the basic plane", "of them like formulas", "amounts and counts", "rates", "days"), 0)
    for path in paths:
        with tempfile.TemporaryDirectory() as folder:
            try:
                for language in LANGUAGES:
                    code, rows = check_file(path, language, folder, counts)
            except Difference as difference:
                print(difference, file=sys.stderr)
                return 1
            print("%s: %d rows in %s are the same in LibreOffice" % (path, rows, code.replace("-sig", "").upper()))
    print(", ".join("%d %s" % (count, what) for what, count in counts.items()))
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
