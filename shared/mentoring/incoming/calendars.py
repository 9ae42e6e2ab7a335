"""Answers of calendars in a mail that arrives: yes, maybe, no, another time (RFC 5546 §3.2.3, §3.2.7). Pure.

One rule says whose a mail is, and every function that takes mail asks it here: an answer of a calendar changes a
meeting; words a person wrote beside it are theirs, and belong to the conversation as those of any other mail; the
sentence that a program adds («Anna has accepted this invitation») is nobody's words.

Where Outlook packs everything into `winmail.dat` (MS-OXTNEF), two things are looked for in its bytes: our own UID,
which Outlook keeps in the meeting's global object id, and the message class, which is the answer. That needs no parser
of the parcel. SEQUENCE isn't found in it and counts as 0, so such an answer is one to a time that was never moved.
"""

from __future__ import annotations

import re
import warnings
from datetime import UTC, date, datetime
from email.utils import parseaddr
from enum import StrEnum
from typing import TYPE_CHECKING, Any

from mentoring.addresses import compared
from mentoring.values import dataclass

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mentoring.incoming.mail import IncomingMail

MOST = 300_000
"""Bytes of an object that are read; an answer has a few hundred."""
MOST_SENTENCE = 300
"""Characters of the sentence a program adds."""
MOST_SEQUENCE = 1_000_000


class Said(StrEnum):
    """What a calendar says for its owner; `OTHER` (delegated, no answer yet) and `UNREADABLE` change nothing."""

    ACCEPTED = "accepted"
    TENTATIVE = "tentative"
    DECLINED = "declined"
    COUNTER = "counter"
    OTHER = "other"
    UNREADABLE = "unreadable"


@dataclass(frozen=True)
class Answer:
    """One answer about the meeting with a `uid`; `uid` and `attendee` are empty where it names none.

    Of meetings with one UID it is about the one planned for the instant `of`, or for the local day `day`, and about all
    if it names none (RFC 5546 §3.2.3); `vague`: there may be a name that can't be read.

    `stamp` orders the answers of one person (RFC 5546 §2.1.5), `starts_at` is the time that a counter-proposal wants.
    """

    said: Said
    uid: str = ""
    sequence: int = 0
    attendee: str = ""
    stamp: datetime | None = None
    starts_at: datetime | None = None
    of: datetime | None = None
    day: date | None = None
    vague: bool = False


_UID = re.compile(rb"[0-9a-f]{32}@tandem(?![A-Za-z0-9.-])")
_INSTANCE = re.compile(rb"\x04\x00\x00\x00\x82\x00\xe0\x00\x74\xc5\xb7\x10\x1a\x82\xe0\x08(.)(.)(.)(.)", re.DOTALL)
"""The head of a global object id, and the day of the one meeting it means, zeros for all (MS-OXOCAL §2.2.1.27)."""
_METHOD = re.compile(rb"^METHOD:(?:REPLY|COUNTER)\b", re.IGNORECASE | re.MULTILINE)
_CLASSES = {
    Said.ACCEPTED: re.compile(rb"IPM\.(?:Microsoft Schedule\.MtgRespP|Schedule\.Meeting\.Resp\.Pos)\b"),
    Said.DECLINED: re.compile(rb"IPM\.(?:Microsoft Schedule\.MtgRespN|Schedule\.Meeting\.Resp\.Neg)\b"),
    Said.TENTATIVE: re.compile(rb"IPM\.(?:Microsoft Schedule\.MtgRespA|Schedule\.Meeting\.Resp\.Tent)\b"),
}
"""Classes of answers to an invitation (MS-OXTNEF §2.1.3.4, MS-OXOCAL §2.2.6)."""
_TOO_OFTEN = re.compile(rb"FREQ=(?:SECONDLY|MINUTELY|HOURLY|DAILY)", re.IGNORECASE)
"""No zone changes its clocks as often; a rule that says so is made to keep a reader busy for hours."""
_PREFIXES = re.compile(
    r"(?:zaakceptowan[oey]|odrzucon[oey]|wstępn(?:ie|a akceptacja)(?: zaakceptowan[oey])?|(?:nowa )?proponowana godzina"
    r"|nowa proponowana godzina|zaproponowano now(?:ą godzinę|y termin)|propozycja nowego terminu"
    r"|accepted|declined|tentative(?:ly accepted)?|(?:new time proposed|proposed new time)"
    r"|event invitation reply \((?:accepted|declined|tentative)\)"
    r"|odpowiedź na zaproszenie \((?:zaakceptowano|odrzucono|wstępnie)\)) ?:",
    re.IGNORECASE,
)
"""How programs begin the subject of an answer, in Polish and English."""
_ANSWERED = re.compile(
    r"accepted|declined|tentative|(?:za)?akceptował|odrzucił|przyjął|przyjęła|wstępnie|zaproponował|proposed",
    re.IGNORECASE,
)
_INVITED = re.compile(r"invitation|event|meeting|zaprosz|wydarzen|spotkan", re.IGNORECASE)
_GENERATED = re.compile(
    r"(?:Invitation from|Zaproszenie z) (?:Google Calendar|Kalendarza Google)|calendar\.google\.com"
)
_STATES = {"ACCEPTED": Said.ACCEPTED, "TENTATIVE": Said.TENTATIVE, "DECLINED": Said.DECLINED}


def answers(mail: IncomingMail) -> tuple[Answer, ...]:
    """Return what calendars answer in a mail, each once; empty if it holds no answer of a calendar."""
    found = [one for content in mail.calendars for one in _of_object(content, mail)]
    found += [one for part in mail.attachments if not part.readable for one in _of_parcel(part.content, mail)]
    known = tuple(dict.fromkeys(one for one in found if one.said != Said.UNREADABLE))
    if known:
        return known
    unread = bool(found) or (_PREFIXES.match(mail.subject) is not None and not _own(mail.text, answered=True))
    return (Answer(Said.UNREADABLE, uid=next((one.uid for one in found), "")),) if unread else ()


def own_words(mail: IncomingMail) -> str:
    """Return what a person wrote in a mail: all of its new text, without the sentence a calendar adds to its answer."""
    return _own(mail.text, answered=bool(answers(mail)))


def _own(text: str, *, answered: bool) -> str:
    if not answered:
        return text
    if _GENERATED.search(text):
        return ""
    short = len(text) <= MOST_SENTENCE and text.count("\n") <= 2  # noqa: PLR2004 - a sentence, folded
    return "" if short and _ANSWERED.search(text) and _INVITED.search(text) else text


def _of_object(content: bytes, mail: IncomingMail) -> Iterator[Answer]:
    """Yield the answers in an iCalendar object; one of ours that can't be read is `UNREADABLE`, others are nothing."""
    uid = _UID.search(_unfolded(content))
    try:
        method, events = _read(content)
    except Exception:  # noqa: BLE001 - whatever a stranger's bytes do to the library
        method, events = "", []
        if uid is not None and _METHOD.search(content):
            yield Answer(Said.UNREADABLE, uid[0].decode())
    if not method and _PREFIXES.match(mail.subject):
        method = "REPLY"
    if method in ("REPLY", "COUNTER"):
        for event in events:
            yield _answer(event, method, mail)


def _unfolded(content: bytes) -> bytes:
    return content.replace(b"\r\n ", b"").replace(b"\n ", b"")


def _read(content: bytes) -> tuple[str, list[Any]]:
    """Return the method and the events of an object."""
    from icalendar import Calendar  # noqa: PLC0415 - few mails hold one
    from icalendar.timezone import tzp  # noqa: PLC0415

    if len(content) > MOST or _TOO_OFTEN.search(_unfolded(content)):
        raise ValueError("no answer looks like this")
    tzp.use_zoneinfo()  # forgets zones that the mails of others have defined: names such as «Customized Time Zone» vary
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # it warns of names such as «/vendor/Europe/Warsaw», which say it plainly
        calendar: Any = Calendar.from_ical(content)
    return str(calendar.get("METHOD", "")).strip().upper(), list(calendar.walk("VEVENT"))


def _answer(event: Any, method: str, mail: IncomingMail) -> Answer:
    uid, attendee = str(event.get("UID", "")).strip(), _attendee(event, mail.sender)
    if attendee is None:
        return Answer(Said.OTHER, uid)
    starts_at = _instant(event, "DTSTART")
    said = Said.COUNTER if method == "COUNTER" else _STATES.get(str(attendee.params.get("PARTSTAT", "")).upper())
    of, day, vague = _one_of(event)
    if vague or (said == Said.COUNTER and starts_at is None):
        said = Said.UNREADABLE
    return Answer(
        said=said or Said.OTHER,
        uid=uid,
        sequence=_sequence(event),
        attendee=_address(attendee),
        stamp=_instant(event, "DTSTAMP") or mail.sent_at,
        starts_at=starts_at if method == "COUNTER" else None,
        of=of,
        day=day,
        vague=vague,
    )


def _one_of(event: Any) -> tuple[datetime | None, date | None, bool]:
    """Return which of several an answer names: an instant, or a day where its clock is unknown; nothing for all.

    True where it names some in a way we don't take: this one and all later ones, or something that is no time.
    """
    named = event.get("RECURRENCE-ID")
    if named is None:
        return None, None, False
    value = _value(named)
    if "RANGE" in getattr(named, "params", {}) or not isinstance(value, date):
        return None, None, True
    of = _instant(event, "RECURRENCE-ID")
    return of, None if of is not None else _day(value), False


def _day(value: date) -> date:
    return value.date() if isinstance(value, datetime) else value


def _attendee(event: Any, sender: str) -> Any | None:
    """Return the attendee who answers: the only one, or of several the sender (RFC 5546 §3.2.3 allows one)."""
    named = event.get("ATTENDEE")
    found = [one for one in (named if isinstance(named, list) else [named]) if one is not None]
    own = [one for one in found if _address(one) == sender]
    return next(iter(own or (found if len(found) == 1 else [])), None)


def _address(attendee: Any) -> str:
    text = str(attendee).strip()
    bare = text[len("mailto:") :] if text.lower().startswith("mailto:") else text
    return compared(parseaddr(bare)[1] or bare)


def _sequence(event: Any) -> int:
    """Return SEQUENCE, 0 where there is none (RFC 5545 §3.8.7.4)."""
    text = str(event.get("SEQUENCE", "0")).strip()
    return (
        int(text) if text.isascii() and text.isdigit() and len(text) <= len(str(MOST_SEQUENCE)) else MOST_SEQUENCE + 1
    )


def _instant(event: Any, name: str) -> datetime | None:
    """Return a time with its zone as an instant; None for a day, a time without a zone or in one nobody knows."""
    value = _value(event.get(name))
    if not isinstance(value, datetime) or value.tzinfo is None:
        return None
    try:
        return value.astimezone(UTC)
    except (OverflowError, ValueError):
        return None


def _value(named: Any) -> Any:
    """Return the value of a time; None for what the library kept though it is none, which says so when it is asked."""
    try:
        return getattr(named, "dt", None)
    except ValueError:
        return None


def _of_parcel(content: bytes, mail: IncomingMail) -> Iterator[Answer]:
    """Yield the answer in a `winmail.dat`."""
    uid = _UID.search(content)
    said = next((said for said, kind in _CLASSES.items() if kind.search(content)), None)
    if said is not None:
        found = uid[0].decode() if uid else ""
        day, vague = _in_parcel(content)
        answered = said if uid else Said.UNREADABLE
        yield Answer(answered, found, attendee=mail.sender, stamp=mail.sent_at, day=day, vague=vague)


def _in_parcel(content: bytes) -> tuple[date | None, bool]:
    """Return the day of the one of several that a parcel means, and whether it says that nowhere."""
    heads = [(one[1][0] << 8 | one[2][0], one[3][0], one[4][0]) for one in _INSTANCE.finditer(content)]
    named = next((one for one in heads if any(one)), None)
    try:
        return (date(*named) if named else None), not heads
    except ValueError:
        return None, True
