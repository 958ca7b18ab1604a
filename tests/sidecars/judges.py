"""Compares sidecars with exiftool and exiv2, and with the rules by which digiKam reads: each field, both ways.

    python -m tests.sidecars.judges [FOLDER]

prints the table of docs/sidecars.md. It needs both programs (packages libimage-exiftool-perl and exiv2), which are
judges only: nothing of them is in Shoebox. With a folder, sidecars in it are changed as well (copies of them), and all
that exiftool reads besides Shoebox's fields must be as before.
"""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

from gallery.annotations.models import Annotation
from gallery.sidecars.fields import FIELDS, read_values, said_values, write_values
from gallery.sidecars.xmp_edit import EMPTY, XmpEditor

SAID = said_values(
    Annotation(
        True, 4, "picked", "purple", 'Zoë & "Rome" <1>', "Two\nlines", ("travel/italy", "sun", "AC|DC"),
        date="2024-11-14T15:30:00+01:00", place="38.708333,-9.1 Lisbon",
    )
)  # fmt: skip
INEXACT = {"date, a month": "1975-06", "date, a year": "1975", "date, a season": "1984-22"}
REJECTED = said_values(Annotation(rating=4, pick="rejected"))
EXIFTOOL: dict[str, tuple[str, Any]] = {
    "rating": ("XMP-xmp:Rating", 4),
    "rejected": ("XMP-xmp:Rating", -1),
    "label": ("XMP-xmp:Label", "Purple"),
    "pick": ("XMP-digiKam:PickLabel", 3),
    "favourite": ("XMP-fstop:Favorite", 1),
    "title": ("XMP-dc:Title", 'Zoë & "Rome" <1>'),
    "caption": ("XMP-dc:Description", "Two\nlines"),
    "tags": ("XMP-dc:Subject", ["italy", "sun", "AC|DC"]),
    "tags with those above": ("XMP-lr:HierarchicalSubject", ["travel|italy", "sun"]),
    "tags of digiKam": ("XMP-digiKam:TagsList", ["travel/italy", "sun", "AC|DC"]),
    "date": ("XMP-exif:DateTimeOriginal", "2024:11:14 15:30:00+01:00"),
    "date created": ("XMP-photoshop:DateCreated", "2024:11:14 15:30:00+01:00"),
    "date, a month": ("XMP-photoshop:DateCreated", "1975:06"),
    "date, a year": ("XMP-photoshop:DateCreated", "1975"),
    "date, a season": ("XMP-photoshop:DateCreated", "1984"),
    "latitude": ("XMP-exif:GPSLatitude", 38.708333),
    "longitude": ("XMP-exif:GPSLongitude", -9.1),
}
"""What exiftool calls a field, and what it must say."""
EXIV2 = {
    "rating": "Xmp.xmp.Rating",
    "rejected": "Xmp.xmp.Rating",
    "label": "Xmp.xmp.Label",
    "pick": "Xmp.digiKam.PickLabel",
    "favourite": "Xmp.fstop.favorite",
    "title": "Xmp.dc.title",
    "caption": "Xmp.dc.description",
    "tags": "Xmp.dc.subject",
    "tags with those above": "Xmp.lr.hierarchicalSubject",
    "tags of digiKam": "Xmp.digiKam.TagsList",
    "date": "Xmp.exif.DateTimeOriginal",
    "date created": "Xmp.photoshop.DateCreated",
    "date, a month": "Xmp.photoshop.DateCreated",
    "date, a year": "Xmp.photoshop.DateCreated",
    "date, a season": "Xmp.photoshop.DateCreated",
    "latitude": "Xmp.exif.GPSLatitude",
    "longitude": "Xmp.exif.GPSLongitude",
}
FROM_THEM = {
    "rating": ("rating", 2), "rejected": ("rating", -1), "label": ("label", "Green"), "pick": ("pick", "rejected"),
    "favourite": ("favourite", True), "title": ("title", "Théirs"), "caption": ("caption", "Their <caption>"),
    "tags": ("tag:alone", True), "tags with those above": ("tag:places/rome", True),
    "tags of digiKam": ("tag:people/zoë", True), "date": ("date", "1999-12-31T23:59:58+02:00"),
    "date created": ("date.created", "1999-12-31T23:59:58"), "date, a month": ("date.created", "1999-12"),
    "date, a year": ("date.created", "1999"), "date, a season": ("date.created", "1999"),
    "latitude": ("place", "48.85,2.35"), "longitude": ("place", "-33.5,-70.25"),
}  # fmt: skip
"""What the others write, as Shoebox must read it."""
WRITTEN = {
    "rating": "2", "rejected": "-1", "label": "Green", "pick": "1", "favourite": "1", "title": "Théirs",
    "caption": "Their <caption>", "tags": "alone", "tags with those above": "Places|Rome", "tags of digiKam": "People/Zoë",
    "date": "1999-12-31T23:59:58+02:00", "date created": "1999-12-31T23:59:58", "date, a month": "1999-12",
    "date, a year": "1999", "date, a season": "1999", "latitude": "48.85", "longitude": "-70.25",
}  # fmt: skip


OTHER_HALF = {"latitude": {"XMP-exif:GPSLongitude": "2.35"}, "longitude": {"XMP-exif:GPSLatitude": "-33.5"}}
"""What exiftool writes together with one half of a place."""
IN_XMP = {
    "latitude": ("48,51.0N", "Xmp.exif.GPSLongitude", "2,21.0E"),
    "longitude": ("70,15.0W", "Xmp.exif.GPSLatitude", "33,30.0S"),
}
"""Places as exiv2 is given them, which has no form of its own: the value, and the other half."""


def run(*command: str | Path) -> str:
    """Run a judge, and return what it says."""
    done = subprocess.run([str(part) for part in command], capture_output=True, text=True, check=False, timeout=60)
    if done.returncode not in {0, 253}:
        raise RuntimeError(f"{command}: {done.stderr}")
    return done.stdout


def make(path: Path, values: dict[str, Any], base: bytes = EMPTY) -> Path:
    """Write a sidecar as Shoebox does."""
    editor = XmpEditor(base)
    write_values(editor, values)
    path.write_bytes(editor.result())
    return path


def exiftool_reads(path: Path) -> dict[str, Any]:
    """Return what exiftool reads in a sidecar, by group and name."""
    [found] = json.loads(run("exiftool", "-j", "-G1", "-n", "-struct", "-charset", "utf8", path))
    return {
        name: value
        for name, value in found.items()
        if not name.startswith(("System", "File", "SourceFile", "ExifTool"))
    }


def exiv2_reads(path: Path, key: str) -> str:
    """Return what exiv2 prints of a field."""
    return "\n".join(line.strip() for line in run("exiv2", "-K", key, "-Pt", "-px", path).splitlines())


def plain(value: Any) -> list[str]:
    """Return a value as a list of texts."""
    return [str(part) for part in (value if isinstance(value, list) else [value])]


def digikam_reads(path: Path) -> dict[str, Any]:
    """Return what digiKam's rules read (libs/metadataengine, of version 8), from what exiftool finds.

    Rating: xmp:Rating, first. Colour: digiKam:ColorLabel, else xmp:Label by Lightroom's names. Pick: digiKam:PickLabel.
    Tags: digiKam:TagsList, first. Title and caption: dc:title and dc:description, x-default. Date:
    exif:DateTimeOriginal and photoshop:DateCreated, with a day and a time. Place: exif:GPSLatitude and GPSLongitude.
    """
    found = exiftool_reads(path)
    return {
        "rating": found.get("XMP-xmp:Rating"), "rejected": found.get("XMP-digiKam:PickLabel") == 1,
        "label": found.get("XMP-digiKam:ColorLabel"), "pick": found.get("XMP-digiKam:PickLabel"),
        "title": found.get("XMP-dc:Title"), "caption": found.get("XMP-dc:Description"),
        "date": found.get("XMP-exif:DateTimeOriginal"), "date created": found.get("XMP-photoshop:DateCreated"),
        "latitude": found.get("XMP-exif:GPSLatitude"), "longitude": found.get("XMP-exif:GPSLongitude"),
        "tags of digiKam": plain(found.get("XMP-digiKam:TagsList")),
    }  # fmt: skip


DIGIKAM = {"rating": 4, "rejected": True, "label": 6, "pick": 3, "title": 'Zoë & "Rome" <1>', "caption": "Two\nlines",
           "date": "2024:11:14 15:30:00+01:00", "date created": "2024:11:14 15:30:00+01:00",
           "latitude": 38.708333, "longitude": -9.1, "tags of digiKam": ["travel/italy", "sun", "AC|DC"]}  # fmt: skip


def row_of(name: str, place: Path) -> list[str]:
    """Return a row of the table: the field, and whether each way is right."""
    values = (
        REJECTED if name == "rejected" else said_values(Annotation(date=INEXACT[name])) if name in INEXACT else SAID
    )
    ours = make(place / "ours.xmp", dict(values))
    key, expected = EXIFTOOL[name]
    read = exiftool_reads(ours)
    if name == "favourite":
        read.setdefault(key, read.get("XMP-fstop:favorite"))
    exiftool_ok = plain(read.get(key)) == plain(expected)
    expected = {"latitude": "38,42.49998N", "longitude": "9,6.0W"}.get(name, expected)
    text = exiv2_reads(ours, EXIV2[name])
    text = text.replace("-", ":").replace("T", " ") if name.startswith("date") else text
    exiv2_ok = all(part in text.replace("\n", " ") for each in plain(expected) for part in each.splitlines())
    digikam = digikam_reads(ours).get(name) == DIGIKAM[name] if name in DIGIKAM else None
    return [name, *map(_sign, (exiftool_ok, exiv2_ok, digikam, from_exiftool(name, place), from_exiv2(name, place)))]


def from_exiftool(name: str, place: Path) -> bool | None:
    """Return whether Shoebox reads what exiftool writes; None: exiftool has no such field to write."""
    path = make(place / "theirs.xmp", {}, EMPTY)
    key = EXIFTOOL[name][0]
    options = [f"-{tag}={value}" for tag, value in {**OTHER_HALF.get(name, {}), key: WRITTEN[name]}.items()]
    if name.startswith("date"):  # exiftool's own form of dates
        options = [f"-{key}={WRITTEN[name].replace('-', ':').replace('T', ' ')}"]
    done = subprocess.run(
        ["exiftool", "-n", "-overwrite_original", "-charset", "utf8", *options, str(path)],
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    if "1 image files updated" not in done.stdout:
        return None
    return _is_read(name, path)


def from_exiv2(name: str, place: Path) -> bool:
    """Return whether Shoebox reads what exiv2 writes."""
    path = make(place / "theirs2.xmp", {}, EMPTY)
    kind = "XmpBag" if name.startswith("tags") else "LangAlt" if name in {"title", "caption"} else "XmpText"
    value = f'lang="x-default" {WRITTEN[name]}' if kind == "LangAlt" else WRITTEN[name]
    namespaces = ("reg lr http://ns.adobe.com/lightroom/1.0/", "reg digiKam http://www.digikam.org/ns/1.0/",
                  "reg fstop http://www.fstopapp.com/xmp/")  # fmt: skip
    value, *half = IN_XMP.get(name, (value,))
    commands = [f"set {EXIV2[name]} {kind} {value}", *([f"set {half[0]} XmpText {half[1]}"] if half else [])]
    options = [part for line in (*namespaces, *commands) for part in ("-M", line)]
    run("exiv2", *options, path)
    return _is_read(name, path)


def _is_read(name: str, path: Path) -> bool:
    field, expected = FROM_THEM[name]
    found = read_values(XmpEditor(path.read_bytes()), [field])[field]
    return bool(found == expected or FIELDS[field].change(found) == {field: expected})


def _sign(ok: bool | None) -> str:
    return "-" if ok is None else "yes" if ok else "NO"


def check_foreign(folder: Path, place: Path) -> tuple[int, int]:
    """Return how many sidecars of other programs were changed, and how many lost something by exiftool's reading."""
    lost = count = 0
    ours = re.compile(r"XMP-xmp:(Rating|Label)|XMP-dc:(Title|Description|Subject)|XMP-digiKam:|XMP-lr:Hier|XMP-fstop:"
                      r"|XMP-exif:(DateTimeOriginal|GPSL)|XMP-photoshop:DateCreated|Composite:|XMP-x:XMPToolkit|XMP-microsoft:LastKeyword|XMP-mediapro:")  # fmt: skip
    for path in sorted(folder.rglob("*.xmp")):
        copy = place / "copy.xmp"
        shutil.copyfile(path, copy)
        before = {name: value for name, value in exiftool_reads(copy).items() if not ours.match(name)}
        after = exiftool_reads(make(copy, dict(SAID), path.read_bytes()))
        count, lost = count + 1, lost + any(after.get(name) != value for name, value in before.items())
    return count, lost


def main(folders: list[str]) -> None:
    """Print the table."""
    print("| field | exiftool reads it | exiv2 reads it | digiKam's rules | written by exiftool | written by exiv2 |")
    print("|---|---|---|---|---|---|")
    with tempfile.TemporaryDirectory() as place:
        for name in EXIFTOOL:
            print(f"| {' | '.join(row_of(name, Path(place)))} |")
        for folder in folders:
            count, lost = check_foreign(Path(folder), Path(place))
            print(f"\n{count} sidecars of other programs changed; of {lost} exiftool reads anything else differently.")


if __name__ == "__main__":
    main(sys.argv[1:])
