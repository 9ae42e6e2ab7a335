"""What somebody wrote now, in the plain text of a mail that answers another: without quotes and signatures. Pure.

Mail programs mark what they quote in three ways: a `>` before each line (RFC 3676 §4.5), a sentence above it that says
who wrote when («W dniu … pisze:», «On … wrote:»), or a block of header lines (Outlook, «Od: … Temat: …»). A line
`-- ` begins a signature (RFC 3676 §4.3). Why no library: docs/decisions/0023-mail-that-arrives.md.

What is in doubt stays: words of ours shown twice cost a glance, words of a person that are gone can't be answered.
"""

from __future__ import annotations

import re
from itertools import groupby
from typing import NamedTuple

MOST_SIGNED = 12
"""Lines of a signature; more below two dashes is text."""
MOST_FOLDED = 3
"""Lines over which mail programs fold the sentence above a quote."""
MOST_HEADERS = 10
"""Lines of a block of headers, long lists of recipients among them."""
MOST_SENTENCE = 400
"""Characters of the sentence above a quote."""

ABOVE = tuple(
    (re.compile(begins, re.IGNORECASE), re.compile(rf"{ends} ?:\Z", re.IGNORECASE))
    for begins, ends in (
        (r"(?:W dniu|Dnia) ", r" (?:napisał(?:\(a\)|a)?|pisze|nadesłał(?:\(a\)|a)?)"),  # Thunderbird, Onet, WP, o2
        (r"(?:pon|wt|śr|czw|pt|sob|niedz|nd)\.?,? \d", r" napisał(?:\(a\)|a)?"),  # Gmail
        (r"Wiadomość napisana przez ", r" w dniu [\w .,:-]{1,60}"),  # Apple
        (r"On ", r" wrote"),
        (r"\d{4}-\d\d-\d\d ", r" <[^<>\s]{1,254}>"),  # Gmail, older
    )
)
"""How the sentence above a quote begins and ends; a number is in it. In two, so that no text takes long to read."""
DIGIT = re.compile(r"\d")
CERTAIN = re.compile(r"\d:\d\d|@")
"""A time of day or an address: programs write one, people who tell of a letter don't."""

HEADER = re.compile(
    r"\*?(?:(?P<who>Od|From|Nadawca)|(?P<when>Wysłan[oey]|Data|Sent|Date)|(?P<whom>Do|To|Adresat)"
    r"|(?P<what>Temat|Subject)|DW|UDW|Cc|Bcc)(?::\*|\*?:) ?.*",
    re.IGNORECASE,
)
NEEDED = 3
"""Of sender, time, recipient and subject: fewer are a person's own list."""
RULE = re.compile(r"_{10,}|-{3,} ?(?:Original Message|Wiadomość oryginalna|Oryginalna wiadomość) ?-{3,}", re.IGNORECASE)
FORWARDED = re.compile(
    r"-* ?(?:Forwarded message|Begin forwarded message|Wiadomość przekazana|Przekazana wiadomość"
    r"|Wiadomość przesłana dalej|Treść przekazanej wiadomości|Początek przekazywanej wiadomości) ?:? ?-*",
    re.IGNORECASE,
)
"""What somebody passes on is meant to be read; it is no quote of ours."""

PROGRAM = re.compile(
    r"(?:Wysłan[oey] (?:z|ze|przy użyciu|za pomocą)|Sent (?:from|with|via)|Get|Pobierz|Uzyskaj)\b.{0,80}"
    r"(?:iPhone|iPad|Outlook|Android|Galaxy|Samsung|Huawei|Xiaomi|Windows|telefon|smartfon|komórk|urządzenia|Poczt"
    r"|Gmail|Yahoo|Thunderbird|Proton|\bMail\b|\bmobile\b|\bphone\b).{0,80}",
    re.IGNORECASE,
)
"""What programs add below a text: «Wysłane z iPhone'a», «Get Outlook for Android<https://…>»."""


class Piece(NamedTuple):
    """Lines that belong together: written now, or quoted."""

    quoted: bool
    lines: list[str]


def new_text(text: str) -> str:
    """Return what is new in an answer; the whole text where nothing would be left.

    Below and above a quote the quote goes; answers between its lines keep the lines they stand among.
    """
    lines = [line.rstrip() for line in text.replace("\r\n", "\n").replace("\r", "\n").replace("\xa0", " ").split("\n")]
    written = [piece if piece.quoted else Piece(piece.quoted, _unsigned(piece.lines)) for piece in _pieces(lines)]
    written = [piece for piece in written if any(piece.lines)]
    while written and written[-1].quoted:
        written.pop()
    if sum(not piece.quoted for piece in written) < 2:  # noqa: PLR2004 - answers between the lines
        written = [piece for piece in written if not piece.quoted]
    kept = "\n\n".join("\n".join(piece.lines).strip("\n") for piece in written)
    return kept.strip() or "\n".join(lines).strip()


def _pieces(lines: list[str]) -> list[Piece]:
    """Return what is written now and what is quoted, in turn; the marks between them are dropped."""
    marked: list[tuple[bool, str]] = []
    number = 0
    while number < len(lines):
        if FORWARDED.fullmatch(lines[number]):
            marked += [(False, line) for line in lines[number:]]
            break
        after = _mark(lines, number)
        if after == number:
            marked.append((_quoted(lines[number]), lines[number]))
            number += 1
        elif _leads_to_quote(lines, after):
            number = after
        elif CERTAIN.search(" ".join(lines[number:after])):
            break  # all that follows is quoted without marks
        else:
            marked += [(False, line) for line in lines[number:after]]
            number = after
    return [Piece(quoted, [line for _, line in some]) for quoted, some in groupby(_closed(marked), lambda one: one[0])]


def _closed(marked: list[tuple[bool, str]]) -> list[tuple[bool, str]]:
    """Count an empty line between two quoted ones as quoted: some programs leave the `>` of empty lines away."""
    closed = list(marked)
    for number in range(1, len(closed) - 1):
        if not closed[number][1] and closed[number - 1][0] and closed[number + 1][0]:
            closed[number] = (True, "")
    return closed


def _mark(lines: list[str], number: int) -> int:
    """Return the line after the mark of a quote that begins at this line; this very line where none does."""
    start = number
    if RULE.fullmatch(lines[start].strip()):
        start = next((later for later in range(start + 1, len(lines)) if lines[later]), start)
    return _headers_end(lines, start) or _sentence_end(lines, number) or number


def _headers_end(lines: list[str], start: int) -> int:
    """Return the line after a block of headers that begins here, 0 where there is none."""
    first = HEADER.fullmatch(lines[start].strip())
    if first is None or first["who"] is None:
        return 0
    found, end = set(), start
    for number in range(start, min(start + MOST_HEADERS, len(lines))):
        if not lines[number]:
            break
        header = HEADER.fullmatch(lines[number].strip())
        if header is not None:
            found |= {name for name, value in header.groupdict().items() if value}
            end = number + 1
    return end if len(found) >= NEEDED and {"who", "what"} <= found else 0


def _sentence_end(lines: list[str], number: int) -> int:
    """Return the line after the sentence that stands above a quote, 0 where none begins here."""
    said = ""
    for end in range(number, min(number + MOST_FOLDED, len(lines))):
        line = _bare(lines[end])
        if not line:
            break
        said = f"{said} {line}".strip()
        if len(said) <= MOST_SENTENCE and _is_sentence(said):
            return end + 1
    return 0


def _is_sentence(said: str) -> bool:
    found = any(begins.match(said) and ends.search(said) for begins, ends in ABOVE)
    return found and DIGIT.search(said) is not None


def _leads_to_quote(lines: list[str], after: int) -> bool:
    """Return whether the next line that isn't empty is a quoted one."""
    return _quoted(next((lines[number] for number in range(after, len(lines)) if lines[number]), ""))


def _quoted(line: str) -> bool:
    return line.startswith((">", " >"))


def _bare(line: str) -> str:
    """Return a line without the marks of a quote: programs put the sentence inside of it, or outside."""
    return line.lstrip("> ")


def _unsigned(lines: list[str]) -> list[str]:
    """Return lines without the signature at their end, and without what the program added."""
    dashes = next((number for number, line in enumerate(lines) if line == "--"), len(lines))
    kept = lines[:dashes] if len(lines) - dashes <= MOST_SIGNED else list(lines)
    while kept and (not kept[-1] or PROGRAM.fullmatch(kept[-1].strip())):
        kept.pop()
    return kept
