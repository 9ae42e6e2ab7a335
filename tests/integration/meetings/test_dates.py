"""The calendar of a programme, through the real handler: who sees what of it, on which day of theirs."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from functools import partial
from typing import TYPE_CHECKING, Any

import pytest

from meetings import api
from mentoring import clock
from mentoring.tables.gatherings.gathering import Gathering
from mentoring.tables.gatherings.signup import SignUp
from mentoring.tables.meetings import PairCalendar
from mentoring.tables.pairing import PairMember
from mentoring.tables.recruitment import Programme
from mentoring.tables.vocabulary import GatheringState, Invited, Seat, SignUpState
from tests.fakes.people import MENTEE, MENTOR, ORGANIZER, PAIR, PROGRAMME, STRANGER, participant
from tests.integration.lambdas import keep, said, send
from tests.unit.gatherings.givens import gathering, item

if TYPE_CHECKING:
    from mentoring.store.dynamo import DynamoStore

call = partial(send, api.handler)
PAGE, JSON = f"/meetings/programmes/{PROGRAMME}/dates", f"/v1/meetings/programmes/{PROGRAMME}/dates"
LATE = datetime(2027, 3, 31, 22, 30, tzinfo=UTC)
"""The first of April in Warsaw."""


def calendar(pair_id: str, **meetings: datetime) -> PairCalendar:
    known = {
        name: {"starts_at": clock.iso(at), "minutes": 60, "state": "confirmed", "proposed_by": MENTOR}
        for name, at in meetings.items()
    }
    return PairCalendar(*PairCalendar.key(pair_id), pair_id=pair_id, known=known)


@pytest.fixture(autouse=True)
def _planned(agreed: DynamoStore) -> None:
    """Given: dates, gatherings for several people, a meeting of the pair, and one of another pair."""
    programme = agreed.get(Programme, *Programme.key(PROGRAMME))
    assert programme is not None
    programme.dates = {"kick_off": "2027-03-15", "closing": "2027-06-30", "erasure": "2028-06-30"}
    texts = {name: {"pl": {"title": name}} for name in ("Otwarcie", "Szkic", "Mentorki", "Odwołane", "Maria")}
    stranger = PairMember(
        *PairMember.key("other", STRANGER), pair_id="other", programme_id=PROGRAMME, person_id=STRANGER,
        participant_id="x", role="mentor", partner_name="Obca", list_pk=f"PERSON#{STRANGER}", list_sk="PAIR#other",
    )  # fmt: skip
    keep(
        agreed,
        programme,
        item("open", gathering(starts_at=LATE, texts=texts["Otwarcie"])),
        item("draft", gathering(GatheringState.DRAFT, starts_at=LATE, texts=texts["Szkic"])),
        item("mentors", gathering(starts_at=LATE, audience=Invited.MENTORS, texts=texts["Mentorki"])),
        item("off", gathering(GatheringState.CANCELLED, starts_at=LATE + timedelta(days=1), texts=texts["Odwołane"])),
        item("one", gathering(starts_at=LATE, audience=Invited.CHOSEN, chosen=("mentee",), texts=texts["Maria"])),
        SignUp(
            *SignUp.key("open", MENTEE), gathering_id="open", programme_id=PROGRAMME, person_id=MENTEE,
            participant_id="mentee", seat=Seat.ONLINE, state=SignUpState.GOING, at=clock.iso(LATE),
            list_pk=f"PERSON#{MENTEE}", list_sk=f"SIGNUP#{PROGRAMME}#open",
        ),
        calendar(PAIR, ours=LATE - timedelta(days=3)),
        calendar("other", theirs=LATE - timedelta(days=2)),
        stranger,
    )  # fmt: skip


def shown(who: str) -> list[tuple[str, str, str]]:
    return [(one["what"], one["day"], one["title"] or one["name"]) for one in said(call("GET", JSON, who))["items"]]


def test_given_a_programme_when_its_calendar_is_read_then_each_sees_dates_what_is_for_them_and_their_own_meetings() -> (
    None
):
    dates = {("date", "2027-03-15", "kick_off"), ("date", "2027-06-30", "closing")}
    everybody = dates | {("gathering", "2027-04-01", "Otwarcie"), ("gathering", "2027-04-02", "Odwołane")}
    mentors, chosen = ("gathering", "2027-04-01", "Mentorki"), ("gathering", "2027-04-01", "Maria")
    meeting = ("meeting", "2027-03-29", "x")
    assert set(shown(MENTEE)) == everybody | {chosen, meeting}
    assert set(shown(MENTOR)) == everybody | {mentors, meeting}
    assert set(shown(ORGANIZER)) == everybody | {mentors, chosen}, "no meeting of anybody"
    assert shown(MENTEE) == sorted(shown(MENTEE), key=lambda one: one[1])


def test_given_a_sign_up_when_the_calendar_is_read_then_it_says_so_to_that_person_alone() -> None:
    def states(who: str) -> list[Any]:
        return [one["sign_up"] for one in said(call("GET", JSON, who))["items"] if one["title"] == "Otwarcie"]

    assert (states(MENTEE), states(MENTOR)) == (["going"], [None])


@pytest.mark.parametrize("path", [PAGE, JSON])
def test_given_somebody_outside_when_they_ask_then_there_is_nothing(path: str) -> None:
    """A pair there does not make somebody a participant."""
    assert call("GET", path, STRANGER)["statusCode"] == 404


@pytest.mark.parametrize(("language", "month"), [("pl", "kwiecień 2027"), ("en", "April 2027")])
def test_given_the_page_when_read_then_it_goes_by_months_and_leads_to_feeds(language: str, month: str) -> None:
    page = call("GET", PAGE, MENTEE, language=language)["body"]
    assert month in page
    assert page.index("Otwarcie") > page.index(month), "half past midnight of the first of April in Warsaw"
    assert 'href="/meetings/calendar"' in page
    assert "Obca" not in page
    organizers = call("GET", PAGE, ORGANIZER, language=language)["body"]
    assert f'href="/meetings/programmes/{PROGRAMME}/calendar"' in organizers
    assert 'href="/meetings/calendar"' not in organizers


def test_given_who_left_when_they_ask_then_there_is_nothing(agreed: DynamoStore) -> None:
    left = participant("gone", "mentee", person_id="gone-person")
    left.withdrawn_at = clock.iso(LATE)
    keep(agreed, left)
    assert call("GET", JSON, "gone-person")["statusCode"] == 404


def test_given_a_gathering_that_is_over_when_the_page_is_read_then_it_does_not_say_that_somebody_comes(
    agreed: DynamoStore,
) -> None:
    assert "you are coming" in call("GET", PAGE, MENTEE)["body"]
    held = agreed.get(Gathering, *Gathering.key(PROGRAMME, "open"))
    assert held is not None
    held.starts_at, held.state = clock.iso(clock.now() - timedelta(days=1)), GatheringState.ENDED
    keep(agreed, held)
    page = call("GET", PAGE, MENTEE)["body"]
    assert "Otwarcie" in page
    assert "you are coming" not in page
