"""An answer by mail becomes a line of the conversation, once; who sent what can't be kept hears it once a day."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest

from mentoring import ids, rooms
from mentoring.context import Marker
from mentoring.events.notifications import MailReceived
from mentoring.tables.pairing import Pair
from mentoring.tables.vocabulary import ThreadKind
from mentoring.tables.workspace import DeskThread, Message, ReplyAddress, RoomKey
from tests.fakes import MemoryStore, context_at
from tests.fakes.context import NOON
from tests.fakes.people import MENTOR, PAIR, PROGRAMME, participant, world
from tests.fakes.people import event as made
from workspace import conversation
from workspace.use_cases import keeping, messages
from workspace.use_cases.incoming import Accepted, Refused, Why

if TYPE_CHECKING:
    from mentoring.context import Context

ANNA = "anna@firma.example"
FILE = (
    '--b\r\nContent-Type: text/plain; charset="utf-8"\r\n\r\n{}\r\n'
    '--b\r\nContent-Type: application/pdf\r\nContent-Disposition: attachment; filename="a.pdf"\r\n\r\n%PDF\r\n--b--\r\n'
)


@pytest.fixture
def store() -> MemoryStore:
    """Given: a pair whose mentee is Anna, who may answer by mail."""
    store = world()
    anna = ids.derived("person", ANNA)
    pair = store.get(Pair, *Pair.key(PAIR))
    assert pair is not None
    pair.mentee_person_id = anna
    address = ReplyAddress(
        *ReplyAddress.key("r"), reply_id="r", thread_kind=ThreadKind.PAIR, thread_id=PAIR, person_id=anna
    )
    store.put(pair, address)
    return store


def _take(store: MemoryStore, text: str, headers: str = "", at: Any = NOON, marker: Marker | None = None) -> Any:
    raw = f"From: {ANNA}\r\n{headers}\r\n{text}"
    store.files.put("inbound/m", raw.encode(), "message/rfc822")
    context = replace(context_at(at, store=store, service="workspace"), marker=marker)
    return keeping.take_mail(context, made(MailReceived("m", "r"), store))


def _lines(store: MemoryStore) -> list[Any]:
    context = context_at(store=store, person_id=MENTOR, service="workspace")
    return messages.lines(context, messages.open_talk(context, PAIR), "", 50).items


def _told(store: MemoryStore) -> list[Any]:
    return [one for one in store.events if one.name == "AnswerUnkept"]


def test_given_an_answer_when_it_arrives_then_it_is_a_line_by_its_author(store: MemoryStore) -> None:
    found = _take(store, "Pasuje mi wtorek.\r\n\r\nW dniu 2.03.2026 o 12:00, Tandem pisze:\r\n> Kiedy?\r\n")
    assert isinstance(found, Accepted)
    (line,) = _lines(store)
    assert (line.text, line.author, line.by_mail, line.left) == (
        "Pasuje mi wtorek.", ids.derived("person", ANNA), True, 0
    )  # fmt: skip


@pytest.mark.parametrize(("words", "said"), [("Oto plik", "Oto plik"), ("", "a.pdf")])
@pytest.mark.parametrize("times", [1, 2])
def test_given_a_file_with_an_answer_when_it_arrives_then_it_is_a_material_of_the_pair_once(
    store: MemoryStore, words: str, said: str, times: int
) -> None:
    whole = FILE.replace("%PDF", "%PDF-1.4\r\n1 0 obj\r\nendobj\r\ntrailer\r\n%%EOF")
    for _ in range(times):
        _take(store, whole.format(words), "Content-Type: multipart/mixed; boundary=b\r\n")
    assert [(one.text, one.files, one.left) for one in _lines(store)] == [(said, 1, 0)] * times
    assert [one.name for one in store.events].count("MaterialAdded") == 1


def test_given_a_file_nobody_takes_with_an_answer_when_it_arrives_then_the_line_says_that_it_was_not_kept(
    store: MemoryStore,
) -> None:
    _take(store, FILE.replace("%PDF", "MZ").format("Oto plik"), "Content-Type: multipart/mixed; boundary=b\r\n")
    (line,) = _lines(store)
    assert (line.text, line.files, line.left) == ("Oto plik", 0, 1)


def test_given_a_mail_that_told_of_lines_when_answered_then_these_are_read_and_later_ones_are_not(
    store: MemoryStore,
) -> None:
    def mentor(at: Any) -> Context:
        return context_at(at, store=store, person_id=MENTOR, service="workspace")

    messages.write_message(mentor(NOON), PAIR, "a")
    messages.tell_unread(context_at(NOON + timedelta(minutes=20), store=store, service="workspace"))
    messages.write_message(mentor(NOON + timedelta(minutes=30)), PAIR, "b")
    _take(store, "Odpowiedź", at=NOON + timedelta(minutes=40))
    anna = context_at(store=store, person_id=ids.derived("person", ANNA), service="workspace")
    assert messages.unread(anna, PAIR) == 1


@pytest.mark.parametrize(
    ("text", "headers", "outcome", "why"),
    [
        ("Jeszcze coś", "", "completed", Why.CLOSED),
        (" ", "", "", Why.EMPTY),
        (FILE.replace("%PDF", "MZ").format(""), "Content-Type: multipart/mixed; boundary=b\r\n", "", Why.FILES),
        ("x" * (conversation.MOST_TEXT + 1), "", "", Why.TOO_LONG),
    ],
    ids=["closed", "empty", "files", "too long"],
)
def test_given_an_answer_that_cannot_be_kept_when_it_arrives_then_its_author_hears_why_once_a_day(
    store: MemoryStore, text: str, headers: str, outcome: str, why: Why
) -> None:
    pair = store.get(Pair, *Pair.key(PAIR))
    assert pair is not None
    pair.outcome = outcome
    store.put(pair)
    for hours in (0, 3, 30):
        found = _take(store, text, headers, NOON + timedelta(hours=hours))
        assert isinstance(found, Refused)
        assert found.why == why
    assert _lines(store) == []
    assert len({one.meta.id for one in _told(store)}) == 2
    assert len(_told(store)) == 2  # an event that comes twice at once makes its queue wait for minutes


def test_given_an_answer_that_was_kept_when_it_comes_again_after_the_end_then_its_author_hears_nothing(
    store: MemoryStore,
) -> None:
    _take(store, "Pasuje mi wtorek.", marker=Marker("inbox#m"))
    pair = store.get(Pair, *Pair.key(PAIR))
    assert pair is not None
    pair.outcome = "completed"
    store.put(pair)
    _take(store, "Pasuje mi wtorek.", marker=Marker("inbox#m"))
    assert (len(_lines(store)), _told(store)) == (1, [])


def test_given_who_was_told_today_when_another_mail_is_refused_then_its_marker_is_not_taken_for_written(
    store: MemoryStore,
) -> None:
    for _ in range(2):
        marker = Marker(f"inbox#{ids.new()}")
        _take(store, " ", marker=marker)
        assert marker.written == (marker.key in store.markers)
    assert len(_told(store)) == 1


def test_given_answers_that_fail_for_other_reasons_when_they_arrive_on_a_day_then_their_author_hears_of_each(
    store: MemoryStore,
) -> None:
    for text in (" ", "x" * (conversation.MOST_TEXT + 1), " "):
        _take(store, text)
    assert [one.data.why for one in {one.meta.id: one for one in _told(store)}.values()] == ["empty", "too_long"]


@pytest.mark.parametrize("headers", ["Auto-Submitted: auto-replied\r\n", "Precedence: bulk\r\n"])
def test_given_a_machine_when_it_answers_then_nothing_changes_and_nobody_is_told(
    store: MemoryStore, headers: str
) -> None:
    assert isinstance(_take(store, "Jestem na urlopie", headers), Refused)
    assert (_lines(store), _told(store)) == ([], [])


def test_given_the_partner_when_they_write_to_this_address_then_nothing_changes(store: MemoryStore) -> None:
    address = store.get(ReplyAddress, *ReplyAddress.key("r"))
    assert address is not None
    address.person_id = MENTOR
    store.put(address)
    assert _take(store, "Hej") == Refused(Why.SENDER)
    assert _lines(store) == []


def test_given_a_picture_in_the_text_when_somebody_answers_the_organizers_then_it_is_no_file_that_was_left(
    store: MemoryStore,
) -> None:
    anna = ids.derived("person", ANNA)
    thread_id = DeskThread.id_of(PROGRAMME, anna)
    address = store.get(ReplyAddress, *ReplyAddress.key("r"))
    assert address is not None
    address.thread_kind, address.thread_id = ThreadKind.DESK, thread_id
    key = rooms.new_of_programme(context_at(store=store), PROGRAMME)
    store.put(address, participant("anna", "mentee", person_id=anna), key)
    logo = "Content-Type: image/png\r\nContent-ID: <l>\r\nContent-Disposition: inline\r\n\r\nx\r\n--b\r\n"
    raw = FILE.replace("--b\r\nContent-Type: application", f"--b\r\n{logo}Content-Type: application")
    _take(store, raw.format("Dziękuję"), "Content-Type: multipart/related; boundary=b\r\n")
    line = store.get(Message, *Message.key(thread_id, 1))
    assert line is not None
    assert line.left == 1


def test_given_a_room_that_is_gone_when_an_answer_arrives_then_it_changes_nothing_and_nobody_waits_for_it(
    store: MemoryStore,
) -> None:
    address = store.get(ReplyAddress, *ReplyAddress.key("r"))
    assert address is not None
    address.thread_id = "gone"
    store.put(address)
    assert _take(store, "Pasuje.") == Refused(Why.NO_ROOM)
    assert not _told(store)


def test_given_a_room_whose_key_is_deleted_when_an_answer_arrives_then_it_changes_nothing_either(
    store: MemoryStore,
) -> None:
    store.items.pop(RoomKey.key(PAIR))
    assert _take(store, "Pasuje.") == Refused(Why.NO_ROOM)
    assert not _told(store)
