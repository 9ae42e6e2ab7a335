"""What the season doesn't play: requests of a third programme, sent straight to the real handlers, one of each kind."""

from __future__ import annotations

import base64
import json
import re
from datetime import timedelta
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode, urlsplit

from infra.season import acts
from infra.season.people import expect
from mentoring import ids, links
from mentoring.files import UPLOADS
from mentoring.runtime import ports
from mentoring.tables.core import Item
from mentoring.tables.recruitment import Job
from tests.bench import (
    again,
    announcements,
    asking,
    circles,
    desk,
    directory,
    editions,
    gatherings,
    handbook,
    hosting,
    identity,
    late,
    matters,
    onboarding,
    organizers,
    plans,
    rooms,
    ruling,
)
from tests.bench.handbook import if_match, with_file
from tests.faults import deployment
from tests.faults.injector import watched
from tests.faults.plot import applications
from tests.integration.routes import ROUTES

if TYPE_CHECKING:
    from collections.abc import Mapping

    from tests.bench.trips import Counting
    from tests.faults.stage import Theatre

WALKS = (again, asking, circles, desk, directory, editions, hosting, identity, late, organizers, plans, rooms, ruling)
WHY = {routes: why for one in WALKS for routes, why in one.WHY.items()}
"""Why some routes that are walked here take more round trips than others."""
ORGANIZER = acts.ORGANIZER
HANNA, HANNA_NOW = "hanna.klos@firma.example", "hanna.nowa@firma.example"
GOOD = range(200, 400)
PAIRS = 3
"""So many are made: one for each way a pair ends."""


class Walk:
    """A programme, and whoever does something in it."""

    def __init__(self, world: Counting, theatre: Theatre) -> None:
        self.world = world
        self.season = acts.Season(theatre, lambda _: None)
        self.people: dict[str, str] = {}
        self.pairs: list[tuple[dict[str, str], str, str]] = []
        """Of each its id, and the addresses of mentor and mentee."""

    def do(
        self, route: str, who: str = "", *, ids: Mapping[str, str] | None = None, body: Any = None,
        form: Mapping[str, Any] | str | None = None, session: str = "", query: Mapping[str, str] | None = None,
        headers: Mapping[str, str] | None = None, drain: bool = True,
    ) -> dict[str, Any]:  # fmt: skip
        """Send one request as somebody with an address, count it, and let follow what follows."""
        method, rule = route.split()
        found = next(one for one in ROUTES if (one.method, one.rule) == (method, rule))
        given = {"origin": self.season.stage.origin} | dict(headers or {})
        sent: dict[str, Any] = {"queryStringParameters": dict(query) if query else None}
        if form is not None:
            given.setdefault("content-type", "application/x-www-form-urlencoded")
            sent["body"] = form if isinstance(form, str) else urlencode(form, doseq=True)
        elif body is not None:
            given["content-type"], sent["body"] = "application/json", json.dumps(body)
        authorizer = {"person_id": self.people[who], "email": who, "session": session} if who else {}
        known = {"programme_id": self.season.programme_id} | dict(ids or {})
        path = found.path(known)
        with watched() as calls:
            answer = found.send(
                ids=known, headers=given, requestContext={"requestId": "walk", "authorizer": authorizer}, **sent
            )
        expect(answer["statusCode"] in GOOD, f"{route} answered {answer['statusCode']}: {answer['body'][-1500:]}")
        self.world.note(method, deployment.api_of(path), path, answer, calls)
        if drain:
            self.world.drain()
        return answer

    def said(self, route: str, who: str = "", **asked: Any) -> Any:
        """Do the same with a JSON route and return what it says."""
        return json.loads(self.do(route, who, **asked)["body"])

    def play(self) -> None:
        """Play everything."""
        identity.walk(self)
        self.do("GET /privacy")
        self.recruit()
        self.import_files()
        self.pair()
        self.room()
        others = (handbook, announcements, onboarding, gatherings, hosting, circles, directory, organizers, late)
        for subject in (*others, editions, asking):
            subject.walk(self)
        self.meet()
        self.care()
        desk.readdress(self)
        again.walk(self)
        self.leave()

    # Recruitment -----------------------------------------------------------------------------------------------------

    def recruit(self) -> None:
        """A programme takes a file by its page, asks its contact address again, corrects an address, looks at mails."""
        acts.announce(self.season, "Zima z mentorem", "Trzecia Firma")
        programme = self.do("GET /v1/programmes/<programme_id>", ORGANIZER)
        body = {"contact": "zima@firma.example", "accent": "ocean"}
        self.do("PATCH /v1/programmes/<programme_id>", ORGANIZER, body=body, headers=if_match(programme))
        self.world.now += timedelta(hours=1)
        self.do("POST /v1/programmes/<programme_id>/contact-requests", ORGANIZER)
        self.world.now += timedelta(hours=1)
        self.do("POST /organizer/programmes/<programme_id>/contact", ORGANIZER, form={})
        page = "POST /organizer/programmes/<programme_id>/import"
        rows = applications(("Anna", "Łukasz", "Piotr", "Zofia", "Hanna", "Jan"))
        led = self.do(page, ORGANIZER, **with_file(rows))["multiValueHeaders"]["Location"][0]
        here, file = "/organizer/programmes/<programme_id>/import/<job_id>", {"job_id": led.rpartition("/")[2]}
        self.do(f"GET {here}/mapping.json", ORGANIZER, ids=file)
        self.do(f"POST {here}", ORGANIZER, ids=file, form={"do": "import"})
        self.do("POST /organizer/programmes/<programme_id>/first-mails", ORGANIZER, form={})
        hanna = self._application(HANNA)
        right = {"application_id": hanna["application_id"]}
        tag = {"if-match": f'"{self._tag("application", "application_id", hanna["application_id"])}"'}
        corrected = "PUT /v1/programmes/<programme_id>/applications/<application_id>/address"
        self.do(corrected, ORGANIZER, ids=right, body={"email": HANNA_NOW}, headers=tag)
        chosen = {"application_ids": [one["application_id"] for one in self._applications()]}
        self.do("POST /organizer/programmes/<programme_id>/applications/preview", ORGANIZER, form=chosen)
        wish = {"decision": "accepted", "filter": {"state": "submitted"}}
        self.do("POST /v1/programmes/<programme_id>/decisions/preview", ORGANIZER, body=wish)
        asking.apply(self)

    def import_files(self) -> None:
        """A long file, one that lies in the bucket, an export, and a job that stands still."""
        jobs = "/programmes/<programme_id>/jobs/<job_id>"
        long = applications(("Ewa", "Adam")) + b"x;y\n" * 60
        body = {"filename": "b.csv", "content_base64": base64.b64encode(long).decode()}
        job = {"job_id": self.said("POST /v1/programmes/<programme_id>/imports", ORGANIZER, body=body)["job_id"]}
        for route in (f"/v1{jobs}", f"/v1{jobs}/errors", f"/organizer{jobs}", f"/organizer{jobs}/report.csv"):
            self.do(f"GET {route}", ORGANIZER, ids=job)
        arrived = {"job_id": ids.new()}
        ports().files.put(f"{Job.folder_of(self.season.programme_id, arrived['job_id'])}file", long, "text/csv")
        for method, form in (("GET", None), ("POST", {})):
            here = f"{method} /organizer/programmes/<programme_id>/import/<job_id>"
            self.do(here, ORGANIZER, ids=arrived, drain=False, form=form)
        self.world.now += timedelta(minutes=20)
        self.do(f"POST /organizer{jobs}", ORGANIZER, ids=arrived, form={})
        job = {"job_id": self.said("POST /v1/programmes/<programme_id>/exports", ORGANIZER)["job_id"]}
        self.do(f"GET /organizer{jobs}/applications.csv", ORGANIZER, ids=job)
        for kind in ("csv", "xlsx"):
            self.do(f"POST /organizer/programmes/<programme_id>/applications.{kind}", ORGANIZER, form={})
        desk.undo(self, self._application(HANNA_NOW)["application_id"])
        self.do("POST /v1/programmes/<programme_id>/decisions", ORGANIZER, body={"decision": "accepted"})
        desk.take_out(self, self._application(HANNA_NOW)["application_id"])
        here = [one for one in self._items("participant") if one.programme_id == self.season.programme_id]
        self.people |= {one.email: one.person_id for one in here}

    def _applications(self) -> list[dict[str, Any]]:
        found: list[dict[str, Any]] = self.said("GET /v1/programmes/<programme_id>/applications", ORGANIZER)["items"]
        return found

    def _application(self, email: str) -> dict[str, Any]:
        return next(one for one in self._applications() if one["email"] == email)

    def _items(self, kind: str) -> list[Any]:
        """Return this programme's items of a kind."""
        raws = (raw for table, raw in self.world.aws.tables.items() if table.endswith("core"))
        found: list[Any] = [Item.from_raw_data(dict(raw)) for raw in raws if raw["kind"]["S"] == kind]
        return [one for one in found if one.programme_id == self.season.programme_id]

    # Pairing ---------------------------------------------------------------------------------------------------------

    def pair(self) -> None:
        """Rounds are cancelled, edited, compared and sent; a mentee asks a mentor by themselves."""
        here = "/pairing/<programme_id>"
        self.do("POST /v1/programmes/<programme_id>/stage", ORGANIZER, body={"to": "matching"})
        for prefix, form in (("/v1", None), ("", {})):
            wanted = self.said(f"POST /v1{here}/rounds", ORGANIZER, body={}, drain=False)["round_id"]
            self.do(f"POST {prefix}{here}/rounds/<round_id>/cancel", ORGANIZER, ids={"round_id": wanted}, form=form)
        first, second = (self.said(f"POST /v1{here}/rounds", ORGANIZER, body={})["round_id"] for _ in range(2))
        both = {"first": first, "second": second}
        for prefix in ("", "/v1"):
            self.do(f"GET {prefix}{here}/comparison", ORGANIZER, query=both)
        which = {"round_id": second}
        shown = self.do(f"GET /v1{here}/rounds/<round_id>", ORGANIZER, ids=which)
        pair, tag = json.loads(shown["body"])["pairs"][0], shown["multiValueHeaders"]["ETag"][0]
        mentee = {"mentee_id": pair["mentee_id"]}
        self.do(f"GET {here}/rounds/<round_id>/mentees/<mentee_id>", ORGANIZER, ids=which | mentee)
        lock = mentee | {"action": "lock", "other_id": pair["mentor_id"]}
        self.do(f"POST /v1{here}/rounds/<round_id>/edits", ORGANIZER, ids=which, body=lock, headers={"if-match": tag})
        unlock = lock | {"action": "unlock", "version": self._tag("round", "round_id", second)}
        self.do(f"POST {here}/rounds/<round_id>/edits", ORGANIZER, ids=which, form=unlock)
        self._choose(here)

    def _choose(self, here: str) -> None:
        """The mentees choose: the first asks two mentors by the page as well; three get the one they ask first."""
        self.said(f"POST /v1{here}/rounds", ORGANIZER, body={"mode": "self_matching"})
        people = {one.participant_id: one.email for one in self._items("participant")}
        for mentee in [one.email for one in self._items("participant") if one.role == "mentee"]:
            mentors = self._suiting(mentee)
            if not mentors or len(self.pairs) == PAIRS:
                continue
            asked = self.said(f"POST /v1{here}/requests", mentee, body={"mentor_id": mentors[0]})["proposal_id"]
            if len(mentors) > 1:
                self.do(f"POST {here}/mentors/<mentor_id>", mentee, ids={"mentor_id": mentors[1]}, form={})
            self.do(f"GET {here}/mentors", mentee)
            which, yes = {"proposal_id": asked}, {"answer": "accept"}
            self.do(f"POST /v1{here}/proposals/<proposal_id>/answers", people[mentors[0]], ids=which, body=yes)
            known = {one["pair_id"] for one, _, _ in self.pairs}
            made = next(one.pair_id for one in self._items("pair") if one.pair_id not in known)
            self.pairs.append(({"pair_id": made}, people[mentors[0]], mentee))

    def _suiting(self, email: str) -> list[str]:
        found = self.said("GET /v1/pairing/<programme_id>/mentors", email)["items"]
        return [one["mentor_id"] for one in found if one["free"]]

    def _tag(self, kind: str, name: str, value: str) -> str:
        return str(next(one.tag for one in self._items(kind) if getattr(one, name) == value))

    # A pair ----------------------------------------------------------------------------------------------------------

    def room(self) -> None:
        """Contract, goals and homework of a pair, by the way the season doesn't take."""
        self.do("POST /v1/programmes/<programme_id>/stage", ORGANIZER, body={"to": "running"})
        pair, mentor, mentee = self.pairs[0]
        contract, page = "/v1/rooms/<pair_id>/contract", "POST /rooms/<pair_id>/contract"
        draft = self.do(f"GET {contract}", mentor, ids=pair)
        own = {"form-codes": "online", "frequency-number": "14", "limits": "Polityka firmy."}
        self.do(page, mentor, ids=pair, form={"version": if_match(draft)["if-match"].strip('"')} | own)
        text = {"sha256": self.said(f"POST {contract}/proposal", mentor, ids=pair)["sha256"]}
        self.do(f"{page}/signature", mentor, ids=pair, form=text)
        self.do(f"POST {contract}/signatures", mentee, ids=pair, body=text)
        self.do("GET /rooms/<pair_id>/contract/print", mentee, ids=pair)
        self.do(f"POST {contract}/amendment", mentor, ids=pair)
        amended = self.do(f"GET {contract}", mentor, ids=pair)
        self.do(f"DELETE {contract}/amendment", mentor, ids=pair, headers=if_match(amended))
        goals = "/v1/rooms/<pair_id>/goals"
        written = {"title": "Mówię spokojnie", "start_level": 3, "target_level": 8}
        first, second, third = (
            {"goal_id": self.said(f"POST {goals}", mentee, ids=pair, body=written)["goal_id"]} | pair for _ in range(3)
        )
        rooms.goals(self, mentor, mentee, first, second, third)
        rooms.homework(self, pair, mentor, mentee)
        lines = "/v1/rooms/<pair_id>/messages"
        self.do(f"POST {lines}", mentor, ids=pair, body={"text": "Czy czwartek pasuje?"})
        self.do(f"GET {lines}", mentee, ids=pair)
        self.do(f"POST {lines}/read", mentee, ids=pair, body={"number": 1})
        self.do("POST /rooms/<pair_id>/messages", mentee, ids=pair, form={"text": "Tak, po południu."})
        self.do("GET /rooms/<pair_id>/messages", mentor, ids=pair)
        self._notes(pair, mentor, mentee)
        self._materials(pair, mentor, mentee)
        self._search(pair, mentor)
        self._plead(mentee)
        self._answer_survey(mentee)
        self._stop_mails(mentee)

    def _notes(self, pair: dict[str, str], mentor: str, mentee: str) -> None:
        """A note is written, changed, shown to more people, found by them and deleted; by JSON and by the page."""
        for prefix in ("/v1", ""):
            here = f"{prefix}/rooms/<pair_id>/notes"
            told = {"title": "Pytania", "text": "Co już działa?", "visibility": "pair"}
            sent = {"body": told} if prefix else {"form": told}
            answer = self.do(f"POST {here}", mentee, ids=pair, **sent)
            made = answer["multiValueHeaders"]["Location"][0].rpartition("/")[2]
            note = pair | {"note_id": made}
            self._change(f"{'PUT' if prefix else 'POST'} {here}/<note_id>", mentor, note, {"title": "T", "text": "Raz"})
            for to in ("mentors", "programme"):
                self._change(f"POST {here}/<note_id>/widening", mentee, note, {"visibility": to})
            changed = {"title": "T", "text": "Dwa"}
            self._change(f"{'PUT' if prefix else 'POST'} {here}/<note_id>", mentee, note, changed)
            for what in ("", "/<note_id>", "/<note_id>/versions"):
                self.do(f"GET {here}{what}", mentor, ids=pair | note)
            shared = self._items("shared_item")[0].shared_id
            self.do(f"GET {prefix}/shared/<programme_id>", mentor)
            self.do(f"GET {prefix}/shared/<programme_id>/<shared_id>", mentor, ids={"shared_id": shared})
            self._change(f"POST {here}/<note_id>/withdrawal", mentee, note, {})
            self._change(f"POST {here}/<note_id>/widening", mentee, note, {"visibility": "mentors"})
            delete = f"DELETE {here}/<note_id>" if prefix else f"POST {here}/<note_id>/deletion"
            self._change(delete, mentee, note, {})

    def _materials(self, pair: dict[str, str], mentor: str, mentee: str) -> None:
        """A link is kept, a file brought and kept; others see them and fetch the file; both are deleted."""
        for prefix in ("/v1", ""):
            here = f"{prefix}/rooms/<pair_id>"
            told = {"title": "Książka", "url": "https://biblioteka.example/", "visibility": "pair"}
            made = self.do(f"POST {here}/materials", mentee, ids=pair, **({"body": told} if prefix else {"form": told}))
            link = pair | {"material_id": made["multiValueHeaders"]["Location"][0].rpartition("/")[2]}
            upload = {"upload_id": ids.new()}
            if prefix:
                upload = {"upload_id": self.said(f"POST {here}/uploads", mentee, ids=pair)["upload_id"]}
            key = f"{UPLOADS}{pair['pair_id']}/{upload['upload_id']}"
            ports().files.put(key, b"%PDF-1.7", "application/pdf")
            if not prefix:
                self.do(f"GET {here}/uploads/<upload_id>", mentee, ids=pair | upload)
            named = {"title": "Plan", "visibility": "pair"}
            sent = {"body": named} if prefix else {"form": named}
            self.do(f"POST {here}/uploads/<upload_id>", mentee, ids=pair | upload, **sent)
            file = pair | {"material_id": upload["upload_id"]}
            self.do(f"GET {here}/materials", mentor, ids=pair)
            for one in (link, file):
                for to in ("mentors", "programme"):
                    self._change(f"POST {here}/materials/<material_id>/widening", mentee, one, {"visibility": to})
                self.do(f"GET {here}/materials/<material_id>", mentor, ids=one)
            shared = {"shared_id": next(one.shared_id for one in self._items("shared_item") if one.what == "file")}
            if not prefix:
                self.do(f"GET {here}/materials/<material_id>/file", mentor, ids=file)
                self.do("GET /shared/<programme_id>/<shared_id>/file", mentor, ids=shared)
            self.do(f"GET {prefix}/shared/<programme_id>/<shared_id>", mentor, ids=shared)
            for one in (link, file):
                self._change(f"POST {here}/materials/<material_id>/withdrawal", mentee, one, {})
                self._change(f"POST {here}/materials/<material_id>/widening", mentee, one, {"visibility": "mentors"})
                gone = "DELETE {}/materials/<material_id>" if prefix else "POST {}/materials/<material_id>/deletion"
                self._change(gone.format(here), mentee, one, {})

    def _search(self, pair: dict[str, str], who: str) -> None:
        """A word is looked for."""
        for prefix in ("/v1", ""):
            self.do(f"GET {prefix}/rooms/<pair_id>/search", who, ids=pair, query={"q": "pytania"})

    def _change(self, route: str, who: str, note: dict[str, str], told: dict[str, str]) -> None:
        """Change a note or a material in the version it has now."""
        kind = "note" if "note_id" in note else "material"
        tag = self._tag(kind, f"{kind}_id", note[f"{kind}_id"])
        if "/v1/" in route:
            body = told or None
            self.do(route, who, ids=note, body=body, headers={"if-match": f'"{tag}"'})
        else:
            self.do(route, who, ids=note, form=told | {"version": tag})

    def _plead(self, mentee: str) -> None:
        """Somebody writes to the organizers, who share the work and answer; by JSON and by the pages."""
        mine, inbox = "/v1/desk/<programme_id>/messages", "/v1/inbox/<programme_id>"
        self.do(f"POST {mine}", mentee, body={"text": "Potrzebuję rozmowy."})
        (row,) = self.said(f"GET {inbox}", ORGANIZER)["items"]
        who, thread, page = (
            {"participant_id": row["participant_id"]},
            f"{inbox}/<participant_id>",
            "/inbox/<programme_id>",
        )
        self.do(f"GET {page}", ORGANIZER)
        self.do(f"GET {page}/<participant_id>", ORGANIZER, ids=who)
        self.do(f"GET {thread}/messages", ORGANIZER, ids=who)
        mine_to_do = {"person_id": self.people[ORGANIZER]}
        self.do(f"POST {thread}/assignment", ORGANIZER, ids=who, body=mine_to_do)
        self.do(f"POST {page}/<participant_id>/assignment", ORGANIZER, ids=who, form={})
        self.do(f"POST {thread}/messages", ORGANIZER, ids=who, body={"text": "Zadzwońmy jutro."})
        self.do(f"GET {mine}", mentee)
        self.do(f"POST {mine}/read", mentee, body={"number": 2})
        self.do(f"POST {page}/<participant_id>", ORGANIZER, ids=who, form={"text": "O dziesiątej?"})
        self.do("GET /desk/<programme_id>", mentee)
        self.do("POST /desk/<programme_id>", mentee, form={"text": "Dziękuję."})
        self.do(f"POST {thread}/settled", ORGANIZER, ids=who)
        self.do(f"POST {page}/<participant_id>/settled", ORGANIZER, ids=who, form={})

    def meet(self) -> None:
        """A time is agreed on by the page, the meeting held; another one is noted afterwards."""
        pair, mentor, mentee = self.pairs[0]
        here = "meetings/pair/<pair_id>"
        self.do("GET /meetings/calendar", mentor)
        self.do("POST /meetings/calendar", mentor, form={})
        self.do("POST /v1/meetings/calendar", mentor)
        feed = {"file": self.said("GET /v1/meetings/calendar", mentor)["url"].rsplit("/", 1)[1]}
        for root in ("/", "/v1/"):
            self.do(f"GET {root}{here}/times", mentor, ids=pair)
        wish = {"starts_at": acts.iso(self.world.now + timedelta(days=2)), "zone": "Europe/Warsaw"}
        meeting = {"meeting_id": self.said(f"POST /v1/{here}", mentor, ids=pair, body=wish)["meeting_id"]}
        self.do(f"POST /{here}/<meeting_id>/answers", mentee, ids=pair | meeting, form={"answer": "accept"})
        rooms.calls(self, pair | meeting, mentor)
        rooms.breaks(self, pair, mentor, mentee)
        self.do(f"GET /v1/{here}/<meeting_id>/timetable", mentee, ids=pair | meeting)
        self.do("GET /calendar/<file>", ids=feed)
        told = {"expires_at": self.world.now + timedelta(days=9), "person_id": self.people[mentee]} | pair
        entry = links.sign("entry", meeting["meeting_id"], locale="pl", **told)
        self.do("GET /meetings/entry/<token>", ids={"token": entry})
        self.do("DELETE /v1/meetings/calendar", mentor)
        of_programme = "meetings/programmes/<programme_id>/calendar"
        self.do(f"GET /{of_programme}", ORGANIZER)
        self.do(f"POST /{of_programme}", ORGANIZER, form={})
        self.do(f"POST /v1/{of_programme}", ORGANIZER)
        feed = {"file": self.said(f"GET /v1/{of_programme}", ORGANIZER)["url"].rsplit("/", 1)[1]}
        self.do("GET /calendar/programmes/<file>", ids=feed)
        self.do(f"POST /{of_programme}/revocation", ORGANIZER, form={})
        self.do(f"DELETE /v1/{of_programme}", ORGANIZER)
        self.do("POST /meetings/calendar/revocation", mentor, form={})
        plans.arrange(self, pair, mentor, mentee)
        self.world.now += timedelta(days=3)
        self.do(f"POST /{here}/<meeting_id>/outcome", mentee, ids=pair | meeting, form={"outcome": "held"})
        rooms.takeaways(self, pair, meeting["meeting_id"], mentor, mentee)
        plans.after(self, links.sign("outcome", meeting["meeting_id"], **told))
        self.do(f"GET /{here}/<meeting_id>", mentee, ids=pair | meeting)
        past = {"starts_at": acts.iso(self.world.now - timedelta(hours=20)), "zone": "Europe/Warsaw"}
        self.do(f"POST /v1/{here}/log", mentor, ids=pair, body=past)

    def care(self) -> None:
        """A pair is reminded and says that it needs help; the organizers tick that off."""
        pair, _, mentee = self.pairs[1]
        self.world.now += timedelta(days=30)
        self.season.stage.run("MonitoringScan", acts.iso(self.world.now))
        self.world.now += timedelta(days=6)
        self.do("POST /monitoring/<programme_id>/pairs/<pair_id>/nudge", ORGANIZER, ids=pair, form={})
        self.world.now += timedelta(days=6)
        self.do("POST /monitoring/<programme_id>/pairs/<pair_id>", ORGANIZER, ids=pair, form={})
        mail = self.season.stage.mails(mentee, "nudge")[-1]
        token = {"token": urlsplit(mail.link("/monitoring/answer/")).path.rsplit("/", 1)[1]}
        self.do("GET /monitoring/answer/<token>", ids=token)
        self.do("POST /monitoring/answer/<token>", ids=token, form={"wish": "help"})
        matters.walk(self, pair["pair_id"])
        ruling.walk(self)
        ruling.answers(self, token)

    def _answer_survey(self, email: str) -> None:
        open_ones = [one for one in self.said("GET /v1/surveys", email)["items"] if one["state"] == "open"]
        one = next(one for one in open_ones if one["programme_id"] == self.season.programme_id)
        which = {"assignment_id": one["assignment_id"]}
        questions = self.said("GET /v1/surveys/<programme_id>/<assignment_id>", email, ids=which)["questions"]
        form = {name: str(value) for name, value in acts.answers_to(questions)}
        self.do("POST /surveys/<programme_id>/<assignment_id>", email, ids=which, form=form)

    def _stop_mails(self, email: str) -> None:
        mail = next(
            one
            for one in self.season.stage.mails(email)
            if any("/unsubscribe/" in urlsplit(link).path for link in one.links)
        )
        token = {"token": urlsplit(mail.link("/unsubscribe/")).path.rsplit("/", 1)[1]}
        self.do("GET /unsubscribe/<token>", ids=token)
        for rule in ("POST /unsubscribe/<token>", "POST /unsubscribe/<token>/undo"):
            self.do(rule, ids=token, form={})

    def leave(self) -> None:
        """A pair rests and ends by the organizer's page, two by a summary; somebody withdraws."""
        here, pair = "/pairing/<programme_id>/pairs/<pair_id>", self.pairs[0][0]
        until = str((self.world.now + timedelta(days=10)).date())
        for deed, form in (("pause", {"until": until}), ("close", {"reason": "Zmiana pracy."})):
            (seen, *_) = re.findall(
                r'name="version" value="(\w+)"', self.do(f"GET {here}/close", ORGANIZER, ids=pair)["body"]
            )
            self.do(f"POST {here}/{deed}", ORGANIZER, ids=pair, form=form | {"version": seen})
        matters.match_again(self, pair)
        rooms.end(self, pair, self.pairs[0][2])
        ruling.end(self, pair["pair_id"], self.people[self.pairs[0][2]])
        others = {HANNA_NOW} | {email for _, *both in self.pairs for email in both}
        other = next(one for one in self._items("participant") if one.email not in others)
        self.do("POST /v1/programmes/<programme_id>/withdrawals", other.email, body={"role": other.role})
        stage = "/v1/programmes/<programme_id>/stage"
        looked_at = self.do(f"GET {stage}", ORGANIZER, query={"to": "closing"})
        self.do(f"POST {stage}", ORGANIZER, body={"to": "closing"}, headers=if_match(looked_at))
        for (pair, mentor, mentee), prefix in zip(self.pairs[1:3], ("", "/v1"), strict=True):
            told = {"takeaways": "Mówię wolniej.", "version": "0"}
            self.do("POST /rooms/<pair_id>/summary", mentee, ids=pair, form=told)
            self.do("GET /rooms/<pair_id>/closing", mentor, ids=pair)
            text = {"sha256": self.said("GET /v1/rooms/<pair_id>/summary", mentor, ids=pair)["sha256"]}
            sent = {"body": text} if prefix else {"form": text}
            self.do(f"POST {prefix}/rooms/<pair_id>/summary/approval", mentor, ids=pair, **sent)
            self._erase(prefix, pair, mentor, mentee)

    def _erase(self, prefix: str, pair: dict[str, str], mentor: str, mentee: str) -> None:
        here = f"{prefix}/rooms/<pair_id>/erasure"
        self.do(f"POST {here}", mentee, ids=pair, **({} if prefix else {"form": {}}))
        self.do(f"GET {here}", mentor, ids=pair)
        dropped = f"DELETE {here}" if prefix else f"POST {here}/withdrawal"
        self.do(dropped, mentor, ids=pair, **({} if prefix else {"form": {}}))
