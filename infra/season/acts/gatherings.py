"""The whole programme meets: gatherings are planned and announced, people sign up, wait, withdraw, come."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from infra.season.acts.monitoring import advance
from infra.season.acts.season import DAY, MINUTE, Gathering, iso, listed
from infra.season.people import SeasonFailed, expect

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from infra.season.acts.season import Season
    from infra.season.people import Mail, Person, Stage

EARLY = 10 * MINUTE
"""So long before the start the host is there, and people confirm that they are."""
MOST_WAITING = 4
"""So many don't get a seat at the opening at first: enough for a yes, a no and an offer that lapses."""


Wish = dict[str, Any]
"""What an organizer types of a gathering."""
WORKSHOP: Wish = {
    "what": "workshop",
    "venue": "online",
    "minutes": 90,
    "link": "https://spotkania.firma.example/warsztat",
    "texts": {
        "pl": {"title": "Warsztat na start", "text": "Czym jest mentoring, a czym nie jest? **Ćwiczenia w parach.**"},
        "en": {"title": "Workshop: how to begin", "text": "What mentoring is and isn't. **We practise in twos.**"},
    },
}
OPENING: Wish = {
    "what": "opening",
    "venue": "in_person",
    "minutes": 120,
    "place": "Warszawa, ul. Przykładowa 1",
    "open": True,
    "texts": {
        "pl": {
            "title": "Otwarcie programu",
            "text": "Poznajmy się: dwie rundy rozmów w małych grupach, potem poczęstunek.",
            "before": "Pomyśl, o czym lubisz opowiadać.",
        },
        "en": {
            "title": "The programme opens",
            "text": "Let's get to know each other: two rounds of talks in small groups, then a bite to eat.",
            "before": "Think of something you like to talk about.",
        },
    },
}
CLOSING: Wish = {
    "what": "closing",
    "venue": "online",
    "minutes": 60,
    "link": "https://spotkania.firma.example/final",
    "texts": {
        "pl": {"title": "Zamknięcie programu", "text": "Co zabieramy ze sobą? Każda para w dwóch zdaniach."},
        "en": {"title": "The programme closes", "text": "What do we take with us? Each pair in two sentences."},
    },
}


def plan(season: Season, wish: Wish, starts_at: datetime, **more: Any) -> Gathering:
    """The organizer plans a gathering, which nobody else sees yet."""
    here = f"/v1/gatherings/{season.programme_id}"
    made = season.organizer.post(here, wish | _when(starts_at) | more)
    expect(made["state"] == "draft", f"a gathering that was just planned is {made['state']}")
    one = Gathering(made["gathering_id"], starts_at, wish["minutes"], wish["venue"])
    season.gatherings.append(one)
    return one


def _when(starts_at: datetime) -> Wish:
    return {"starts_at": iso(starts_at), "zone": "Europe/Warsaw"}


def change(season: Season, one: Gathering, wish: Wish) -> None:
    """The organizer writes something else of it, for the same time."""
    path = f"{one.path(season)}/plan"
    season.organizer.get(path)
    season.organizer.put(path, wish | _when(one.starts_at), season.organizer.tag)


def announce_gathering(season: Season, one: Gathering) -> None:
    """The organizer announces it: everybody gets one invitation."""
    known = {mail.id for mail in season.stage.mails(kind="gathering_invitation")}
    season.organizer.get(f"{one.path(season)}/plan")
    season.organizer.post(f"{one.path(season)}/announcement", etag=season.organizer.tag)
    season.stage.settle()
    everybody = set(season.emails.values())
    mails = season.stage.await_mails("gathering_invitation", len(known) + len(everybody))
    fresh = [mail for mail in mails if mail.id not in known]
    one.invitations = {mail.to: mail for mail in fresh}
    expect(
        len(fresh) == len(everybody) and one.invitations.keys() == everybody,
        f"{len(fresh)} invitations to {len(one.invitations)} of {len(everybody)} people",
    )


def sign_up(season: Season, one: Gathering, people: Sequence[Person], seats: int | None = None) -> None:
    """People sign up with one click of their invitation; with `seats` taken, the others are on the waiting list."""
    for number, person in enumerate(people):
        person.click(one.invitations[person.email], "/gatherings/answer/", one.seat)
        (one.coming if seats is None or number < seats else one.waiting).append(person)
    one.signed_up = {person.email for person in people}
    season.stage.settle()
    season.waiting += check_seats(season, one)["waiting"]


def check_seats(season: Season, one: Gathering) -> dict[str, Any]:
    """As many have a seat and wait as people know of themselves; return the seats."""
    (seats,) = season.organizer.get(one.path(season))["seats"]
    told, known = (seats["taken"], seats["waiting"]), (len(one.coming), len(one.waiting))
    expect(told == known, f"{told} have a seat or wait for one, {known} as they were told")
    return dict(seats)


def withdraw(season: Season, one: Gathering, person: Person) -> None:
    """Somebody with a seat can't come after all, and says so with the link in their mail; the next one is asked."""
    person.click(one.invitations[person.email], "/gatherings/answer/", "no")
    one.coming.remove(person)
    season.stage.settle()


def answer_offer(season: Season, one: Gathering, answer: str) -> None:
    """Who has waited longest is offered the seat that is free, and says yes or no with one click of the mail."""
    person = one.waiting.pop(0)
    person.click(_offered(season.stage, person), "/gatherings/answer/", answer)
    if answer == "yes":
        one.coming.append(person)
        season.moved_up += 1
    season.stage.settle()


def _offered(stage: Stage, person: Person) -> Mail:
    mail = person.next_mail("gathering_offer")
    others = [one.to for one in stage.mails(kind="gathering_offer") if one.id > mail.id]
    expect(not others, f"the seat that {person.email} hasn't answered about is offered to {others}")
    return mail


def move_up(season: Season, one: Gathering) -> None:
    """Two withdraw: one takes the seat from the list, one declines, and the next one has to be waited for."""
    if one.waiting:
        withdraw(season, one, one.coming[0])
        answer_offer(season, one, "yes")
    if one.waiting:
        withdraw(season, one, one.coming[0])
        answer_offer(season, one, "no")
    if not one.waiting:
        check_seats(season, one)


def let_lapse(season: Season, one: Gathering) -> None:
    """Who didn't answer in time has lost the seat that was kept, and the one after them is asked, and takes it."""
    if not one.waiting:
        return
    person = one.waiting.pop(0)
    season.stage.await_mails("gathering_offer", 1, person.email)
    season.stage.await_mails("gathering_lapsed", 1, person.email)
    if one.waiting:
        answer_offer(season, one, "yes")
    check_seats(season, one)


def come_up(season: Season, one: Gathering) -> None:
    """Time passes until people arrive; who comes is reminded on the way."""
    for before in (7 * DAY, DAY, EARLY):
        if season.now < one.starts_at - before:
            advance(season, one.starts_at - before)


def confirm(season: Season, one: Gathering, people: Sequence[Person]) -> None:
    """People confirm with the code on the host's screen that they are there."""
    code = season.organizer.get(f"{one.path(season)}/check-in")["code"]
    for person in people:
        told = person.post(f"{one.path(season)}/here", {"code": code.lower()})
        expect(told["present"], f"{person.email} confirmed to be there, and isn't")
    one.present += people


def note(season: Season, one: Gathering, people: Sequence[Person], *, present: bool) -> None:
    """The host taps people on the list as present or absent."""
    emails = {person.email for person in people}
    rows = season.organizer.get(f"{one.path(season)}/attendance")["items"]
    chosen = [row["participant_id"] for row in rows if season.emails[row["participant_id"]] in emails]
    expect(len(chosen) == len(emails), f"{len(chosen)} of {len(emails)} people are on the host's list")
    if chosen:
        season.organizer.post(f"{one.path(season)}/attendance", {"participant_ids": chosen, "present": present})
    if present:
        one.present += people


def end(season: Season, one: Gathering) -> None:
    """It is over, and says so."""
    advance(season, one.ends_at)
    shown = season.organizer.get(one.path(season))["state"]
    expect(shown == "ended", f"a gathering that is over is {shown}")


def count_gatherings(season: Season) -> None:
    """What organizers read of all gatherings is what people did."""
    found = season.organizer.get(f"/v1/gatherings/{season.programme_id}")["items"]
    ended = {one["gathering_id"] for one in found if one["state"] == "ended"}
    expect(ended == {one.gathering_id for one in season.gatherings}, f"{len(ended)} gatherings have been held")
    for one in season.gatherings:
        people = listed(season.organizer, f"{one.path(season)}/people")
        by_state = {state: {row["email"] for row in people if row["state"] == state} for state in ("going", "waiting")}
        same = {
            "who signed up": ({row["email"] for row in people}, one.signed_up),
            "who has a seat": (by_state["going"], {person.email for person in one.coming}),
            "who waits": (by_state["waiting"], {person.email for person in one.waiting}),
        }
        rows = season.organizer.get(f"{one.path(season)}/attendance")["items"]
        there = [season.emails[row["participant_id"]] for row in rows if row["present"]]
        same["who was there"] = (set(there), {person.email for person in one.present})
        for what, (told, known) in same.items():
            if told != known:
                raise SeasonFailed(f"{what} at {one.gathering_id}: {sorted(told ^ known)} differ")
        season.signed_up += len(people)
        season.attended += len(there)
