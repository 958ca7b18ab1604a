"""What the parser of every format hands over: the parts of a picture file's header."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from gallery.base.models import Taken
    from gallery.imaging.colour_space import ColourSpace
    from gallery.imaging.metadata.bounded_reader import BoundedReader


MPF_MAGIC = b"MPF\0"


class MpfSegment(NamedTuple):
    """The Multi-Picture Format segment of a JPEG: the list of the pictures behind it (CIPA DC-007, 5)."""

    offset: int
    """Where the structure, without its magic, starts in the file."""
    data: bytes
    """The structure, a TIFF one."""


class Preview(NamedTuple):
    """A picture that a camera put into its RAW file."""

    kind: str
    """jpeg: a JPEG file; tiff: what a directory of the file describes."""
    offset: int
    """Where in the file the JPEG, or the directory, starts."""
    length: int
    """Bytes of the JPEG as the file says: there may be fewer."""
    width: int
    height: int
    """Pixels, as the photo lies before orientation."""
    colours: str | None = None
    """srgb, adobe or prophoto, where the file says that of it; its own profile comes first."""
    progressive: bool = False
    """Whether the JPEG is."""
    is_cut: bool = False
    """Whether the file ends before it."""
    is_upright: bool = False
    """Whether it is stored as it is to be seen, though the photo lies on its side: the two sizes above are swapped."""


@dataclass(slots=True)
class PictureHeader:
    """The header of a picture file, filled while the file is walked.

    A size of 0 means that none has been found yet; None, that there is no such part.
    """

    width: int = 0
    height: int = 0
    """Pixels, before orientation."""
    animated: bool = False
    """Whether there is more than one frame."""
    components: int = 3
    """Channels of colour: 1 grey, 3 red, green and blue, 4 the inks of print."""
    bits: int = 8
    """Bits of a sample of a PNG."""
    stored_bits: int = 24
    """Bits of a pixel of a TIFF, JPEG 2000, Photoshop file, PCX or PFM, before its compression; of a JPEG XL as it is
    decoded."""
    reductions: int = 0
    """How often a JPEG 2000 can be halved by decoding less of it."""
    colour: ColourSpace | None = None
    """What the samples mean, where the file says so in numbers that count before its profile; None: it does not."""
    icc: bytes | None = None
    """The ICC profile; of formats whose decoder hands it over, at least as much as tells its kind."""
    ambiguous: bool = False
    """Whether some browsers refuse the file, or take its colours for others."""
    first_frame: tuple[int, int, int, int] | None = None
    """Left, top, right and bottom of what the first frame of a GIF or WebP covers; the rest is clear."""
    separate_frame: tuple[int, int, int, int] | None = None
    """The same of an APNG whose picture is not part of its animation: the data of its first frame stands elsewhere."""
    exif: BoundedReader | None = None
    """A TIFF structure, perhaps behind the letters "Exif"; for a TIFF file the file itself."""
    xmp: bytes | None = None
    """An XMP packet."""
    xmp_extension: bytearray | None = None
    """The packet that the first one of a JPEG announces, where it is short (XMP part 3, 1.1.3.1)."""
    xmp_extension_parts: int = 0
    """How many parts of such packets have been met."""
    created: Taken | None = None
    """When the container says that the picture was made."""
    caption: str | None = None
    """What the container itself says of the picture."""
    iptc: bytes | None = None
    """IPTC-IIM data sets."""
    orientation: int | None = None
    """EXIF orientation where the container settles it and EXIF does not count (HEIF, AVIF, JPEG XL); None: it has."""
    progressive: bool = False
    """Whether a JPEG is progressive (ITU-T T.81, Annex G): its decoder holds all coefficients, at any scale."""
    first_scan_offset: int = 0
    """Where the header of a JPEG ends and its first scan begins."""
    mpf: MpfSegment | None = None
    has_gain_map: bool = False
    """Whether a HEIF, AVIF or JPEG XL has one; of a JPEG the pictures behind it tell (`gain_map.py`)."""
    exif_parts: tuple[BoundedReader, ...] = ()
    """Of a CR3: the Exif and the GPS directory, each a TIFF structure of its own."""
    iso: int | None = None
    """The speed, of an RW2, which has it outside of EXIF."""
    previews: tuple[Preview, ...] = ()
    """The pictures in a RAW file, smallest first."""

    @property
    def decoded_size(self) -> tuple[int, int]:
        """Width and height of the largest picture that a decoder is to make: of a RAW file the largest whole one."""
        if not self.previews:
            return self.width, self.height
        largest = next((one for one in reversed(self.previews) if not one.is_cut), self.previews[-1])
        return largest.width, largest.height
