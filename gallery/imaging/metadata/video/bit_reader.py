"""Numbers of any number of bits, as video codecs write their headers (ITU-T H.264, 7.2 and 9.1)."""

from __future__ import annotations

from gallery.imaging.metadata.bounded_reader import DamagedError

_MAX_LEADING_ZEROS = 32


class BitReader:
    """Takes numbers one after the other from bytes, the highest bit first."""

    def __init__(self, data: bytes) -> None:
        """Begin with the first bit."""
        self._number, self._left = int.from_bytes(data, "big"), 8 * len(data)

    def take(self, bits: int) -> int:
        """Return the number in the next bits.

        Raises:
            DamagedError: The bytes end before.
        """
        self._left -= bits
        if self._left < 0:
            raise DamagedError("a header of a video stream ends too early")
        return self._number >> self._left & (1 << bits) - 1

    def take_ue(self) -> int:
        """Return the next Exp-Golomb number without a sign (9.1)."""
        zeros = 0
        while not self.take(1):
            zeros += 1
            if zeros > _MAX_LEADING_ZEROS:
                raise DamagedError("a number that is too long")
        return (1 << zeros) - 1 + self.take(zeros)

    def take_se(self) -> int:
        """Return the next Exp-Golomb number with a sign (9.1.1)."""
        code = self.take_ue()
        return (code + 1) // 2 if code & 1 else -(code // 2)
