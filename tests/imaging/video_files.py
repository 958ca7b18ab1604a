"""Builds tiny video files in memory: MP4 and QuickTime, Matroska and WebM, AVI, MPEG transport streams."""

from __future__ import annotations

import struct

START_1904 = 2_082_844_800
"""Seconds from 1904 to 1970."""
JUNE_2019 = 1_560_249_296
"""2019-06-11 10:34:56 UTC."""
TURNS = {
    0: (1, 0, 0, 1), 90: (0, 1, -1, 0), 180: (-1, 0, 0, -1), 270: (0, -1, 1, 0), "mirrored": (-1, 0, 0, 1),
}  # fmt: skip
"""Parts a, b, c and d of the matrix of a track, by degrees with the clock."""


def box(name: bytes, *content: bytes, wide: bool = False) -> bytes:
    """Return a box of MP4; with `wide`, its size has 64 bits."""
    body = b"".join(content)
    return (
        struct.pack(">I4sQ", 1, name, len(body) + 16) + body
        if wide
        else struct.pack(">I4s", len(body) + 8, name) + body
    )


def ftyp(brand: bytes = b"isom") -> bytes:
    return box(b"ftyp", brand, bytes(4), b"isom")


def mvhd(seconds: float = 12.5, created: int = JUNE_2019 + START_1904, version: int = 0, scale: int = 1000) -> bytes:
    numbers = ">QQIQ" if version else ">IIII"
    duration = int(seconds * scale)
    times = struct.pack(numbers, created, created, scale, duration)
    return box(b"mvhd", bytes((version, 0, 0, 0)), times, bytes(16), matrix(TURNS[0]), bytes(28))


def matrix(parts: tuple[int, int, int, int], one: int = 1 << 16) -> bytes:
    a, b, c, d = (part * one for part in parts)
    return struct.pack(">9i", a, b, 0, c, d, 0, 0, 0, 1 << 30)


def track(
    codec: bytes = b"avc1",
    size: tuple[int, int] = (64, 48),
    turn: int | str = 0,
    *entry: bytes,
    handler: bytes = b"vide",
    enabled: bool = True,
    samples: int = 30,
    version: int = 0,
    seconds: float = 12.5,
    number: int = 1,
) -> bytes:
    """Return a track box; `entry` are the boxes inside of its sample description."""
    head = struct.pack(">QQIIQ" if version else ">IIIII", 0, 0, number, 0, int(seconds * 1000))
    tkhd = box(
        b"tkhd", bytes((version, 0, 0, enabled)), head, bytes(16), matrix(TURNS[turn]),
        struct.pack(">II", size[0] << 16, size[1] << 16),
    )  # fmt: skip
    mdhd = box(
        b"mdhd",
        bytes((version, 0, 0, 0)),
        struct.pack(">QQIQ" if version else ">IIII", 0, 0, 600, int(seconds * 600)),
        bytes(4),
    )
    hdlr = box(b"hdlr", bytes(8), handler, bytes(13))
    if handler == b"vide":
        description = box(codec, bytes(24), struct.pack(">HH", *size), bytes(50), *entry)
    else:
        description = box(codec, bytes(28), *entry)
    stsd = box(b"stsd", bytes(4), struct.pack(">I", 1), description)
    stsz = box(b"stsz", bytes(8), struct.pack(">I", samples))
    return box(b"trak", tkhd, box(b"mdia", mdhd, hdlr, box(b"minf", box(b"stbl", stsd, stsz))))


def mp4(*movie: bytes, brand: bytes = b"isom", media: bytes = b"frames") -> bytes:
    """Return an MP4 file whose movie box stands behind its frames; without parts, with a header and a track."""
    return ftyp(brand) + box(b"mdat", media) + box(b"moov", *(movie or (mvhd(), track())))


def text(name: bytes, value: str, language: int = 0x55C4) -> bytes:
    """Return a text of QuickTime's user data."""
    data = value.encode()
    return box(name, struct.pack(">HH", len(data), language), data)


def loci(name: bytes, longitude: float, latitude: float) -> bytes:
    """Return the place of 3GP."""
    place = struct.pack(">3i", *(int(value * 65536) for value in (longitude, latitude, 35)))
    return box(b"loci", bytes(4), b"\x55\xc4", name, b"\0", place, b"earth\0\0")


def keyed(**values: str) -> bytes:
    """Return a `meta` box of QuickTime with keys; `_` stands for the points in them."""
    names = [name.replace("_", ".").replace("..", "_").encode() for name in values]
    keys = box(b"keys", bytes(4), struct.pack(">I", len(names)), *(box(b"mdta", name) for name in names))
    items = [
        box(struct.pack(">I", at), box(b"data", struct.pack(">II", 1, 0), value.encode()))
        for at, value in enumerate(values.values(), 1)
    ]
    return box(b"meta", box(b"hdlr", bytes(8), b"mdta", bytes(13)), keys, box(b"ilst", *items))


def element(number: int, *content: bytes, unknown: bool = False) -> bytes:
    """Return an element of EBML; with `unknown`, its size is not known."""
    body = b"".join(content)
    name = number.to_bytes((number.bit_length() + 7) // 8, "big")
    size = b"\x01" + b"\xff" * 7 if unknown else (1 << 56 | len(body)).to_bytes(8, "big")
    return name + size + body


def number(value: int) -> bytes:
    return value.to_bytes(max(1, (value.bit_length() + 7) // 8), "big")


def matroska(*segment: bytes, doc: bytes = b"matroska", unknown: bool = False) -> bytes:
    """Return a Matroska file with these parts of its segment."""
    head = element(0x1A45DFA3, element(0x4286, b"\1"), element(0x4282, doc))
    return head + element(0x18538067, *segment, unknown=unknown)


def mkv_info(duration: float | None = 12500.0, **parts: bytes) -> bytes:
    found = [element(0x2AD7B1, number(1_000_000))]
    if duration is not None:
        found.append(element(0x4489, struct.pack(">d", duration)))
    ids = {"date": 0x4461, "title": 0x7BA9}
    return element(0x1549A966, *found, *(element(ids[name], value) for name, value in parts.items()))


def mkv_video(codec: str = "V_VP9", width: int = 64, height: int = 48, *more: bytes) -> bytes:
    video = element(0xE0, element(0xB0, number(width)), element(0xBA, number(height)), *more)
    return element(0xAE, element(0x83, b"\1"), element(0x86, codec.encode()), video)


def mkv_audio(codec: str = "A_OPUS") -> bytes:
    return element(0xAE, element(0x83, b"\2"), element(0x86, codec.encode()))


def mkv_tracks(*tracks: bytes) -> bytes:
    return element(0x1654AE6B, *(tracks or (mkv_video(), mkv_audio())))


def mkv_tags(**texts: str) -> bytes:
    simple = [
        element(0x67C8, element(0x45A3, name.encode()), element(0x4487, value.encode()))
        for name, value in texts.items()
    ]
    return element(0x1254C367, element(0x7373, *simple))


def chunk(name: bytes, *content: bytes) -> bytes:
    """Return a chunk of RIFF."""
    body = b"".join(content)
    return name + struct.pack("<I", len(body)) + body + bytes(len(body) % 2)


def avi(
    *more: bytes, codec: bytes = b"MJPG", frames: int = 250, size: tuple[int, int] = (64, 48), head: bytes = b""
) -> bytes:
    """Return an AVI file of 20 frames a second; `head` stands inside of its header list, `more` behind it."""
    avih = chunk(b"avih", struct.pack("<14I", 50_000, 0, 0, 0, frames, 0, 1, 0, size[0], abs(size[1]), 0, 0, 0, 0))
    strh = chunk(b"strh", b"vids", codec, struct.pack("<IHHIIIIIIII", 0, 0, 0, 0, 1, 20, 0, frames, 0, 0, 0), bytes(8))
    strf = chunk(b"strf", struct.pack("<IiiHH4sIiiII", 40, *size, 1, 24, codec, 0, 0, 0, 0, 0))
    sound = chunk(
        b"LIST",
        b"strl",
        chunk(b"strh", b"auds", bytes(52)),
        chunk(b"strf", struct.pack("<HHIIHH", 1, 2, 8000, 8000, 1, 8)),
    )
    header = chunk(b"LIST", b"hdrl", avih, chunk(b"LIST", b"strl", strh, strf), sound, head)
    return chunk(b"RIFF", b"AVI ", header, *more, chunk(b"LIST", b"movi", b"00dc" + bytes(4)))


def info(**texts: bytes) -> bytes:
    """Return a list of texts of RIFF."""
    return chunk(b"LIST", b"INFO", *(chunk(name.encode(), value) for name, value in texts.items()))


class Bits:
    """Gathers bits, the highest first."""

    def __init__(self) -> None:
        self.text = ""

    def put(self, value: int, bits: int) -> Bits:
        self.text += f"{value:0{bits}b}" if bits else ""
        return self

    def ue(self, *values: int) -> Bits:
        for value in values:
            code = f"{value + 1:b}"
            self.text += "0" * (len(code) - 1) + code
        return self

    def data(self) -> bytes:
        padded = self.text + "1"
        padded += "0" * (-len(padded) % 8)
        return int(padded, 2).to_bytes(len(padded) // 8, "big")


def h264_sps(width: int = 1440, height: int = 1080, shape: int = 14, *, interlaced: bool = True) -> bytes:
    """Return a sequence parameter set of a high profile; `shape` is the number of its pixel shape."""
    fields = 2 if interlaced else 1
    rows = -(-height // (16 * fields))
    cut = (rows * 16 * fields - height) // (2 * fields)
    bits = Bits().put(100, 8).put(0, 8).put(40, 8).ue(0, 1, 0, 0).put(0, 1).put(0, 1).ue(0, 2, 4).put(0, 1)
    bits.ue(-(-width // 16) - 1, rows - 1).put(not interlaced, 1)
    if interlaced:
        bits.put(0, 1)
    bits.put(1, 1).put(1, 1).ue(0, (-width % 16) // 2, 0, cut).put(1, 1).put(1, 1).put(shape, 8)
    return b"\x67" + bits.data()


def mdpm(tags: dict[int, bytes]) -> bytes:
    """Return a message of AVCHD with these tags."""
    body = bytes.fromhex("17ee8c60f84d11d98cd60800200c9a66") + b"MDPM" + bytes((len(tags),))
    body += b"".join(bytes((tag,)) + value for tag, value in tags.items())
    return b"\x06\x05" + bytes((len(body),)) + _escaped(body) + b"\x80"


def _escaped(data: bytes) -> bytes:
    """Put in the bytes that keep start codes from arising (H.264, 7.4.1)."""
    found = bytearray()
    for byte in data:
        if byte <= 3 and found[-2:] == b"\0\0":
            found.append(3)
        found.append(byte)
    return bytes(found)


def packet(pid: int, payload: bytes, *, start: bool = False, clock: int | None = None) -> bytes:
    """Return a packet of a transport stream; its adaptation field fills it up, and may hold the clock in 90 kHz."""
    field = b"" if clock is None else b"\x10" + (clock << 15).to_bytes(6, "big")
    field = field or b"\0"
    room = 184 - 1 - len(field)
    assert len(payload) <= room
    field += b"\xff" * (room - len(payload))
    return struct.pack(">BHBB", 0x47, pid | start << 14, 0x30, len(field)) + field + payload


def table(number: int, content: bytes) -> bytes:
    """Return a section of programme tables behind its pointer."""
    return b"\0" + struct.pack(">BHHBBB", number, 0xB000 | len(content) + 9, 1, 0xC1, 0, 0) + content + bytes(4)


def transport_stream(
    *units: bytes, stream: int = 0x1B, seconds: float = 12.5, stamped: bool = True, sound: int = 0x81
) -> bytes:
    """Return a transport stream with these units of its video; with `stamped`, of packets of 192 bytes."""
    programme = struct.pack(">HH", 1, 0xE100)
    streams = b"".join(
        struct.pack(">BHH", kind, 0xE000 | pid, 0xF000) for kind, pid in ((stream, 0x1011), (sound, 0x1100)) if kind
    )
    mapping = struct.pack(">HH", 0xE000 | 0x1011, 0xF000) + streams
    data = b"".join(b"\0\0\1" + unit for unit in units)
    parts = [b"\0\0\1\xe0\0\0\x80\0\0" + data[:150], *(data[at : at + 150] for at in range(150, len(data), 150))]
    packets = [packet(0, table(0, programme), start=True), packet(0x100, table(2, mapping), start=True)]
    packets += [packet(0x1011, part, start=at == 0, clock=90_000 if at == 0 else None) for at, part in enumerate(parts)]
    packets += [packet(0x1FFF, b"") for _ in range(4)]
    packets.append(packet(0x1011, b"", clock=(90_000 + int(seconds * 90_000)) % (1 << 33)))
    return b"".join((bytes(4) if stamped else b"") + one for one in packets)
