"""Writes own/: small files of every dialect, with the cells each must give. Fruit and rain, all made up.

    tests/dialects/make_own.py

A file is given as its bytes and as its rows, both by hand: neither is made from the other.
"""

import csv
import json
from pathlib import Path

OWN = Path(__file__).parent / "own"

FRUIT = [["Fruit", "Crates", "Orchard"], ["plums", "5", "north"], ["pears", "12", "south"], ["figs", "3", "north"]]


def lines(text, end="\n"):
    """The lines of a text block, joined by one kind of line end."""
    return text.strip("\n").replace("\n", end) + end


def table(delimiter):
    return "".join(delimiter.join(row) + "\n" for row in FRUIT)


FILES = {
    "delimiter_comma": (table(","), FRUIT, {}),
    "delimiter_semicolon": (table(";"), FRUIT, {"delimiter": ";"}),
    "delimiter_tab": (table("\t"), FRUIT, {"delimiter": "\t"}),
    "delimiter_pipe": (table("|"), FRUIT, {"delimiter": "|"}),
    "delimiter_caret": (table("^"), FRUIT, {"delimiter": "^"}),
    "delimiter_comma_space": (table(", "), FRUIT, {"delimiter": ", "}),
    "delimiter_space": (
        lines('"Fruit" "Crates sold" 2015\n"red plums" 5 4\npears 12 11\n"dried figs" 3 2'),
        [["Fruit", "Crates sold", "2015"], ["red plums", "5", "4"], ["pears", "12", "11"], ["dried figs", "3", "2"]],
        {"delimiter": " "},
    ),
    "delimiter_stated": (
        lines("sep=;\nFruit, dried;Crates\nplums, red;5\npears, green;12"),
        [["Fruit, dried", "Crates"], ["plums, red", "5"], ["pears, green", "12"]],
        {"delimiter": ";"},
    ),
    "column_single": (
        lines("Fruit sold\nplums\npears, green\nfigs\n1,234"),
        [["Fruit sold"], ["plums"], ["pears, green"], ["figs"], ["1,234"]],
        {"delimiter": None},
    ),
    "column_single_times": (lines("Time\n09:15\n10:30\n11:45"), [["Time"], ["09:15"], ["10:30"], ["11:45"]], {}),
    "quote_double": (
        lines('Fruit,Crates\n"plums, red",5\n"the ""best"" pears",12'),
        [["Fruit", "Crates"], ["plums, red", "5"], ['the "best" pears', "12"]],
        {"quotechar": '"', "escapechar": '"'},
    ),
    "quote_all": (
        lines('"Fruit";"Crates"\n"plums; red";"5"\n"pears";"12"'),
        [["Fruit", "Crates"], ["plums; red", "5"], ["pears", "12"]],
        {"delimiter": ";", "quotechar": '"'},
    ),
    "quote_apostrophe": (
        lines("'Fruit','Crates'\n'plums, red','5'\n'grower''s pears','12'\n'figs','3'"),
        [["Fruit", "Crates"], ["plums, red", "5"], ["grower's pears", "12"], ["figs", "3"]],
        {"quotechar": "'"},
    ),
    "quote_backslash": (
        lines('Fruit,Crates\n"plums, \\"red\\", ripe",5\n"pears, 5\\"",12\n"figs, dried",3'),
        [["Fruit", "Crates"], ['plums, "red", ripe', "5"], ['pears, 5"', "12"], ["figs, dried", "3"]],
        {"quotechar": '"', "escapechar": "\\"},
    ),
    "quote_backslash_outside_quotes": (
        lines('Fruit,Crates\nthe \\"best\\" plums,5\n\\"red\\" pears,12\nfigs,3'),
        [["Fruit", "Crates"], ['the "best" plums', "5"], ['"red" pears', "12"], ["figs", "3"]],
        {"quotechar": '"', "escapechar": "\\"},
    ),
    "quote_unclosed": (
        lines('Fruit,Crates,Orchard\nplums,5,"north\npears,12,south\n"figs, dried",3,north'),
        [["Fruit", "Crates", "Orchard"], ["plums", "5", '"north'], ["pears", "12", "south"], ["figs, dried", "3", "north"]],
        {"quotechar": '"'},
    ),
    "quote_unclosed_met_far_below": (
        lines('Fruit,Crates,Orchard\nplums,"5,north\npears,12,south\nfigs,3",north'),
        [["Fruit", "Crates", "Orchard"], ["plums", '"5', "north"], ["pears", "12", "south"], ["figs", '3"', "north"]],
        {"quotechar": '"'},
    ),
    "quote_stray": (
        lines('Fruit,Crates\n"red" plums,5\n5" pears,12\n"figs, the "dried" ones",3'),
        [["Fruit", "Crates"], ['"red" plums', "5"], ['5" pears', "12"], ['figs, the "dried" ones', "3"]],
        {"quotechar": '"'},
    ),
    "quote_never_doubled": (
        lines('Fruit,Crates,Orchard\n"plums, 5"","12","north"\n"pears, green","3","south"\nfigs,1,north'),
        [["Fruit", "Crates", "Orchard"], ['plums, 5"', "12", "north"], ["pears, green", "3", "south"], ["figs", "1", "north"]],
        {"quotechar": '"', "escapechar": ""},
    ),
    "cell_of_several_lines": (
        lines('Fruit,Note,Crates\nplums,"ripe,\nand red",5\n"pears\n\n(green)",,12\nfigs,dry,3'),
        [["Fruit", "Note", "Crates"], ["plums", "ripe,\nand red", "5"], ["pears\n\n(green)", "", "12"], ["figs", "dry", "3"]],
        {"quotechar": '"'},
    ),
    "lines_crlf": (table(",").replace("\n", "\r\n"), FRUIT, {"record_delimiter": "\r\n"}),
    "lines_cr": (table(",").replace("\n", "\r"), FRUIT, {"record_delimiter": "\r"}),
    "lines_mixed": ("Fruit,Crates,Orchard\r\nplums,5,north\rpears,12,south\nfigs,3,north", FRUIT, {}),
    "preamble_of_sentences": (
        lines(
            "Fruit, nuts and rain\nFruit, by orchard\nSold from April, to June\n\nFruit;Crates\nplums;5\npears;12\n\n"
            "Note: crates, not boxes, were counted; boxes were not.\nSource: the orchard's own books, 2015"
        ),
        [
            ["Fruit, nuts and rain"],
            ["Fruit, by orchard"],
            ["Sold from April, to June"],
            ["Fruit", "Crates"],
            ["plums", "5"],
            ["pears", "12"],
            ["Note: crates, not boxes, were counted", " boxes were not."],
            ["Source: the orchard's own books, 2015"],
        ],
        {"delimiter": ";"},
    ),
    "preamble_quoted": (
        lines('"Fruit sold, by orchard, 2015"\n\nFruit\tCrates\nplums\t1,234\npears\t12'),
        [["Fruit sold, by orchard, 2015"], ["Fruit", "Crates"], ["plums", "1,234"], ["pears", "12"]],
        {"delimiter": "\t"},
    ),
    "tables_of_two_widths": (
        lines("Fruit,Crates\nplums,5\npears,12\n\nMonth,North,South\nApril,3,4\nMay,5,6"),
        [["Fruit", "Crates"], ["plums", "5"], ["pears", "12"], ["Month", "North", "South"], ["April", "3", "4"], ["May", "5", "6"]],
        {},
    ),
    "rows_ragged": (
        lines("Month,North,South\nApril,3\nMay,5,6,7\nJune,,8\nTotal"),
        [["Month", "North", "South"], ["April", "3"], ["May", "5", "6", "7"], ["June", "", "8"], ["Total"]],
        {},
    ),
    "rows_padded": (
        "Fruit sold" + "," * 60 + "\n" + "," * 60 + "\nFruit,Crates" + "," * 59 + "\nplums,5" + "," * 59 + "\n",
        [["Fruit sold"], ["Fruit", "Crates"], ["plums", "5"]],
        {},
    ),
    "numbers_with_decimal_commas": (
        lines("Orchard;April;May\nnorth;3,5;4,5\nsouth;2,25;1,75\nTotal;5,75;6,25"),
        [["Orchard", "April", "May"], ["north", "3,5", "4,5"], ["south", "2,25", "1,75"], ["Total", "5,75", "6,25"]],
        {"delimiter": ";"},
    ),
    "numbers_with_thousands": (
        lines('Orchard,April,May\nnorth,"1,234","2,345"\nsouth,"12,345",678'),
        [["Orchard", "April", "May"], ["north", "1,234", "2,345"], ["south", "12,345", "678"]],
        {},
    ),
    "encoding_utf8_mark": ("\ufeffFruit,Price\nplums,£5\ncrème,£2\n", [["Fruit", "Price"], ["plums", "£5"], ["crème", "£2"]], {}),
    "encoding_windows_1252": (
        "Fruit,Price\nplums – red,£5\ngrower’s pears,£2\n",
        [["Fruit", "Price"], ["plums – red", "£5"], ["grower’s pears", "£2"]],
        {"encoding": "cp1252"},
    ),
    "encoding_utf16_mark": ("\ufeff" + table("\t"), FRUIT, {"encoding": "utf-16-le", "delimiter": "\t"}),
    "encoding_utf16_without_mark": (table(","), FRUIT, {"encoding": "utf-16-le"}),
    "encoding_utf16_big": ("\ufeff" + table(","), FRUIT, {"encoding": "utf-16-be"}),
}


def main():
    for name, (text, rows, dialect) in FILES.items():
        for folder in ("csv", "clean", "parameters"):
            (OWN / folder).mkdir(parents=True, exist_ok=True)
        (OWN / "csv" / f"{name}.csv").write_bytes(text.encode(dialect.get("encoding", "utf-8")))
        with open(OWN / "clean" / f"{name}.csv", "w", encoding="utf-8", newline="") as file:
            csv.writer(file, lineterminator="\n").writerows(rows)
        described = {"delimiter": ",", "quotechar": '"', "encoding": "utf-8", **dialect}
        path = OWN / "parameters" / f"{name}.csv_parameters.json"
        path.write_text(json.dumps(described, indent=2) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
