"""A pair, its calendars and its mailboxes: the real use cases and mails, and two calendar programs that only know RFCs.

What a test does goes through pages, links of mails and answers of calendars, as people would; `World.check` compares
what both calendars show with what the meeting's state says.
"""

from __future__ import annotations

from contextlib import suppress
from dataclasses import replace
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from infra.season.calendar_program import CalendarProgram, Shown
from meetings import inbound, use_cases
from meetings.use_cases import calling, plan_answers, planning
from mentoring import clock, consumers, ids, links, replies, rooms
from mentoring.errors import DomainError
from mentoring.events.notifications import MailReceived
from mentoring.events.pairing import PairClosed
from mentoring.replies import Thread
from mentoring.runtime import Ports, calls
from mentoring.tables.attributes import Opened
from mentoring.tables.identity import Address
from mentoring.tables.meetings import Meeting as Item
from mentoring.tables.meetings import PairCall, Plan
from mentoring.tables.pairing import Pair
from mentoring.tables.recruitment import Participant
from mentoring.tables.vocabulary import ThreadKind
from notifications import recipes
from tests.fakes import MemoryStore, context_at
from tests.fakes.context import NOON
from tests.fakes.people import MENTEE, MENTOR, PAIR, PROGRAMME, event, world

if TYPE_CHECKING:
    from collections.abc import Callable

    from mentoring.sealing import Key
    from notifications.mail import Mail

BOTH = (MENTOR, MENTEE)
ADDRESS = {MENTOR: "mentor@firma.example", MENTEE: "mentee@firma.example"}
PARTNER = {MENTOR: MENTEE, MENTEE: MENTOR}
DOMAIN = "reply.tandem.example"
HOUR = timedelta(hours=1)
ZONES = ("Europe/Warsaw", "America/New_York", "Asia/Kolkata", "Africa/Casablanca")
"""In which plans are made; clocks change in some of them."""
MORE = (3, 26)
"""How many hours after the first one the other times of a choice are."""
__all__ = ["inbound"]


def furnished(store: MemoryStore) -> MemoryStore:
    """Given: both have confirmed their addresses, and their thread takes mail."""
    world(store)
    store.put(
        *(
            Address(*Address.key(email), person_id=who, email=email, verified_at=clock.iso(NOON))
            for who, email in ADDRESS.items()
        )
    )
    mentor = store.get(Participant, *Participant.key(PROGRAMME, "mentor"))
    assert mentor is not None
    mentor.locale = "en"
    store.put(mentor)
    context = context_at(store=store, service="workspace")
    uow = context.begin()
    for who in BOTH:
        replies.keep(context, uow, Thread(ThreadKind.PAIR, PAIR), who)
    uow.commit()
    return store


class World:
    """A pair at an instant that only goes forward."""

    def __init__(self, forgetful: str = MENTEE) -> None:
        self.store = furnished(MemoryStore())
        self.now = NOON
        self.calendars = {who: CalendarProgram(ADDRESS[who], forgets=who == forgetful) for who in BOTH}
        self.mails: list[tuple[datetime, Mail]] = []
        self.sent: list[tuple[str, bytes]] = []
        """What calendars sent: to which address, the raw mail."""
        self._told = len(self.store.outbox)
        self._late: list[Any] = []
        self._choices: set[tuple[str, int]] = set()
        """Which proposals, by meeting and SEQUENCE, offered several times."""

    # What people do --------------------------------------------------------------------------------------------------

    def as_(self, who: str = "", service: str = "meetings") -> Any:
        return context_at(self.now, store=self.store, person_id=who, service=service)

    def meetings(self) -> list[Item]:
        return self.store.query(Item, *Item.of(PAIR))

    def newest(self, number: int = 0) -> Item | None:
        """Return the meeting that was changed last, or of a plan that was the one with a number."""
        for one in reversed(self.store.events):
            if plan := self._plan(getattr(one.data, "plan_id", "")):
                return self.store.get(Item, *plan.keys[number % len(plan.keys)])
            if meeting_id := getattr(one.data, "meeting_id", ""):
                item = self.store.get(Item, *Item.key(PAIR, meeting_id))
                plan = self._plan(item.plan_id) if item is not None else None
                return self.store.get(Item, *plan.keys[number % len(plan.keys)]) if plan else item
        return None

    def _plan(self, plan_id: str) -> Plan | None:
        return self.store.get(Plan, *Plan.key(PAIR, plan_id)) if plan_id else None

    def plans(self) -> list[Plan]:
        return self.store.query(Plan, f"MEETINGS#{PAIR}", "PLAN#")

    def newest_plan(self) -> Plan | None:
        item = self.newest()
        return self._plan(item.plan_id) if item is not None else None

    def plan(self, who: str, hours: int, number: int = 0) -> Plan:
        """Propose a plan whose first meeting is in so many hours, in a zone and with a rhythm that vary."""
        zone = ZONES[hours % len(ZONES)]
        first = (self.now + hours * HOUR).astimezone(ZoneInfo(zone)).replace(tzinfo=None)
        wish = planning.Wish(first, zone, 1 + hours % 3, number or 3 + hours % 4, 60)
        possible = planning.dates(self.as_(who), PAIR, wish).dates
        without = [
            one.shown.date() for one in possible if not one.is_possible or (hours % 5 == 0 and one == possible[1])
        ]
        return planning.propose(self.as_(who), PAIR, wish, without=without, place="https://meet.example/x").plan.item

    def act_on_all(self, who: str, what: str, number: int, *, plan: Plan | None = None) -> None:
        """Answer the newest plan on a page; `some`: without some of its meetings."""
        plan = plan or self.newest_plan()
        if plan is None:
            return
        where = (self.as_(who), PAIR, plan.plan_id)
        match what:
            case "accept":
                plan_answers.accept(*where)
            case "some":
                plan_answers.accept(*where, without=[plan.meetings[number % len(plan.meetings)]], note="Urlop")
            case "decline":
                plan_answers.call_off(*where, note="Nie dam rady")

    def propose(self, who: str, hours: int, more: tuple[int, ...] = ()) -> None:
        """Propose a time in so many hours, or a choice with others so many hours later."""
        at = self.now + hours * HOUR
        later = [at + one * HOUR for one in more]
        place = "" if hours % 2 else "https://meet.example/x"  # without one it is at the pair's link
        made = use_cases.propose(self.as_(who), PAIR, at, "Europe/Warsaw", more=later, place=place)
        self._note(made)

    def relink(self, who: str, number: int) -> None:
        """Keep another link for all meetings, or none."""
        known = self.store.get(PairCall, *PairCall.key(PAIR))
        link = f"https://meet.example.org/{number}" if number % 3 else ""
        calling.keep(self.as_(who), PAIR, link, known.tag if known is not None else "0")

    def _note(self, item: Item) -> None:
        if item.options:
            self._choices.add((item.meeting_id, item.sequence))

    def act(self, who: str, what: str, hours: int, sequence: int | None = None) -> None:
        """Accept, decline or move the newest meeting on a page; with a sequence as in a link of a mail."""
        item = self.newest(hours)
        if item is None:
            return
        match what:
            case "accept":
                at = clock.parse(item.options[hours % len(item.options)]) if item.options else None
                use_cases.accept(self.as_(who), PAIR, item.meeting_id, sequence, at=at)
            case "offer":
                at, more = self.now + hours * HOUR, [self.now + (hours + later) * HOUR for later in MORE]
                self._note(use_cases.move(self.as_(who), PAIR, item.meeting_id, at, sequence, more=more))
            case "decline":
                use_cases.cancel(self.as_(who), PAIR, item.meeting_id, sequence)
            case "elsewhere":
                place = f"Sala {hours}" if hours % 3 else ""
                calling.move_place(self.as_(who), PAIR, item.meeting_id, place, item.tag)
            case "move":
                use_cases.move(self.as_(who), PAIR, item.meeting_id, self.now + hours * HOUR, sequence)
            case _:
                use_cases.decide(self.as_(who), PAIR, item.meeting_id, what)  # type: ignore[arg-type]

    def follow(self, who: str, what: str, hours: int) -> None:
        """Do it by the link of one of their mails, an old one too."""
        tokens = [
            mail.link.rpartition("/")[2]
            for _, mail in self.mails
            if mail.to.key == who and "/meetings/answer/" in mail.link
        ]
        if tokens:
            link = links.read("meeting", tokens[hours % len(tokens)], self.now)
            self.act(link.person_id, what, hours, int(link.claims["sequence"]))

    def follow_all(self, who: str, what: str, number: int) -> None:
        """Answer a plan by the link of one of their mails, an old one too."""
        tokens = [
            mail.link.rpartition("/")[2]
            for _, mail in self.mails
            if mail.to.key == who and "/meetings/plan/" in mail.link
        ]
        if tokens:
            link = links.read("plan", tokens[number % len(tokens)], self.now)
            self.act_on_all(link.person_id, what, number, plan=self._plan(link.subject))

    def press(self, who: str, partstat: str, hours: int, *, whole: bool = False) -> None:
        """Answer in the calendar; `COUNTER` proposes another time. `whole`: all of a plan, where the calendar has it."""
        item, program = self.newest(hours), self.calendars[who]
        if item is None:
            return
        uid, of = item.calendar_uid, (clock.parse(item.planned_at) if item.plan_id else None)
        if whole and item.plan_id:
            if not program.recurs(uid):
                return
            of = None
        if program.shows(uid, of) is None:
            return
        if partstat == "COUNTER":
            content = program.counter(uid, (self.now + hours * HOUR).replace(microsecond=0), self.now, of)
        else:
            content = program.answer(uid, partstat, self.now, of)
        self.send(program.organizer(uid, of), who, content, "COUNTER" if partstat == "COUNTER" else "REPLY")

    def send(self, to: str, who: str, content: bytes, method: str) -> None:
        """Send a calendar's object as a mail, and let it arrive."""
        head = (
            f"From: {ADDRESS[who]}\r\nTo: {to}\r\nSubject: Re\r\nMIME-Version: 1.0\r\n"
            f"Content-Type: text/calendar; charset=utf-8; method={method}\r\n\r\n"
        )
        self.sent.append((to, head.encode() + content))
        self.arrive(to, head.encode() + content)

    def arrive(self, to: str, raw: bytes) -> None:
        """Given: a mail arrives."""
        token = replies.token_of(to, DOMAIN)
        if not token:
            return
        mail_id = ids.new()
        self.store.files.put(f"inbound/{mail_id}", raw, "message/rfc822")
        ports = Ports(self.store, self.store.files, self.store.keys, calls())
        made = event(MailReceived(mail_id, replies.reply_id(token)), self.store)
        consumers.INBOXES["meetings-inbound"].take(ports, clock.fixed(self.now), made)

    def again(self, number: int) -> None:
        """Given: a calendar's mail comes once more, late."""
        if self.sent:
            self.arrive(*self.sent[number % len(self.sent)])

    def redeliver(self, number: int) -> None:
        """Given: a mail server brings a mail once more, or behind newer ones."""
        carrying = [mail for _, mail in self.mails if mail.calendar]
        if carrying:
            mail = carrying[number % len(carrying)]
            self.calendars[mail.to.key].receive(mail.calendar)

    def wait(self, hours: int) -> None:
        self.now += hours * HOUR
        use_cases.do_due(self.as_())

    def close(self) -> None:
        pair = self.store.get(Pair, *Pair.key(PAIR))
        assert pair is not None
        pair.outcome = "completed"
        self.store.put(pair)
        use_cases.close(self.as_(), event(PairClosed(PROGRAMME, PAIR, "completed", "system"), self.store))

    def step(self, what: str, who: str, how: str, hours: int) -> None:
        """Do one thing; what the product refuses changes nothing."""
        self.now += timedelta(minutes=1)
        steps: dict[str, Callable[[], object]] = {
            "propose": lambda: self.propose(who, hours),
            "offer": lambda: self.propose(who, hours, MORE),
            "plan": lambda: self.plan(who, hours),
            "relink": lambda: self.relink(who, hours),
            "page": lambda: self.act(who, how, hours),
            "page to all": lambda: self.act_on_all(who, how, hours),
            "link": lambda: self.follow(who, how, hours),
            "link to all": lambda: self.follow_all(who, how, hours),
            "calendar": lambda: self.press(who, how, hours),
            "calendar to all": lambda: self.press(who, how, hours, whole=True),
            "again": lambda: (self.again(hours), self.redeliver(hours)),
            "wait": lambda: self.wait(hours),
            "close": self.close,
        }
        if what == "wait":
            self.post()  # mail that takes hours is an outage, and says nothing that is over
        with suppress(DomainError):
            steps[what]()

    # Mails -----------------------------------------------------------------------------------------------------------

    def post(self, *, backwards: bool = False, late: bool = False) -> None:
        """Send the mails of all that happened, in this or the other order; `late`: they wait for the next time."""
        fresh = self.store.events[self._told :]
        self._told += len(fresh)
        self._late += [one for one in fresh if type(one.data) in recipes.TOLD]
        if late:
            return
        waiting, self._late = self._late, []
        for one in reversed(waiting) if backwards else waiting:
            context = replace(self.as_(service="notifications"), clock=clock.fixed(self.now))
            for mail in recipes.of(context, one):
                self._deliver(one, mail)

    def _deliver(self, told: Any, mail: Mail) -> None:
        self.mails.append((self.now, mail))
        if mail.kind == "meeting_cancelled":
            item = self.store.get(Item, *Item.key(PAIR, told.data.meeting_id))
            assert item is not None
            assert self.now < clock.parse(item.starts_at), "«Cancelled» said of a meeting that may have taken place"
        if mail.calendar:
            self.calendars[mail.to.key].receive(mail.calendar)

    # What must hold --------------------------------------------------------------------------------------------------

    def check(self) -> None:
        """Then: each calendar shows what the meeting's state says."""
        for item in self.meetings():
            for who in BOTH:
                program = self.calendars[who]
                wanted = expected(item, rooms.key(self.as_(who), PAIR))
                uid, of = item.calendar_uid, (clock.parse(item.planned_at) if item.plan_id else None)
                if not program.knows(uid, of):
                    owed = wanted is not None and not untold(self.store, item, who, self._choices)
                    assert not owed, f"{who} was never told of {item.state}"
                    continue
                assert program.shows(uid, of) == wanted, f"calendar of {who}, meeting {item.state}"
        for who in BOTH:
            shown = self.calendars[who].all()
            standing = [item for item in self.meetings() if expected(item, rooms.key(self.as_(who), PAIR))]
            assert len(shown) <= len(standing), f"the calendar of {who} shows what is no meeting: {shown}"


def expected(item: Item, key: Key) -> Shown | None:
    """Return what both calendars have to show of a meeting: None for nothing."""
    called_off = item.state == "cancelled" or (item.state == "not_held" and not item.outcome.get("by"))
    if called_off or (item.state == "proposed" and item.options):
        return None
    start = clock.parse(item.starts_at)
    answers = {
        ADDRESS[who]: "TENTATIVE" if who in item.unsure else "ACCEPTED" if who in item.accepted_by else "NEEDS-ACTION"
        for who in BOTH
    }
    status = "TENTATIVE" if item.state == "proposed" else "CONFIRMED"
    place = Opened(item, key).place
    call = place if place.startswith("https://") else ""
    return Shown(status, start, start + timedelta(minutes=item.minutes), answers, place, call)


def untold(store: MemoryStore, item: Item, who: str, choices: set[tuple[str, int]]) -> bool:
    """Return whether nobody owes a person an entry: all they heard of it is what they proposed themselves.

    `choices` are the proposals of several times, which no calendar shows: meeting ids with their SEQUENCE. A meeting noted afterwards was never in a calendar; one withdrawn before the mail went out needs no entry either.
    """
    told = [one for one in store.events if getattr(one.data, "meeting_id", "") == item.meeting_id]
    names = [one.name for one in told]
    times = [one.data for one in told if one.name in ("MeetingProposed", "MeetingRescheduled")]
    plan = store.get(Plan, *Plan.key(PAIR, item.plan_id)) if item.plan_id else None
    mine = all(one.by == who or (one.meeting_id, one.sequence) in choices for one in times)
    mine = mine and (plan is None or plan.proposed_by == who)
    return item.state in ("cancelled", "not_held", "held", "to_confirm") or ("MeetingConfirmed" not in names and mine)
