"""What calendars answer counts when it is this person's, about this meeting and its present time; all else is nothing."""

from __future__ import annotations

import pickle
from dataclasses import replace
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

import pytest

from meetings.use_cases import calendar_answers
from mentoring import replies
from mentoring import settings as told
from mentoring.events.notifications import MailReceived
from mentoring.incoming.calendars import Answer, Said
from mentoring.replies import Thread
from mentoring.tables.identity import Address
from mentoring.tables.meetings import Meeting as Item
from mentoring.tables.pairing import Pair
from mentoring.tables.vocabulary import ThreadKind
from mentoring.tables.workspace import DeskThread, ReplyAddress
from tests.fakes.context import NOON
from tests.fakes.people import MENTEE, MENTOR, PAIR, PROGRAMME, event
from tests.unit.meetings.calendars import ADDRESS, DOMAIN, HOUR, World
from tests.unit.mentoring.incoming import calendar_mails
from workspace.use_cases import keeping

if TYPE_CHECKING:
    from collections.abc import Iterator

STAMP = NOON + timedelta(minutes=10)


@pytest.fixture(autouse=True)
def _takes_mail() -> Iterator[None]:
    """Given: a stack that takes mail."""
    with pytest.MonkeyPatch.context() as patch:
        with_domain = replace(told.settings(), inbound_domain=DOMAIN)
        for module in ("mentoring.replies", "meetings.use_cases.calendar_answers", "notifications.recipes.entries"):
            patch.setattr(f"{module}.settings", lambda: with_domain)
        yield


@pytest.fixture
def room() -> World:
    """Given: the mentor proposed a time, and the mentee got the invitation."""
    world = World()
    world.propose(MENTOR, 48)
    world.post()
    return world


def _meeting(world: World) -> Item:
    (item,) = world.meetings()
    return item


def _answer(world: World, said: Said, who: str = MENTEE, **changes: Any) -> calendar_answers.Taken:
    uid = changes.pop("uid", "") or _meeting(world).uid
    answer = Answer(said, uid, attendee=ADDRESS[who], stamp=STAMP)
    return calendar_answers.answer(world.as_(who), PAIR, replace(answer, **changes))


def _told(world: World, name: str = "MeetingAnswerUnused") -> list[Any]:
    return [one.data for one in world.store.events if one.name == name]


@pytest.mark.parametrize(
    ("said", "state", "name"),
    [
        (Said.ACCEPTED, "confirmed", "MeetingConfirmed"),
        (Said.DECLINED, "cancelled", "MeetingCancelled"),
        (Said.TENTATIVE, "proposed", "MeetingDoubted"),
    ],
)
def test_given_an_invitation_when_a_calendar_answers_then_it_is_as_if_a_button_was_pressed_once(
    room: World, said: Said, state: str, name: str
) -> None:
    assert [_answer(room, said).outcome for _ in range(3)] == ["used", "unused", "unused"]
    assert _meeting(room).state == state
    assert (len(_told(room, name)), _told(room)) == (1, [])


def test_given_an_invitation_when_another_time_is_proposed_then_the_partner_is_asked_about_it(room: World) -> None:
    wanted = NOON + 72 * HOUR
    _answer(room, Said.COUNTER, starts_at=wanted)
    item = _meeting(room)
    assert (item.state, item.proposed_by, item.starts_at) == ("proposed", MENTEE, "2026-03-05T12:00:00Z")
    room.post()
    assert [mail.kind for _, mail in room.mails][-2:] == ["meeting_invitation", "meeting_moved"]
    room.check()


@pytest.mark.parametrize(
    "changes",
    [
        {"uid": "f" * 32 + "@tandem"},
        {"uid": "elsewhere@example.com"},
        {"uid": ""},
        {"sequence": 1},
        {"sequence": 10**7},
        {"attendee": ADDRESS[MENTOR]},
        {"attendee": "stranger@elsewhere.example"},
        {"said": Said.OTHER},
    ],
    ids=str,
)
def test_given_an_answer_that_is_forged_or_foreign_when_taken_then_nothing_changes_and_nobody_hears(
    room: World, changes: dict[str, Any]
) -> None:
    before = _meeting(room)
    if "uid" in changes and not changes["uid"]:
        taken = calendar_answers.answer(room.as_(MENTEE), PAIR, Answer(Said.ACCEPTED))
    else:
        taken = _answer(room, changes.get("said", Said.ACCEPTED), **{k: v for k, v in changes.items() if k != "said"})
    assert taken.outcome == "unused"
    assert (_meeting(room).version, _told(room)) == (before.version, [])


def test_given_a_meeting_of_another_pair_when_answered_from_ones_own_address_then_nothing_changes(room: World) -> None:
    uid = _meeting(room).uid
    taken = calendar_answers.answer(room.as_(MENTEE), "pair-2", Answer(Said.ACCEPTED, uid, stamp=STAMP))
    assert (taken.outcome, taken.why, _meeting(room).state) == ("unused", "no meeting of this pair", "proposed")


def test_given_two_answers_when_the_older_one_comes_last_then_the_newer_one_stays(room: World) -> None:
    _answer(room, Said.TENTATIVE, stamp=STAMP + HOUR)
    assert _answer(room, Said.DECLINED).why == "answer-known"
    assert (_meeting(room).state, _meeting(room).unsure) == ("proposed", [MENTEE])


def test_given_a_time_that_was_moved_when_the_old_one_is_accepted_then_its_owner_hears_what_holds_now(
    room: World,
) -> None:
    room.act(MENTOR, "move", 96)
    room.post()
    assert _answer(room, Said.ACCEPTED, sequence=0).why == "moved"
    assert [(one.person_id, one.why) for one in _told(room)] == [(MENTEE, "moved")]
    room.post()
    mail = room.mails[-1][1]
    assert (mail.kind, mail.to.key, mail.method) == ("meeting_answer_unused", MENTEE, "REQUEST")
    assert "/meetings/answer/" in mail.link
    room.check()


def test_given_a_double_click_in_the_invitation_after_it_was_confirmed_when_taken_then_nobody_hears_of_it(
    room: World,
) -> None:
    room.act(MENTEE, "accept", 0)
    assert _meeting(room).sequence == 1
    assert _answer(room, Said.ACCEPTED, sequence=0).outcome == "used"
    assert (_meeting(room).sequence, _told(room)) == (1, [])


@pytest.mark.parametrize(
    ("said", "who", "hours", "changes", "why"),
    [
        (Said.TENTATIVE, MENTOR, 0, {}, "own"),
        (Said.ACCEPTED, MENTEE, 48, {}, "begun"),
        (Said.COUNTER, MENTEE, 0, {"starts_at": NOON - HOUR}, "time"),
        (Said.COUNTER, MENTEE, 0, {"starts_at": NOON + timedelta(days=500)}, "time"),
        (Said.UNREADABLE, MENTEE, 0, {}, "unreadable"),
        (Said.ACCEPTED, MENTEE, 80, {}, "over"),
    ],
)
def test_given_an_answer_that_cannot_be_done_when_taken_then_its_owner_hears_why(
    room: World, said: Said, who: str, hours: int, changes: dict[str, Any], why: str
) -> None:
    if why == "over":
        room.wait(hours)
    room.now += timedelta(hours=hours, minutes=1)
    before = _meeting(room).state
    assert _answer(room, said, who, **changes).why == why
    assert (_meeting(room).state, [one.why for one in _told(room)]) == (before, [why])


def test_given_a_busy_hour_when_a_calendar_accepts_it_then_its_owner_hears_so_and_the_calendar_is_put_right(
    room: World,
) -> None:
    from mentoring.tables.meetings import BusyDay

    item = _meeting(room)
    start = datetime.fromisoformat(item.starts_at)
    day = BusyDay(*BusyDay.key(MENTEE, start.date().isoformat()), person_id=MENTEE)
    day.taken = {"other": [item.starts_at, (start + HOUR).isoformat().replace("+00:00", "Z")]}
    room.store.put(day)
    room.now += timedelta(minutes=1)
    room.press(MENTEE, "ACCEPTED", 0)
    assert [one.why for one in _told(room)] == ["busy"]
    room.post()
    room.check()


def test_given_a_program_that_answers_everything_by_itself_when_told_no_then_it_hears_so_five_times_a_day(
    room: World,
) -> None:
    for number in range(12):
        _answer(room, Said.TENTATIVE, MENTOR, stamp=STAMP + timedelta(minutes=number))
    assert len(_told(room)) == 5
    room.now += timedelta(days=1)
    _answer(room, Said.TENTATIVE, MENTOR, stamp=STAMP + timedelta(hours=24))
    assert len(_told(room)) == 6


def test_given_an_answer_that_names_no_meeting_and_cannot_be_read_when_taken_then_it_is_about_the_next_one(
    room: World,
) -> None:
    assert calendar_answers.answer(room.as_(MENTEE), PAIR, Answer(Said.UNREADABLE)).why == "unreadable"
    assert [one.meeting_id for one in _told(room)] == [_meeting(room).meeting_id]


def test_given_a_confirmed_meeting_that_has_begun_when_declined_or_the_process_ends_then_it_is_not_cancelled(
    room: World,
) -> None:
    room.act(MENTEE, "accept", 0)
    room.now += timedelta(hours=48, minutes=5)
    assert _answer(room, Said.DECLINED, sequence=1, stamp=room.now).why == "begun"
    room.close()
    assert (_meeting(room).state, _told(room, "MeetingCancelled")) == ("confirmed", [])
    room.wait(2)
    assert _meeting(room).state == "to_confirm"


# The mail it comes in ------------------------------------------------------------------------------------------------

ANNA = calendar_mails.ANNA


@pytest.fixture
def anna(room: World) -> World:
    """Given: the mentee is Anna, and the meeting is the one her programs answer."""
    store = room.store
    store.put(Address(*Address.key(ANNA), person_id=MENTEE, email=ANNA, verified_at="2026-03-02T12:00:00Z"))
    own, raws = _meeting(room).meeting_id, store.items.items()
    renamed = {tuple(one.replace(own, calendar_mails.HEX) for one in key): _renamed(raw, own) for key, raw in raws}
    store.items = renamed  # type: ignore[assignment]
    item = _meeting(room)
    item.sequence = 2
    store.put(item)
    return room


def _renamed(raw: Any, own: str) -> Any:
    """Return a raw item with the id that the programs' answers name."""
    return pickle.loads(pickle.dumps(raw).replace(own.encode(), calendar_mails.HEX.encode()))  # noqa: S301 - ours


def _arrives(world: World, raw: bytes, thread: Thread | None = None) -> tuple[str, str]:
    """When: a mail arrives. Return what both functions that take mail made of it: meetings', workspace's."""
    world.store.files.put("inbound/m", raw, "message/rfc822")
    where = thread or Thread(ThreadKind.PAIR, PAIR)
    told = event(MailReceived("m", replies.reply_id(replies.tokens(where, MENTEE)[0])), world.store)
    taken = calendar_answers.take_answer(world.as_(), told)
    kept = keeping.take_mail(world.as_(service="workspace"), told)
    return taken.outcome, str(getattr(kept, "why", "")) or ("line" if kept.text else "left")  # type: ignore[union-attr]


@pytest.mark.parametrize(
    ("raw", "outcome", "kept", "state"),
    [
        (calendar_mails.outlook("ACCEPTED", "Zaakceptowano:"), "used", "left", "confirmed"),
        (calendar_mails.outlook("ACCEPTED", "Zaakceptowano:", "Spóźnię się"), "used", "line", "confirmed"),
        (calendar_mails.google(), "used", "a machine wrote it", "confirmed"),
        (calendar_mails.apple(), "used", "left", "cancelled"),
        (calendar_mails.thunderbird(), "used", "left", "proposed"),
        (calendar_mails.parcel(), "used", "left", "confirmed"),
        (calendar_mails.attached_only(), "used", "left", "confirmed"),
        (calendar_mails.other("", "Pasuje mi."), "not ours", "line", "proposed"),
        (calendar_mails.other("", "Pasuje", "Re: Zaakceptowano: x"), "not ours", "line", "proposed"),
        (calendar_mails.other("PUBLISH", "Mój kalendarz"), "not ours", "line", "proposed"),
        (calendar_mails.other("PUBLISH"), "not ours", "nothing in it", "proposed"),
        (calendar_mails.other("", "", "Zaakceptowano: Mentoring"), "unused", "left", "proposed"),
        (calendar_mails.google().replace(b"Auto-Submitted", b"List-Id: <x.example>\r\nX"), "unused", "a machine wrote it", "proposed"),
        (calendar_mails.apple().replace(b"From: Anna Nowak <anna@firma", b"From: Anna Nowak <jan@obca"), "unused", "not from an address of this person", "proposed"),
    ],
    ids=["outlook", "outlook with words", "google", "apple", "thunderbird", "parcel", "file", "words", "answer to an answer", "own calendar", "calendar alone", "unreadable", "list", "foreign sender"],
)  # fmt: skip
def test_given_a_mail_when_both_functions_take_it_then_the_answer_is_used_once_and_words_are_kept_once(
    anna: World, raw: bytes, outcome: str, kept: str, state: str
) -> None:
    assert (*_arrives(anna, raw), _meeting(anna).state) == (outcome, kept, state)


def test_given_the_address_of_the_desk_when_a_calendar_answers_there_then_meetings_leave_it_alone(anna: World) -> None:
    thread = Thread(ThreadKind.DESK, DeskThread.id_of(PROGRAMME, MENTEE))
    context = anna.as_(service="workspace")
    uow = context.begin()
    replies.keep(context, uow, thread, MENTEE)
    uow.commit()
    assert _arrives(anna, calendar_mails.apple(), thread)[0] == "not ours"
    assert _meeting(anna).state == "proposed"


def test_given_a_mail_that_is_gone_or_an_address_nobody_has_when_taken_then_nothing_changes(anna: World) -> None:
    address = replies.reply_id(replies.tokens(Thread(ThreadKind.PAIR, PAIR), MENTEE)[0])
    for mail_id, reply_id, why in (("none", address, "gone"), ("m", "f" * 64, "no address of a pair")):
        told = event(MailReceived(mail_id, reply_id), anna.store)
        assert calendar_answers.take_answer(anna.as_(), told) == calendar_answers.Taken("not ours", why)


def test_given_a_process_that_has_ended_when_a_calendar_answers_then_nothing_changes(anna: World) -> None:
    pair = anna.store.get(Pair, *Pair.key(PAIR))
    assert pair is not None
    pair.outcome = "completed"
    anna.store.put(pair)
    assert _arrives(anna, calendar_mails.google())[0] == "unused"
    assert [one.why for one in _told(anna)] == ["over"]
    assert anna.store.get(ReplyAddress, *ReplyAddress.key("x")) is None
