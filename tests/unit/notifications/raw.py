"""A mail as mail programs get it: its bytes, read by hand, because a mail library repairs what it reads.

RFC 5322 (lines, addresses, dates), 2045 (parts), 2047 (where encoded words may stand), 2231 (file names), 2369 and 8058
(unsubscribing).
"""

from __future__ import annotations

import re

LINE, MOST = 78, 998
ATOM = r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+"
HOST = r"[A-Za-z0-9](?:[A-Za-z0-9-]*[A-Za-z0-9])?(?:\.[A-Za-z0-9](?:[A-Za-z0-9-]*[A-Za-z0-9])?)*"
ADDRESS = rf"{ATOM}(?:\.{ATOM})*@{HOST}"
WORD = r"=\?utf-8\?[bq]\?[!->@-~]+\?="
PHRASE = rf"(?:{WORD}(?: {WORD})*|[A-Za-z0-9 -]+)"
MAILBOX = rf"(?:{PHRASE} <{ADDRESS}>|{ADDRESS})"
TOKEN = r"[A-Za-z0-9!#$%&'*+.^_`{|}~-]+"
PARAMETER = rf'(?:{TOKEN}="[^"\\=?]*(?:=[^"\\?]*)?"|{TOKEN}\*?=(?:{TOKEN})|{TOKEN}\*=utf-8\'\'[A-Za-z0-9%._-]+)'
TYPE = rf"{TOKEN}/{TOKEN}(?:; {PARAMETER})*"

GRAMMAR = {
    "From": MAILBOX,
    "To": MAILBOX,
    "Reply-To": MAILBOX,
    "Subject": rf"(?:{WORD}(?: {WORD})*|[ -~]+)",
    "Date": r"(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun), \d\d (?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec) \d{4} "
    r"\d\d:\d\d:\d\d \+0000",
    "Message-ID": rf"<[A-Za-z0-9.]+@{HOST}>",
    "MIME-Version": r"1\.0",
    "Auto-Submitted": "auto-generated",
    "Content-Language": "pl|en",
    "X-Tandem-Mail": "[a-z_]+",
    "List-Unsubscribe": r"<https://[!-;=?-~]+>",
    "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
    "Content-Type": TYPE,
    "Content-Transfer-Encoding": "7bit|base64|quoted-printable",
    "Content-Disposition": rf"attachment(?:; {PARAMETER})*",
}
"""Name → what its value must be once it is unfolded; a header that isn't here has no business in a mail of ours."""
WORDS = ("From", "To", "Reply-To", "Subject")
"""Where encoded words may stand: in what people read, never in what machines read."""
NEEDED = {"From", "To", "Subject", "Date", "Message-ID", "MIME-Version", "Content-Type", "Content-Language"} | {
    "Auto-Submitted",
    "X-Tandem-Mail",
}


def faults(raw: bytes) -> list[str]:
    """Return everything that is wrong with the bytes of a mail."""
    found = []
    if b"\r" in raw.replace(b"\r\n", b"") or b"\n" in raw.replace(b"\r\n", b""):
        found.append("a line ends otherwise than with CRLF")
    if not raw.isascii():
        found.append("not ASCII")
    lines = raw.decode("latin-1").split("\r\n")
    found += [f"{len(line)} characters in a line" for line in lines if len(line) > MOST]
    head = headers(raw)
    names = [name for name, _ in head]
    found += [f"{name} twice" for name in {one for one in names if names.count(one) > 1}]
    found += [f"no {name}" for name in NEEDED - set(names)]
    for block in blocks(raw):
        found += [fault for name, folded in block for fault in _header(name, folded)]
    if ("List-Unsubscribe" in names) != ("List-Unsubscribe-Post" in names):
        found.append("one click without its address, or the other way round")
    return found


def headers(raw: bytes) -> list[tuple[str, str]]:
    """Return name and value, still folded, of each header of a mail."""
    return blocks(raw)[0]


def blocks(raw: bytes) -> list[list[tuple[str, str]]]:
    """Return the headers of the mail, then those of each of its parts."""
    text = raw.decode("latin-1")
    starts = [0, *(match.end() for match in re.finditer(r"\r\n--[^\r\n]+\r\n(?=Content-)", text))]
    return [_block(text[start:].split("\r\n\r\n", 1)[0]) for start in starts]


def unfolded(value: str) -> str:
    """Return a value on one line (RFC 5322 §2.2.3)."""
    return value.replace("\r\n", "").removeprefix(" ")


def _block(text: str) -> list[tuple[str, str]]:
    lines = re.split(r"\r\n(?![ \t])", text)
    return [(name, value) for name, _, value in (line.partition(":") for line in lines)]


def _header(name: str, folded: str) -> list[str]:
    value = unfolded(folded)
    found = []
    if name not in GRAMMAR:
        found.append(f"{name}: unknown")
    elif not re.fullmatch(GRAMMAR[name], value):
        found.append(f"{name}: {value!r}")
    if name not in WORDS and "=?" in value:
        found.append(f"{name}: encoded words in {value!r}")
    for line in f"{name}:{folded}".split("\r\n"):
        if len(line) > LINE and " " in line.removeprefix(f"{name}: ").strip():
            found.append(f"{name}: could be folded: {line!r}")
        if not line.strip():
            found.append(f"{name}: a line of nothing")
    return found
