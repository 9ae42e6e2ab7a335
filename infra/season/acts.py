"""The season, act by act; each act checks what it sees."""

from __future__ import annotations

import base64
import re
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from http import HTTPStatus
from typing import TYPE_CHECKING, Any

from infra.season.people import Mail, Person, Stage, expect

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    Say = Callable[[str], None]

ORGANIZER = "organizator@firma.example"
PLANNED = 3
INTERVAL = 14
SILENT_EACH = 5
"""Every fifth pair goes silent after its first meeting."""
DAY, HOUR = timedelta(days=1), timedelta(hours=1)
SATURDAY = 5


def iso(instant: datetime) -> str:
    """Return an instant as the API writes it."""
    return instant.strftime("%Y-%m-%dT%H:%M:%SZ")


@dataclass(slots=True)
class Pair:
    """A pair of the season."""

    pair_id: str
    mentor: Person
    mentee: Person
    score: int
    silent: bool = False
    names: tuple[str, str] = ("", "")
    held: int = 0
    outcome: str = ""

    @property
    def both(self) -> tuple[Person, Person]:
        """Return mentor and mentee."""
        return self.mentor, self.mentee


@dataclass(slots=True)
class Season:
    """The state of the season: its stack, the organizer, what has happened so far."""

    stage: Stage
    say: Say
    organizer: Person = field(init=False)
    programme_id: str = ""
    people: dict[str, Person] = field(default_factory=dict)
    emails: dict[str, str] = field(default_factory=dict)
    pairs: list[Pair] = field(default_factory=list)
    counts: dict[str, Any] = field(default_factory=dict)
    unmatched: list[dict[str, str]] = field(default_factory=list)
    rejected: list[dict[str, Any]] = field(default_factory=list)
    surveys_answered: int = 0
    contracts_signed: int = 0
    nudges: int = 0
    alerts: int = 0

    def __post_init__(self) -> None:
        self.organizer = Person(self.stage, ORGANIZER)

    def person(self, email: str) -> Person:
        """Return the person with an address, always the same one."""
        return self.people.setdefault(email, Person(self.stage, email))

    @property
    def now(self) -> datetime:
        """Return the stack's current instant."""
        return datetime.fromisoformat(self.stage.now())


# 1. A programme ------------------------------------------------------------------------------------------------------


def announce(season: Season, name: str, organization: str) -> None:
    """The organizer signs in by a link from a mail, creates a programme and opens recruitment."""
    organizer = season.organizer
    organizer.sign_in()
    founded = organizer.post("/v1/organizations", {"name": organization})
    today = season.now.date()
    programme = organizer.post(
        "/v1/programmes",
        {
            "organization_id": founded["organization_id"],
            "name": name,
            "purpose": "Rozwijamy się, ucząc się od siebie nawzajem, ponad działami i miastami.",
            "audience": "Dla wszystkich, którzy chcą zrobić następny krok, i dla tych, którzy mogą w nim pomóc.",
            "outcomes": "Trzy spotkania, jeden wspólny cel, jedno podsumowanie.",
            "planned_meetings": PLANNED,
            "interval_days": INTERVAL,
            "contact": ORGANIZER,
            "dates": {"kick_off": str(today), "closing": str(today + timedelta(days=120))},
        },
    )
    season.programme_id = programme["programme_id"]
    organizer.post(f"/v1/programmes/{season.programme_id}/stage", {"to": "recruiting"})
    page = organizer.browser.get(f"/programmes/{programme['slug']}")
    expect(page.is_success and name in page.text, "the public page of the programme doesn't show it")


# 2. Applications -----------------------------------------------------------------------------------------------------


def take_applications(season: Season, filename: str, content: bytes) -> None:
    """The file is imported, bad rows are reported, a second import changes nothing; everybody good is accepted."""
    body = {"filename": filename, "content_base64": base64.b64encode(content).decode()}
    path = f"/v1/programmes/{season.programme_id}/imports"
    report = imported(season, path, body)
    season.rejected = report["rejected"]
    rejected_rows = len({one["line"] for one in season.rejected})
    expect(
        report["rows"] == report["imported"] + rejected_rows,
        f"{report['rows']} rows in the file, {report['imported']} imported and {rejected_rows} rejected",
    )
    expect(all(one["line"] and one["reason"] for one in season.rejected), "a rejected row has no line or no reason")
    again = imported(season, path, body)
    expect(
        (again["imported"], again["already_there"]) == (0, report["imported"]), "the same file imported twice made more"
    )
    found = listed(season.organizer, f"/v1/programmes/{season.programme_id}/applications")
    expect(len(found) == report["imported"], f"{len(found)} applications after {report['imported']} rows were imported")
    answer = season.organizer.post(f"/v1/programmes/{season.programme_id}/decisions", {"decision": "accepted"})
    decided = finished(season, answer)["decided"]
    expect(decided == report["imported"], f"{decided} accepted of {report['imported']}")
    season.stage.settle()
    season.stage.await_mails("application_accepted", decided)
    people = listed(season.organizer, f"/v1/programmes/{season.programme_id}/participants")
    season.emails = {one["participant_id"]: one["email"] for one in people}
    season.counts |= {
        "rows": report["rows"],
        "imported": report["imported"],
        "rejected": rejected_rows,
        "accepted": decided,
    }


def imported(season: Season, path: str, body: dict[str, str]) -> dict[str, Any]:
    """Import a file and return the report: a short one's at once, a longer one's when the worker is done."""
    job = finished(season, season.organizer.post(path, body))
    if "job_id" not in job:
        return job
    report: dict[str, Any] = job["report"]
    errors = listed(season.organizer, f"/v1/programmes/{season.programme_id}/jobs/{job['job_id']}/errors")
    return report | {"rejected": errors}


def finished(season: Season, answer: dict[str, Any]) -> dict[str, Any]:
    """Return an answer; when it is a job, the job as it is once the worker is done."""
    if "job_id" not in answer:
        return answer
    season.stage.settle()
    job = season.organizer.get(f"/v1/programmes/{season.programme_id}/jobs/{answer['job_id']}")
    expect(job["state"] == "done", f"the job is {job['state']}: {job['problem']}")
    return job


def listed(person: Person, path: str) -> list[dict[str, Any]]:
    """Return all items of a list, page by page."""
    items: list[dict[str, Any]] = []
    cursor = ""
    while True:
        mark = "&" if "?" in path else "?"
        page = person.get(f"{path}{mark}limit=200" + (f"&cursor={cursor}" if cursor else ""))
        items += page["items"]
        if not page["next"]:
            return items
        cursor = page["next"]


# 3. Pairs ------------------------------------------------------------------------------------------------------------


def pair_up(season: Season) -> None:
    """A round is calculated, looked at and sent; both sides accept from the link in the mail."""
    organizer, programme_id = season.organizer, season.programme_id
    organizer.post(f"/v1/programmes/{programme_id}/stage", {"to": "matching"})
    wanted = organizer.post(f"/v1/pairing/{programme_id}/rounds", {})
    season.stage.settle()
    path = f"/v1/pairing/{programme_id}/rounds/{wanted['round_id']}"
    preview = organizer.get(path)
    expect(preview["state"] == "preview", f"the round is {preview['state']}: {preview['problem']}")
    figures = preview["figures"]
    expect(figures["proved_optimal"], "the round is not proved optimal")
    expect(len(preview["pairs"]) == figures["matched"], "the round's pairs and figures differ")
    expect(all(one["reasons"]["pl"] and one["reasons"]["en"] for one in preview["pairs"]), "a pair has no reasons")
    season.unmatched = [
        {"email": season.emails[one["participant_id"]], "role": one["role"], "cause": one["words"]["en"]}
        for one in preview["unmatched"]
    ]
    organizer.post(f"{path}/send", etag=organizer.etag(path))
    season.stage.settle()
    mails = season.stage.await_mails("proposal", 2 * figures["matched"])
    expect(len(mails) == 2 * figures["matched"], f"{len(mails)} proposals for {figures['matched']} pairs")
    for mail in mails:
        season.person(mail.to).click(mail, "/proposals/answer/", "accept")
    season.stage.settle()
    found = listed(organizer, f"/v1/pairs?programme_id={programme_id}")
    expect(len(found) == figures["matched"], f"{len(found)} pairs agreed of {figures['matched']} proposed")
    scores = {(one["mentor_id"], one["mentee_id"]): one["score"] for one in preview["pairs"]}
    for number, one in enumerate(sorted(found, key=lambda each: str(each["mentee_name"]))):
        season.pairs.append(
            Pair(
                one["pair_id"],
                season.person(season.emails[one["mentor_id"]]),
                season.person(season.emails[one["mentee_id"]]),
                scores[one["mentor_id"], one["mentee_id"]],
                silent=number % SILENT_EACH == SILENT_EACH - 1,
                names=(one["mentor_name"], one["mentee_name"]),
            )
        )
    organizer.post(f"/v1/programmes/{programme_id}/stage", {"to": "running"})


# 4. The process ------------------------------------------------------------------------------------------------------


def sign_contract(season: Season, pair: Pair) -> None:
    """The mentor completes and proposes the contract and signs; the mentee signs from the link in the mail."""
    path = f"/v1/rooms/{pair.pair_id}/contract"
    draft = pair.mentor.get(path)
    own = draft["own"] | {
        "form": "Online; na początku i na końcu osobiście, jeśli się da.",
        "limits": "Polityka firmy.",
    }
    pair.mentor.put(path, {"own": own}, pair.mentor.etag(path))
    proposed = pair.mentor.post(f"{path}/proposal")
    pair.mentor.post(f"{path}/signatures", {"sha256": proposed["sha256"]})
    mail = pair.mentee.next_mail("contract_to_sign")
    pair.mentee.click(mail, "/rooms/answer/", "sign")
    signed = pair.mentor.get(path)
    expect(
        signed["state"] == "signed",
        f"the contract of {pair.pair_id} is {signed['state']}",
    )
    season.contracts_signed += 1


def agree_goal(pair: Pair) -> None:
    """The mentee writes a goal, the mentor agrees from the link in the mail."""
    pair.mentee.post(
        f"/v1/rooms/{pair.pair_id}/goals",
        {
            "title": "Prowadzę spotkanie zespołu bez notatek",
            "why": "Chcę być słyszana i spokojna.",
            "measure": "Trzy spotkania i opinia dwóch osób.",
            "start_level": 3,
            "target_level": 8,
        },
    )
    mail = pair.mentor.next_mail("goal_to_agree")
    pair.mentor.click(mail, "/rooms/answer/", "agree")


def first_meeting(now: datetime) -> datetime:
    """Return an afternoon in the working week, three days ahead or the next after."""
    days = next(days for days in range(3, 6) if (now + days * DAY).weekday() < SATURDAY)
    return (now + days * DAY).replace(hour=15, minute=0, second=0, microsecond=0)


def _hour_of(season: Season, pair: Pair, latest: datetime) -> datetime:
    """Return when a pair meets that afternoon: who is in several pairs meets them one after the other."""
    turns: list[int] = []
    for one in season.pairs:
        taken = {turn for other, turn in zip(season.pairs, turns, strict=False) if {*other.both} & {*one.both}}
        turns.append(next(turn for turn in range(len(season.pairs)) if turn not in taken))
    return latest - turns[season.pairs.index(pair)] * HOUR


def plan_meeting(season: Season, pair: Pair, latest: datetime) -> None:
    """The mentor proposes a time, the mentee accepts from the mail; both get the invitation for their calendars."""
    starts_at = _hour_of(season, pair, latest)
    pair.mentor.post(
        f"/v1/meetings/pair/{pair.pair_id}",
        {
            "starts_at": iso(starts_at),
            "zone": "Europe/Warsaw",
            "place": "https://spotkania.firma.example/pokoj",
            "agenda": "Co się zmieniło?",
        },
    )
    mail = pair.mentee.next_mail("meeting_invitation")
    _expect_calendar(season.stage, mail, "REQUEST", iso(starts_at))
    pair.mentee.click(mail, "/meetings/answer/", "accept")
    confirmed = pair.mentor.next_mail("meeting_confirmed")
    _expect_calendar(season.stage, confirmed, "REQUEST", iso(starts_at))


def _expect_calendar(stage: Stage, mail: Mail, method: str, starts_at: str) -> None:
    text = stage.calendar(mail)
    compact = re.sub(r"[-:]", "", starts_at)
    expect(
        f"METHOD:{method}" in text and compact in text, f"mail {mail.kind} to {mail.to} has no {method} for {starts_at}"
    )


def hold_meeting(pair: Pair) -> None:
    """After the meeting the mentee answers «did it take place?» with one click; homework is noted."""
    mail = pair.mentee.next_mail("meeting_outcome")
    pair.mentee.click(mail, "/meetings/outcome/", "held")
    pair.held += 1
    task = {"text": "Poprowadzić jedno krótkie spotkanie i zapisać, co zadziałało.", "visibility": "pair"}
    pair.mentor.post(f"/v1/rooms/{pair.pair_id}/tasks", task)


def answer_surveys(season: Season, people: Iterable[Person], survey: str) -> None:
    """Open surveys of a kind are answered: the first from the link in the mail, the others through the API."""
    for number, person in enumerate(people):
        for one in person.get("/v1/surveys")["items"]:
            if one["state"] != "open" or one["survey"] != survey:
                continue
            path = f"/v1/surveys/{one['programme_id']}/{one['assignment_id']}"
            answers = dict(answers_to(person.get(path)["questions"]))
            if number == 0:
                mail = season.stage.await_mails("survey", 1, person.email)[-1]
                person.click(mail, "/surveys/answer/", **{name: str(value) for name, value in answers.items()})
            else:
                person.post(f"{path}/answers", {"answers": answers})
            season.surveys_answered += 1


def answers_to(questions: list[dict[str, Any]]) -> Iterator[tuple[str, Any]]:
    """Yield an answer to each question that needs one, by its name."""
    for question in questions:
        kind = question["kind"]
        if kind in ("scale", "ten", "nps"):
            yield question["name"], {"scale": 5, "ten": 7, "nps": 9}[kind]
        elif kind == "choice":
            yield question["name"], next(iter(question["options"]))


def advance(season: Season, to: datetime) -> dict[str, int]:
    """Move the clock day by day, running what is scheduled; return what the scan counted.

    The scan, hourly on AWS, also runs while it is day in Asia and in Europe: nobody is nudged at night.
    """
    found = {"due": 0, "nudged": 0, "alerted": 0}
    now = season.now
    while now < to:
        before, now = now, min(now + DAY, to)
        morning = now.replace(hour=9, minute=0, second=0, microsecond=0)
        for moment in [*([morning] if before < morning < now else []), now]:
            season.stage.move_to(iso(moment))
            if moment == now:
                for schedule in ("PairingSchedule", "MeetingsSchedule"):
                    season.stage.run(schedule, iso(now))
                season.stage.settle()
            counted = scan(season, moment)
            for name in found:
                found[name] += counted[name]
    season.nudges += found["nudged"]
    season.alerts += found["alerted"]
    return found


def scan(season: Season, at: datetime) -> dict[str, int]:
    """Run the inactivity scan at an instant, twice; the second run has to do nothing."""
    first = season.stage.run("MonitoringScan", iso(at))["result"]
    second = season.stage.run("MonitoringScan", iso(at))["result"]
    expect(second["nudged"] == second["alerted"] == 0, f"the same scan run twice did {second} the second time")
    season.stage.settle()
    counts: dict[str, int] = first
    return counts


# 5. Silence ----------------------------------------------------------------------------------------------------------


def check_silence(season: Season) -> None:
    """Exactly the silent pairs were nudged and made alerts; the organizer sees them with colour and reason."""
    silent = [pair for pair in season.pairs if pair.silent]
    nudged = {mail.to for mail in season.stage.mails(kind="nudge")}
    expect(nudged == {one.email for pair in silent for one in pair.both}, f"nudges went to {sorted(nudged)}")
    mails = season.stage.mails(kind="nudge")
    expect(len(mails) == 2 * season.nudges, f"{len(mails)} nudge mails for {season.nudges} nudges of pairs")
    alerts = season.stage.mails(kind="alert")
    expect(
        len(alerts) == season.alerts == len(silent),
        f"{len(alerts)} alert mails, {season.alerts} alerts, {len(silent)} silent pairs",
    )
    expect({mail.to for mail in alerts} <= {ORGANIZER}, "an alert went to somebody who isn't the organizer")
    watched = listed(season.organizer, f"/v1/monitoring/{season.programme_id}/pairs")
    red = {one["pair_id"] for one in watched if one["colour"] == "red"}
    expect(red == {pair.pair_id for pair in silent}, f"{len(red)} red pairs, {len(silent)} silent ones")
    expect(all(one["reason"] for one in watched), "a pair has a colour without a reason")


# 7. Closing ----------------------------------------------------------------------------------------------------------


def close(season: Season) -> None:
    """The silent pairs are closed early by the organizer; the others write, and approve, their joint summary."""
    stage = f"/v1/programmes/{season.programme_id}/stage"
    counted = season.organizer.get(f"{stage}?to=closing")
    going_on = {"what": "closing", "number": len(season.pairs)}
    expect(going_on in counted["counts"], f"closing says it does {counted['counts']} to {len(season.pairs)} pairs")
    season.organizer.post(stage, {"to": "closing"}, etag=season.organizer.etag(f"{stage}?to=closing"))
    season.stage.settle()
    for pair in season.pairs:
        if pair.silent:
            season.organizer.post(f"/v1/pairs/{pair.pair_id}/close", {"reason": "Cisza mimo przypomnień."})
            pair.outcome = "closed_early"
            continue
        pair.mentee.put(
            f"/v1/rooms/{pair.pair_id}/summary",
            {
                "takeaways": ["Mówię wolniej i krócej.", "Pytam, zanim odpowiem.", "Wiem, kogo poprosić o radę."],
                "helped": "Szczere pytania.",
                "hindered": "Różne strefy czasowe.",
                "next_steps": ["Rozmowa o nowej roli do końca miesiąca."],
                "thanks": "Dziękuję za czas i uważność.",
            },
            first=True,
        )
        mail = pair.mentor.next_mail("summary_to_approve")
        pair.mentor.click(mail, "/rooms/answer/", "approve")
        pair.outcome = "completed"
    season.stage.settle()


def report(season: Season) -> dict[str, bytes]:
    """Each pair's report can be opened by the pair, and by the organizer in an edition of facts only."""
    files = {}
    for pair in season.pairs:
        season.stage.await_mails("report_ready", 1, pair.mentee.email)
        view = pair.mentee.get(f"/v1/reports/pair/{pair.pair_id}")
        expect(view["edition"] == "pair", f"the pair {pair.pair_id} gets the edition {view['edition']}")
        content = pair.mentor.download(view["url"])
        expect(content.startswith(b"%PDF-"), f"the report of {pair.pair_id} is no PDF: {content[:40]!r}")
        files[f"{pair.pair_id}.pdf"] = content
        theirs = season.organizer.get(f"/v1/reports/{season.programme_id}/pairs/{pair.pair_id}")
        expect(theirs["edition"] == "organizer", "the organizer gets the pair's own edition")
        stranger = next((other for other in season.pairs if not {*other.both} & {*pair.both}), None)
        if stranger is None:
            continue  # a file of two or three people has no stranger
        answer = stranger.mentee.status(f"/v1/reports/pair/{pair.pair_id}")
        expect(answer == HTTPStatus.NOT_FOUND, f"a stranger gets {answer} for somebody's report")
    return files


def weekly(season: Season) -> None:
    """The weekly report arrives by mail with the full list attached; run twice in a week it comes once."""
    monday = season.now + timedelta(days=7 - season.now.weekday())
    monday = monday.replace(hour=6, minute=0, second=0)
    advance(season, monday)
    for _ in range(2):
        season.stage.run("ReportingWeekly", iso(monday))
        season.stage.settle()
    mails = season.stage.mails(ORGANIZER, "weekly_report")
    expect(len(mails) == 1, f"{len(mails)} weekly reports")
    expect(b"text/csv" in season.stage.eml(mails[0]), "the weekly report has no list attached")
