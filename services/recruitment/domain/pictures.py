"""A picture for a public page: known by its content, without whatever a camera or a program hid in it. Pure.

Of a file only the parts are kept that a browser needs to draw it: no place, no device, no names, no text, nothing
behind its end. JPEG: ITU-T T.81 annex B, Exif 2.32 §4.6; PNG: W3C PNG §5, §11; WebP: RFC 9649 §2.
"""

from __future__ import annotations

import struct
import zlib

from mentoring.errors import N_, Invalid
from mentoring.values import dataclass

LARGEST = 1_500_000
"""Bytes of a file."""
NARROWEST, LOWEST, LONGEST = 600, 200, 6000
"""Pixels: the least of width and height, and the most of either."""
PNG = b"\x89PNG\r\n\x1a\n"
PNG_PARTS = (b"IHDR", b"PLTE", b"IDAT", b"IEND", b"tRNS", b"gAMA", b"cHRM", b"sRGB", b"iCCP")
JPEG_SIZES = frozenset(range(0xC0, 0xD0)) - {0xC4, 0xC8, 0xCC}
JPEG_KEPT = frozenset({0xE0, 0xE2, 0xEE, 0xDB, 0xC4, 0xDD, 0xDA}) | JPEG_SIZES
"""Markers of segments that stay: JFIF, colour profile, Adobe's transform, tables, frames and scans."""
ALONE = frozenset({0x00, 0x01, 0xFF, *range(0xD0, 0xDA)})
"""Second bytes that nothing with a length follows: data, restarts, the end."""
FILL, NOTES, SCAN = 0xFF, 0xE1, 0xDA
EXIF, ORIENTATION = b"Exif\0\0", 0x0112
WEBP_PARTS = (b"VP8 ", b"VP8L", b"VP8X", b"ALPH", b"ICCP", b"ANIM", b"ANMF")


class PictureRefused(Invalid):
    """The file isn't a picture that can be shown."""

    code = "picture-refused"

    def __init__(self, why: str) -> None:
        super().__init__(fields={"/file": why})


@dataclass(frozen=True)
class Picture:
    """A picture that can be shown: its media type, its size in pixels, its bytes."""

    kind: str
    width: int
    height: int
    content: bytes


def read(content: bytes) -> Picture:
    """Return the picture of a file; raises `PictureRefused`."""
    try:
        found = _read(content)
    except (IndexError, struct.error, ValueError) as error:
        raise PictureRefused(N_("This file is damaged, or isn't whole. Save it once more.")) from error
    if found is None:
        raise PictureRefused(N_("Choose a picture: JPEG, PNG or WebP."))
    if found.width < NARROWEST or found.height < LOWEST:
        raise PictureRefused(N_("The picture is too small: 600 pixels wide and 200 high at least."))
    if max(found.width, found.height) > LONGEST:
        raise PictureRefused(N_("The picture is too large: 6000 pixels a side at most."))
    return found


def _read(content: bytes) -> Picture | None:
    if content.startswith(PNG):
        return _png(content)
    if content.startswith(b"\xff\xd8\xff"):
        return _jpeg(content)
    if content[:4] == b"RIFF" and content[8:12] == b"WEBP":
        return _webp(content)
    return None


def _png(content: bytes) -> Picture:
    kept, at, width, height = [PNG], len(PNG), 0, 0
    while True:
        (length,) = struct.unpack_from(">I", content, at)
        name, whole = content[at + 4 : at + 8], content[at : at + 12 + length]
        (checksum,) = struct.unpack_from(">I", whole, 8 + length)
        if zlib.crc32(whole[4:-4]) != checksum:
            raise ValueError("a part of the file is damaged")
        if name == b"IHDR":
            width, height = struct.unpack_from(">II", whole, 8)
        if name in PNG_PARTS:
            kept.append(whole)
        if name == b"IEND":
            return Picture("image/png", width, height, b"".join(kept))
        at += len(whole)


def _jpeg(content: bytes) -> Picture:
    kept, at, width, height, turned = [content[:2]], 2, 0, 0, 1
    while True:
        while content[at + 1] == FILL:
            at += 1
        if content[at] != FILL:
            raise ValueError("no marker where one should be")
        marker = content[at + 1]
        (length,) = struct.unpack_from(">H", content, at + 2)
        whole = content[at : at + 2 + length]
        if marker in JPEG_SIZES:
            height, width = struct.unpack_from(">HH", whole, 5)
        if marker == NOTES and whole[4:10] == EXIF:
            turned = _orientation(whole[10:])
        if marker in JPEG_KEPT:
            kept.append(whole)
        at += 2 + length
        if marker == SCAN:
            break
    end = content.rindex(b"\xff\xd9") + 2
    if end <= at or not width:
        raise ValueError("no picture")
    if turned != 1:
        kept.insert(1, _turned(turned))
        width, height = (height, width) if turned > 4 else (width, height)  # noqa: PLR2004 - 5 to 8 lie on their side
    return Picture("image/jpeg", width, height, b"".join(kept) + _scans(content[at:end]))


def _scans(content: bytes) -> bytes:
    """Return what follows the first scan: scans and tables, without comments or parts of applications among them."""
    kept, at, start = [], 0, 0
    while (at := content.find(b"\xff", at)) >= 0 and at + 1 < len(content):
        marker = content[at + 1]
        if marker in ALONE:
            at += 1 if marker == FILL else 2
            continue
        (length,) = struct.unpack_from(">H", content, at + 2)
        after = at + 2 + length
        if marker not in JPEG_KEPT:
            kept.append(content[start:at])
            start = after
        at = after
    return b"".join(kept) + content[start:]


def _orientation(tiff: bytes) -> int:
    """Return how a camera was held (1 to 8), by the first directory of its notes."""
    order = {b"II": "<", b"MM": ">"}.get(tiff[:2], "")
    if not order:
        return 1
    (first,) = struct.unpack_from(f"{order}I", tiff, 4)
    (number,) = struct.unpack_from(f"{order}H", tiff, first)
    for one in range(number):
        tag, _, _, value = struct.unpack_from(f"{order}HHIH", tiff, first + 2 + 12 * one)
        if tag == ORIENTATION:
            return value if 1 <= value <= 8 else 1  # noqa: PLR2004 - Exif knows eight ways
    return 1


def _turned(how: int) -> bytes:
    """Return a segment that says how to turn the picture, and nothing else."""
    tiff = b"MM\0*" + struct.pack(">IHHHIHHI", 8, 1, ORIENTATION, 3, 1, how, 0, 0)
    return b"\xff\xe1" + struct.pack(">H", 2 + len(EXIF) + len(tiff)) + EXIF + tiff


def _webp(content: bytes) -> Picture:
    (size,) = struct.unpack_from("<I", content, 4)
    if size + 8 > len(content):
        raise ValueError("not whole")
    kept, at, width, height = b"", 12, 0, 0
    while at < size + 8:
        name = content[at : at + 4]
        (length,) = struct.unpack_from("<I", content, at + 4)
        body = content[at + 8 : at + 8 + length]
        if name == b"VP8X":
            width, height = (1 + int.from_bytes(body[place : place + 3], "little") for place in (4, 7))
            body = bytes([body[0] & ~0x0C]) + body[1:]  # neither Exif nor XMP follows any more
        elif name == b"VP8 " and not width:
            width, height = (one & 0x3FFF for one in struct.unpack_from("<HH", body, 6))
        elif name == b"VP8L" and not width:
            (packed,) = struct.unpack_from("<I", body, 1)
            width, height = 1 + (packed & 0x3FFF), 1 + (packed >> 14 & 0x3FFF)
        if name in WEBP_PARTS:
            kept += name + struct.pack("<I", length) + body + b"\0" * (length % 2)
        at += 8 + length + length % 2
    return Picture("image/webp", width, height, b"RIFF" + struct.pack("<I", 4 + len(kept)) + b"WEBP" + kept)
