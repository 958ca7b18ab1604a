"""Decodes JPEG XL with libjxl, as far as the file goes: the first frame, eight bits a sample, not turned."""

from __future__ import annotations

import ctypes
from typing import TYPE_CHECKING, NamedTuple

from PIL import Image, ImageChops

from gallery.imaging import libjxl
from gallery.imaging.decoding import linear_light, sample_range
from gallery.imaging.decoding.decoding_errors import CutShortError, MissingDecoderError
from gallery.imaging.decoding.transparency import clear_boxes
from gallery.imaging.metadata.bounded_reader import DamagedError

if TYPE_CHECKING:
    from collections.abc import Iterator

_MODES = {1: "L", 2: "LA", 3: "RGB", 4: "RGBA"}
_MAX_PROFILE_BYTES = 4 << 20
_GROUP = 128
"""The decoder fills squares of at least so many pixels at a time (ISO/IEC 18181-1, C.3)."""
_SRGB = ((0, 1, 1, libjxl.SRGB), (1, 1, 0, libjxl.SRGB))
"""Colour space, white point, primaries and transfer function of sRGB, and of its greys."""


class Jxl(NamedTuple):
    """A decoded JPEG XL, with the profile of its colours in `info` unless they are sRGB, or of high dynamic range."""

    image: Image.Image
    whole: bool
    """Whether the file had all of it."""
    sound: bool
    """Whether all that the file had could be decoded."""


def decode_jxl(data: bytes) -> Jxl:
    """Decode a file.

    Raises:
        MissingDecoderError: There is no decoder for this computer.
        CutShortError: The file ends before anything of the picture came.
        DamagedError: Nothing of it can be decoded.
        MemoryError: There is no room for it.
    """
    jxl = libjxl.library()
    if jxl is None:
        raise MissingDecoderError
    with libjxl.decoder(jxl) as one:
        return _Decoding(jxl, one, data).run()


class _Decoding:
    """One decode: does what the decoder asks for until it has the first frame, or cannot go on."""

    def __init__(self, jxl: ctypes.CDLL, one: int, data: bytes) -> None:
        self._jxl, self._one = jxl, one
        self._info = libjxl.BasicInfo()
        self._profile = b""
        self._is_light = False
        """Whether the pixels are proportional to light."""
        self._pixels: ctypes.Array[ctypes.c_char] | None = None
        self._black: tuple[int, ctypes.Array[ctypes.c_char] | None] | None = None
        """The number of the extra channel that holds black ink, and its samples."""
        jxl.JxlDecoderSubscribeEvents(one, libjxl.BASIC_INFO | libjxl.COLOR_ENCODING | libjxl.FULL_IMAGE)
        jxl.JxlDecoderSetKeepOrientation(one, 1)
        jxl.JxlDecoderSetUnpremultiplyAlpha(one, 1)
        # that there will be no more is not said: else an early end would count as damage
        jxl.JxlDecoderSetInput(one, data, len(data))

    def run(self) -> Jxl:
        steps = {
            libjxl.BASIC_INFO: self._take_info,
            libjxl.COLOR_ENCODING: self._take_colours,
            libjxl.NEED_IMAGE_OUT_BUFFER: self._lend_pixels,
        }
        while (status := self._jxl.JxlDecoderProcessInput(self._one)) in steps:
            steps[status]()
        if status == libjxl.FULL_IMAGE:
            return Jxl(self._image(), whole=True, sound=True)
        is_cut = status == libjxl.NEED_MORE_INPUT
        if self._pixels is None or self._jxl.JxlDecoderFlushImage(self._one) != libjxl.SUCCESS:
            raise CutShortError if is_cut else DamagedError("a JPEG XL of which nothing can be decoded")
        image = self._image()
        return Jxl(clear_boxes(image, list(_empty_boxes(image))), whole=not is_cut, sound=is_cut)

    def _take_info(self) -> None:
        self._jxl.JxlDecoderGetBasicInfo(self._one, self._info)
        for number in range(self._info.extra_channels if self._info.colour_channels == 3 else 0):
            channel = libjxl.ExtraChannelInfo()
            self._jxl.JxlDecoderGetExtraChannelInfo(self._one, number, channel)
            if channel.kind == libjxl.BLACK:
                self._black = self._black or (number, None)

    def _take_colours(self) -> None:
        """Take over the profile of the pixels; of light itself eight bits have too few shadows, so it gets a curve."""
        colours = libjxl.ColorEncoding()
        named = self._encoding(colours)
        if named and colours.transfer_function == libjxl.LINEAR:
            # only where the colours are stored as XYB, which the decoder converts anyway
            colours.transfer_function = libjxl.SRGB
            self._jxl.JxlDecoderSetPreferredColorProfile(self._one, colours)
            named = self._encoding(colours)
        kind = colours.color_space, colours.white_point, colours.primaries, colours.transfer_function
        if not (named and (kind in _SRGB or kind[3] in (libjxl.PQ, libjxl.HLG))):
            self._profile = self._read_profile()
            self._is_light = kind[3] == libjxl.LINEAR if named else linear_light.is_linear(self._profile)

    def _encoding(self, colours: libjxl.ColorEncoding) -> bool:
        """Fill in the colours of the pixels, where they have names."""
        get = self._jxl.JxlDecoderGetColorAsEncodedProfile
        return bool(get(self._one, libjxl.TARGET_DATA, colours) == libjxl.SUCCESS)

    def _read_profile(self) -> bytes:
        """Return the profile of the pixels; nothing where there is none, or an endless one."""
        size = ctypes.c_size_t()
        status = self._jxl.JxlDecoderGetICCProfileSize(self._one, libjxl.TARGET_DATA, size)
        if status != libjxl.SUCCESS or not 0 < size.value <= _MAX_PROFILE_BYTES:
            return b""
        profile = ctypes.create_string_buffer(size.value)
        self._jxl.JxlDecoderGetColorAsICCProfile(self._one, libjxl.TARGET_DATA, profile, size.value)
        return profile.raw

    def _lend_pixels(self) -> None:
        sample = libjxl.FLOAT if self._is_light else libjxl.UINT8
        layout, size = libjxl.PixelFormat(self._channels, sample, 0, 0), ctypes.c_size_t()
        self._jxl.JxlDecoderImageOutBufferSize(self._one, layout, size)
        self._pixels = ctypes.create_string_buffer(size.value)
        self._jxl.JxlDecoderSetImageOutBuffer(self._one, layout, self._pixels, size.value)
        if self._black is not None:
            self._lend_black(self._black[0])

    def _lend_black(self, number: int) -> None:
        layout, size = libjxl.PixelFormat(1, libjxl.UINT8, 0, 0), ctypes.c_size_t()
        self._jxl.JxlDecoderExtraChannelBufferSize(self._one, layout, size, number)
        black = ctypes.create_string_buffer(size.value)
        self._jxl.JxlDecoderSetExtraChannelBuffer(self._one, layout, black, size.value, number)
        self._black = number, black

    @property
    def _channels(self) -> int:
        has_alpha = self._info.alpha_bits > 0 and self._black is None  # inks are not laid on anything
        return int(self._info.colour_channels) + int(has_alpha)

    def _image(self) -> Image.Image:
        size, mode = (self._info.width, self._info.height), _MODES[self._channels]
        pixels = memoryview(self._pixels or b"")
        if self._is_light:
            self._profile = linear_light.with_curve_of_srgb(self._profile)
            image = Image.merge(mode, _planes_of_light(pixels.cast("B").cast("f"), mode, size))
        else:
            image = Image.frombytes(mode, size, pixels)
        if self._black is not None:
            # no ink is 1 in JPEG XL (ISO/IEC 18181-1, E.2), and 0 here
            black = Image.frombytes("L", size, memoryview(self._black[1] or b""))
            image = ImageChops.invert(Image.merge("CMYK", (*image.split(), black)))
        if self._profile:
            image.info["icc_profile"] = self._profile
        return image


def _planes_of_light(samples: memoryview[float], mode: str, size: tuple[int, int]) -> list[Image.Image]:
    """Return the channels of light in floats, eight bits a sample; alpha is none."""
    bands = Image.getmodebands(mode)
    planes = [Image.frombytes("F", size, samples[at::bands].tobytes()) for at in range(bands)]
    return [
        sample_range.to_bytes(plane, 0.0, 1.0) if band == "A" else linear_light.to_bytes(plane, 1.0)
        for plane, band in zip(planes, mode, strict=True)
    ]


def _empty_boxes(image: Image.Image) -> Iterator[tuple[int, int, int, int]]:
    """Yield the squares (left, top, right, bottom) in which the decoder has nothing."""
    for top in range(0, image.height, _GROUP):
        for left in range(0, image.width, _GROUP):
            box = (left, top, min(left + _GROUP, image.width), min(top + _GROUP, image.height))
            if image.crop(box).getbbox(alpha_only=False) is None:
                yield box
