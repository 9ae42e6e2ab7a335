"""Surveys through their real Lambda handlers over the tables of the template."""

from __future__ import annotations

from datetime import timedelta
from functools import partial
from typing import TYPE_CHECKING, Any

import pytest

from mentoring import clock, links
from mentoring.events.gatherings import GatheringEnded
from mentoring.events.meetings import MeetingHeld
from mentoring.events.pairing import PairAgreed, PairClosed
from mentoring.tables.gatherings.attendance import Attendance
from mentoring.tables.recruitment import Programme
from mentoring.tables.surveys import Answer
from mentoring.tables.vocabulary import GatheringState
from surveys import api, consumer
from tests.fakes import MemoryStore
from tests.fakes.context import NOON
from tests.fakes.people import MENTEE, MENTOR, ORGANIZER, PAIR, PROGRAMME, STRANGER, event
from tests.integration.lambdas import deliver, keep, outbox, published, said, send
from tests.unit.gatherings.givens import gathering, item

if TYPE_CHECKING:
    from mentoring.store.dynamo import DynamoStore

call = partial(send, api.handler)
AGREED = PairAgreed(PROGRAMME, PAIR, "p", "mentor", "mentee", MENTOR, MENTEE)


@pytest.fixture(autouse=True)
def _pair(agreed: DynamoStore) -> None:
    """Given: a pair whose agreement was heard of twice."""
    heard(AGREED)


def heard(data: Any) -> None:
    one = event(data, MemoryStore())
    assert deliver(consumer.handler, one, one) == []


def mine(who: str = MENTEE) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = said(call("GET", "/v1/surveys", who))["items"]
    return found


def test_given_the_moments_of_a_process_when_heard_then_each_survey_comes_once_to_each() -> None:
    heard(MeetingHeld(PROGRAMME, PAIR, "m1", clock.iso(NOON), 1, presumed=False))
    heard(MeetingHeld(PROGRAMME, PAIR, "m2", clock.iso(NOON), 2, presumed=False))
    heard(PairClosed(PROGRAMME, PAIR, "completed", "both"))
    assert {who: {one["survey"] for one in mine(who)} for who in (MENTOR, MENTEE)} == {
        MENTOR: {"start", "pair_fit", "end"},
        MENTEE: {"start", "pair_fit", "end"},
    }
    assert len(outbox("SurveyAssigned")) == 6


def test_given_a_programme_with_a_colour_when_a_pairs_surveys_are_opened_then_the_page_has_it(
    agreed: DynamoStore,
) -> None:
    programme = agreed.get(Programme, *Programme.key(PROGRAMME))
    assert programme is not None
    programme.accent = "plum"
    keep(agreed, programme)
    page = call("GET", f"/surveys/pair/{PAIR}", MENTEE)["body"]
    assert 'data-accent="plum"' in page
    assert f'<a href="/rooms/{PAIR}">Our room</a>' in page


def test_given_surveys_when_all_are_answered_then_the_page_says_that_nothing_waits_and_where_to_go() -> None:
    (one,) = mine()
    before = call("GET", "/surveys", MENTEE)["body"]
    assert ('href="/rooms/"' in before, '<a href="/home">Home</a>' in before) == (False, True)
    assert "Nothing waits for you here." not in before
    path = f"/v1/surveys/{PROGRAMME}/{one['assignment_id']}/answers"
    assert call("POST", path, MENTEE, body={"answers": {"confidence": 4}})["statusCode"] < 300
    page = call("GET", "/surveys", MENTEE)["body"]
    assert "Nothing waits for you here." in page
    assert 'class="button quiet" href="/home"' in page
    assert f'class="button quiet" href="/rooms/{PAIR}"' in call("GET", f"/surveys/pair/{PAIR}", MENTEE)["body"]


def test_given_a_gathering_when_it_is_over_then_who_was_there_answers_from_the_mail_and_organizers_have_its_page(
    agreed: DynamoStore,
) -> None:
    known = {"gathering_id": "g", "programme_id": PROGRAMME, "person_id": MENTEE, "participant_id": "mentee"}
    noted = Attendance(*Attendance.key("g", MENTEE), **known, present=True, noted="host", by=ORGANIZER, at="")
    keep(agreed, item("g", gathering(GatheringState.ENDED)), noted)
    heard(GatheringEnded(PROGRAMME, "g"))
    one = next(one for one in mine() if one["gathering_id"])
    claims = {"person_id": MENTEE, "programme_id": PROGRAMME}
    token = links.sign("survey", one["assignment_id"], expires_at=clock.now() + timedelta(days=1), **claims)
    page = call("GET", f"/surveys/answer/{token}", "", language="pl")["body"]
    assert "Otwarcie" in page
    assert "Na ile było to dla Ciebie przydatne?" in page
    assert call("POST", f"/surveys/answer/{token}", "", form={"useful": "9"})["statusCode"] == 422
    assert call("POST", f"/surveys/answer/{token}", "", form={"useful": "5"})["statusCode"] == 303
    assert [one.data.gathering_id for one in published("GatheringSurveyAnswered")] == ["g"]
    assert "Otwarcie" in call("GET", f"/surveys/results/{PROGRAMME}", ORGANIZER, language="pl")["body"]
    found = call("GET", f"/surveys/results/{PROGRAMME}/g", ORGANIZER, language="pl")["body"]
    assert "1 z 1" in found
    told = said(call("GET", f"/v1/surveys/{PROGRAMME}/gatherings/g/results", ORGANIZER))
    assert (told["assigned"], told["answered"], told["results"]["all"][0]["n"]) == (1, 1, 0)
    for who in (MENTEE, STRANGER):
        assert call("GET", f"/surveys/results/{PROGRAMME}/g", who)["statusCode"] == 404
        assert call("GET", f"/v1/surveys/{PROGRAMME}/gatherings/g/results", who)["statusCode"] == 404


def test_given_a_survey_when_opened_then_it_says_whom_it_is_about() -> None:
    (one,) = mine(MENTEE)
    page = call("GET", f"/surveys/{PROGRAMME}/{one['assignment_id']}", MENTEE, language="pl")["body"]
    assert "Ty i Mentor" in page
    assert "Ty i Mentor" in call("GET", "/surveys", MENTEE, language="pl")["body"]


def test_given_a_link_of_a_mail_when_answered_twice_then_the_first_answer_stays() -> None:
    (one,) = mine()
    claims = {"programme_id": PROGRAMME}
    until = clock.now() + timedelta(days=1)
    token = links.sign("survey", one["assignment_id"], person_id=MENTEE, expires_at=until, **claims)
    path = f"/surveys/answer/{token}"
    wrong = call("POST", path, form={"expectation": "Odwaga"})
    assert wrong["statusCode"] == 422
    assert "Odwaga" in wrong["body"]
    assert call("POST", path, form={"confidence": "7"})["statusCode"] == 303
    assert call("POST", path, form={"confidence": "1"})["statusCode"] == 303
    assert "You have answered." in call("GET", path)["body"]
    assert len(published("SurveyAnswered")) == 1
    again = call(
        "POST", f"/v1/surveys/{PROGRAMME}/{one['assignment_id']}/answers", MENTEE, body={"answers": {"confidence": 1}}
    )
    assert again["statusCode"] == 409


def test_given_a_survey_of_mine_when_others_ask_for_it_then_it_does_not_exist() -> None:
    path = f"/surveys/{PROGRAMME}/{mine()[0]['assignment_id']}"
    for who in (MENTOR, STRANGER, ORGANIZER):
        assert call("GET", path, who)["statusCode"] == call("GET", f"/v1{path}", who)["statusCode"] == 404
        assert call("POST", f"/v1{path}/answers", who, body={"answers": {"confidence": 7}})["statusCode"] == 404


def test_given_too_few_answers_when_results_are_asked_for_then_none_is_told() -> None:
    (one,) = mine()
    path = f"/surveys/{PROGRAMME}/{one['assignment_id']}"
    assert call("POST", path, MENTEE, form={"confidence": "7"})["statusCode"] == 303
    page = call("GET", f"/surveys/results/{PROGRAMME}", ORGANIZER)["body"]
    assert "too few answers" in page
    assert "not sent to anybody yet" in page
    results = said(call("GET", f"/v1/surveys/{PROGRAMME}/results", ORGANIZER))["items"]
    assert not [one for one in results if "7" in str(one.get("counts", ""))]
    for who in (MENTOR, STRANGER):
        assert call("GET", f"/surveys/results/{PROGRAMME}", who)["statusCode"] == 404


def test_given_six_answers_when_results_are_shown_then_texts_too_and_nothing_tells_the_sixth(
    agreed: DynamoStore,
) -> None:
    texts = ["<b>Szczerość</b>", "Czas", "Odwaga", "Ciekawość", "Spokój"]
    given = [("mentor", 5, text) for text in texts] + [("mentee", 1, "Tylko moje")]
    for nth, (role, fit, text) in enumerate(given):
        key = Answer.key(PROGRAMME, "pair_fit", f"a{nth}")
        answers = {"fit": fit, "good_pair": "yes", "comment": text}
        at = clock.iso(NOON + timedelta(minutes=nth))
        keep(
            agreed,
            Answer(*key, assignment_id=f"a{nth}", programme_id=PROGRAMME, survey="pair_fit", role=role, answers=answers,
                   answered_at=at)
        )  # fmt: skip
    found = said(call("GET", f"/v1/surveys/{PROGRAMME}/results", ORGANIZER))["items"]
    fit = next(one for one in found if one["survey"] == "pair_fit")
    assert (fit["answered"], fit["waiting"]) == (6, 1)
    assert [fit["results"][cut][0]["n"] for cut in ("all", "mentor", "mentee")] == [5, 5, 0]
    assert sorted(fit["results"]["all"][2]["texts"]) == sorted(texts)
    page = call("GET", f"/surveys/results/{PROGRAMME}", ORGANIZER, language="pl")["body"]
    assert "&lt;b&gt;Szczerość&lt;/b&gt;" in page
    assert "1 odpowiedź nie weszła jeszcze do wyników" in page
    assert "Tylko moje" not in page


def test_given_a_pair_that_is_not_mine_when_its_surveys_are_asked_for_then_it_does_not_exist() -> None:
    assert call("GET", f"/surveys/pair/{PAIR}", MENTEE)["statusCode"] == 200
    for who, pair_id in ((STRANGER, PAIR), (ORGANIZER, PAIR), (MENTEE, "unknown")):
        assert call("GET", f"/surveys/pair/{pair_id}", who)["statusCode"] == 404
    assert call("GET", f"/surveys/pair/{PAIR}")["statusCode"] == 303
