"""Makes JPEG XL files with the encoder in the library that the decoder is in."""

from __future__ import annotations

import ctypes
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Self

from PIL import Image

from gallery.imaging import libjxl

SRGB, P3, BT2020 = 1, 11, 9
"""Primaries (JxlPrimaries)."""
_UINT8, _UINT16, _FLOAT = 2, 3, 0
_SAMPLES = {8: _UINT8, 10: _UINT16, 12: _UINT16, 16: _UINT16, 32: _FLOAT}
_BANDS = {"L": 1, "LA": 2, "RGB": 3, "RGBA": 4}


@dataclass(frozen=True)
class Colours:
    """What samples mean: primaries, transfer function (as CICP has them), or a profile; and the brightest light."""

    primaries: int = SRGB
    transfer: int = libjxl.SRGB
    profile: bytes = b""
    nits: float = 0.0


def jxl(
    pictures: Image.Image | Sequence[Image.Image],
    *,
    colours: Colours | None = None,
    distance: float = 0.0,
    orientation: int = 1,
    premultiplied: bool = False,
    boxes: Sequence[tuple[bytes, bytes]] = (),
    brotli: bool = False,
) -> bytes:
    """Return a JPEG XL of a picture, or of several that follow each other."""
    frames: Sequence[Image.Image] = pictures if isinstance(pictures, Sequence) else [pictures]
    first = frames[0]
    samples = [frame.tobytes() for frame in frames]
    return encode(
        samples, first.size, _BANDS[first.mode], colours=colours, distance=distance, orientation=orientation,
        premultiplied=premultiplied, boxes=boxes, brotli=brotli,
    )  # fmt: skip


def encode(
    frames: Sequence[bytes],
    size: tuple[int, int],
    bands: int,
    *,
    bits: int = 8,
    colours: Colours | None = None,
    distance: float = 0.0,
    orientation: int = 1,
    premultiplied: bool = False,
    boxes: Sequence[tuple[bytes, bytes]] = (),
    brotli: bool = False,
) -> bytes:
    """Return a JPEG XL of interleaved samples in native order: bytes, numbers of 16 bits, or floats for 32 bits."""
    with _Encoder() as one:
        info = libjxl.BasicInfo()
        one.call("InitBasicInfo", ctypes.byref(info), to_settings=None)
        info.width, info.height, info.bits_per_sample = *size, bits
        info.exponent_bits_per_sample = 8 if bits == 32 else 0
        info.orientation, info.uses_original_profile = orientation, distance == 0
        info.colour_channels = 3 if bands > 2 else 1
        if bands in (2, 4):
            info.extra_channels, info.alpha_bits, info.alpha_premultiplied = 1, bits, premultiplied
            info.alpha_exponent_bits = info.exponent_bits_per_sample
        wanted = colours or Colours()
        info.intensity_target = wanted.nits
        if len(frames) > 1:
            info.have_animation, info.animation[0], info.animation[1] = 1, 10, 1
        if bits > 12:  # which the usual level has no room for
            one.call("SetCodestreamLevel", 10)
        one.call("SetBasicInfo", ctypes.byref(info))
        if premultiplied:
            one.mark_premultiplied(bits)
        _set_colours(one, wanted, grey=bands < 3)
        if boxes:
            one.call("UseBoxes")
        for kind, content in boxes:
            one.call("AddBox", kind, content, ctypes.c_size_t(len(content)), int(brotli))
        one.set_distance(distance)
        layout = libjxl.PixelFormat(bands, _SAMPLES[bits], 0, 0)
        for frame in frames:
            if len(frames) > 1:
                one.set_duration()
            one.add(ctypes.byref(layout), frame)
        return one.finish()


def inks(picture: Image.Image, profile: bytes) -> bytes:
    """Return a JPEG XL of a picture in CMYK, in which no ink is 255."""
    cyan, magenta, yellow, black = (band.point([255 - value for value in range(256)]) for band in picture.split())
    with _Encoder() as one:
        info = libjxl.BasicInfo()
        one.call("InitBasicInfo", ctypes.byref(info), to_settings=None)
        info.width, info.height, info.bits_per_sample = *picture.size, 8
        info.uses_original_profile, info.extra_channels = 1, 1
        one.call("SetCodestreamLevel", 10)
        one.call("SetBasicInfo", ctypes.byref(info))
        one.mark_black()
        one.call("SetICCProfile", profile, ctypes.c_size_t(len(profile)))
        one.set_distance(0)
        samples = Image.merge("RGB", (cyan, magenta, yellow)).tobytes()
        one.add(ctypes.byref(libjxl.PixelFormat(3, _UINT8, 0, 0)), samples)
        layout, data = libjxl.PixelFormat(1, _UINT8, 0, 0), black.tobytes()
        one.call("SetExtraChannelBuffer", ctypes.byref(layout), data, ctypes.c_size_t(len(data)), 0, to_settings=True)
        return one.finish()


def wrapped_jpeg(jpeg: bytes) -> bytes:
    """Return a JPEG XL from which a JPEG can be had back."""
    with _Encoder() as one:
        one.call("UseContainer", 1)
        one.call("StoreJPEGMetadata", 1)
        one.call("AddJPEGFrame", jpeg, ctypes.c_size_t(len(jpeg)), to_settings=True)
        return one.finish()


def _set_colours(one: _Encoder, colours: Colours, *, grey: bool) -> None:
    if colours.profile:
        one.call("SetICCProfile", colours.profile, ctypes.c_size_t(len(colours.profile)))
        return
    encoding = libjxl.ColorEncoding()
    encoding.color_space, encoding.white_point, encoding.rendering_intent = int(grey), 1, 1
    encoding.primaries, encoding.transfer_function = colours.primaries, colours.transfer
    one.call("SetColorEncoding", ctypes.byref(encoding))


class _Encoder:
    """An encoder: calls that fail are errors."""

    def __enter__(self) -> Self:
        found = libjxl.library()
        assert found is not None
        self._jxl = ctypes.CDLL(found._name)  # with types of its own
        for name in ("Create", "FrameSettingsCreate"):
            getattr(self._jxl, f"JxlEncoder{name}").restype = ctypes.c_void_p
        self._one = ctypes.c_void_p(self._jxl.JxlEncoderCreate(None))
        self._settings = ctypes.c_void_p(self._jxl.JxlEncoderFrameSettingsCreate(self._one, None))
        return self

    def __exit__(self, *_: object) -> None:
        self._jxl.JxlEncoderDestroy(self._one)

    def call(self, name: str, *arguments: object, to_settings: bool | None = False) -> None:
        """Call a function of the encoder, of its settings of a frame (True), or of neither (None)."""
        of = () if to_settings is None else (self._settings if to_settings else self._one,)
        function = getattr(self._jxl, f"JxlEncoder{name}")
        function.restype = None if name.startswith("Init") else ctypes.c_int
        assert not function(*of, *arguments), name

    def mark_premultiplied(self, bits: int) -> None:
        """Say that the colours have been multiplied by the alpha."""
        channel = (ctypes.c_uint32 * 64)()  # JxlExtraChannelInfo: type, bits, exponent bits, shift, name, premultiplied
        self.call("InitExtraChannelInfo", 0, ctypes.byref(channel), to_settings=None)
        channel[1], channel[5] = bits, 1
        self.call("SetExtraChannelInfo", ctypes.c_size_t(0), ctypes.byref(channel))

    def mark_black(self) -> None:
        """Say that the extra channel is black ink."""
        channel = (ctypes.c_uint32 * 64)()
        self.call("InitExtraChannelInfo", libjxl.BLACK, ctypes.byref(channel), to_settings=None)
        self.call("SetExtraChannelInfo", ctypes.c_size_t(0), ctypes.byref(channel))

    def set_distance(self, distance: float) -> None:
        """Set how far the picture may be from the original; 0 is without loss."""
        if distance:
            self.call("SetFrameDistance", ctypes.c_float(distance), to_settings=True)
        else:
            self.call("SetFrameLossless", 1, to_settings=True)

    def set_duration(self) -> None:
        """Let the next frame be shown for a while, so that it is one of an animation."""
        header = (ctypes.c_uint32 * 64)()
        self.call("InitFrameHeader", ctypes.byref(header), to_settings=None)
        header[0] = 5
        self.call("SetFrameHeader", ctypes.byref(header), to_settings=True)

    def add(self, layout: object, samples: bytes) -> None:
        """Add a frame."""
        self.call("AddImageFrame", layout, samples, ctypes.c_size_t(len(samples)), to_settings=True)

    def finish(self) -> bytes:
        """Return the file."""
        self._jxl.JxlEncoderCloseInput.restype = None
        self._jxl.JxlEncoderCloseInput(self._one)
        made, room = bytearray(), ctypes.create_string_buffer(1 << 20)
        while True:
            start, left = ctypes.cast(room, ctypes.c_void_p), ctypes.c_size_t(len(room))
            status = self._jxl.JxlEncoderProcessOutput(self._one, ctypes.byref(start), ctypes.byref(left))
            made += room.raw[: len(room) - left.value]
            assert status in (0, 2), "neither done nor in need of more room"
            if status == 0:
                return bytes(made)
