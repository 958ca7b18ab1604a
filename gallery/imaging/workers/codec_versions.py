"""The versions of the decoders. Runs in a process of its own, because it imports Pillow."""

from __future__ import annotations


def codec_versions() -> dict[str, str | None]:
    """Return the version of each format's decoder, None for one that is missing."""
    import pi_heif
    from PIL import Image, __version__, features

    from gallery.imaging import libjxl, libraw

    Image.init()
    built_in = {name: __version__ if name.upper() in Image.OPEN else None for name in ("png", "gif", "bmp", "tiff")}
    return {
        "jpeg": features.version("jpg"),
        **built_in,
        "webp": features.version("webp"),
        "avif": features.version("avif"),
        "jpeg 2000": features.version("jpg_2000"),
        "jpeg xl": libjxl.version(),
        "heif": str(pi_heif.libheif_version()),
        "color management": features.version("littlecms2"),
        "raw development": libraw.version(),
    }
