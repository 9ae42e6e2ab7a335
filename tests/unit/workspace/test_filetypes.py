"""What a file is, by its content."""

from __future__ import annotations

import zipfile
from io import BytesIO

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workspace.filetypes import HEAD, NAMED, FileRefused, recognized


def parcel(*names: str, kind: str = "") -> bytes:
    """Return a ZIP file with files of these names."""
    made = BytesIO()
    with zipfile.ZipFile(made, "w") as archive:
        if kind:
            archive.writestr("mimetype", kind)
        for name in names:
            archive.writestr(name, "x")
    return made.getvalue()


OFFICE = "[Content_Types].xml"
TAKEN = {
    ".pdf": b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n1 0 obj",
    ".png": b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR" + bytes(30),
    ".jpg": b"\xff\xd8\xff\xe0\0\x10JFIF\0" + bytes(30),
    ".gif": b"GIF89a" + bytes(30),
    ".webp": b"RIFF\x24\0\0\0WEBPVP8 " + bytes(30),
    ".docx": parcel(OFFICE, "word/document.xml"),
    ".xlsx": parcel(OFFICE, "xl/workbook.xml"),
    ".pptx": parcel(OFFICE, "ppt/presentation.xml"),
    ".odt": parcel("content.xml", kind="application/vnd.oasis.opendocument.text"),
    ".mp3": b"ID3\x03\0\0\0\0\0\0" + bytes(30),
    ".mp4": b"\0\0\0\x18ftypmp42\0\0\0\0" + bytes(30),
    ".m4a": b"\0\0\0\x18ftypM4A \0\0\0\0" + bytes(30),
    ".rtf": b"{\\rtf1\\ansi tekst}",
    ".txt": "Zażółć gęślą jaźń\n- raz\n- dwa\n".encode(),
}
REFUSED = {
    "program": b"MZ\x90\0" + bytes(200),
    "linux": b"\x7fELF\x02\x01" + bytes(60),
    "script": b"#!/bin/sh\nrm -rf /\n",
    "page": b"<!doctype html><script>alert(1)</script>",
    "drawing": b"<?xml version='1.0'?><svg onload='x'/>",
    "drawing-bare": b"  <svg xmlns='http://www.w3.org/2000/svg'><script>1</script></svg>",
    "page-bom": b"\xef\xbb\xbf<html>",
    "archive": parcel("a.txt"),
    "macros": parcel(OFFICE, "word/document.xml", "word/vbaProject.bin"),
    "java": parcel("META-INF/MANIFEST.MF", "A.class"),
    "two": parcel(OFFICE, "word/document.xml", "xl/workbook.xml"),
    "script-inside": parcel(OFFICE, "word/document.xml", "word/a.js"),
    "no-parcel": b"PK\x03\x04" + bytes(40),
    "7z": b"7z\xbc\xaf\x27\x1c" + bytes(30),
    "rar": b"Rar!\x1a\x07\0" + bytes(30),
    "gzip": b"\x1f\x8b\x08\0" + bytes(30),
    "old-word": b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600),
    "noise": bytes(range(256)),
    "zeros": bytes(100),
}


@pytest.mark.parametrize("ending", TAKEN)
def test_given_a_file_that_helps_a_pair_when_looked_at_then_it_is_what_its_content_says(ending: str) -> None:
    content = TAKEN[ending]
    found = recognized(content[:HEAD], lambda: content)
    assert (found.ending, NAMED[found.media]) == (ending, found)


@pytest.mark.parametrize("name", REFUSED)
def test_given_a_file_that_runs_or_hides_something_when_looked_at_then_it_is_refused(name: str) -> None:
    content = REFUSED[name]
    with pytest.raises(FileRefused):
        recognized(content[:HEAD], lambda: content)


@given(
    st.binary(max_size=400), st.sampled_from([b"", b"PK\x03\x04", b"\x89PNG\r\n\x1a\n", b"%PDF", b"\xff\xd8\xff", b"<"])
)
def test_given_any_bytes_when_looked_at_then_they_are_taken_or_refused_and_nothing_fails(
    some: bytes, begin: bytes
) -> None:
    content = begin + some
    try:
        assert recognized(content[:HEAD], lambda: content).media in NAMED
    except FileRefused:
        return
