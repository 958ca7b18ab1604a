"""Sidecars made for the tests."""

from __future__ import annotations

import json

NAMESPACES = {
    "xmp": "http://ns.adobe.com/xap/1.0/",
    "exif": "http://ns.adobe.com/exif/1.0/",
    "tiff": "http://ns.adobe.com/tiff/1.0/",
    "dc": "http://purl.org/dc/elements/1.1/",
    "photoshop": "http://ns.adobe.com/photoshop/1.0/",
    "lr": "http://ns.adobe.com/lightroom/1.0/",
    "digiKam": "http://www.digikam.org/ns/1.0/",
    "mwg-rs": "http://www.metadataworkinggroup.com/schemas/regions/",
    "MP": "http://ns.microsoft.com/photo/1.2/",
    "MPRI": "http://ns.microsoft.com/photo/1.2/t/RegionInfo#",
    "MPReg": "http://ns.microsoft.com/photo/1.2/t/Region#",
    "Iptc4xmpExt": "http://iptc.org/std/Iptc4xmpExt/2008-02-29/",
}


def xmp_file(content: str = "", **properties: object) -> bytes:
    """Return an XMP file: properties such as `xmp_Rating=3` as attributes, `content` as elements."""
    names = "".join(f' xmlns:{prefix}="{name}"' for prefix, name in NAMESPACES.items())
    values = "".join(f' {name.replace("_", ":", 1)}="{value}"' for name, value in properties.items())
    return (
        '<?xpacket begin="" id="W5M0MpCehiHzreSzNTczkc9d"?>\n<x:xmpmeta xmlns:x="adobe:ns:meta/">'
        f'<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"{names}>'
        f'<rdf:Description rdf:about=""{values}>{content}</rdf:Description></rdf:RDF></x:xmpmeta>\n'
        '<?xpacket end="w"?>'
    ).encode()


def title(text: str) -> str:
    """Return the element of a title."""
    return f'<dc:title><rdf:Alt><rdf:li xml:lang="x-default">{text}</rdf:li></rdf:Alt></dc:title>'


def takeout_file(
    taken: str = "1560256496",
    uploaded: str = "1560300000",
    latitude: float = 0.0,
    longitude: float = 0.0,
    **more: object,
) -> bytes:
    """Return the JSON file of a photo as Google Takeout writes it, taken and uploaded at these seconds since 1970."""
    place = {"latitude": latitude, "longitude": longitude, "altitude": 0.0, "latitudeSpan": 0.0, "longitudeSpan": 0.0}
    values = {
        "title": "a.jpg",
        "description": "",
        "imageViews": "3",
        "creationTime": {"timestamp": uploaded, "formatted": "not read"},
        "photoTakenTime": {"timestamp": taken, "formatted": "not read"},
        "geoData": place,
        "geoDataExif": dict.fromkeys(place, 0.0),
        "url": "not read",
    }
    return json.dumps(values | more, indent=2).encode()


def regions(*names: str, kind: str = "Face") -> str:
    """Return the element of regions with these names (Metadata Working Group)."""
    items = "".join(f'<rdf:li><rdf:Description mwg-rs:Name="{name}" mwg-rs:Type="{kind}"/></rdf:li>' for name in names)
    return (
        '<mwg-rs:Regions rdf:parseType="Resource"><mwg-rs:RegionList><rdf:Bag>'
        f"{items}</rdf:Bag></mwg-rs:RegionList></mwg-rs:Regions>"
    )


def bag(name: str, *texts: str) -> str:
    """Return the element of a list of texts."""
    items = "".join(f"<rdf:li>{text}</rdf:li>" for text in texts)
    return f"<{name}><rdf:Bag>{items}</rdf:Bag></{name}>"
