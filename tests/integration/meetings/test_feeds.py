"""Calendar feeds: made, shown, renewed and revoked by their owner; fetched by programs that know the address."""

from __future__ import annotations

import base64
import html
import re
from datetime import timedelta
from functools import partial
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qsl, urlsplit

import pytest
import vobject
from icalendar import Calendar

from meetings import api
from mentoring import clock, settings
from mentoring.tables.gatherings.signup import SignUp
from mentoring.tables.identity import Person
from mentoring.tables.meetings import Feed, FeedAddress
from mentoring.tables.recruitment import Member, Programme
from tests.fakes import context_at
from tests.fakes.people import MENTEE, MENTOR, ORGANIZER, PAIR, PROGRAMME, STRANGER
from tests.integration.lambdas import keep, said, send
from tests.unit.gatherings.givens import gathering
from tests.unit.gatherings.givens import item as gathering_item

if TYPE_CHECKING:
    from mentoring.store.dynamo import DynamoStore

JSON, PAGE, PLACE = "/v1/meetings/calendar", "/meetings/calendar", f"/v1/meetings/pair/{PAIR}"
call = partial(send, api.handler)


@pytest.fixture(autouse=True)
def _pair(agreed: DynamoStore) -> None:
    """Given: a pair, and the mentor's account in Polish."""
    account = Person(*Person.key(MENTOR), person_id=MENTOR, email="m@firma.example", locale="pl", registered_at="")
    keep(agreed, account)


def planned(days: float = 3, **more: str) -> str:
    starts_at = clock.iso(clock.now() + timedelta(days=days))
    body = {"starts_at": starts_at, "zone": "Europe/Warsaw", "place": "https://spotkania.example/pokoj", **more}
    made = call("POST", PLACE, MENTOR, body=body)
    assert made["statusCode"] == 201
    return str(said(made)["meeting_id"])


def address(who: str = MENTOR) -> str:
    """Make an address and return its path."""
    assert call("POST", JSON, who)["statusCode"] == 201
    return path_of(said(call("GET", JSON, who))["url"])


def path_of(url: str) -> str:
    return urlsplit(url).path


def fetched(path: str, **headers: str) -> dict[str, Any]:
    return call("GET", path, headers=headers)


def test_given_meetings_when_the_feed_is_fetched_without_a_session_then_both_parsers_read_the_same() -> None:
    first, second = planned(3, agenda="Prywatny temat"), planned(9)
    call("POST", f"{PLACE}/{first}/answers", MENTEE, body={"answer": "accept"})
    answer = fetched(address())
    assert answer["statusCode"] == 200
    assert answer["multiValueHeaders"]["Content-Type"] == ["text/calendar; charset=utf-8"]
    ours, other = Calendar.from_ical(answer["body"]), vobject.readOne(answer["body"])
    events = {str(one["uid"]): one for one in ours.walk("VEVENT")}
    assert set(events) == {f"{one}@tandem" for one in (first, second)}
    assert {one.uid.value: one.dtstart.value for one in other.vevent_list} == {
        uid: one["dtstart"].dt for uid, one in events.items()
    }
    assert {one.uid.value: one.status.value for one in other.vevent_list} == {
        f"{first}@tandem": "CONFIRMED", f"{second}@tandem": "TENTATIVE",
    }  # fmt: skip
    assert (str(ours["method"]), str(ours["x-wr-calname"])) == ("PUBLISH", "Spotkania mentoringowe")
    assert (ours["refresh-interval"].to_ical(), ours["x-published-ttl"]) == (b"PT1H", "PT1H")
    assert events[f"{first}@tandem"]["location"] == "https://spotkania.example/pokoj"
    told = events[f"{first}@tandem"]
    assert str(told["summary"]).startswith("Mentoring: ")
    assert " i " in str(told["summary"])
    assert "Rozmowa wideo: https://spotkania.example/pokoj\n\nWszystko o tym spotkaniu: https://" in str(
        told["description"]
    )
    for private in ("ATTENDEE", "ORGANIZER", "VALARM", "Prywatny"):
        assert private not in answer["body"]
    assert max(len(line.encode()) for line in answer["body"].split("\r\n")) <= 75


def test_given_a_program_that_knows_the_calendar_when_it_asks_again_then_it_is_told_only_of_changes() -> None:
    path, meeting_id = address(), planned()
    (tag,) = fetched(path)["multiValueHeaders"]["ETag"]
    again = fetched(path, **{"if-none-match": f'"other", {tag}'})
    assert (again["statusCode"], again["body"], again["multiValueHeaders"]["ETag"]) == (304, "", [tag])
    call("POST", f"{PLACE}/{meeting_id}/answers", MENTEE, body={"answer": "accept"})
    changed = fetched(path, **{"if-none-match": tag})
    assert changed["statusCode"] == 200
    assert changed["multiValueHeaders"]["ETag"] != [tag]
    assert "STATUS:CONFIRMED" in changed["body"]
    call("POST", f"{PLACE}/{meeting_id}/cancel", MENTOR)
    assert "BEGIN:VEVENT" not in fetched(path)["body"]


def test_given_an_address_when_renewed_or_revoked_then_the_old_one_is_as_if_it_never_was() -> None:
    first = address()
    second = address()
    assert first != second
    unknown = fetched("/calendar/nobody-ever-made-this-one.ics")
    assert unknown["statusCode"] == 404
    for path in (first, second.removesuffix(".ics"), second + "x", "/calendar/.ics"):
        assert (fetched(path)["statusCode"], fetched(path)["body"]) == (404, unknown["body"])
    assert fetched(second)["statusCode"] == 200
    for _ in range(2):
        assert call("DELETE", JSON, MENTOR)["statusCode"] == 204
    assert fetched(second)["statusCode"] == 404
    assert said(call("GET", JSON, MENTOR)) == {"url": None, "made_at": None}


def test_given_the_tables_when_read_then_no_secret_is_in_them() -> None:
    secret = address().removeprefix("/calendar/").removesuffix(".ics")
    stored = str([one.to_simple_dict() for kind in (Feed, FeedAddress) for one in kind.scan()])
    assert len(secret) >= 43
    assert secret not in stored


def test_given_a_meeting_when_added_by_hand_then_file_and_links_say_the_same() -> None:
    meeting_id = planned(agenda="Prywatny temat")
    page = f"/meetings/pair/{PAIR}/{meeting_id}"
    links = re.findall(r'href="([^"]+)"', call("GET", page, MENTEE)["body"])
    file = call("GET", f"{page}/meeting.ics", MENTEE)
    assert f"{page}/meeting.ics" in links
    assert file["multiValueHeaders"]["Content-Disposition"] == ['attachment; filename="meeting.ics"']
    (event,) = Calendar.from_ical(base64.b64decode(file["body"])).walk("VEVENT")
    begin, end = event["dtstart"].dt, event["dtend"].dt
    (google,) = [dict(parse_qsl(urlsplit(html.unescape(one)).query)) for one in links if "google" in one]
    (outlook,) = [dict(parse_qsl(urlsplit(html.unescape(one)).query)) for one in links if "outlook" in one]
    assert google["dates"] == f"{begin:%Y%m%dT%H%M%SZ}/{end:%Y%m%dT%H%M%SZ}"
    assert (outlook["startdt"], outlook["enddt"]) == (f"{begin:%Y-%m-%dT%H:%M:%SZ}", f"{end:%Y-%m-%dT%H:%M:%SZ}")
    assert google["text"] == outlook["subject"] == event["summary"]
    assert google["location"] == outlook["location"] == event["location"] == "https://spotkania.example/pokoj"
    assert "Prywatny" not in str([google, outlook, event])
    assert call("GET", f"{page}/meeting.ics", STRANGER)["statusCode"] == 404
    call("POST", f"{PLACE}/{meeting_id}/cancel", MENTOR)
    assert call("GET", f"{page}/meeting.ics", MENTEE)["statusCode"] == 404


def test_given_another_person_when_they_ask_then_they_have_a_feed_of_their_own_or_none() -> None:
    planned()
    mine = address()
    assert said(call("GET", JSON, MENTEE))["url"] is None
    assert fetched(address(MENTEE))["body"].count("BEGIN:VEVENT") == 1
    assert fetched(address(STRANGER))["body"].count("BEGIN:VEVENT") == 0
    assert path_of(said(call("GET", JSON, MENTOR))["url"]) == mine
    assert call("GET", JSON)["statusCode"] == 401


OF_PROGRAMME = f"/v1/meetings/programmes/{PROGRAMME}/calendar"


def address_of_programme(who: str = ORGANIZER) -> str:
    assert call("POST", OF_PROGRAMME, who)["statusCode"] == 201
    return path_of(said(call("GET", OF_PROGRAMME, who))["url"])


def test_given_a_programme_when_its_organizer_subscribes_then_facts_are_shown_and_nothing_else() -> None:
    first, second = planned(3, agenda="Prywatny temat"), planned(9)
    planned(90)
    path = address_of_programme()
    answer = fetched(path)
    events = {str(one["uid"]): one for one in Calendar.from_ical(answer["body"]).walk("VEVENT")}
    assert set(events) == {f"{one}@tandem" for one in (first, second)}
    assert str(events[f"{first}@tandem"]["summary"]) == "Spotkanie pary: Mentor i Mentee"
    for private in ("LOCATION", "CONFERENCE", "DESCRIPTION", "ATTENDEE", "Prywatny", "pokoj"):
        assert private not in answer["body"]
    (tag,) = answer["multiValueHeaders"]["ETag"]
    assert fetched(path, **{"if-none-match": tag})["statusCode"] == 304
    call("POST", f"{PLACE}/{first}/reschedule", MENTOR, body={"starts_at": clock.iso(clock.now() + timedelta(days=5))})
    call("POST", f"{PLACE}/{second}/cancel", MENTOR)
    changed = fetched(path, **{"if-none-match": tag})
    (event,) = Calendar.from_ical(changed["body"]).walk("VEVENT")
    assert (event["uid"], event["sequence"]) == (f"{first}@tandem", 1)


def test_given_a_secret_when_fetched_as_the_other_kind_of_feed_then_nothing_is_found() -> None:
    """A programme's feed comes from a function without the rooms' key, a person's own from one that has it."""
    planned()
    own, of_programme = address(), address_of_programme()
    assert fetched(own)["statusCode"] == fetched(of_programme)["statusCode"] == 200
    assert fetched(own.replace("/calendar/", "/calendar/programmes/"))["statusCode"] == 404
    assert fetched(of_programme.replace("/calendar/programmes/", "/calendar/"))["statusCode"] == 404


def test_given_somebody_who_does_not_organize_when_they_want_its_calendar_then_there_is_none(
    agreed: DynamoStore,
) -> None:
    for who in (MENTOR, STRANGER):
        for method in ("GET", "POST", "DELETE"):
            assert call(method, OF_PROGRAMME, who)["statusCode"] == 404
    path = address_of_programme()
    programme = agreed.get(Programme, *Programme.key(PROGRAMME))
    assert programme is not None
    left = agreed.get(Member, *Member.key(programme.organization_id, ORGANIZER))
    assert left is not None
    uow = context_at(store=agreed).begin()
    uow.delete(left)
    uow.commit()
    assert fetched(path)["statusCode"] == 404


def test_given_the_page_of_a_programme_when_used_then_an_address_is_made_and_switched_off() -> None:
    page = f"/meetings/programmes/{PROGRAMME}/calendar"
    assert call("POST", page, ORGANIZER, form={})["statusCode"] == 303
    (url,) = re.findall(r'readonly value="([^"]+)"', call("GET", page, ORGANIZER)["body"])
    assert fetched(path_of(url))["statusCode"] == 200
    assert call("POST", f"{page}/revocation", ORGANIZER, form={})["statusCode"] == 303
    assert fetched(path_of(url))["statusCode"] == 404


def test_given_the_page_when_used_then_an_address_is_made_shown_and_switched_off() -> None:
    shown = partial(call, "GET", PAGE, MENTOR)
    assert "Make an address" in shown()["body"]
    assert call("POST", PAGE, MENTOR, form={})["statusCode"] == 303
    (url,) = re.findall(r'readonly value="([^"]+)"', shown()["body"])
    assert fetched(path_of(url))["statusCode"] == 200
    for program in ("webcal://", "https://calendar.google.com/", "https://outlook.office.com/"):
        assert f'href="{program}' in shown()["body"]
    assert call("POST", f"{PAGE}/revocation", MENTOR, form={})["statusCode"] == 303
    assert "readonly" not in shown()["body"]
    assert fetched(path_of(url))["statusCode"] == 404


def test_given_a_new_signing_key_when_the_old_one_is_gone_then_the_address_works_but_is_not_shown(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    path = address()
    monkeypatch.setenv("SIGNING_KEY", "another key of at least thirty-two characters")
    monkeypatch.setenv("ACCEPTED_KEY", "")
    settings.settings.cache_clear()
    try:
        assert said(call("GET", JSON, MENTOR))["url"] is None
        assert "can't be shown any more" in call("GET", PAGE, MENTOR)["body"]
        assert fetched(path)["statusCode"] == 200
    finally:
        monkeypatch.undo()
        settings.settings.cache_clear()


def test_given_gatherings_when_feeds_are_fetched_then_they_show_where_somebody_has_a_seat_and_what_all_do_together(
    agreed: DynamoStore,
) -> None:
    starts = clock.now() + timedelta(days=3)
    keep(agreed, gathering_item("g", gathering(starts_at=starts)), gathering_item("d", gathering("draft")))
    mine = address()
    assert "g@tandem" not in fetched(mine)["body"]
    before = fetched(mine)["multiValueHeaders"]["ETag"]
    told = {"gathering_id": "g", "programme_id": PROGRAMME, "person_id": MENTOR, "participant_id": "mentor"}
    seat = SignUp(*SignUp.key("g", MENTOR), seat="online", state="going", at="", **told)
    seat.place()
    keep(agreed, seat)
    answer = fetched(mine)
    assert answer["multiValueHeaders"]["ETag"] != before
    event = vobject.readOne(answer["body"]).vevent
    assert (event.uid.value, event.summary.value) == ("g@tandem", "Otwarcie")
    assert event.location.value == "https://meet.example/otwarcie"
    assert call("POST", f"/v1/meetings/programmes/{PROGRAMME}/calendar", ORGANIZER)["statusCode"] == 201
    path = path_of(said(call("GET", f"/v1/meetings/programmes/{PROGRAMME}/calendar", ORGANIZER))["url"])
    of_programme = fetched(path)["body"]
    assert "UID:g@tandem" in of_programme
    assert "UID:d@tandem" not in of_programme
