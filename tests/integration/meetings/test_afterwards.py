"""After a meeting, from the mail and signed out: what is taken away, homework, the next time; on one page."""

from __future__ import annotations

import re
from datetime import timedelta
from functools import partial
from typing import TYPE_CHECKING, Any

import pytest

from meetings import api
from mentoring import clock, links
from mentoring.tables.meetings import Meeting, PairCalendar
from mentoring.tables.pairing import Pair
from tests.fakes.people import MENTEE, MENTOR, PAIR, PROGRAMME, STRANGER
from tests.fakes.racing_handlers import race
from tests.integration.lambdas import keep, outbox, said, send
from workspace import api as rooms

if TYPE_CHECKING:
    from mentoring.store.dynamo import DynamoStore

call = partial(send, api.handler)
room = partial(send, rooms.handler)
WORDS = {"takeaway": "Najpierw <pytać>", "homework": "Lista pytań", "due_on": "2099-03-01", "homework_for": "pair"}


@pytest.fixture(autouse=True)
def _met(agreed: DynamoStore) -> None:
    """Given: a pair whose meeting ended two hours ago, and nobody has said yet how it went."""
    keep_meeting(agreed, "m", -3, "to_confirm")


def keep_meeting(agreed: DynamoStore, meeting_id: str, hours: int, state: str, by: str = MENTOR) -> None:
    starts_at = clock.iso(clock.now() + timedelta(hours=hours))
    meeting = Meeting(
        *Meeting.key(PAIR, meeting_id), meeting_id=meeting_id, pair_id=PAIR, programme_id=PROGRAMME, minutes=60,
        starts_at=starts_at, zone="Europe/Warsaw", state=state, proposed_by=by, accepted_by=[by], uid=meeting_id,
    )  # fmt: skip
    key = PairCalendar.key(PAIR)
    calendar = agreed.get(PairCalendar, *key) or PairCalendar(*key, pair_id=PAIR, known={})
    calendar.note(meeting)
    keep(agreed, calendar, meeting)


def link(who: str = MENTEE, meeting_id: str = "m", purpose: str = "outcome", **claims: str) -> str:
    told = {"pair_id": PAIR} | claims
    expires_at = clock.now() + timedelta(days=1)
    return f"/meetings/outcome/{links.sign(purpose, meeting_id, expires_at=expires_at, person_id=who, **told)}"


def held(who: str = MENTEE) -> str:
    """Given: somebody says by the mail that they met; return the link."""
    path = link(who)
    assert call("POST", path, form={"outcome": "held"})["statusCode"] == 303
    return path


def after(path: str, **form: str) -> dict[str, Any]:
    """Send the form as a browser does: where it is sent on with 307, it goes there with the same content."""
    answer = call("POST", f"{path}/after", form=form)
    while answer["statusCode"] == 307:
        (where,) = answer["multiValueHeaders"]["Location"]
        answer = room("POST", where, form=form)
    return answer


def offered(page: str) -> list[str]:
    return re.findall(r'name="next" value="([^"]+)"', page)


def noted(who: str = MENTEE) -> list[tuple[str, str]]:
    items = said(room("GET", f"/v1/rooms/{PAIR}/takeaways", who))["items"]
    return [(one["text"], one["visibility"]) for one in items]


def homework(who: str = MENTEE) -> list[tuple[str, str]]:
    return [(one["text"], one["due_on"]) for one in said(room("GET", f"/v1/rooms/{PAIR}", who))["tasks"]]


def planned() -> list[tuple[str, str, str]]:
    items = said(call("GET", f"/v1/meetings/pair/{PAIR}", MENTOR))["items"]
    return [(one["state"], one["starts_at"], one["proposed_by"]) for one in items if one["meeting_id"] != "m"]


def test_given_the_mail_when_answered_signed_out_then_all_three_are_done_on_one_page_with_one_more_click() -> None:
    path = held()
    page = call("GET", path)["body"]
    times = offered(page)
    assert 1 < len(times) <= 5
    assert re.search(r'name="takeaway_for" value="author" checked', page)
    first_button = page[page.index(f'action="{path}/after"') :].partition("<button")[2]
    assert 'name="next"' not in first_button.partition(">")[0], "Enter in a field saves, it proposes nothing"
    done = after(path, **WORDS, takeaway_for="author", next=times[1])
    assert (done["statusCode"], done["multiValueHeaders"]["Location"]) == (303, [path])
    assert (noted(), noted(MENTOR)) == ([("Najpierw <pytać>", "author")], [])
    assert homework() == homework(MENTOR) == [("Lista pytań", "2099-03-01")]
    assert planned() == [("proposed", times[1], MENTEE)]
    page = call("GET", path)["body"]
    assert offered(page) == []
    assert "What you take away from this meeting is noted." in page
    assert "waits for an answer" in page
    page = call("GET", link(MENTOR))["body"]
    assert "waits for your answer" in page
    assert f'href="/meetings/pair/{PAIR}">Answer' in page


def test_given_a_meeting_ahead_when_it_is_called_off_then_it_does_not_stand_among_past_ones(
    agreed: DynamoStore,
) -> None:
    keep_meeting(agreed, "n", 72, "confirmed")
    call("POST", f"/v1/meetings/pair/{PAIR}/n/answers", MENTOR, body={"answer": "decline", "sequence": 0})
    page = call("GET", f"/meetings/pair/{PAIR}", MENTEE)["body"]
    assert "1 meeting called off" in page
    assert "1 past meeting" not in page


@pytest.mark.parametrize(
    ("form", "events"),
    [
        ({}, []),
        ({"takeaway": "Pytać"}, ["TakeawayNoted"]),
        ({"takeaway": "Pytać", "takeaway_for": "pair"}, ["TakeawayNoted"]),
        ({"homework": "Lista"}, ["TaskAssigned"]),
        (WORDS, ["TakeawayNoted", "TaskAssigned"]),
        ({"takeaway": " ", "homework": "\n"}, []),
    ],
)
def test_given_a_part_that_is_left_out_when_saved_then_the_others_are_kept(
    form: dict[str, str], events: list[str]
) -> None:
    path = held()
    assert after(path, **form)["statusCode"] == 303
    assert [kind for kind in ("TakeawayNoted", "TaskAssigned") if outbox(kind)] == events
    assert planned() == []
    assert [who for _, who in noted()] == ([form.get("takeaway_for", "author")] if "TakeawayNoted" in events else [])


@pytest.mark.parametrize(
    ("form", "seen"),
    [
        ({}, {MENTEE: "both", MENTOR: "both"}),
        ({"doer": "me"}, {MENTEE: "me", MENTOR: "partner"}),
        ({"doer": "partner"}, {MENTEE: "partner", MENTOR: "me"}),
        ({"doer": "partner", "homework_for": "author"}, {MENTEE: "me"}),
    ],
)
def test_given_homework_when_noted_then_each_reads_who_does_it(form: dict[str, str], seen: dict[str, str]) -> None:
    assert after(held(), homework="Lista", **form)["statusCode"] == 303
    shown = {who: said(room("GET", f"/v1/rooms/{PAIR}", who))["tasks"] for who in (MENTEE, MENTOR)}
    assert {who: one["doer"] for who, tasks in shown.items() for one in tasks} == seen
    page = room("GET", f"/rooms/{PAIR}/tasks", MENTEE)["body"]
    own = "homework of your own" in page
    assert {"me": own, "partner": "for " in page, "both": not own and "for you" not in page}[seen[MENTEE]]


def test_given_a_time_alone_when_clicked_then_it_is_proposed_and_a_second_click_changes_nothing() -> None:
    path = held()
    first, *_, last = offered(call("GET", path)["body"])
    for _ in range(2):
        assert after(path, next=first)["statusCode"] == 303
    assert planned() == [("proposed", first, MENTEE)]
    other = after(path, next=last, takeaway="Pytać")
    assert other["statusCode"] == 409
    assert "was proposed meanwhile" in other["body"]
    assert ">Pytać</textarea>" in other["body"]
    assert len(planned()) == 1


def test_given_both_at_once_when_each_proposes_a_time_then_the_later_one_reads_the_others_and_loses_no_word(
    agreed: DynamoStore,
) -> None:
    path = held()
    times = offered(call("GET", path)["body"])
    keep_meeting(agreed, "n", 300, "proposed")
    refused = after(path, **WORDS, next=times[0])
    assert refused["statusCode"] == 409
    for word in ("Najpierw &lt;pytać&gt;", "Lista pytań", "2099-03-01"):
        assert word in refused["body"]
    assert offered(refused["body"]) == []
    assert len(planned()) == 1
    assert after(path, **WORDS)["statusCode"] == 303
    assert len(noted()) == 1


def test_given_words_sent_twice_when_signed_out_then_they_are_kept_once() -> None:
    path = held()
    for _ in range(2):
        assert after(path, **WORDS)["statusCode"] == 303
    assert len(noted()) == len(homework()) == 1
    assert [len(outbox(kind)) for kind in ("TakeawayNoted", "TaskAssigned")] == [1, 1]


def test_given_words_that_cannot_be_kept_when_sent_then_the_page_has_all_of_them_and_the_time_is_proposed() -> None:
    path = held()
    time = offered(call("GET", path)["body"])[0]
    refused = after(path, **WORDS | {"due_on": "2026-02-31"}, next=time)
    assert refused["statusCode"] == 422
    for word in ("Najpierw &lt;pytać&gt;", "Lista pytań", 'id="due_on"'):
        assert word in refused["body"]
    assert (noted(), homework(), len(planned())) == ([], [], 1)
    token = path.rpartition("/")[2]
    assert f'action="/rooms/met/{token}"' in refused["body"]
    assert room("POST", f"/rooms/met/{token}", form=WORDS)["statusCode"] == 303
    assert (len(noted()), len(homework())) == (1, 1)
    back = room("GET", f"/rooms/met/{token}")
    assert back["multiValueHeaders"]["Location"] == [path]


def test_given_other_words_noted_before_when_sent_then_nothing_is_overwritten_and_what_was_typed_stays() -> None:
    path = held()
    after(path, takeaway="Pierwsze")
    refused = after(path, takeaway="Drugie", homework="Lista")
    assert refused["statusCode"] == 412
    assert (">Drugie</textarea>" in refused["body"], "Pierwsze" in refused["body"]) == (True, False)
    assert (noted(), homework()) == ([("Pierwsze", "author")], [])
    assert after(path, homework="Lista")["statusCode"] == 303
    assert len(homework()) == 1


def test_given_a_takeaway_of_ones_own_when_the_other_opens_their_mail_then_they_read_nothing_of_it() -> None:
    after(held(), takeaway="Tylko moje")
    page = call("GET", link(MENTOR))["body"]
    assert "Tylko moje" not in page
    assert 'name="takeaway"' in page
    assert "Tylko moje" not in call("GET", link())["body"], "who has the mail may write, not read"


def test_given_a_link_made_for_nobody_of_the_pair_when_used_then_nothing_is_kept() -> None:
    held()
    path = link(STRANGER)
    time = clock.iso(clock.now() + timedelta(days=3))
    assert call("POST", f"{path}/after", form={"next": time})["statusCode"] == 404
    assert after(path, **WORDS)["statusCode"] == 404
    assert (noted(), homework(), planned()) == ([], [], [])


@pytest.mark.parametrize("purpose", ["meeting", "entry", "goal", "nudge"])
def test_given_a_link_for_something_else_when_used_then_nothing_is_kept(purpose: str) -> None:
    held()
    token = link(purpose=purpose).rpartition("/")[2]
    assert call("POST", f"/meetings/outcome/{token}/after", form=WORDS)["statusCode"] == 404
    assert room("POST", f"/rooms/met/{token}", form=WORDS)["statusCode"] == 404
    assert (noted(), homework()) == ([], [])


@pytest.mark.parametrize(("meeting_id", "pair_id"), [("other", PAIR), ("m", "other-pair")])
def test_given_a_link_to_another_meeting_or_pair_when_used_then_there_is_none(meeting_id: str, pair_id: str) -> None:
    held()
    token = link(meeting_id=meeting_id, pair_id=pair_id).rpartition("/")[2]
    assert room("POST", f"/rooms/met/{token}", form=WORDS)["statusCode"] == 404
    assert (noted(), homework()) == ([], [])


def test_given_an_old_link_when_the_form_is_sent_then_a_new_one_is_offered_for_the_same_page() -> None:
    held()
    expired = links.sign("outcome", "m", expires_at=clock.now() - timedelta(days=1), person_id=MENTEE, pair_id=PAIR)
    for handler, path in ((call, f"/meetings/outcome/{expired}/after"), (room, f"/rooms/met/{expired}")):
        answer = handler("POST", path, form=WORDS)
        assert answer["statusCode"] == 410
        assert 'action="/sign-in/links"' in answer["body"]
    again = links.again(links.made_once(f"/rooms/met/{expired}"), expires_at=clock.now() + timedelta(days=1))
    assert "/meetings/outcome/" in again
    assert noted() == []


def test_given_a_meeting_that_was_not_held_when_its_page_is_opened_then_only_the_next_time_is_asked() -> None:
    path = link()
    call("POST", path, form={"outcome": "technical"})
    page = call("GET", path)["body"]
    assert 'name="takeaway"' not in page
    assert offered(page)
    assert after(path, **WORDS)["statusCode"] == 409
    assert (noted(), homework()) == ([], [])


def test_given_a_meeting_nobody_told_of_or_a_process_that_ended_when_opened_then_nothing_more_is_asked(
    agreed: DynamoStore,
) -> None:
    path = link()
    assert "/after" not in call("GET", path)["body"]
    assert after(path, **WORDS)["statusCode"] == 409
    held()
    pair = agreed.get(Pair, *Pair.key(PAIR))
    assert pair is not None
    pair.outcome = "completed"
    keep(agreed, pair)
    assert "/after" not in call("GET", path)["body"]
    assert after(path, **WORDS)["statusCode"] == 409
    assert call("POST", f"{path}/after", form={"next": clock.iso(clock.now() + timedelta(days=3))})["statusCode"] == 409


def test_given_two_clicks_in_the_same_instant_when_saved_then_there_is_one_of_each(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    token = held().rpartition("/")[2]
    click = partial(room, "POST", f"/rooms/met/{token}", form=WORDS)
    answers = race(monkeypatch, rooms.app, [click, click])
    assert {one["statusCode"] for one in answers} == {303}
    assert len(noted()) == len(homework()) == 1
