"""Several changes made of one version: one of them is done, everybody else is told that it isn't that version any more.

Every kind of item that is changed with a version, as JSON (`If-Match`) and from a page (a hidden field).
"""

from __future__ import annotations

import re
from functools import partial
from typing import TYPE_CHECKING, Any, NamedTuple

import pytest

from gatherings import api as gatherings
from identity import api as identity
from infra.document import openapi
from infra.season.forms import forms
from meetings import api as meetings
from mentoring import ids
from monitoring import api as monitoring
from pairing import api as pairing
from recruitment import api as recruitment
from tests.fakes.people import MENTEE, MENTOR, ORGANIZER, PAIR, PROGRAMME
from tests.fakes.racing_handlers import race
from tests.integration.edge.test_one_winner_of_team import RACED
from tests.integration.furnished import furnish
from tests.integration.identity.test_handlers import session, signed_in
from tests.integration.lambdas import coming, said, send
from workspace import api as workspace

if TYPE_CHECKING:
    import types
    from collections.abc import Callable

    from mentoring.store.dynamo import DynamoStore

WRITERS = 6
STEP = ids.derived("starter-step", PROGRAMME, "mentor", "what")
GATHERING = {
    "what": "workshop", "venue": "online", "starts_at": "2027-04-22T15:00:00Z", "minutes": 60, "zone": "Europe/Warsaw",
    "texts": {"pl": {"title": "Dobre pytania", "text": "x"}}, "link": "https://meet.example/w", "audience": "everybody",
}  # fmt: skip


def _uncounted(shelf: dict[str, Any]) -> dict[str, Any]:
    """Return a list of guides as a move answers with it: without how many people have read each."""
    items = [{name: told for name, told in one.items() if name not in ("read", "readers")} for one in shelf["items"]]
    return shelf | {"items": items}


def _placed(meeting: dict[str, Any]) -> dict[str, Any]:
    """Return of a meeting what a change of its place answers with."""
    return {name: meeting[name] for name in ("meeting_id", "place", "sequence")}


class Kind(NamedTuple):
    """A kind of item: where it is read, how it is changed, and what the `number`-th writer sends.

    `changed` makes of what is read what the change answers with: the same, as a rule.
    """

    api: types.ModuleType
    read: str
    change: str
    sent: Callable[[int], dict[str, Any]]
    who: tuple[str, ...] = (MENTOR, MENTEE)
    method: str = "PATCH"
    changed: Callable[[dict[str, Any]], dict[str, Any]] = dict

    def calls(self) -> list[Callable[..., dict[str, Any]]]:
        """Return what sends the request of each writer: of several people, or of one person in many tabs."""
        if self.api is identity:
            return [signed_in(session())] * WRITERS
        return [partial(send, self.api.handler, who=self.who[one % len(self.who)]) for one in range(WRITERS)]

    def versions(self, page: dict[str, Any]) -> list[str]:
        """Return the version in the form of a page, if it is there."""
        return [one.values["version"] for one in forms(page["body"]) if (one.action or self.read) == self.change]


JSON = {
    "goal": Kind(workspace, f"/v1/rooms/{PAIR}/goals/g", f"/v1/rooms/{PAIR}/goals/g", lambda n: {"current_level": n}),
    "goal's text": Kind(
        workspace, f"/v1/rooms/{PAIR}/goals/d", f"/v1/rooms/{PAIR}/goals/d",
        lambda n: {"title": f"T{n}", "start_level": 1, "target_level": 9}, (MENTEE,), "PUT",
    ),
    "goal's date": Kind(
        workspace, f"/v1/rooms/{PAIR}/goals/g", f"/v1/rooms/{PAIR}/goals/g/due", lambda n: {"due_on": f"2027-01-0{n + 1}"},
        method="PUT",
    ),
    "task": Kind(
        workspace, f"/v1/rooms/{PAIR}/tasks/t", f"/v1/rooms/{PAIR}/tasks/t",
        lambda n: {"text": f"T{n}", "visibility": "pair"}, (MENTOR,), "PUT",
    ),
    "takeaway": Kind(
        workspace, f"/v1/rooms/{PAIR}/takeaways/h", f"/v1/rooms/{PAIR}/takeaways/h", lambda n: {"text": f"T{n}"},
        (MENTEE,), "PUT",
    ),
    "form": Kind(
        recruitment, f"/v1/programmes/{PROGRAMME}/form", f"/v1/programmes/{PROGRAMME}/form",
        lambda n: {"questions": [{"id": f"q{n}", "kind": "short", "roles": ["mentor"], "text": {"pl": f"P{n}"}}]},
        (ORGANIZER,), "PUT",
    ),
    "me": Kind(identity, "/v1/me", "/v1/me", lambda n: {"name": f"Anna {n}"}),
    "summary": Kind(
        workspace, f"/v1/rooms/{PAIR}/summary", f"/v1/rooms/{PAIR}/summary", lambda n: {"takeaways": [str(n)]},
        method="PUT",
    ),
    "note": Kind(
        workspace, f"/v1/rooms/{PAIR}/notes/n", f"/v1/rooms/{PAIR}/notes/n", lambda n: {"title": str(n), "text": "x"},
        method="PUT",
    ),
    "contract": Kind(
        workspace, f"/v1/rooms/{PAIR}/contract", f"/v1/rooms/{PAIR}/contract", lambda n: {"own": {"camera": str(n)}},
        method="PUT",
    ),
    "meeting link": Kind(
        meetings, f"/v1/meetings/pair/{PAIR}/call", f"/v1/meetings/pair/{PAIR}/call",
        lambda n: {"link": f"https://meet.example.org/{n}"}, method="PUT",
    ),
    "place of a meeting": Kind(
        meetings, f"/v1/meetings/pair/{PAIR}/m", f"/v1/meetings/pair/{PAIR}/m/place", lambda n: {"place": f"Sala {n}"},
        method="PUT", changed=_placed,
    ),
    "programme": Kind(
        recruitment, f"/v1/programmes/{PROGRAMME}", f"/v1/programmes/{PROGRAMME}", lambda n: {"purpose": str(n)},
        (ORGANIZER,),
    ),
    "application": Kind(
        recruitment, f"/v1/programmes/{PROGRAMME}/applications/a", f"/v1/programmes/{PROGRAMME}/applications/a/address",
        lambda n: {"email": f"a{n}@firma.example"}, (ORGANIZER,), "PUT",
    ),
    "correction of an application": Kind(
        recruitment, f"/v1/programmes/{PROGRAMME}/applications/a", f"/v1/programmes/{PROGRAMME}/applications/a",
        lambda n: {"city": f"Miasto {n}", "reason": "x"}, (ORGANIZER,), "PATCH",
    ),
    "guide": Kind(
        workspace, f"/v1/handbook/{PROGRAMME}/guides/u", f"/v1/handbook/{PROGRAMME}/guides/u",
        lambda n: {"texts": {"pl": {"title": f"Cel {n}", "text": "x"}}}, (ORGANIZER,), "PUT",
    ),
    "guide's place": Kind(
        workspace, f"/v1/handbook/{PROGRAMME}/guides", f"/v1/handbook/{PROGRAMME}/guides/u/place",
        lambda _: {"to": "up"}, (ORGANIZER,), "PUT", _uncounted,
    ),
    "guide to a meeting": Kind(
        workspace, f"/v1/handbook/{PROGRAMME}/sessions", f"/v1/handbook/{PROGRAMME}/sessions/1",
        lambda n: {"texts": {"pl": {"title": f"Początek {n}", "agenda": [], "prompts": []}}}, (ORGANIZER,), "PUT",
    ),
    "breakout rooms": Kind(
        gatherings, f"/v1/gatherings/{PROGRAMME}/ga/rooms", f"/v1/gatherings/{PROGRAMME}/ga/rooms",
        lambda n: {"size": 2, "rounds": 1, "minutes": n + 1}, (ORGANIZER,), "PUT",
    ),
    "links of breakout rooms": Kind(
        gatherings, f"/v1/gatherings/{PROGRAMME}/ga/rooms", f"/v1/gatherings/{PROGRAMME}/ga/rooms/links",
        lambda n: {"pattern": f"https://meet.example/{n}-{{room}}"}, (ORGANIZER,), "PUT",
    ),
    "minutes of steps": Kind(
        gatherings, f"/v1/circles/{PROGRAMME}/ci/steps", f"/v1/circles/{PROGRAMME}/ci/steps",
        lambda n: {"minutes": [n + 1, 10, 5, 10, 20, 10, 5]}, (MENTOR,), "PUT",
    ),
    "case card": Kind(
        gatherings, f"/v1/circles/{PROGRAMME}/ci/card", f"/v1/circles/{PROGRAMME}/ci/card",
        lambda n: {"case": f"typed {n}"}, (MENTEE,), "PUT",
    ),
    "gathering": Kind(
        gatherings, f"/v1/gatherings/{PROGRAMME}/ga/plan", f"/v1/gatherings/{PROGRAMME}/ga/plan",
        lambda n: GATHERING | {"minutes": 60 + n}, (ORGANIZER,), "PUT",
    ),
    "matter": Kind(
        monitoring, f"/v1/monitoring/{PROGRAMME}/matters/{PAIR}", f"/v1/monitoring/{PROGRAMME}/matters/{PAIR}/later",
        lambda n: {"until": coming(n)}, (ORGANIZER,), "POST",
    ),
    "break of a pair": Kind(
        pairing, f"/v1/pairs/{PAIR}", f"/v1/pairs/{PAIR}/pause", lambda n: {"until": f"{coming(n)}T12:00:00Z"},
        (ORGANIZER, MENTOR), "POST",
    ),
    "end of a pair": Kind(
        pairing, f"/v1/pairs/{PAIR}", f"/v1/pairs/{PAIR}/close", lambda n: {"reason": f"R{n}"}, (ORGANIZER, MENTEE), "POST",
    ),
    "entry of the directory": Kind(
        gatherings, f"/v1/directory/{PROGRAMME}/me", f"/v1/directory/{PROGRAMME}/me",
        lambda n: {"name": f"typed {n}"}, (MENTEE,), "PUT",
    ),
    "onboarding": Kind(
        gatherings, f"/v1/onboarding/{PROGRAMME}/lists", f"/v1/onboarding/{PROGRAMME}/lists",
        lambda n: {"given": False, "remind_after": n + 1}, (ORGANIZER,), "PUT",
    ),
    "step of onboarding": Kind(
        gatherings, f"/v1/onboarding/{PROGRAMME}/lists/mentor", f"/v1/onboarding/{PROGRAMME}/lists/mentor/{STEP}",
        lambda n: {"texts": {"pl": {"title": f"Krok {n}", "text": "x"}}}, (ORGANIZER,), "PUT",
    ),
    "place of a step of onboarding": Kind(
        gatherings, f"/v1/onboarding/{PROGRAMME}/lists/mentor", f"/v1/onboarding/{PROGRAMME}/lists/mentor/{STEP}/place",
        lambda _: {"to": "down"}, (ORGANIZER,), "PUT",
    ),
}  # fmt: skip

PAGES = {
    "goal's level": Kind(
        workspace, f"/rooms/{PAIR}/goals", f"/rooms/{PAIR}/goals/g/level", lambda n: {"current_level": n},
    ),
    "goal's end": Kind(
        workspace, f"/rooms/{PAIR}/goals", f"/rooms/{PAIR}/goals/g/conclusion",
        lambda n: {"state": "partly", "current_level": n, "evidence": f"typed {n}"},
    ),
    "goal's text": Kind(
        workspace, f"/rooms/{PAIR}/goals", f"/rooms/{PAIR}/goals/d",
        lambda n: {"title": f"typed {n}", "start_level": 1, "target_level": 9}, (MENTEE,),
    ),
    "task": Kind(
        workspace, f"/rooms/{PAIR}/tasks", f"/rooms/{PAIR}/tasks/t", lambda n: {"text": f"typed {n}", "visibility": "pair"},
        (MENTOR,),
    ),
    "takeaway": Kind(
        workspace, f"/rooms/{PAIR}/takeaways/h", f"/rooms/{PAIR}/takeaways/h", lambda n: {"text": f"typed {n}"}, (MENTEE,),
    ),
    "summary": Kind(
        workspace, f"/rooms/{PAIR}/closing", f"/rooms/{PAIR}/summary", lambda n: {"takeaways": f"typed {n}"},
    ),
    "note": Kind(
        workspace, f"/rooms/{PAIR}/notes/n", f"/rooms/{PAIR}/notes/n", lambda n: {"title": f"T{n}", "text": f"typed {n}"},
    ),
    "contract": Kind(
        workspace, f"/rooms/{PAIR}/contract", f"/rooms/{PAIR}/contract", lambda n: {"camera": f"typed {n}"},
    ),
    "meeting link": Kind(
        meetings, f"/meetings/pair/{PAIR}/call", f"/meetings/pair/{PAIR}/call",
        lambda n: {"link": f"https://meet.example.org/typed{n}"},
    ),
    "place of a meeting": Kind(
        meetings, f"/meetings/pair/{PAIR}/m/place", f"/meetings/pair/{PAIR}/m/place", lambda n: {"place": f"typed {n}"},
    ),
    "matter": Kind(
        monitoring, f"/monitoring/{PROGRAMME}/matters", f"/monitoring/{PROGRAMME}/matters/{PAIR}",
        lambda n: {"do": "later", "until": coming(n)}, (ORGANIZER,),
    ),
    "break of a pair": Kind(
        pairing, f"/pairing/{PROGRAMME}/pairs/{PAIR}/close", f"/pairing/{PROGRAMME}/pairs/{PAIR}/pause",
        lambda n: {"until": coming(n)}, (ORGANIZER,),
    ),
    "end of a pair": Kind(
        pairing, f"/pairing/{PROGRAMME}/pairs/{PAIR}/close", f"/pairing/{PROGRAMME}/pairs/{PAIR}/close",
        lambda n: {"reason": f"typed {n}"}, (ORGANIZER,),
    ),
    "account": Kind(identity, "/session", "/session", lambda n: {"name": f"typed {n}"}),
    "settings": Kind(
        recruitment, f"/organizer/programmes/{PROGRAMME}/settings", f"/organizer/programmes/{PROGRAMME}/settings",
        lambda n: SETTINGS | {"purpose": f"typed {n}"}, (ORGANIZER,),
    ),
    "application": Kind(
        recruitment, f"/organizer/programmes/{PROGRAMME}/applications/a",
        f"/organizer/programmes/{PROGRAMME}/applications/a/address", lambda n: {"email": f"typed{n}@firma.example"},
        (ORGANIZER,),
    ),
    "correction of an application": Kind(
        recruitment, f"/organizer/programmes/{PROGRAMME}/applications/a/correction",
        f"/organizer/programmes/{PROGRAMME}/applications/a/correction",
        lambda n: {"first_name": "A", "last_name": f"typed {n}", "reason": "x"}, (ORGANIZER,),
    ),
    "case card": Kind(
        gatherings, f"/circles/{PROGRAMME}/ci", f"/circles/{PROGRAMME}/ci/card", lambda n: {"case": f"typed {n}"}, (MENTEE,),
    ),
    "links of breakout rooms": Kind(
        gatherings, f"/gatherings/{PROGRAMME}/ga/rooms", f"/gatherings/{PROGRAMME}/ga/rooms/links",
        lambda n: {"pattern": f"https://meet.example/typed {n}/{{room}}"}, (ORGANIZER,),
    ),
}  # fmt: skip
SETTINGS = {
    "name": "Wiosna", "visibility": "public", "accent": "plum", "zone": "Europe/Warsaw", "planned_meetings": 8,
    "meeting_minutes": 60, "interval_days": 21, "pairing_mode": "most_served", "threshold": 50,
}  # fmt: skip


@pytest.fixture(autouse=True)
def _world(agreed: DynamoStore) -> None:
    furnish(agreed)


def test_given_the_document_when_its_replacements_are_listed_then_there_is_a_race_for_each() -> None:
    raced = {(kind.method.lower(), kind.change) for kind in JSON.values()} | RACED
    rules = {
        (method, path): re.compile(re.sub(r"\{\w+\}", "[^/]+", path))
        for path, methods in openapi()["paths"].items()
        for method in {"put", "patch"} & set(methods)
    }
    missing = [
        rule
        for rule, pattern in rules.items()
        if not any(m == rule[0] and pattern.fullmatch(path) for m, path in raced)
    ]
    assert len(rules) > 5
    assert missing == []


@pytest.mark.parametrize("name", JSON)
def test_given_one_etag_when_several_change_the_same_then_one_of_them_does_and_the_others_hear_412(
    monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    kind = JSON[name]
    calls = kind.calls()
    tag = calls[0]("GET", kind.read)["multiValueHeaders"]["ETag"][0]
    requests = [
        partial(call, kind.method, kind.change, body=kind.sent(number), headers={"if-match": tag})
        for number, call in enumerate(calls)
    ]
    answers = race(monkeypatch, kind.api.app, requests)
    assert sorted(one["statusCode"] for one in answers) == [200, *[412] * (WRITERS - 1)]
    (done,) = [one for one in answers if one["statusCode"] == 200]
    assert kind.changed(said(calls[0]("GET", kind.read))) == said(done)


@pytest.mark.parametrize("name", PAGES)
def test_given_one_page_when_several_send_its_form_then_one_is_saved_and_the_others_see_it_beside_what_they_typed(
    monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    kind = PAGES[name]
    calls = kind.calls()
    (version,) = kind.versions(calls[0]("GET", kind.read))
    requests = [
        partial(call, "POST", kind.change, form=kind.sent(number) | {"version": version})
        for number, call in enumerate(calls)
    ]
    answers = race(monkeypatch, kind.api.app, requests)
    assert sorted(one["statusCode"] for one in answers) == [303, *[412] * (WRITERS - 1)]
    for number, answer in enumerate(answers):
        if answer["statusCode"] == 412 and (now := kind.versions(answer)):  # a goal that has ended has no form
            assert now != [version]
            assert all(str(one) in answer["body"] for one in kind.sent(number).values())
