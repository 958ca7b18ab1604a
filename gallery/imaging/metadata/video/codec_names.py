"""Names of codecs, as FFmpeg has them, by the codes of the containers. Pure."""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping


def _by_code(**codes: str) -> Mapping[str, str]:
    """Return names by code; `codes` has the codes of each name, parted by spaces."""
    return MappingProxyType({code: name for name, listed in codes.items() for code in listed.split()})


_FOURCC = _by_code(
    h264="avc1 avc2 avc3 avc4 h264 x264 davc vssh",
    hevc="hvc1 hev1 hvc2 hev2 dvh1 dvhe hevc h265 x265",
    vvc="vvc1 vvi1",
    av1="av01",
    vp8="vp08 vp80",
    vp9="vp09 vp90",
    mpeg4="mp4v xvid divx dx50 fmp4 mp4s 3iv2 m4s2 rmp4 xvix dxgm",
    msmpeg4v3="div3 mp43 div4 mpg3 ap41 col1",
    msmpeg4v2="mp42 div2",
    msmpeg4v1="mpg4 div1",
    mpeg2video="m2v1 mpg2 mp2v hdv1 hdv2 hdv3 hdv5 hdv6 hdv7 hdv8 hdv9 xdv1 xdv2 xdv3 xdv6 xdva xdvb xdvc xd5b mx5n",
    mpeg1video="mp1v mpg1 mpeg",
    mjpeg="mjpg jpeg mjpa mjpb dmb1 avrn avdj ljpg",
    h263="s263 h263 u263",
    prores="apch apcn apcs apco ap4h ap4x",
    dvvideo="dvc dvcp dvpp dv5p dv5n dvh5 dvh6 dvhp dvhq dvsd dvhd dvsl dv25 dv50",
    dnxhd="avdn avdh",
    cfhd="cfhd",
    svq1="svq1",
    svq3="svq3",
    cinepak="cvid",
    indeo3="iv31 iv32",
    indeo5="iv50",
    rawvideo="raw 2vuy yuvs yuy2 uyvy i420 yv12 v210 dib",
    qtrle="rle",
    png="png",
    huffyuv="hfyu",
    ffv1="ffv1",
    wmv3="wmv3",
    vc1="vc-1 wvc1",
    aac="mp4a",
    mp3=".mp3",
    ac3="ac-3 sac3",
    eac3="ec-3",
    amr_nb="samr",
    amr_wb="sawb sawp",
    pcm="sowt twos lpcm ipcm fpcm in24 in32 fl32 fl64 none",
    pcm_mulaw="ulaw",
    pcm_alaw="alaw",
    alac="alac",
    opus="opus",
    flac="flac",
    adpcm="ima4",
    qdm2="qdm2",
)
_OBJECT_TYPES: Mapping[int, str] = MappingProxyType(
    {0x20: "mpeg4", 0x21: "h264", 0x23: "hevc", 0x6A: "mpeg1video", 0x6B: "mp3", 0x69: "mp3", 0x6C: "mjpeg"}
    | {0x40: "aac", 0xA5: "ac3", 0xA6: "eac3", 0xA9: "dts", 0xAD: "opus", 0xDD: "vorbis", 0xB1: "vp9"}
    | dict.fromkeys(range(0x60, 0x66), "mpeg2video")
    | dict.fromkeys(range(0x66, 0x69), "aac")
)
"""By the object type of an elementary stream descriptor (MP4 registration authority)."""
_WAVE_TAGS: Mapping[int, str] = MappingProxyType(
    {1: "pcm", 3: "pcm", 2: "adpcm", 0x11: "adpcm", 6: "pcm_alaw", 7: "pcm_mulaw", 0x50: "mp2", 0x55: "mp3"}
    | {0xFF: "aac", 0x1610: "aac", 0x2000: "ac3", 0x2001: "dts", 0x160: "wmav1", 0x161: "wmav2", 0xF1AC: "flac"}
)
"""By the format tag of a WAVEFORMATEX (mmreg.h)."""
_STREAM_TYPES: Mapping[int, tuple[str, str]] = MappingProxyType(
    {
        0x01: ("video", "mpeg1video"),
        0x02: ("video", "mpeg2video"),
        0x10: ("video", "mpeg4"),
        0x1B: ("video", "h264"),
        0x24: ("video", "hevc"),
        0x33: ("video", "vvc"),
        0xEA: ("video", "vc1"),
        0x03: ("audio", "mp2"),
        0x04: ("audio", "mp2"),
        0x0F: ("audio", "aac"),
        0x11: ("audio", "aac"),
        0x80: ("audio", "pcm"),
        0x81: ("audio", "ac3"),
        0x82: ("audio", "dts"),
        0x84: ("audio", "eac3"),
    }
)
"""By the stream type of a programme map (ISO/IEC 13818-1, table 2-34; 0x80 and above as Blu-ray and AVCHD use them)."""
_MATROSKA = MappingProxyType(
    {
        "V_MPEG4/ISO/AVC": "h264",
        "V_MPEGH/ISO/HEVC": "hevc",
        "V_MPEGI/ISO/VVC": "vvc",
        "V_AV1": "av1",
        "V_VP8": "vp8",
        "V_VP9": "vp9",
        "V_MPEG1": "mpeg1video",
        "V_MPEG2": "mpeg2video",
        "V_MPEG4/ISO/ASP": "mpeg4",
        "V_MPEG4/ISO/SP": "mpeg4",
        "V_MPEG4/ISO/AP": "mpeg4",
        "V_MPEG4/MS/V3": "msmpeg4v3",
        "V_MJPEG": "mjpeg",
        "V_PRORES": "prores",
        "V_THEORA": "theora",
        "V_FFV1": "ffv1",
        "V_UNCOMPRESSED": "rawvideo",
        "A_MPEG/L3": "mp3",
        "A_MPEG/L2": "mp2",
        "A_PCM/INT/LIT": "pcm",
        "A_PCM/INT/BIG": "pcm",
        "A_PCM/FLOAT/IEEE": "pcm",
    }
)
"""By codec id (RFC 9559; Matroska codec specifications); of those that are not here the part behind the letter."""


def from_fourcc(code: bytes) -> str | None:
    """Return the name of a codec by its four characters; those themselves if they are not known, None for zeros."""
    text = code.decode("latin-1").strip(" \0").lower()
    return _FOURCC.get(text) or _shown(text)


def from_object_type(number: int) -> str | None:
    """Return the name of a codec by its object type in MP4; None if it is not known."""
    return _OBJECT_TYPES.get(number)


def from_wave_tag(number: int) -> str:
    """Return the name of a codec by its format tag in AVI."""
    return _WAVE_TAGS.get(number, f"0x{number:04x}")


def from_stream_type(number: int) -> tuple[str, str] | None:
    """Return ("video" or "audio", name) of a stream in MPEG-TS; None if it is neither, or not known."""
    return _STREAM_TYPES.get(number)


def from_matroska(codec_id: str) -> str | None:
    """Return the name of a codec by its id in Matroska; of those of Windows and QuickTime None."""
    if codec_id in ("V_MS/VFW/FOURCC", "V_QUICKTIME", "A_MS/ACM", "A_QUICKTIME"):
        return None
    return _MATROSKA.get(codec_id) or _shown(codec_id[2:].partition("/")[0].lower())


def _shown(code: str) -> str | None:
    """Return an unknown code as people may see it: bytes that are no letters in hexadecimal; None of an empty one."""
    return (code if code.isascii() and code.isprintable() else f"0x{code.encode().hex()}") if code else None
