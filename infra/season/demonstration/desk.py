"""What the organizer of the demonstration does, and what everybody does together."""

from __future__ import annotations

import base64
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from infra.season.acts import gatherings, onboarding
from infra.season.acts.recruitment import imported
from infra.season.acts.season import DAY, Gathering, Pair, finished, listed
from infra.season.acts.sharing import write_guides
from infra.season.demonstration.script import APPLICATIONS, NEWCOMERS, address, pairs
from infra.season.people import expect

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime
    from pathlib import Path

    from infra.season.acts.season import Season
    from infra.season.demonstration.script import Calendar
    from infra.season.people import Person

ORGANIZATION, NAME, NEXT = "Grupa Nurt", "Krok dalej", "Mentoring w sprzedaży"
WISH: dict[str, Any] = {
    "purpose": "Łączymy ludzi z różnych działów i miast, żeby uczyli się od siebie tego, czego nie ma w szkoleniach.",
    "audience": "Dla każdej osoby, która chce zrobić następny krok, i dla tych, którzy mogą jej w nim towarzyszyć.",
    "outcomes": "Sześć z dziesięciu par osiąga swój cel. Każda para spotyka się co najmniej pięć razy.",
    "planned_meetings": 8,
    "interval_days": 21,
    "languages": ["pl", "en"],
    "accent": "ocean",
    "faq": {
        "pl": [
            {"question": "Ile to zajmuje czasu?", "answer": "Jedna godzina co trzy tygodnie i trochę myślenia między."},
            {
                "question": "Czy przełożony zobaczy moje notatki?",
                "answer": "Nie. Widzicie je tylko Wy.",
            },
        ]
    },
}
OPENING = gatherings.OPENING | {
    "venue": "online",
    "place": "",
    "link": "https://spotkania.nurt.example/otwarcie",
    "minutes": 90,
    "texts": {
        "pl": {
            "title": "Otwarcie programu",
            "text": "Poznajmy się, zanim zaczniemy. Dwie krótkie historie z zeszłej edycji i rozmowy w trójkach.",
            "before": "Pomyśl o osobie, która kiedyś zadała Ci dobre pytanie.",
        },
        "en": {
            "title": "The programme opens",
            "text": "Let's meet before we begin. Two short stories of last year, then talks in threes.",
            "before": "Think of somebody who once asked you a good question.",
        },
    },
}
AHEAD = gatherings.WORKSHOP | {
    "link": "https://spotkania.nurt.example/polmetek",
    "audience": "mentors",
    "texts": {
        "pl": {
            "title": "Za półmetkiem: spotkanie Mentorek i Mentorów",
            "text": "Co działa, co się zacięło i jak **dobrze skończyć**? Przynieście jedno pytanie, którego nie "
            "umiecie zadać swojej parze.",
            "before": "Zajrzyj do celu zapisanego w Waszym pokoju.",
        },
        "en": {
            "title": "Past half-way: mentors meet",
            "text": "What works, what is stuck, and how do we **end well**? Bring one question that you don't dare to "
            "ask your mentee.",
            "before": "Have a look at the goal that is written in your room.",
        },
    },
}
SEATS = 30
KNOWN = "Szkolenie z mentoringu było w poprzedniej edycji."
OPENED, COMING = 16, 12
"""So many people sign up for the opening, and for what is ahead."""


def found(season: Season, days: Calendar) -> None:
    """The organizer founds the organization, and opens recruitment for the programme."""
    organizer = season.organizer
    organizer.sign_in()
    organizer.get("/v1/me")
    organizer.patch("/v1/me", {"name": "Joanna Wilk", "form": "f"}, organizer.tag)
    organization = organizer.post("/v1/organizations", {"name": ORGANIZATION})
    dates = {"kick_off": days.at("2 Mon"), "closing": days.at("2 Mon") + timedelta(weeks=26)}
    wish = WISH | {
        "organization_id": organization["organization_id"],
        "name": NAME,
        "contact": organizer.email,
        "dates": {name: str(at.date()) for name, at in dates.items()},
    }
    made = organizer.post("/v1/programmes", wish)
    season.programme_id, season.slug = made["programme_id"], made["slug"]
    organizer.post(f"/v1/programmes/{season.programme_id}/stage", {"to": "recruiting"})
    take(season, season.programme_id, APPLICATIONS)


def take(season: Season, programme_id: str, file: Path) -> None:
    """The organizer imports applications; nothing is wrong with any of them."""
    body = {"filename": file.name, "content_base64": base64.b64encode(file.read_bytes()).decode()}
    report = imported(season, f"/v1/programmes/{programme_id}/imports", body)
    odd = (report["rejected"], report["asked_rows"])
    expect(odd == ([], 0), f"{file.name}: {odd}")


def accept(season: Season) -> None:
    """Everybody is accepted."""
    here = f"/v1/programmes/{season.programme_id}"
    finished(season, season.organizer.post(f"{here}/decisions", {"decision": "accepted"}))
    people = listed(season.organizer, f"{here}/participants")
    season.emails = {one["participant_id"]: one["email"] for one in people}


def propose_pairs(season: Season) -> None:
    """A round is calculated; the organizer moves whoever she sees elsewhere, and sends it."""
    organizer, here = season.organizer, f"/v1/pairing/{season.programme_id}/rounds"
    organizer.post(f"/v1/programmes/{season.programme_id}/stage", {"to": "matching"})
    path = f"{here}/{organizer.post(here, {})['round_id']}"
    season.stage.settle()
    ids = {email: one for one, email in season.emails.items()}
    wanted = {ids[address(one["mentee"])]: ids[address(one["mentor"])] for one in pairs()}
    preview = organizer.get(path)
    shown = {one["mentee_id"]: one["mentor_id"] for one in preview["pairs"]}
    for mentee, mentor in wanted.items():
        if shown.get(mentee) != mentor:
            wish = {"action": "move", "mentee_id": mentee, "other_id": mentor}
            organizer.post(f"{path}/edits", wish, organizer.etag(path))
            shown = {one["mentee_id"]: one["mentor_id"] for one in organizer.get(path)["pairs"]}
    expect(shown == wanted, f"the round has {len(shown)} pairs, and others than the script")
    organizer.post(f"{path}/send", etag=organizer.etag(path))


def agree(season: Season, person: Person) -> None:
    """Somebody accepts all that is proposed to them."""
    here = f"/v1/pairing/{season.programme_id}/proposals"
    for one in person.get(here)["items"]:
        person.post(f"{here}/{one['proposal_id']}/answers", {"answer": "accept"})


def prepare_people(season: Season) -> None:
    """The organizer publishes the starter guides, and gives people the starter lists of their onboarding."""
    write_guides(season)
    here = f"/v1/onboarding/{season.programme_id}/lists"
    season.organizer.put(here, {"given": True}, season.organizer.etag(here))


def waive_the_rest(season: Season, without: Sequence[Person]) -> None:
    """The organizer waives the lists of all others: they have learned it before."""
    emails = {person.email for person in without}
    some = [one for one, email in season.emails.items() if email not in emails]
    onboarding.waive(season, some, KNOWN)


def begin(season: Season) -> list[Pair]:
    """The programme runs; return its pairs in the order of the script."""
    found = listed(season.organizer, f"/v1/pairs?programme_id={season.programme_id}")
    by_people = {(season.emails[one["mentee_id"]], season.emails[one["mentor_id"]]): one for one in found}
    for told in pairs():
        mentee, mentor = address(told["mentee"]), address(told["mentor"])
        one = by_people[mentee, mentor]
        season.pairs.append(Pair(one["pair_id"], season.person(mentor), season.person(mentee), 0))
    season.organizer.post(f"/v1/programmes/{season.programme_id}/stage", {"to": "running"})
    return season.pairs


def announce(season: Season, wish: gatherings.Wish, starts_at: datetime, **more: Any) -> Gathering:
    """The organizer announces a gathering."""
    one = gatherings.plan(season, wish, starts_at, **more)
    season.organizer.get(f"{one.path(season)}/plan")
    season.organizer.post(f"{one.path(season)}/announcement", etag=season.organizer.tag)
    return one


def come(season: Season, one: Gathering, person: Person) -> None:
    """Somebody signs up for a gathering."""
    person.post(f"{one.path(season)}/sign-up", {"seat": one.seat})
    one.coming.append(person)


def note_who_came(season: Season, one: Gathering) -> None:
    """The host notes who was there: all but two of those who signed up."""
    gatherings.note(season, one, one.coming[2:], present=True)
    gatherings.note(season, one, one.coming[:2], present=False)


def say_how_it_was(one: Gathering, person: Person) -> None:
    """Somebody says how a gathering was."""
    for asked in person.get("/v1/surveys")["items"]:
        if (asked["gathering_id"], asked["state"]) == (one.gathering_id, "open"):
            path = f"/v1/surveys/{asked['programme_id']}/{asked['assignment_id']}/answers"
            person.post(path, {"answers": {"useful": 4 + len(person.email) % 2, "good": "Rozmowy w trójkach."}})


def answer_plea(season: Season, person: Person, words: str) -> None:
    """The organizer answers somebody who has written to her, and ticks it off."""
    participant = next(one for one, email in season.emails.items() if email == person.email)
    here = f"/v1/inbox/{season.programme_id}/{participant}"
    season.organizer.post(f"{here}/messages", {"text": words})
    season.organizer.post(f"{here}/settled")


def tick_off(season: Season, pair_id: str) -> None:
    """The organizer has taken care of what a pair needed."""
    season.organizer.post(f"/v1/monitoring/{season.programme_id}/matters/{pair_id}/done")


def look_after(season: Season, pair_id: str) -> None:
    """The organizer says that she looks after what a pair needs."""
    season.organizer.post(f"/v1/monitoring/{season.programme_id}/matters/{pair_id}/taken")


def recruit_again(season: Season, now: datetime) -> None:
    """A second programme is open, with applications to decide."""
    organizer = season.organizer
    mine = organizer.get(f"/v1/programmes/{season.programme_id}")
    wish = {
        "organization_id": mine["organization_id"],
        "name": NEXT,
        "purpose": "Pół roku obok kogoś, kto sprzedaje dłużej. Bez szkoleń, z prawdziwymi rozmowami.",
        "audience": "Dla osób w sprzedaży i obsłudze klienta, na każdym etapie.",
        "planned_meetings": 6,
        "accent": "plum",
        "contact": organizer.email,
        "dates": {"recruitment_closes": str((now + 40 * DAY).date()), "kick_off": str((now + 60 * DAY).date())},
    }
    made = organizer.post("/v1/programmes", wish)
    organizer.post(f"/v1/programmes/{made['programme_id']}/stage", {"to": "recruiting"})
    take(season, made["programme_id"], NEWCOMERS)
    season.stage.settle()
    applied = listed(organizer, f"/v1/programmes/{made['programme_id']}/applications")
    asked = next(one for one in applied if one["profile"]["first_name"] == "Antoni")
    said = {"decision": "needs_info", "application_ids": [asked["application_id"]]}
    question = "Panie Antoni, z kim rozmawiał Pan już o tej wątpliwości? To pomoże nam dobrać osobę."
    organizer.post(f"/v1/programmes/{made['programme_id']}/decisions", said | {"message": question})
