"""Compressions of TIFF that only the project's own decoder unpacks."""

from __future__ import annotations

import pytest
from PIL import Image

from tests.imaging.tiff_files import PACKBITS, TiffWriter, decoded
from tests.pictures import encoded, picture

HEIGHT, RGB = 11, 2


class ThunderWriter(TiffWriter):
    """A TIFF of one strip of ThunderScan codes."""

    def _segments(self) -> list[bytes]:
        # fifteen, one less, two less, the same three times; then ten raw and a run of it
        row = bytes((0xC0 | 15, 0x40 | 3 << 4 | 2 << 2 | 2, 0x80 | 6 << 3 | 4, 3, 0xC0 | 10, 63))
        return [row * self.height]


@pytest.mark.parametrize("width", [20, 21])
def test_thunderscan(width: int) -> None:
    image = decoded(ThunderWriter(lambda *_: 0, bits=4, rows=HEIGHT, width=width, compression=32809).build())
    for y in (0, HEIGHT - 1):
        row = [image.getpixel((x, y)) for x in range(9)]
        assert row == [one * 17 for one in (15, 14, 12, 12, 12, 12, 10, 10, 10)]


@pytest.mark.parametrize(("channels", "mode"), [(3, "RGB"), (4, "RGBA")])
def test_webp_in_tiff(curious: list[bytes], channels: int, mode: str) -> None:
    inner = picture(32, 24, mode="RGB").convert(mode)

    class WebpWriter(TiffWriter):
        def _segments(self) -> list[bytes]:
            return [encoded("WEBP", inner, lossless=True)]

    writer = WebpWriter(
        lambda *_: 0, width=32, height=24, rows=24, channels=channels, photometric=RGB, compression=50001
    )
    assert decoded(writer.build()).tobytes() == inner.tobytes()
    assert curious == []


def test_packed_bytes_are_unpacked_as_a_tiff_only(curious: list[bytes]) -> None:
    limit = Image.MAX_IMAGE_PIXELS
    writer = TiffWriter(lambda x, *_: x / 18, bits=32, sample_format=3, rows=HEIGHT, compression=PACKBITS)
    assert decoded(writer.build()).getpixel((18, 10)) == 255
    assert curious == []
    assert limit == Image.MAX_IMAGE_PIXELS, "it is for pixels again"
