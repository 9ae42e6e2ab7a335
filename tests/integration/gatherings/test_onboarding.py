"""Onboarding through the real handlers: organizers write lists, people take steps, both see how far that is."""

from __future__ import annotations

import re
from functools import partial
from typing import TYPE_CHECKING, Any

import pytest

from gatherings import api, consumer, starter
from mentoring import clock
from mentoring.events.gatherings import GatheringAttended, GatheringMissed, OnboardingChanged
from mentoring.events.recruitment import ApplicationAccepted, ApplicationWithdrawn
from mentoring.tables.gatherings.attendance import Attendance
from mentoring.tables.gatherings.onboarding import OnboardingCounts, OnboardingProgress
from mentoring.tables.recruitment import Participant
from mentoring.tables.vocabulary import OnboardingKind, OnboardingState, Role
from tests.fakes import MemoryStore
from tests.fakes.context import NOON
from tests.fakes.people import MENTEE, MENTOR, ORGANIZER, PROGRAMME, STRANGER, event, participant
from tests.integration.lambdas import deliver, keep, published, said, send
from tests.unit.gatherings.givens import item as gathering_item

if TYPE_CHECKING:
    from mentoring.store.dynamo import DynamoStore

call = partial(send, api.handler)
PAGE, JSON = f"/onboarding/{PROGRAMME}", f"/v1/onboarding/{PROGRAMME}"
STEPS = {role: starter.checklist(PROGRAMME, role).steps for role in Role}
QUIZ = next(one for one in STEPS[Role.MENTEE] if one.what == OnboardingKind.QUIZ)
FIRST = STEPS[Role.MENTEE][0]
RIGHT = [one.right for one in QUIZ.questions]


def told(answer: dict[str, Any], status: int = 200) -> Any:
    assert answer["statusCode"] == status, answer["body"]
    return said(answer)


def tag(answer: dict[str, Any]) -> dict[str, str]:
    return {"if-match": answer["multiValueHeaders"]["ETag"][0]}


def give(**changes: Any) -> None:
    """Given: organizers gave people the starter lists."""
    body = {"given": True} | changes
    told(call("PUT", f"{JSON}/lists", ORGANIZER, body=body, headers=tag(call("GET", f"{JSON}/lists", ORGANIZER))))
    follow()


def follow() -> None:
    """Given: everybody is up to date with the lists."""
    assert deliver(consumer.handler, event(OnboardingChanged(PROGRAMME, reminders=False), MemoryStore())) == []


def mine(who: str = MENTEE) -> Any:
    (part,) = told(call("GET", JSON, who))["items"]
    return part


def kept(store: DynamoStore, who: str = "mentee") -> OnboardingProgress:
    found = store.get(OnboardingProgress, *OnboardingProgress.key(PROGRAMME, who))
    assert found is not None
    return found


def numbers(store: DynamoStore) -> dict[str, int]:
    counts = OnboardingCounts.total(store.get_many(OnboardingCounts, OnboardingCounts.keys(PROGRAMME)))
    return {name: number for name, number in counts.items() if number}


@pytest.mark.usefixtures("agreed")
def test_given_a_new_programme_when_organizers_look_then_they_find_the_starter_lists_and_people_nothing() -> None:
    page = call("GET", f"{PAGE}/lists", ORGANIZER, language="pl")["body"]
    assert "Czym jest mentoring" in page
    assert [one["step_id"] for one in told(call("GET", f"{JSON}/lists/mentor", ORGANIZER))["items"]] == [
        one.step_id for one in STEPS[Role.MENTOR]
    ]
    for path in (PAGE, JSON, f"{PAGE}/steps/{FIRST.step_id}"):
        assert call("GET", path, MENTEE)["statusCode"] == 404
    for path in (PAGE, f"{PAGE}/lists", f"{JSON}/lists", f"{JSON}/lists/mentor", f"{PAGE}/people", f"{JSON}/people"):
        assert call("GET", path, STRANGER)["statusCode"] == 404
        if path != PAGE:
            assert call("GET", path, MENTEE)["statusCode"] == 404


def test_given_lists_that_are_given_when_people_look_then_each_has_the_one_of_their_role(agreed: DynamoStore) -> None:
    give()
    assert [one["title"] for one in mine(MENTOR)["steps"]] == [one.texts["en"]["title"] for one in STEPS[Role.MENTOR]]
    assert (mine()["total"], mine()["done"], mine()["left"]) == (7, 0, 6)
    assert numbers(agreed) == {"not_begun": 2}
    assert {(one.data.participant_id, one.data.role) for one in published("OnboardingWaits")} == {
        ("mentee", "mentee"), ("mentor", "mentor"),
    }  # fmt: skip
    follow()
    assert len(published("OnboardingWaits")) == 2, "nobody hears it twice"


def test_given_a_step_when_done_on_its_page_then_the_next_one_follows(agreed: DynamoStore) -> None:
    give()
    page = call("GET", f"{PAGE}/steps/{FIRST.step_id}", MENTEE)["body"]
    assert "What mentoring is" in page
    answer = call("POST", f"{PAGE}/steps/{FIRST.step_id}", MENTEE, form={})
    assert answer["multiValueHeaders"]["Location"] == [f"{PAGE}/steps/{STEPS[Role.MENTEE][1].step_id}"]
    call("POST", f"{PAGE}/steps/{FIRST.step_id}", MENTEE, form={})
    assert (kept(agreed).done, kept(agreed).following["step_id"]) == (1, STEPS[Role.MENTEE][1].step_id)
    assert numbers(agreed) == {"not_begun": 1, "begun": 1}
    assert "1 of 7 done" in call("GET", PAGE, MENTEE)["body"]


def test_given_a_quiz_when_answered_wrong_then_it_explains_is_done_and_may_be_tried_again(agreed: DynamoStore) -> None:
    give()
    wrong = {f"answer_{number}": (right + 1) % 3 for number, right in enumerate(RIGHT, 1)}
    page = call("POST", f"{PAGE}/steps/{QUIZ.step_id}/answers", MENTEE, form=wrong)
    assert page["statusCode"] == 200
    for one in QUIZ.questions:
        assert one.texts["en"]["why"] in re.sub("&#39;", "'", page["body"])
    assert "0 of 3 right" in page["body"]
    again = told(call("POST", f"{JSON}/steps/{QUIZ.step_id}/answers", MENTEE, body={"answers": RIGHT}))
    assert [one["right"] for one in again["items"]] == [True] * 3
    assert kept(agreed).marks[QUIZ.step_id] == {
        "state": "done", "at": kept(agreed).marks[QUIZ.step_id]["at"], "why": "", "by": "",
    }  # fmt: skip
    assert "answer" not in str(kept(agreed).attribute_values), "what somebody answered is nowhere"


@pytest.mark.usefixtures("agreed")
def test_given_a_quiz_when_a_question_is_left_out_or_it_is_ticked_off_then_it_is_refused_in_words() -> None:
    give()
    page = call("POST", f"{PAGE}/steps/{QUIZ.step_id}/answers", MENTEE, form={"answer_1": 0, "answer_3": 1})
    assert page["statusCode"] == 422
    assert "Choose an answer" in page["body"]
    assert call("POST", f"{PAGE}/steps/{QUIZ.step_id}", MENTEE, form={})["statusCode"] == 409
    assert mine()["done"] == 0


def test_given_somebody_who_is_through_when_a_required_step_is_added_then_they_have_one_more(
    agreed: DynamoStore,
) -> None:
    give()
    for one in STEPS[Role.MENTEE]:
        if one.what != OnboardingKind.QUIZ:
            told(call("POST", f"{JSON}/steps/{one.step_id}/done", MENTEE))
    told(call("POST", f"{JSON}/steps/{QUIZ.step_id}/answers", MENTEE, body={"answers": RIGHT}))
    assert (kept(agreed).left, numbers(agreed)) == (0, {"not_begun": 1, "settled": 1})
    assert [one.data.participant_id for one in published("OnboardingCompleted")] == ["mentee"]
    wish = {"texts": {"pl": {"title": "Regulamin", "text": "Przeczytaj."}}}
    based = tag(call("GET", f"{JSON}/lists/mentee", ORGANIZER))
    added = told(call("POST", f"{JSON}/lists/mentee", ORGANIZER, body=wish, headers=based), 201)["step_id"]
    assert call("POST", f"{JSON}/lists/mentee", ORGANIZER, body=wish, headers=based)["statusCode"] == 412
    follow()
    assert (kept(agreed).left, kept(agreed).total, kept(agreed).following["step_id"]) == (1, 8, added)
    assert len(published("OnboardingWaits")) == 3
    page = call("GET", f"{PAGE}/steps/{added}", MENTEE)["body"]
    assert 'lang="pl"' in page
    assert "in one language only" in page


def test_given_a_step_somebody_has_done_when_it_is_removed_then_they_keep_it_and_others_do_not_see_it(
    agreed: DynamoStore,
) -> None:
    give()
    told(call("POST", f"{JSON}/steps/{FIRST.step_id}/done", MENTEE))
    keep(agreed, participant("other", "mentee"))
    page = f"{PAGE}/lists/mentee/{FIRST.step_id}"
    version = tag(call("GET", f"{JSON}/lists/mentee", ORGANIZER))["if-match"].strip('"')
    assert call("POST", f"{page}/deletion", ORGANIZER, form={"version": version})["statusCode"] == 303
    follow()
    assert (kept(agreed).done, kept(agreed).total) == (1, 7)
    assert (kept(agreed, "other").done, kept(agreed, "other").total) == (0, 6)
    assert "no longer on the list" in call("GET", PAGE, MENTEE)["body"]
    assert call("GET", page, ORGANIZER)["statusCode"] == 404


@pytest.mark.usefixtures("agreed")
def test_given_the_pages_of_lists_when_steps_are_written_moved_and_changed_then_they_say_so() -> None:
    new = f"{PAGE}/lists/mentee/new"
    assert call("GET", new, ORGANIZER, what="quiz")["statusCode"] == 200
    texts = {
        "title_pl": "Quiz",
        "question_1_pl": "Czy?",
        "choices_1_pl": "tak\nnie",
        "why_1_pl": "Bo tak.",
        "right_1": 1,
    }
    path = f"{new}?what=quiz"
    missing = send(api.handler, "POST", new, ORGANIZER, form=texts | {"version": "0", "right_1": 0}, what="quiz")
    assert missing["statusCode"] == 422, path
    assert "Czy?" in missing["body"]
    assert call("POST", new, ORGANIZER, form=texts | {"version": "0"}, what="quiz")["statusCode"] == 303
    assert call("POST", new, ORGANIZER, form=texts | {"version": "0"}, what="quiz")["statusCode"] == 412
    listed = told(call("GET", f"{JSON}/lists/mentee", ORGANIZER))["items"]
    assert [len(listed), listed[-1]["texts"]["en"]] == [8, None]
    added = listed[-1]["step_id"]
    assert "Bo tak." in call("GET", f"{PAGE}/lists/mentee/{added}", ORGANIZER)["body"]
    based = {"version": "1"}
    assert call("POST", f"{PAGE}/lists/mentee/{added}/place", ORGANIZER, form=based | {"to": "up"})["statusCode"] == 303
    assert [one["step_id"] for one in told(call("GET", f"{JSON}/lists/mentee", ORGANIZER))["items"]][-2] == added
    changed = call("POST", f"{PAGE}/lists/mentee/{added}", ORGANIZER, form=texts | {"version": "2", "title_pl": "Test"})
    assert changed["statusCode"] == 303
    assert ">Test<" in call("GET", f"{PAGE}/lists", ORGANIZER, language="pl")["body"]


@pytest.mark.usefixtures("agreed")
def test_given_a_list_that_people_have_when_an_organizer_changes_it_then_the_event_names_them() -> None:
    give()
    form = {"title_pl": "Nowy", "text_pl": "Co robić.", "title_en": "New", "text_en": "What to do."}
    before = len(published("OnboardingChanged"))
    page = call("POST", f"{PAGE}/lists/mentee/new", ORGANIZER, form=form | {"what": "read", "version": "1"})
    assert page["statusCode"] == 303, page["body"]
    told = published("OnboardingChanged")
    assert (len(told), {one.meta.organizer for one in told}) == (before + 1, {ORGANIZER})


def test_given_people_who_know_it_all_when_waived_with_a_reason_then_they_read_it_and_are_through(
    agreed: DynamoStore,
) -> None:
    give()
    wish = {"people": ["mentee", "mentor"], "step": "", "why": "Byliście w jesiennej edycji."}
    assert call("POST", f"{PAGE}/people", ORGANIZER, form=wish | {"why": ""})["statusCode"] == 422
    assert call("POST", f"{PAGE}/people", ORGANIZER, form={"why": "x"})["statusCode"] == 422
    assert call("POST", f"{PAGE}/people", ORGANIZER, form=wish)["statusCode"] == 303
    assert numbers(agreed) == {"settled": 2}
    assert {one.data.participant_id for one in published("OnboardingCompleted")} == {"mentee", "mentor"}
    (waived,) = published("OnboardingWaived")
    assert (sorted(waived.data.participant_ids), waived.meta.organizer) == (["mentee", "mentor"], ORGANIZER)
    assert "jesiennej edycji" in call("GET", f"{PAGE}/steps/{FIRST.step_id}", MENTEE)["body"]
    assert told(call("POST", f"{JSON}/steps/{FIRST.step_id}/done", MENTEE))["items"][0]["steps"][0]["state"] == "done"
    some = {"people": ["mentee", "nobody"], "why": "x"}
    assert call("POST", f"{JSON}/people/waiving", ORGANIZER, body=some)["statusCode"] == 404


@pytest.mark.usefixtures("agreed")
def test_given_people_on_their_way_when_organizers_look_then_they_see_who_and_what_but_no_answers() -> None:
    give()
    told(call("POST", f"{JSON}/steps/{QUIZ.step_id}/answers", MENTEE, body={"answers": [2, 2, 2]}))
    page = call("GET", f"{PAGE}/people", ORGANIZER)["body"]
    assert "Mentee" in page
    assert "on their way (1)" in page
    found = told(call("GET", f"{JSON}/people", ORGANIZER))["items"]
    assert [(one["participant_id"], one["arrival"], one["done"]) for one in found] == [
        ("mentor", "not_begun", 0),
        ("mentee", "begun", 1),
    ]
    assert {"step_id": QUIZ.step_id, "state": OnboardingState.DONE} in found[1]["steps"]
    only = call("GET", f"{PAGE}/people", ORGANIZER, arrival="begun")["body"]
    assert "Mentor</strong>" not in only


def test_given_somebody_who_comes_later_or_leaves_when_it_is_heard_then_they_are_on_the_list_or_off_it(
    agreed: DynamoStore,
) -> None:
    keep(agreed, participant("late", "mentee"))
    accepted = event(ApplicationAccepted("late", PROGRAMME, "late", "late-person", "mentee"), MemoryStore())
    assert deliver(consumer.handler, accepted) == []
    assert agreed.get(OnboardingProgress, *OnboardingProgress.key(PROGRAMME, "late")) is None, "nobody has a list"
    give()
    keep(agreed, participant("later", "mentee"))
    for _ in range(2):
        assert (
            deliver(
                consumer.handler,
                event(ApplicationAccepted("later", PROGRAMME, "later", "later-person", "mentee"), MemoryStore()),
            )
            == []
        )
    assert kept(agreed, "later").left == 6
    assert numbers(agreed) == {"not_begun": 4}
    gone = agreed.get(Participant, *Participant.key(PROGRAMME, "later"))
    assert gone is not None
    gone.withdrawn_at = clock.iso(clock.now())
    keep(agreed, gone)
    assert deliver(consumer.handler, event(ApplicationWithdrawn("later", PROGRAMME), MemoryStore())) == []
    assert numbers(agreed) == {"not_begun": 3}
    assert clock.parse(kept(agreed, "late").begun_at)


@pytest.mark.usefixtures("agreed")
def test_given_somebody_who_is_not_ready_when_organizers_look_then_a_button_reminds_that_person() -> None:
    give()
    page = call("GET", f"{PAGE}/people", ORGANIZER)["body"]
    assert f'formaction="/monitoring/{PROGRAMME}/onboarding/mentee/nudge"' in page


def test_given_a_step_about_a_gathering_when_the_host_notes_people_then_it_is_done_until_it_is_put_right(
    agreed: DynamoStore,
) -> None:
    keep(agreed, gathering_item("g"))
    wish = {"what": "gathering", "about": "g", "texts": {"pl": {"title": "Warsztat wdrożeniowy", "text": ""}}}
    based = tag(call("GET", f"{JSON}/lists/mentee", ORGANIZER))
    step_id = told(call("POST", f"{JSON}/lists/mentee", ORGANIZER, body=wish, headers=based), 201)["step_id"]
    give()
    assert call("POST", f"{JSON}/steps/{step_id}/done", MENTEE)["statusCode"] == 409
    assert "the host notes who is present" in call("GET", f"{PAGE}/steps/{step_id}", MENTEE)["body"]
    who = (PROGRAMME, "g", MENTEE, "mentee")
    for noted, done in ((GatheringAttended(*who), 1), (GatheringMissed(*who), 0), (GatheringAttended(*who), 1)):
        assert deliver(consumer.handler, event(noted, MemoryStore())) == []
        assert kept(agreed).done == done
    nobody = event(GatheringAttended(PROGRAMME, "g", "x", "nobody"), MemoryStore())
    assert deliver(consumer.handler, nobody) == []


def test_given_somebody_in_both_roles_when_the_host_notes_them_then_the_step_is_done_in_both(
    agreed: DynamoStore,
) -> None:
    keep(agreed, gathering_item("g"), participant("also", "mentor", person_id=MENTEE))
    wish = {"what": "gathering", "about": "g", "texts": {"pl": {"title": "Warsztat wdrożeniowy", "text": ""}}}
    for role in Role:
        based = tag(call("GET", f"{JSON}/lists/{role}", ORGANIZER))
        told(call("POST", f"{JSON}/lists/{role}", ORGANIZER, body=wish, headers=based), 201)
    give()
    who = (PROGRAMME, "g", MENTEE, "mentee")
    for noted, done in ((GatheringAttended(*who), 1), (GatheringMissed(*who), 0)):
        assert deliver(consumer.handler, event(noted, MemoryStore())) == []
        assert (kept(agreed, "mentee").done, kept(agreed, "also").done) == (done, done)


def test_given_people_who_were_there_when_a_step_about_it_is_added_then_it_is_done_for_them(
    agreed: DynamoStore,
) -> None:
    there = {"gathering_id": "g", "programme_id": PROGRAMME, "noted": "host", "by": ORGANIZER, "at": clock.iso(NOON)}
    keep(
        agreed,
        gathering_item("g"),
        Attendance(*Attendance.key("g", MENTEE), person_id=MENTEE, participant_id="mentee", present=True, **there),
        Attendance(*Attendance.key("g", MENTOR), person_id=MENTOR, participant_id="mentor", present=False, **there),
    )
    wish = {"what": "gathering", "about": "g", "texts": {"pl": {"title": "Warsztat wdrożeniowy", "text": ""}}}
    for role in Role:
        based = tag(call("GET", f"{JSON}/lists/{role}", ORGANIZER))
        told(call("POST", f"{JSON}/lists/{role}", ORGANIZER, body=wish, headers=based), 201)
    give()
    assert (kept(agreed, "mentee").done, kept(agreed, "mentor").done) == (1, 0)
