"""A nudge is answered from its mail, signed out: «we met on …», a break, help, the end; each works pressed twice."""

from __future__ import annotations

from datetime import timedelta
from functools import partial
from typing import TYPE_CHECKING, Any

import pytest

from meetings import api as meetings
from mentoring import clock, links
from mentoring.i18n import day_in
from mentoring.tables.meetings import Meeting
from mentoring.tables.pairing import Pair
from mentoring.tables.vocabulary import PairOutcome
from monitoring import api as monitoring
from pairing import api as pairing
from tests.fakes.people import MENTEE, PAIR
from tests.integration.lambdas import keep, outbox, send

if TYPE_CHECKING:
    from collections.abc import Callable

    from mentoring.store.dynamo import DynamoStore

met, rested, helped = (partial(send, one.handler) for one in (meetings, pairing, monitoring))
WARSAW = "Europe/Warsaw"


@pytest.fixture(autouse=True)
def _agreed(agreed: DynamoStore) -> None:
    """Given: a pair that agreed forty days ago."""
    pair = the_pair(agreed)
    pair.agreed_at = clock.iso(clock.now() - timedelta(days=40))
    keep(agreed, pair)


def the_pair(store: DynamoStore) -> Pair:
    found = store.get(Pair, *Pair.key(PAIR))
    assert found is not None
    return found


def link(place: str, who: str = MENTEE, days: int = 1, purpose: str = "nudge", rule: str = "silence") -> str:
    expires_at = clock.now() + timedelta(days=days)
    return f"{place}/{links.sign(purpose, PAIR, expires_at=expires_at, person_id=who, rule=rule)}"


def day(ahead: int) -> str:
    return day_in(clock.now() + timedelta(days=ahead), WARSAW)


def where(answer: dict[str, Any]) -> str:
    assert answer["statusCode"] == 303, answer["body"]
    return str(answer["multiValueHeaders"]["Location"][0])


def test_given_a_day_when_we_met_is_pressed_twice_then_one_meeting_is_noted_and_it_leads_on_signed_out(
    agreed: DynamoStore,
) -> None:
    path = link("/meetings/met")
    assert f'max="{day(0)}"' in met("GET", path)["body"]
    answers = [met("POST", path, form={"day": day(-3), "at": at, "zone": WARSAW}) for at in ("18:30", "")]
    assert [where(one).startswith("/meetings/outcome/") for one in answers] == [True, True]
    (meeting,) = agreed.query(Meeting, *Meeting.of(PAIR))
    assert (meeting.state, day_in(clock.parse(meeting.starts_at), WARSAW)) == ("held", day(-3))
    assert len(outbox("MeetingHeld")) == 1
    assert 'name="takeaway"' in met("GET", where(answers[0]))["body"]


@pytest.mark.parametrize(("ahead", "said"), [(2, "This time hasn"), (-60, "You weren")])
def test_given_a_day_that_cannot_be_when_noted_then_it_is_said_beside_it_and_stays_typed(ahead: int, said: str) -> None:
    answer = met("POST", link("/meetings/met"), form={"day": day(ahead), "at": "", "zone": WARSAW})
    assert answer["statusCode"] == 422
    assert said in answer["body"]
    assert f'value="{day(ahead)}"' in answer["body"]
    assert 'href="#day"' in answer["body"]


def test_given_today_without_a_time_when_noted_then_it_is_not_in_the_future(agreed: DynamoStore) -> None:
    where(met("POST", link("/meetings/met"), form={"day": day(0), "at": "", "zone": WARSAW}))
    (meeting,) = agreed.query(Meeting, *Meeting.of(PAIR))
    assert clock.parse(meeting.starts_at) < clock.now()


def test_given_a_break_when_asked_for_twice_then_it_is_one_and_it_can_be_ended_from_the_same_page(
    agreed: DynamoStore,
) -> None:
    path = link("/pairing/rest")
    assert "Start the break" in rested("GET", path)["body"]
    for _ in range(2):
        assert where(rested("POST", path, form={"until": day(30)})) == path
    assert day_in(clock.parse(str(the_pair(agreed).paused_until)), WARSAW) == day(30)
    assert len(outbox("PairPaused")) == 1
    assert "We go on now" in rested("GET", path)["body"]
    where(rested("POST", path, form={}))
    assert the_pair(agreed).paused_until is None


@pytest.mark.parametrize("ahead", [-1, 800])
def test_given_a_break_until_a_day_that_cannot_be_when_asked_for_then_it_is_said(
    agreed: DynamoStore, ahead: int
) -> None:
    answer = rested("POST", link("/pairing/rest"), form={"until": day(ahead)})
    assert (answer["statusCode"], the_pair(agreed).paused_until) == (422, None)


def test_given_the_end_when_pressed_twice_then_it_ends_once_and_all_pages_say_so(agreed: DynamoStore) -> None:
    path = link("/pairing/end")
    first = rested("GET", path)["body"]
    assert "End the process" in first
    assert 'name="wish" value="end"' in first
    long = rested("POST", path, form={"reason": "n" * 2001})
    assert (long["statusCode"], "n" * 2001 in long["body"]) == (422, True)
    assert the_pair(agreed).outcome == PairOutcome.NONE
    for _ in range(2):
        assert where(rested("POST", path, form={"reason": "Zmiana pracy."})) == path
    pair = the_pair(agreed)
    assert (pair.outcome, pair.closed_by, pair.close_reason) == (PairOutcome.CLOSED_EARLY, MENTEE, "Zmiana pracy.")
    assert len(outbox("PairClosed")) == 1
    assert "Your process has ended" in rested("GET", path)["body"]
    assert "Your process has ended" in rested("GET", link("/pairing/rest"))["body"]
    assert "Your process has ended" in met("GET", link("/meetings/met"))["body"]
    assert where(rested("POST", link("/pairing/rest"), form={"until": day(30)})).startswith("/pairing/end/")


@pytest.mark.parametrize(("rule", "place"), [("contract", f"/rooms/{PAIR}/contract"), ("goal", f"/rooms/{PAIR}/goals")])
def test_given_what_isn_t_agreed_when_the_mail_about_it_is_answered_then_the_first_link_leads_there(
    rule: str, place: str
) -> None:
    page = helped("GET", link("/monitoring/answer", rule=rule))["body"]
    assert 0 < page.find(f'href="{place}"') < page.find("/meetings/met/")
    assert place not in helped("GET", link("/monitoring/answer"))["body"]


def test_given_help_when_asked_for_twice_then_the_organizers_hear_once() -> None:
    path = link("/monitoring/answer")
    page = helped("GET", path)["body"]
    assert all(f"{place}/" in page for place in ("/meetings/met", "/pairing/rest", "/pairing/end"))
    assert [helped("POST", path, form={"wish": "help"})["statusCode"] for _ in range(2)] == [200, 200]
    assert len(outbox("HelpRequested")) == 1


@pytest.mark.parametrize(
    ("call", "place"), [(met, "/meetings/met"), (rested, "/pairing/rest"), (rested, "/pairing/end")]
)
def test_given_a_link_that_proves_nothing_when_followed_then_nothing_is_shown(
    call: Callable[..., dict[str, Any]], place: str
) -> None:
    assert call("GET", link(place, "somebody else"))["statusCode"] == 404
    assert call("GET", link(place, purpose="survey"))["statusCode"] == 404
    assert call("GET", link(place, days=-1))["statusCode"] == 410
    assert call("POST", f"{place}/nonsense", form={})["statusCode"] == 404
