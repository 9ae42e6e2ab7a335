"""A picture is known by its content, and nothing is kept of it but what a browser needs to draw it."""

from __future__ import annotations

import struct
import zlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from recruitment.domain import pictures

SECRET = b"GPS 52.2297 21.0122 Anna"


def part(name: bytes, body: bytes) -> bytes:
    return struct.pack(">I", len(body)) + name + body + struct.pack(">I", zlib.crc32(name + body))


def png(width: int = 600, height: int = 300) -> bytes:
    rows = b"".join(b"\0" + b"\x40" * width for _ in range(height))
    head = struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
    parts = [part(b"IHDR", head), part(b"tEXt", SECRET), part(b"eXIf", SECRET), part(b"IDAT", zlib.compress(rows))]
    return pictures.PNG + b"".join([*parts, part(b"IEND", b"")]) + SECRET


def segment(marker: int, body: bytes) -> bytes:
    return bytes([0xFF, marker]) + struct.pack(">H", 2 + len(body)) + body


def exif(turned: int) -> bytes:
    entries = struct.pack("<HHIHH", 0x010F, 2, 4, 0, 0) + struct.pack("<HHIHH", 0x0112, 3, 1, turned, 0)
    return pictures.EXIF + b"II*\0" + struct.pack("<IH", 8, 2) + entries + struct.pack("<I", 0) + SECRET


def jpeg(turned: int = 1, width: int = 800, height: int = 400) -> bytes:
    frame = segment(0xC2, struct.pack(">BHHB", 8, height, width, 1) + b"\x01\x11\0")
    scan = segment(0xDA, b"\x01\x01\0\0\x3f\0") + b"\x12\xff\0\x34\xff\xd0\x56"
    hidden = segment(0xE1, exif(turned)) + segment(0xFE, SECRET) + segment(0xED, SECRET)
    between = segment(0xFE, SECRET) + segment(0xC4, b"\0\xff\xe1\x05")
    return b"\xff\xd8" + hidden + segment(0xDB, b"\0" * 65) + frame + scan + between + scan + b"\xff\xd9" + SECRET


def webp(width: int = 800, height: int = 400) -> bytes:
    size = b"".join(struct.pack("<I", one - 1)[:3] for one in (width, height))
    told = [(b"VP8X", b"\x0c\0\0\0" + size), (b"VP8 ", b"\0" * 10), (b"EXIF", SECRET), (b"XMP ", SECRET + b"!")]
    body = b"".join(name + struct.pack("<I", len(one)) + one + b"\0" * (len(one) % 2) for name, one in told)
    return b"RIFF" + struct.pack("<I", 4 + len(body)) + b"WEBP" + body


@pytest.mark.parametrize(
    ("content", "kind", "size"),
    [
        (png(), "image/png", (600, 300)), (jpeg(), "image/jpeg", (800, 400)), (webp(), "image/webp", (800, 400)),
        (jpeg(turned=6, width=400, height=800), "image/jpeg", (800, 400)),
    ],
)  # fmt: skip
def test_given_a_picture_with_notes_when_read_then_its_size_is_known_and_no_note_is_left(
    content: bytes, kind: str, size: tuple[int, int]
) -> None:
    found = pictures.read(content)
    assert (found.kind, (found.width, found.height)) == (kind, size)
    assert SECRET in content
    assert SECRET not in found.content
    assert pictures.read(found.content) == found


def test_given_a_picture_taken_upright_when_read_then_that_alone_is_kept_of_the_cameras_notes() -> None:
    found = pictures.read(jpeg(turned=6, width=400, height=800)).content
    assert pictures._orientation(found[found.index(pictures.EXIF) + 6 :]) == 6
    assert found.count(b"\xff\xe1") == 2, "one segment, and two bytes of a table that look like its beginning"
    assert pictures.EXIF not in pictures.read(jpeg()).content


@pytest.mark.parametrize(
    "content",
    [b"", b"GIF89a", b"<svg xmlns='http://www.w3.org/2000/svg'/>", b"%PDF-1.7", png()[:200], jpeg()[:60], webp()[:40],
     png(width=599), jpeg(height=199), png(width=6001, height=200), png().replace(b"\x40", b"\x41", 1)],
)  # fmt: skip
def test_given_another_file_a_torn_or_a_tiny_one_when_read_then_it_is_refused_in_words(content: bytes) -> None:
    with pytest.raises(pictures.PictureRefused) as refused:
        pictures.read(content)
    assert set(refused.value.fields) == {"/file"}


@given(st.sampled_from([png(), jpeg(), webp()]), st.data())
def test_given_any_damage_when_read_then_it_is_a_picture_or_refused(content: bytes, data: st.DataObject) -> None:
    at = data.draw(st.integers(0, min(300, len(content) - 1)))
    damaged = content[:at] + data.draw(st.binary(max_size=4)) + content[at + 1 :]
    try:
        pictures.read(damaged)
    except pictures.PictureRefused:
        return
