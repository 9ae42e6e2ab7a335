"""Planning, signing up and the waiting list, through the real handlers over the tables of the template."""

from __future__ import annotations

import base64
import re
from datetime import timedelta
from functools import partial
from typing import TYPE_CHECKING, Any

import pytest

from gatherings import api, consumer, schedule
from mentoring import clock, links
from mentoring.tables.gatherings.signup import GatheringSeats, SignUp
from mentoring.tables.identity import Address
from mentoring.tables.vocabulary import SignUpState
from tests.fakes.people import MENTEE, MENTOR, ORGANIZER, PROGRAMME, STRANGER
from tests.integration.lambdas import LAMBDA, deliver, keep, published, said, send
from workspace import api as rooms

if TYPE_CHECKING:
    from mentoring.store.dynamo import DynamoStore

call = partial(send, api.handler)
HERE, JSON = f"/gatherings/{PROGRAMME}", f"/v1/gatherings/{PROGRAMME}"


def wish(**changes: Any) -> dict[str, Any]:
    starts = clock.iso(clock.now() + timedelta(days=10))
    texts = {"pl": {"title": "Otwarcie"}, "en": {"title": "Opening", "text": "## Agenda"}}
    return {"what": "opening", "venue": "online", "starts_at": starts, "texts": texts, "seats_online": 1} | changes


def form(**changes: Any) -> dict[str, Any]:
    there = f"{clock.now() + timedelta(days=10):%Y-%m-%dT18:00}"
    return {
        "version": "0", "what": "workshop", "venue": "in_person", "starts_at": there, "zone": "Warszawa", "minutes": "90",
        "place": "Rynek 1, Kraków", "offer_hours": "24", "audience": "everybody", "title_pl": "Warsztat",
    } | changes  # fmt: skip


def planned(**changes: Any) -> str:
    """Given: an announced gathering; return its id."""
    made = call("POST", JSON, ORGANIZER, body=wish(**changes))
    assert made["statusCode"] == 201
    gathering_id = str(said(made)["gathering_id"])
    tag = made["multiValueHeaders"]["ETag"][0]
    path = f"{JSON}/{gathering_id}/announcement"
    assert call("POST", path, ORGANIZER, headers={"if-match": tag})["statusCode"] == 200
    return gathering_id


def heard(*kinds: str) -> None:
    """When these events are delivered, each twice."""
    for kind in kinds:
        for one in published(kind):
            assert deliver(consumer.handler, one, one) == []


def told() -> set[tuple[str, str]]:
    return {(one.data.person_id, one.data.news) for one in published("GatheringTold")}


pytestmark = pytest.mark.usefixtures("agreed")


def test_given_an_announced_gathering_when_heard_twice_then_each_it_is_for_is_invited_once(
    agreed: DynamoStore,
) -> None:
    email = "mentee@firma.example"
    keep(agreed, Address(*Address.key(email), person_id=MENTEE, email=email, verified_at=clock.iso(clock.now())))
    planned()
    heard("GatheringAnnounced")
    assert told() == {(MENTOR, "invited"), (MENTEE, "invited")}
    assert len(published("GatheringTold")) == 2
    planned(audience="chosen", chosen=[email])
    heard("GatheringAnnounced")
    assert len(published("GatheringTold")) == 3


def test_given_one_seat_when_two_sign_up_and_the_first_cancels_then_the_second_takes_it_from_a_mail(
    agreed: DynamoStore,
) -> None:
    one = planned()
    path = f"{JSON}/{one}/sign-up"
    assert said(call("POST", path, MENTOR, body={}))["state"] == "going"
    assert said(call("POST", path, MENTEE, body={"seat": "online"}))["state"] == "waiting"
    assert said(call("GET", f"{JSON}/{one}", MENTEE))["seats"] == [
        {"seat": "online", "most": 1, "taken": 1, "waiting": 1, "free": 0}
    ]
    assert said(call("POST", f"{path}/cancellation", MENTOR))["state"] == "cancelled"
    heard("SeatsChanged")
    assert said(call("GET", f"{JSON}/{one}", MENTEE))["sign_up"]["state"] == "offered"
    home = send(rooms.handler, "GET", "/home", MENTEE, language="pl")["body"]
    assert home.index("Zwolniło się dla Ciebie miejsce: Otwarcie") < home.index("A poza tym")
    until = clock.now() + timedelta(days=1)
    token = links.sign("gathering", one, person_id=MENTEE, expires_at=until, programme_id=PROGRAMME)
    page = call("GET", f"/gatherings/answer/{token}", language="pl")
    assert "Tak, przyjdę" in page["body"]
    assert call("POST", f"/gatherings/answer/{token}", form={"answer": "yes"})["statusCode"] == 303
    assert "Masz miejsce." in call("GET", f"/gatherings/answer/{token}", language="pl")["body"]
    seats = agreed.get(GatheringSeats, *GatheringSeats.key(one))
    assert seats is not None
    assert (seats.taken_online, seats.waiting_online) == (1, 0)
    assert [one for one in told() if one[0] == MENTEE] != []


def test_given_a_link_when_the_file_for_calendars_is_asked_for_then_only_who_comes_hosts_or_organizes_has_it() -> None:
    link = "https://spotkania.firma.example/otwarcie"
    one = planned(link=link)
    path = f"{HERE}/{one}/gathering.ics"
    call("POST", f"{JSON}/{one}/sign-up", MENTOR, body={})
    assert call("GET", path, MENTEE)["statusCode"] == 404
    assert said(call("POST", f"{JSON}/{one}/sign-up", MENTEE, body={}))["state"] == "waiting"
    assert call("GET", path, MENTEE)["statusCode"] == 404
    for who in (MENTOR, ORGANIZER):
        file = call("GET", path, who)
        body = base64.b64decode(file["body"]).decode() if file["isBase64Encoded"] else file["body"]
        assert link in body.replace("\r\n ", "")


def test_given_an_offer_when_nobody_answers_then_it_lapses_with_time(agreed: DynamoStore) -> None:
    one = planned()
    for who in (MENTOR, MENTEE):
        call("POST", f"{JSON}/{one}/sign-up", who, body={})
    call("POST", f"{JSON}/{one}/sign-up/cancellation", MENTOR)
    heard("SeatsChanged")
    late = {"time": clock.iso(clock.now() + timedelta(hours=25))}
    assert [schedule.handler(late, LAMBDA)["lapsed"] for _ in range(2)] == [1, 0]
    found = agreed.get(SignUp, *SignUp.key(one, MENTEE))
    assert found is not None
    assert found.state == SignUpState.CANCELLED
    assert (MENTEE, "lapsed") in told()


def test_given_a_form_when_planned_changed_and_announced_then_the_page_shows_it_and_who_signed_up_is_for_organizers() -> (
    None
):
    made = call("POST", f"{HERE}/new", ORGANIZER, form=form())
    assert made["statusCode"] == 303
    path = made["multiValueHeaders"]["Location"][0].removeprefix("https://tandem.firma.example")
    assert "Warsztat" in call("GET", path, ORGANIZER)["body"]
    assert call("GET", path, MENTEE)["statusCode"] == 404
    again = call("POST", f"{path}/edit", ORGANIZER, form=form(version="1", title_pl="Dobre pytania", open="yes"))
    assert again["statusCode"] == 303
    stale = call("POST", f"{path}/edit", ORGANIZER, form=form(version="1", title_pl="Inny"))
    assert stale["statusCode"] == 412
    assert "Inny" in stale["body"]
    assert call("POST", f"{path}/announcement", ORGANIZER, form={"version": "2"})["statusCode"] == 303
    seen = call("GET", path, MENTEE)["body"]
    assert "Rynek 1, Kraków" in seen
    assert "openstreetmap.org" in seen
    assert call("POST", f"{path}/sign-up", MENTEE, form={"answer": "come"})["statusCode"] == 303
    assert "mentee@firma.example" in call("GET", f"{path}/people", ORGANIZER)["body"]
    assert call("GET", f"{path}/people", MENTEE)["statusCode"] == 404
    about = path.replace("/gatherings/", "/gatherings/about/")
    page = call("GET", about)
    assert page["statusCode"] == 200
    assert 'property="og:title" content="Dobre pytania"' in page["body"]
    assert "Mentee" not in page["body"]
    head = page["body"].partition("</head>")[0]
    assert re.search(r'property="og:description" content="Wiosna · [^"<>]+, 18:00"', head), "no markup in an attribute"
    assert f"{HERE}/new?of={PROGRAMME}" in call("GET", f"{HERE}/copies", ORGANIZER)["body"]
    copied = call("GET", f"{HERE}/new", ORGANIZER, of=PROGRAMME, like=path.rpartition("/")[2])
    assert "Dobre pytania" in copied["body"]


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"place": ""}, "place"),
        ({"title_pl": ""}, "title_pl"),
        ({"zone": "Nigdzie"}, "zone"),
        ({"audience": "chosen", "chosen": "obcy@firma.example"}, "chosen"),
    ],
)
def test_given_a_form_that_cannot_be_when_sent_then_it_is_shown_again_with_what_was_typed(
    changes: dict[str, str], field: str
) -> None:
    again = call("POST", f"{HERE}/new", ORGANIZER, form=form(link="https://meet.example/x") | changes)
    assert again["statusCode"] == 422
    assert f'href="#{field}"' in again["body"]
    assert "https://meet.example/x" in again["body"]


def test_given_a_gathering_that_moves_or_is_cancelled_when_heard_then_those_who_come_are_told_once() -> None:
    one = planned()
    for who in (MENTOR, MENTEE):
        call("POST", f"{JSON}/{one}/sign-up", who, body={})
    now = call("GET", f"{JSON}/{one}/plan", ORGANIZER)
    tag = now["multiValueHeaders"]["ETag"][0]
    later = clock.iso(clock.now() + timedelta(days=12))
    moved = call("PUT", f"{JSON}/{one}/plan", ORGANIZER, body=wish(starts_at=later), headers={"if-match": tag})
    assert said(moved)["sequence"] == 1
    heard("GatheringMoved")
    tag = moved["multiValueHeaders"]["ETag"][0]
    off = call("POST", f"{JSON}/{one}/cancellation", ORGANIZER, body={"why": "burza"}, headers={"if-match": tag})
    assert said(off)["state"] == "cancelled"
    heard("GatheringCancelled")
    assert {one for one in told() if one[1] in ("moved", "called_off")} == {
        (who, news) for who in (MENTOR, MENTEE) for news in ("moved", "called_off")
    }
    assert call("POST", f"{JSON}/{one}/sign-up", MENTOR, body={})["statusCode"] == 409
    fewer = wish(seats_online=0)
    assert call("PUT", f"{JSON}/{one}/plan", ORGANIZER, body=fewer, headers={"if-match": "*"})["statusCode"] == 409


def test_given_seats_that_are_taken_when_there_shall_be_fewer_then_the_field_says_how_many() -> None:
    one = planned()
    call("POST", f"{JSON}/{one}/sign-up", MENTOR, body={})
    refused = call("PUT", f"{JSON}/{one}/plan", ORGANIZER, body=wish(seats_online=0), headers={"if-match": "*"})
    assert refused["statusCode"] == 422
    assert "/seats_online" in refused["body"]
    in_person = wish(venue="in_person", place="Kraków")
    refused = call("PUT", f"{JSON}/{one}/plan", ORGANIZER, body=in_person, headers={"if-match": "*"})
    assert refused["statusCode"] == 422


@pytest.mark.parametrize("who", [MENTEE, STRANGER])
def test_given_no_organizer_when_they_plan_then_there_is_nothing(who: str) -> None:
    one = planned()
    assert call("POST", JSON, who, body=wish())["statusCode"] == 404
    for method, path in (("GET", "plan"), ("POST", "announcement"), ("DELETE", "plan")):
        assert call(method, f"{JSON}/{one}/{path}", who, headers={"if-match": "*"})["statusCode"] == 404
    assert call("GET", f"/gatherings/about/{PROGRAMME}/{one}")["statusCode"] == 404
