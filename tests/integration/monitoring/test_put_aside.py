"""What is put aside can be seen, until when and by whom, and taken back; it needs nobody until then."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest

from mentoring import clock, links
from mentoring.events.pairing import PairPaused
from mentoring.i18n import day_in, format_date, instant_in
from mentoring.tables.identity import Person
from mentoring.tables.monitoring import Matter, WatchCounts
from mentoring.tables.recruitment import Programme
from mentoring.tables.vocabulary import ProgrammeStage
from monitoring import api
from monitoring.domain import Deed
from monitoring.pages import desk as pages
from monitoring.use_cases import deferring, desk
from tests.fakes import MemoryStore, context_at
from tests.integration.lambdas import Call, over, said
from tests.unit.monitoring.givens import day, event, member, pair, scan, silent, take

if TYPE_CHECKING:
    from datetime import datetime

HERE = "/monitoring/p/put-aside"
FAR_EAST, FAR_WEST = "Pacific/Kiritimati", "Pacific/Pago_Pago"
BACK_ON = (clock.now() + timedelta(days=9)).date()


@pytest.fixture
def given() -> MemoryStore:
    """Given: two silent pairs, of which Ola has put one aside, and Bea, who decides, too."""
    store = silent(pair("1"), pair("2", "m2", "e2"))
    account = {"email": "ola@firma.example", "registered_at": clock.iso(day(0)), "name": "Ola Lis", "own": ["name"]}
    store.put(member("bea", "coordinator"), Person(*Person.key("ola"), person_id="ola", **account))
    scan(store, day(46))
    deal(store, Deed.LATER, until=BACK_ON)
    return store


@pytest.fixture
def call(given: MemoryStore) -> Call:
    return over(api.app, given)


def deal(store: MemoryStore, deed: Deed, **more: Any) -> None:
    desk.deal(context_at(clock.now(), store=store, person_id="ola"), "p", "1", deed, **more)


def matter(store: MemoryStore) -> Matter:
    found = store.get(Matter, *Matter.key("p", "1"))
    assert found is not None
    return found


def words(answer: dict[str, Any]) -> str:
    assert answer["statusCode"] == 200, answer
    return " ".join(re.sub(r"<[^>]+>", " ", answer["body"]).split())


def numbers(call: Call, who: str = "bea") -> tuple[int, int, int]:
    """Return the number of what needs somebody and of what is put aside, as JSON says them, and how many are shown."""
    listed, aside = (said(call("GET", f"/v1/monitoring/p/{name}", who)) for name in ("matters", "put-aside"))
    assert listed["put_aside"] == aside["number"]
    page = words(call("GET", "/monitoring/p/matters", who))
    assert (f"{listed['number']} matter" if listed["number"] else "Nothing needs you.") in page
    assert (f"Put aside ({aside['number']})" in page) is (aside["number"] > 0)
    return listed["number"], aside["number"], len(aside["items"])


def test_given_what_was_put_aside_when_the_list_is_looked_at_then_it_is_counted_apart_until_when_and_by_whom(
    given: MemoryStore, call: Call
) -> None:
    assert numbers(call) == (1, 1, 1)
    assert WatchCounts.total(given.get_many(WatchCounts, WatchCounts.keys("p")))["aside"] == 1
    until = format_date(BACK_ON, "en")
    assert f"put aside until {until} · by Ola Lis" in words(call("GET", HERE, "bea"))
    assert f"put aside until {until} · by you" in words(call("GET", HERE, "ola"))
    assert 'href="/monitoring/p/matters" aria-current' in call("GET", HERE, "ola")["body"]
    assert f"put aside until {until} · by Ola Lis" in words(call("GET", "/monitoring/p/pairs/1", "bea"))
    (one,) = said(call("GET", "/v1/monitoring/p/put-aside", "bea"))["items"]
    assert (one["about"], one["put_aside_by"], day_in(clock.parse(one["later_until"]), "Europe/Warsaw")) == (
        "1", "ola", str(BACK_ON)
    )  # fmt: skip


def test_given_a_reader_in_another_zone_when_looked_at_then_the_day_is_the_one_that_was_chosen_in_the_programme(
    call: Call,
) -> None:
    there = {"cookie": "tandem_zone=America/New_York"}
    for path in (HERE, "/monitoring/p/pairs/1"):
        page = words(call("GET", path, "bea", headers=there))
        assert f"put aside until {format_date(BACK_ON, 'en')}" in page, path


def test_given_a_reader_in_another_zone_when_a_break_is_seen_then_it_ends_on_the_day_the_two_chose(
    given: MemoryStore, call: Call
) -> None:
    until = clock.iso(instant_in(BACK_ON, "Europe/Warsaw"))
    take(given, event(PairPaused("p", "1", until), clock.now() - timedelta(days=1), sequence=9))
    page = words(call("GET", "/monitoring/p/pairs/1", "bea", headers={"cookie": "tandem_zone=America/New_York"}))
    assert f"A break was agreed, until {format_date(BACK_ON, 'en')}" in page


@pytest.mark.parametrize(
    ("number", "said"),
    [
        (1, "1 sprawa wróci na listę w swoim dniu"),
        (2, "2 sprawy wrócą na listę, każda w swoim dniu"),
        (5, "5 spraw wróci na listę, każda w swoim dniu"),
    ],
)
def test_given_several_of_it_in_polish_when_counted_then_each_comes_back_on_its_day(number: int, said: str) -> None:
    store = silent(*(pair(f"{nth}", f"m{nth}", f"e{nth}") for nth in range(number)))
    scan(store, day(46))
    for nth in range(number):
        desk.deal(context_at(clock.now(), store=store, person_id="ola"), "p", f"{nth}", Deed.LATER, until=BACK_ON)
    assert said in words(over(api.app, store)("GET", HERE, "ola", language="pl"))


def test_given_a_programme_far_east_when_a_day_is_proposed_then_it_is_a_week_after_its_day(
    given: MemoryStore, call: Call
) -> None:
    one = given.get(Programme, *Programme.key("p"))
    assert one is not None
    one.zone = FAR_EAST if clock.now().hour >= 12 else FAR_WEST
    given.put(one)
    week = day_in(clock.now() + timedelta(days=7), one.zone)
    for path in ("/monitoring/p/matters", "/monitoring/p/pairs/1"):
        assert f'name="until" value="{week}"' in call("GET", path, "ola")["body"], path


def test_given_what_was_put_aside_when_it_is_taken_back_then_it_is_on_the_list_and_nobody_is_told_again(
    given: MemoryStore, call: Call
) -> None:
    raised = len([one for one in given.events if one.name == "MatterRaised"])
    sent = call("POST", f"{HERE}/1", "bea", form={"do": "resume", "version": matter(given).tag})
    assert (sent["statusCode"], sent["multiValueHeaders"]["Location"]) == (303, [HERE])
    assert numbers(call) == (2, 0, 0)
    assert "Nothing is put aside." in words(call("GET", HERE, "bea"))
    assert (matter(given).later_until, matter(given).put_aside_by, matter(given).due_at) == (None, None, None)
    assert len([one for one in given.events if one.name == "MatterRaised"]) == raised
    assert given.events[-1].data.deed == "resume"


def test_given_an_old_page_when_it_is_taken_back_then_the_page_says_what_happened(
    given: MemoryStore, call: Call
) -> None:
    before = matter(given).tag
    deal(given, Deed.DONE)
    again = call("POST", f"{HERE}/1", "bea", form={"do": "resume", "version": before})
    assert (again["statusCode"], "This is done already" in again["body"]) == (412, True)
    assert call("POST", "/v1/monitoring/p/matters/1/resumed", "bea")["statusCode"] == 409
    assert numbers(call) == (1, 0, 0)


@pytest.mark.parametrize("page", ["put aside", "mailed"])
def test_given_two_tabs_when_it_is_taken_back_in_both_then_the_second_says_that_it_is_on_the_list_again(
    given: MemoryStore, call: Call, page: str
) -> None:
    before = matter(given).tag
    deal(given, Deed.RESUME)
    soon = clock.now() + timedelta(days=1)
    token = links.sign("matter", "1", person_id="bea", expires_at=soon, programme_id="p")
    there = f"{HERE}/1" if page == "put aside" else f"/monitoring/matter/{token}"
    again = call("POST", there, "bea", form={"do": "resume", "version": before})
    assert again["statusCode"] == 303
    cookie = again["multiValueHeaders"]["Set-Cookie"][0].partition(";")[0]
    to = again["multiValueHeaders"]["Location"][0]
    assert "It is on the list again." in words(call("GET", to, "bea", headers={"cookie": cookie}))
    assert [one.data.deed for one in given.events if one.name == "MattersHandled"].count("resume") == 1


@pytest.mark.parametrize(("who", "status"), [("wit", 200), ("jan", 404), ("", 303)])
def test_given_a_viewer_or_a_stranger_when_they_look_then_they_take_nothing_back(
    given: MemoryStore, call: Call, who: str, status: int
) -> None:
    shown = call("GET", HERE, who)
    assert (shown["statusCode"], 'name="do"' in shown["body"]) == (status, False)
    assert call("POST", "/v1/monitoring/p/matters/1/resumed", who)["statusCode"] == (404 if who else 401)
    assert matter(given).state == "put_aside"


def test_given_a_programme_that_is_over_when_json_is_read_then_nothing_is_listed_that_is_not_counted(
    given: MemoryStore, call: Call
) -> None:
    one = given.get(Programme, *Programme.key("p"))
    assert one is not None
    one.stage = ProgrammeStage.CLOSED
    given.put(one)
    for name in ("matters", "put-aside"):
        found = said(call("GET", f"/v1/monitoring/p/{name}", "bea", limit="1"))
        assert (found["number"], found["items"], found["next"]) == (0, [], None), name


def test_given_its_day_when_it_comes_then_it_is_among_what_is_put_aside_no_more(given: MemoryStore, call: Call) -> None:
    later: datetime = clock.parse(matter(given).later_until or "")
    assert deferring.bring_back(context_at(later, store=given, service="monitoring"))["returned"] == 1
    assert numbers(call) == (2, 0, 0)
    assert matter(given).put_aside_by is None


def test_given_a_pair_that_is_reminded_by_hand_when_looked_at_then_it_rests_by_whoever_reminded_it(
    given: MemoryStore, call: Call
) -> None:
    context = context_at(clock.now(), store=given, person_id="bea")
    desk.remind(context, "p", "2")
    assert numbers(call)[1] == 2
    assert "by an organizer" in words(call("GET", HERE, "ola")), "whoever has no name yet"


def test_given_more_than_a_page_of_it_when_listed_then_what_comes_back_first_is_first_and_the_rest_follows() -> None:
    store = silent(*(pair(f"{nth:02}", f"m{nth}", f"e{nth}") for nth in range(pages.MATTERS + 2)))
    scan(store, day(46))
    context = context_at(clock.now(), store=store, person_id="ola")
    for nth in range(pages.MATTERS + 2):
        desk.deal(context, "p", f"{nth:02}", Deed.LATER, until=BACK_ON + timedelta(days=nth % 5))
    shown = over(api.app, store)("GET", HERE, "ola")["body"]
    until = [clock.parse(at) for at in re.findall(r'put aside until <time datetime="([^"]+)"', shown)]
    assert (len(until), until == sorted(until), 'rel="next"' in shown) == (pages.MATTERS, True, True)
