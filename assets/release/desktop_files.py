"""What a desktop of Linux wants to know of a program: the entry in its menu, what that opens, the page in its shop."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING
from xml.etree import ElementTree as ET

if TYPE_CHECKING:
    from collections.abc import Mapping

COMMAND = "shoebox"
"""The program in /usr/bin, the icon, and the name of the entry, which the window tells the desktop, too
(`gallery/desktop/application.py`)."""
COMPONENT = "gallery.shoebox.Shoebox"
"""The program's name in shops of software (AppStream 1.0, 2.1.3)."""
SUMMARY = {"": "See the photos in the folders you already have", "de": "Fotos in vorhandenen Ordnern ansehen"}
DESCRIPTION = {
    "": """Shoebox shows the photo folders that you already have in one window: it imports nothing, moves nothing and
uploads nothing. Pictures appear while the rest is still being read. Search finds them by name, date, camera, place and
what you said about them. An unplugged drive is remembered.""",
    "de": """Shoebox zeigt vorhandene Fotoordner in einem Fenster: Es importiert nichts, verschiebt nichts und lädt
nichts hoch. Bilder erscheinen, während der Rest noch gelesen wird. Die Suche findet sie nach Name, Datum, Kamera, Ort
und eigenen Angaben. Ein abgezogenes Laufwerk wird nicht vergessen.""",
}
CATEGORIES = ("Graphics", "Photography", "Viewer")
"""Of menus and shops (Desktop Menu Specification 1.1, annex A)."""
MEDIA_TYPES: Mapping[str, tuple[str, ...]] = {
    "JPEG": ("image/jpeg",),
    "PNG": ("image/png", "image/apng"),
    "GIF": ("image/gif",),
    "WebP": ("image/webp",),
    "AVIF": ("image/avif",),
    "HEIC": ("image/heic", "image/heif"),
    "JPEG XL": ("image/jxl",),
    "TIFF": ("image/tiff",),
    "BMP": ("image/bmp",),
    "JPEG 2000": ("image/jp2", "image/jpx", "image/x-jp2-codestream"),
    "Photoshop": ("image/vnd.adobe.photoshop",),
    "Netpbm": tuple(f"image/x-portable-{kind}" for kind in ("anymap", "bitmap", "graymap", "pixmap")),
    "TGA": ("image/x-tga",),
    "ICO": ("image/vnd.microsoft.icon",),
    "ICNS": ("image/x-icns",),
    "QOI": ("image/qoi",),
    "DDS": ("image/x-dds",),
    "PCX": ("image/vnd.zbrush.pcx",),
    "RAW": tuple(
        f"image/x-{kind}"
        for kind in (
            *("dcraw", "adobe-dng", "canon-cr2", "canon-cr3", "canon-crw", "nikon-nef", "nikon-nrw", "sony-arw"),
            *("sony-sr2", "sony-srf", "olympus-orf", "pentax-pef", "panasonic-rw2", "fuji-raf", "sigma-x3f"),
            *("minolta-mrw", "kodak-dcr", "kodak-kdc"),
        )
    ),
}
"""What the desktops of Linux call files of a format (shared-mime-info); formats as in `gallery/imaging/formats.py`."""
FOLDER_TYPE = "inode/directory"


def media_types() -> list[str]:
    """Return what the program opens: pictures, and at last folders, for which it is no one's first choice."""
    return [*(name for names in MEDIA_TYPES.values() for name in names), FOLDER_TYPE]


def desktop_entry() -> str:
    """Return the entry in the menu (Desktop Entry Specification 1.5)."""
    lines = {
        "Type": "Application",
        "Name": "Shoebox",
        "GenericName": "Photo Gallery",
        "GenericName[de]": "Fotogalerie",
        "Comment": SUMMARY[""],
        "Comment[de]": SUMMARY["de"],
        "Exec": f"{COMMAND} %F",
        "TryExec": COMMAND,
        "Icon": COMMAND,
        "Terminal": "false",
        "StartupNotify": "true",
        "StartupWMClass": COMMAND,
        "Categories": "".join(f"{name};" for name in CATEGORIES),
        "Keywords": "photos;pictures;images;gallery;raw;",
        "Keywords[de]": "Fotos;Bilder;Galerie;Raw;",
        "MimeType": "".join(f"{name};" for name in media_types()),
    }
    return "\n".join(("[Desktop Entry]", *(f"{key}={value}" for key, value in lines.items()), ""))


def metainfo(version: str, time: int) -> str:
    """Return what shops of software show (AppStream 1.0, 2.2).

    Args:
        version: The program's.
        time: When it was released, in seconds since 1970.
    """
    root = ET.Element("component", type="desktop-application")
    for tag, text in (
        ("id", COMPONENT),
        ("metadata_license", "CC0-1.0"),
        ("project_license", "MIT"),
        ("name", "Shoebox"),
    ):
        ET.SubElement(root, tag).text = text
    for language, text in SUMMARY.items():
        ET.SubElement(root, "summary", _language(language)).text = text
    description = ET.SubElement(root, "description")
    for language, text in DESCRIPTION.items():
        ET.SubElement(description, "p", _language(language)).text = " ".join(text.splitlines())
    ET.SubElement(ET.SubElement(root, "developer", id="gallery.shoebox"), "name").text = "The Shoebox authors"
    ET.SubElement(root, "launchable", type="desktop-id").text = f"{COMMAND}.desktop"
    ET.SubElement(root, "icon", type="stock").text = COMMAND
    categories = ET.SubElement(root, "categories")
    for name in CATEGORIES:
        ET.SubElement(categories, "category").text = name
    provides = ET.SubElement(root, "provides")
    ET.SubElement(provides, "binary").text = COMMAND
    for name in media_types():
        ET.SubElement(provides, "mediatype").text = name
    ET.SubElement(root, "content_rating", type="oars-1.1")
    date = datetime.fromtimestamp(time, UTC).date().isoformat()
    ET.SubElement(ET.SubElement(root, "releases"), "release", version=version, date=date)
    ET.indent(root)
    return f'<?xml version="1.0" encoding="UTF-8"?>\n{ET.tostring(root, encoding="unicode")}\n'


def _language(name: str) -> dict[str, str]:
    return {"xml:lang": name} if name else {}
