"""Meetings through their real Lambda handlers over the tables of the template."""

from __future__ import annotations

from datetime import datetime, timedelta
from functools import partial
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

import pytest

from meetings import api, consumer, domain, schedule
from mentoring import clock, links
from mentoring.events.pairing import PairClosed
from mentoring.tables.meetings import Meeting
from mentoring.tables.pairing import Pair
from mentoring.tables.recruitment import Participant
from mentoring.tables.workspace import SessionGuides
from tests.fakes import MemoryStore
from tests.fakes.people import MENTEE, MENTOR, ORGANIZER, PAIR, PROGRAMME, STRANGER, event
from tests.fakes.racing_handlers import race
from tests.integration.lambdas import LAMBDA, deliver, keep, outbox, published, said, send

if TYPE_CHECKING:
    from mentoring.store.dynamo import DynamoStore

PLACE = f"/v1/meetings/pair/{PAIR}"
PAGE = f"/meetings/pair/{PAIR}"
call = partial(send, api.handler)


@pytest.fixture(autouse=True)
def _pair(agreed: DynamoStore) -> None:
    """Given: a pair."""


def in_days(days: float) -> datetime:
    return clock.now() + timedelta(days=days)


def shown(instant: datetime) -> str:
    """Return a time as a form sends it, on the wall clock of the reader's zone."""
    return instant.astimezone(ZoneInfo("Europe/Warsaw")).strftime("%Y-%m-%dT%H:%M")


def proposed(days: float = 3) -> str:
    made = call("POST", PLACE, MENTOR, body={"starts_at": clock.iso(in_days(days)), "zone": "Europe/Warsaw"})
    assert made["statusCode"] == 201
    return str(said(made)["meeting_id"])


def link(purpose: str, meeting_id: str, who: str, sequence: int = 0) -> str:
    path = {"meeting": "answer", "outcome": "outcome"}[purpose]
    claims = {"pair_id": PAIR, "sequence": str(sequence)}
    token = links.sign(purpose, meeting_id, person_id=who, expires_at=in_days(9), **claims)
    return f"/meetings/{path}/{token}"


def states(who: str = MENTOR) -> list[str]:
    return [one["state"] for one in said(call("GET", PLACE, who))["items"]]


def test_given_a_proposed_time_when_accepted_twice_from_the_mail_then_it_is_confirmed_once() -> None:
    answer = link("meeting", proposed(), MENTEE)
    assert "Yes, this suits me" in call("GET", answer)["body"]
    for _ in range(2):
        call("POST", answer, form={"answer": "accept"})
    assert states() == ["confirmed"]
    assert len(outbox("MeetingConfirmed")) == 1


@pytest.mark.parametrize("how", ["page", "json"])
def test_given_a_time_that_was_moved_when_it_is_answered_as_it_was_read_then_the_new_one_is_shown_first(
    how: str,
) -> None:
    meeting_id = proposed()
    here = f"{PLACE}/{meeting_id}"
    assert call("GET", PAGE, MENTEE)["body"].count('name="sequence" value="0"') == 3
    call("POST", f"{here}/reschedule", MENTOR, body={"starts_at": clock.iso(in_days(5)), "sequence": 0})
    later = shown(in_days(6))
    if how == "json":
        refused = call("POST", f"{here}/answers", MENTEE, body={"answer": "accept", "sequence": 0})
    else:
        form = {"answer": "counter", "starts_at": later, "sequence": "0"}
        refused = call("POST", f"{PAGE}/{meeting_id}/answers", MENTEE, form=form)
        for words in ("already answered, moved or is over", later, 'name="sequence" value="1"'):
            assert words in refused["body"]
    assert refused["statusCode"] == 409
    assert states() == ["proposed"]
    assert call("POST", f"{here}/answers", MENTEE, body={"answer": "accept", "sequence": 1})["statusCode"] == 200


def test_given_a_time_that_was_moved_when_the_older_mail_answers_then_the_newest_holds() -> None:
    meeting_id = proposed()
    moved = call("POST", f"{PLACE}/{meeting_id}/reschedule", MENTOR, body={"starts_at": clock.iso(in_days(5))})
    assert moved["statusCode"] == 200
    older = link("meeting", meeting_id, MENTEE)
    assert "The newest email holds." in call("GET", older)["body"]
    assert call("POST", older, form={"answer": "accept"})["statusCode"] == 409
    assert states() == ["proposed"]


def test_given_a_proposed_time_that_has_passed_when_accepted_then_the_answer_is_to_propose_another(
    agreed: DynamoStore,
) -> None:
    meeting_id = proposed()
    item = agreed.get(Meeting, *Meeting.key(PAIR, meeting_id))
    assert item is not None
    item.starts_at = clock.iso(in_days(-0.01))
    keep(agreed, item)
    answer = link("meeting", meeting_id, MENTEE)
    page = call("GET", answer)["body"]
    assert "This time has passed. Propose another time" in page
    assert "Yes, this suits me" not in page
    late = call("POST", answer, form={"answer": "accept"})
    assert late["statusCode"] == 409
    assert "Propose another time" in late["body"]
    refused = call("POST", f"{PLACE}/{meeting_id}/answers", MENTEE, body={"answer": "accept"})
    assert refused["statusCode"] == 409
    assert states() == ["proposed"]


@pytest.mark.parametrize(("answer", "state"), [("decline", "called off"), ("counter", "waits for an answer")])
def test_given_an_answer_from_the_mail_when_the_page_comes_again_then_it_shows_what_the_reader_did(
    answer: str, state: str
) -> None:
    mail = link("meeting", proposed(), MENTEE)
    typed = {"starts_at": shown(in_days(5))} if answer == "counter" else {}
    assert call("POST", mail, form={"answer": answer} | typed)["statusCode"] == 303
    page = call("GET", mail)["body"]
    assert "The newest email holds." not in page
    assert state in page


@pytest.mark.parametrize(
    ("typed", "why"),
    [
        ("2020-01-01T10:00", "Choose a time in the future"),
        ("2026-02-31T10:00", "This must be a date and time."),
        ("", "This is required."),
    ],
)
def test_given_a_time_that_cannot_be_when_proposed_then_the_page_says_so_and_keeps_the_rest(
    typed: str, why: str
) -> None:
    page = call("POST", PAGE, MENTOR, form={"starts_at": typed, "agenda": "Trudna rozmowa"})
    assert page["statusCode"] == 422
    assert why in page["body"]
    assert "Trudna rozmowa" in page["body"]
    assert states() == []


def test_given_another_time_that_has_passed_when_sent_then_both_pages_say_so() -> None:
    meeting_id = proposed()
    for who, path in ((MENTEE, f"{PAGE}/{meeting_id}/answers"), ("", link("meeting", meeting_id, MENTEE))):
        for typed in ({"starts_at": shown(in_days(-1))}, {}):
            page = call("POST", path, who, form={"answer": "counter"} | typed)
            assert page["statusCode"] == 422
            assert ("Choose a time in the future" if typed else "This is required.") in page["body"]
    assert states() == ["proposed"]


def test_given_a_past_meeting_when_noted_on_the_page_then_it_counts_and_the_future_does_not() -> None:
    refused = call("POST", f"{PAGE}/past", MENTEE, form={"held_at": shown(in_days(1))})
    assert refused["statusCode"] == 422
    assert "come yet; propose the meeting instead" in refused["body"]
    assert call("POST", f"{PAGE}/past", MENTEE, form={"held_at": shown(in_days(-1))})["statusCode"] == 303
    assert states() == ["held"]
    (held,) = published("MeetingHeld")
    assert not held.data.presumed  # type: ignore[attr-defined]


def test_given_a_past_meeting_that_cannot_be_when_noted_then_the_answer_says_why_and_keeps_what_was_typed() -> None:
    assert call("POST", f"{PAGE}/past", MENTEE, form={"held_at": shown(in_days(-1))})["statusCode"] == 303
    for typed, why in (("2019-05-05T10:00", "a pair yet"), (shown(in_days(-1)), "already noted or planned")):
        page = call("POST", f"{PAGE}/past", MENTOR, form={"held_at": typed})
        assert page["statusCode"] == 422
        assert why in page["body"]
        assert f'value="{typed}"' in page["body"]
    for starts_at in ("2019-05-05T10:00:00Z", clock.iso(in_days(-1))):
        assert call("POST", f"{PLACE}/log", MENTOR, body={"starts_at": starts_at})["statusCode"] == 422
    assert states() == ["held"]


def test_given_a_confirmed_meeting_when_time_passes_then_reminders_question_and_presumption_each_once() -> None:
    meeting_id = proposed(3)
    call("POST", f"{PLACE}/{meeting_id}/answers", MENTEE, body={"answer": "accept"})
    told: dict[float, set[str]] = {}
    kinds = ("MeetingReminderDue", "MeetingEnded", "MeetingHeld")
    for days in (2.01, 2.97, 3.1, 4, 6.2):
        for _ in range(2):
            schedule.handler({"time": clock.iso(in_days(days))}, LAMBDA)
        told[days] = {f"{kind} {len(outbox(kind))}" for kind in kinds if outbox(kind)}
    assert told[2.97] >= {"MeetingReminderDue 2"}
    assert told[3.1] == {"MeetingReminderDue 2", "MeetingEnded 1"}
    assert told[6.2] == {"MeetingReminderDue 2", "MeetingEnded 1", "MeetingHeld 1"}
    (held,) = published("MeetingHeld")
    assert held.data.presumed  # type: ignore[attr-defined]


def test_given_a_meeting_that_has_not_begun_when_told_about_then_it_waits_for_its_end() -> None:
    meeting_id = proposed(3)
    call("POST", f"{PLACE}/{meeting_id}/answers", MENTEE, body={"answer": "accept"})
    schedule.handler({"time": clock.iso(in_days(3.1))}, LAMBDA)
    question = link("outcome", meeting_id, MENTEE, 1)
    assert call("GET", question)["statusCode"] == 200
    assert call("POST", question, form={"outcome": "rain"})["statusCode"] == 422
    assert call("POST", question, form={"outcome": "held"})["statusCode"] == 409
    assert states() == ["to_confirm"]


def ended(agreed: DynamoStore) -> str:
    """Given: a meeting whose time is over and that nobody has told about."""
    meeting_id = proposed()
    item = agreed.get(Meeting, *Meeting.key(PAIR, meeting_id))
    assert item is not None
    item.starts_at, item.state = clock.iso(in_days(-0.1)), "to_confirm"
    keep(agreed, item)
    return meeting_id


@pytest.mark.parametrize("outcome", ["held", *domain.REASONS])
def test_given_a_meeting_that_is_over_when_asked_about_in_the_room_then_every_outcome_can_be_told(
    agreed: DynamoStore, outcome: str
) -> None:
    meeting_id = ended(agreed)
    assert f'value="{outcome}"' in call("GET", PAGE, MENTOR)["body"]
    assert f'value="{outcome}"' in call("GET", link("outcome", meeting_id, MENTOR))["body"]
    assert call("POST", f"{PAGE}/{meeting_id}/outcome", MENTOR, form={"outcome": outcome})["statusCode"] == 303
    assert states() == ["held" if outcome == "held" else "not_held"]


def test_given_two_answers_that_differ_when_looked_at_then_both_read_it_and_a_misclick_is_corrected(
    agreed: DynamoStore,
) -> None:
    meeting_id = ended(agreed)
    question = link("outcome", meeting_id, MENTEE)
    call("POST", question, form={"outcome": "technical"})
    assert "Correct the answer" in call("GET", question)["body"]
    assert "Correct the answer" not in call("GET", PAGE, MENTOR)["body"]
    assert "It wasn't so" in call("GET", PAGE, MENTOR)["body"]
    other = call("POST", f"{PAGE}/{meeting_id}/outcome", MENTOR, form={"outcome": "held"})
    assert other["statusCode"] == 303
    for page in (call("GET", PAGE, MENTEE), call("GET", question)):
        assert "your partner says that you did." in page["body"]
    for page in (call("GET", PAGE, MENTOR), call("GET", link("outcome", meeting_id, MENTOR))):
        assert "your partner says that you didn't." in page["body"]
    assert [one["contested"] for one in said(call("GET", PLACE, MENTOR))["items"]] == [True]
    assert call("POST", question, form={"outcome": "held"})["statusCode"] == 303
    assert states() == ["held"]
    (off,), (held,) = published("MeetingNotHeld"), published("MeetingHeld")
    assert off.meta.sequence < held.meta.sequence


def test_given_a_past_meeting_when_both_note_it_in_the_same_instant_then_it_is_one(
    monkeypatch: pytest.MonkeyPatch, agreed: DynamoStore
) -> None:
    pair = agreed.get(Pair, *Pair.key(PAIR))
    assert pair is not None
    pair.agreed_at = clock.iso(in_days(-9))
    keep(agreed, pair)
    body = {"starts_at": clock.iso(in_days(-1)), "zone": "Europe/Warsaw"}
    notes = [partial(call, "POST", f"{PLACE}/log", who, body=body) for who in (MENTOR, MENTEE)]
    answers = race(monkeypatch, api.app, notes)
    assert sorted(one["statusCode"] for one in answers) == [201, 422]
    assert states() == ["held"]
    assert len(outbox("MeetingHeld")) == 1


def test_given_a_process_that_ended_when_heard_twice_then_what_was_planned_is_off() -> None:
    proposed()
    ended = event(PairClosed(PROGRAMME, PAIR, "closed_early", "organizer"), MemoryStore())
    assert deliver(consumer.handler, ended, ended) == []
    assert states() == ["cancelled"]
    assert len(outbox("MeetingCancelled")) == 1


def test_given_a_created_meeting_when_its_location_is_asked_for_then_it_is_there_with_its_version() -> None:
    proposal = call("POST", PLACE, MENTOR, body={"starts_at": clock.iso(in_days(3))})
    noted = call("POST", f"{PLACE}/log", MENTOR, body={"starts_at": clock.iso(in_days(-1))})
    for made in (proposal, noted):
        (location,), (tag,) = made["multiValueHeaders"]["Location"], made["multiValueHeaders"]["ETag"]
        found = call("GET", location, MENTEE)
        assert (found["statusCode"], said(found)) == (200, said(made))
        assert found["multiValueHeaders"]["ETag"] == [tag]
        assert call("GET", location, STRANGER)["statusCode"] == 404
    assert call("GET", f"{PLACE}/none", MENTOR)["statusCode"] == 404


@pytest.mark.parametrize("who", ["", STRANGER, ORGANIZER])
def test_given_anybody_else_when_they_ask_then_no_meeting_exists(who: str) -> None:
    meeting_id = proposed()
    answers = {call("GET", path, who)["statusCode"] for path in (PLACE, PAGE, f"{PAGE}/{meeting_id}")}
    answers |= {call("POST", f"{PLACE}/{meeting_id}/cancel", who, body={})["statusCode"]}
    assert answers <= ({404} if who else {401, 303})
    assert states() == ["proposed"]


def test_given_a_token_of_another_purpose_when_used_then_it_opens_nothing() -> None:
    meeting_id = proposed()
    token = link("outcome", meeting_id, MENTEE).rpartition("/")[2]
    answer: Any = call("GET", f"/meetings/answer/{token}")
    assert answer["statusCode"] in (404, 410)


@pytest.mark.parametrize(
    ("wish", "why"),
    [
        ({"starts_at": "2030-01-01T10:00:00"}, "Give the offset from UTC too"),
        ({"starts_at": "2030-01-01T10:00:00Z", "zone": "Mars/Olympus"}, "We don't know this time zone."),
    ],
)
def test_given_a_time_without_its_offset_or_zone_when_proposed_through_the_api_then_the_answer_says_what_is_missing(
    wish: dict[str, str], why: str
) -> None:
    refused = call("POST", PLACE, MENTOR, body=wish)
    assert refused["statusCode"] == 422
    assert said(refused)["errors"][0]["detail"].startswith(why)


def in_new_york(instant: datetime) -> str:
    return instant.astimezone(ZoneInfo("America/New_York")).strftime("%Y-%m-%dT%H:%M")


NEW_YORK = {"cookie": "tandem_zone=America%2FNew_York"}


def test_given_a_page_in_one_zone_when_its_form_comes_back_with_another_then_the_time_is_read_as_it_was_shown() -> None:
    assert call("GET", PAGE, MENTOR)["body"].count('name="zone" value="Europe/Warsaw"') == 2
    meant, other = in_days(3).replace(second=0), in_days(5).replace(second=0)
    typed = {"starts_at": shown(meant), "zone": "Europe/Warsaw"}
    assert call("POST", PAGE, MENTOR, form=typed, headers=NEW_YORK)["statusCode"] == 303
    (one,) = said(call("GET", PLACE, MENTOR))["items"]
    assert (one["starts_at"], one["zone"]) == (clock.iso(meant), "Europe/Warsaw")
    moved = {"answer": "counter", "starts_at": shown(other), "zone": "Europe/Warsaw"}
    path = f"{PAGE}/{one['meeting_id']}/answers"
    assert call("POST", path, MENTEE, form=moved, headers=NEW_YORK)["statusCode"] == 303
    assert said(call("GET", PLACE, MENTOR))["items"][0]["starts_at"] == clock.iso(other)
    past = {"held_at": shown(in_days(-1)), "zone": "Europe/Warsaw"}
    assert call("POST", f"{PAGE}/past", MENTEE, form=past, headers=NEW_YORK)["statusCode"] == 303
    assert said(call("GET", PLACE, MENTOR))["items"][0]["starts_at"] == clock.iso(in_days(-1).replace(second=0))


def test_given_a_wrong_time_when_the_page_comes_again_then_it_keeps_the_zone_in_which_it_was_typed() -> None:
    typed = {"starts_at": "2020-01-01T10:00", "zone": "Europe/Warsaw"}
    page = call("POST", PAGE, MENTOR, form=typed, headers=NEW_YORK)["body"]
    assert 'value="2020-01-01T10:00"' in page
    assert "America/New_York" not in page


def test_given_an_unknown_zone_when_a_time_is_sent_then_it_is_not_guessed() -> None:
    page = call("POST", PAGE, MENTOR, form={"starts_at": shown(in_days(3)), "zone": "Mars/Olympus"})
    assert page["statusCode"] == 422
    assert "We don't know this time zone." in page["body"].replace("&#39;", "'")
    assert states() == []


def test_given_a_mail_when_opened_signed_out_then_times_are_in_the_zone_of_its_reader(agreed: DynamoStore) -> None:
    mentee = agreed.get(Participant, *Participant.key(PROGRAMME, "mentee"))
    assert mentee is not None
    mentee.zone = "America/New_York"
    keep(agreed, mentee)
    meeting_id = proposed()
    answer = link("meeting", meeting_id, MENTEE)
    assert "your time zone: New York" in call("GET", answer)["body"]
    told = {"cookie": "tandem_zone=Asia%2FTokyo"}
    assert "your time zone: Tokyo" in call("GET", answer, headers=told)["body"]
    meant = in_days(4).replace(second=0)
    call(
        "POST",
        answer,
        form={"answer": "counter", "starts_at": in_new_york(meant), "zone": "America/New_York"},
        headers=told,
    )
    assert said(call("GET", PLACE, MENTOR))["items"][0]["starts_at"] == clock.iso(meant)


def _change(*, forward: bool) -> str:
    """Return the next time in Warsaw that its clock jumps over, or shows twice (Directive 2000/84/EC)."""
    month, now = (3, 10)[not forward], clock.now()
    last = [datetime(now.year + later, month, 31, 2, 30) for later in (0, 1)]
    sundays = [one - timedelta(days=(one.weekday() + 1) % 7) for one in last]
    return next(f"{one:%Y-%m-%dT%H:%M}" for one in sundays if one.replace(tzinfo=ZoneInfo("UTC")) > now)


def test_given_an_hour_that_does_not_exist_when_written_anywhere_then_the_page_says_which_one_does() -> None:
    meeting_id = proposed()
    for who, path, form in (
        (MENTOR, PAGE, {}),
        (MENTEE, f"{PAGE}/{meeting_id}/answers", {"answer": "counter"}),
        ("", link("meeting", meeting_id, MENTEE), {"answer": "counter"}),
    ):
        page = call("POST", path, who, form={"starts_at": _change(forward=True)} | form)
        assert page["statusCode"] == 422
        assert "02:30 doesn't exist on that day" in page["body"]
        assert "Did you mean 03:30?" in page["body"]
    past = call("POST", f"{PAGE}/past", MENTEE, form={"held_at": _change(forward=True), "zone": "Europe/Warsaw"})
    assert "Did you mean 03:30?" in past["body"]
    assert states() == ["proposed"]


def test_given_an_hour_that_comes_twice_when_proposed_then_it_is_the_first_and_the_answer_says_so() -> None:
    typed = _change(forward=False)
    done = call("POST", PAGE, MENTOR, form={"starts_at": typed})
    assert done["statusCode"] == 303
    token = next(one for one in done["multiValueHeaders"]["Set-Cookie"] if one.startswith("tandem_flash="))
    shown_page = call("GET", PAGE, MENTOR, headers={"cookie": token.split(";")[0]})["body"]
    assert "show 02:30 twice; we took the first one (UTC+2)" in shown_page
    (one,) = said(call("GET", PLACE, MENTOR))["items"]
    assert one["starts_at"] == f"{typed[:10]}T00:30:00Z"
    assert "02:30 (UTC+2)" in shown_page


@pytest.mark.parametrize(("outcome", "asked"), [("", True), ("completed", False), ("closed_early", False)])
def test_given_no_meeting_when_the_page_of_a_process_is_opened_then_only_one_that_goes_on_is_asked_for_a_time(
    agreed: DynamoStore, outcome: str, asked: bool
) -> None:
    pair = agreed.get(Pair, *Pair.key(PAIR))
    assert pair is not None
    pair.outcome = outcome
    pair.save()
    page = call("GET", PAGE, MENTEE)["body"]
    assert "Nothing planned." in page
    assert ("Propose a time" in page) == asked


def test_given_a_confirmed_meeting_when_it_is_prepared_then_the_programmes_guide_to_its_number_is_there(
    agreed: DynamoStore,
) -> None:
    first, second = proposed(), proposed(days=5)
    for meeting_id in (first, second):
        call("POST", f"{PLACE}/{meeting_id}/answers", MENTEE, body={"answer": "accept"})
    page = call("GET", f"{PAGE}/{first}", MENTEE, language="pl")["body"]
    for words in ("Spotkanie 1: Poznajcie się", "Co skłoniło Cię do udziału właśnie teraz?"):
        assert words in page
    own = {"2": {"pl": {"title": "Nasz pomysł", "agenda": ["Rozmowa"], "prompts": []}}}
    keep(agreed, SessionGuides(*SessionGuides.key(PROGRAMME), programme_id=PROGRAMME, own=own))
    assert "Meeting 2: Nasz pomysł" in call("GET", f"{PAGE}/{second}", MENTOR)["body"]
    told = said(call("GET", f"{PLACE}/{second}/guide", MENTOR))
    assert told == {"number": 2, "title": "Nasz pomysł", "agenda": ["Rozmowa"], "prompts": []}
    call("POST", f"{PLACE}/{second}/cancel", MENTOR)
    assert call("GET", f"{PLACE}/{second}/guide", MENTOR)["statusCode"] == 404
    assert 'id="guide"' not in call("GET", f"{PAGE}/{second}", MENTOR)["body"]


def test_given_a_maybe_when_both_look_then_each_reads_whose_it_was_and_a_yes_takes_it_back(agreed: DynamoStore) -> None:
    meeting_id = proposed()
    assert call("POST", f"{PLACE}/{meeting_id}/answers", MENTEE, body={"answer": "accept"})["statusCode"] == 200
    changed(agreed, meeting_id, unsure=[MENTEE])
    assert "Your partner answered “maybe” in their calendar." in call("GET", PAGE, MENTOR)["body"]
    mine = call("GET", PAGE, MENTEE)["body"]
    assert ("You answered “maybe” in your calendar." in mine, 'value="accept"' in mine) == (True, True)
    assert said(call("GET", f"{PLACE}/{meeting_id}", MENTOR))["unsure"] == [MENTEE]
    sure = call("POST", f"{PAGE}/{meeting_id}/answers", MENTEE, form={"answer": "accept", "sequence": "1"})
    assert sure["statusCode"] == 303
    assert said(call("GET", f"{PLACE}/{meeting_id}", MENTOR))["unsure"] == []


def test_given_a_confirmed_meeting_that_has_begun_when_called_off_then_refused_and_no_button_offers_it(
    agreed: DynamoStore,
) -> None:
    meeting_id = proposed()
    call("POST", f"{PLACE}/{meeting_id}/answers", MENTEE, body={"answer": "accept"})
    assert 'value="decline"' in call("GET", PAGE, MENTOR)["body"]
    changed(agreed, meeting_id, starts_at=clock.iso(in_days(-0.01)))
    assert 'value="decline"' not in call("GET", PAGE, MENTOR)["body"]
    refused = call("POST", f"{PAGE}/{meeting_id}/answers", MENTOR, form={"answer": "decline"})
    assert (refused["statusCode"], "has already begun" in refused["body"]) == (409, True)
    assert states() == ["confirmed"]


def changed(store: DynamoStore, meeting_id: str, **values: Any) -> None:
    """Given: a meeting is so by now."""
    item = store.get(Meeting, *Meeting.key(PAIR, meeting_id))
    assert item is not None
    for name, value in values.items():
        setattr(item, name, value)
    keep(store, item)
