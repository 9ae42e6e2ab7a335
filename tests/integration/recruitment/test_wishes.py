"""Mentees wish for mentors who agreed to be listed: without typing an address, and without seeing one."""

from __future__ import annotations

from typing import Any

import pytest

from tests.integration.recruitment.conftest import ANNA, NOBODY, Person
from tests.integration.recruitment.test_pages import FORM

ADA, EWA, JAN = Person("ada"), Person("ewa"), Person("jan")
MENTEE, MENTOR = "/programmes/wiosna/apply/mentee", "/programmes/wiosna/apply/mentor"
LIST = "/programmes/wiosna/mentors"


def accept(programme: str) -> None:
    ANNA.post(f"/v1/programmes/{programme}/decisions", {"decision": "accepted"})


@pytest.fixture
def mentors(programme: str) -> str:
    """Given: two accepted mentors, of whom only Ewa agreed to be listed."""
    for who, more in ((EWA, {"first_name": "Ewa", "listed": "yes"}), (JAN, {"first_name": "Jan"})):
        answer = who.submit(MENTOR, submit="yes", capacity="2", **(FORM | {"last_name": "Kos", "goal": ""} | more))
        assert answer.status == 303
    accept(programme)
    return programme


def id_of(page: str) -> str:
    return page.split('name="mentor" value="')[1].split('"', maxsplit=1)[0]


def choices(programme: str) -> list[str]:
    items = ANNA.get(f"/v1/programmes/{programme}/applications").json["items"]
    (one,) = (one for one in items if one["role"] == "mentee")
    found: list[str] = one["profile"]["choices"]
    return found


def test_given_mentors_when_the_list_opens_then_only_who_agreed_stands_there_and_no_address(mentors: str) -> None:
    page = ADA.get(LIST).text

    assert "Ewa Kos" in page
    assert "2 free places" in page
    assert "negocjacje" in page
    assert "Jan Kos" not in page
    assert "@firma" not in page.replace("ada@firma", "")


def test_given_the_list_when_a_mentor_is_chosen_then_the_form_keeps_it_and_pairing_gets_the_address(
    mentors: str,
) -> None:
    mentor = id_of(ADA.get(LIST).text)
    ADA.submit(MENTEE, first_name="Ada", goal="Begun", mentors="yes")

    assert ADA.submit(LIST, mentor=mentor, verb="add").status == 303

    page = ADA.get(MENTEE).text
    assert f'Ewa Kos<input type="hidden" name="choices" value="{mentor}">' in page
    assert "Begun</textarea>" in page
    assert ADA.submit(MENTEE, submit="yes", choices=[mentor], **FORM).status == 303
    assert choices(mentors) == ["ewa@firma.example"]
    sent = ADA.get(MENTEE).text
    assert '<dd class="written">Ewa Kos</dd>' in sent
    assert "ewa@firma" not in sent


def test_given_an_application_that_is_sent_when_wishes_change_then_they_wait_in_the_draft(mentors: str) -> None:
    ADA.submit(MENTEE, submit="yes", **FORM)
    mentor = id_of(ADA.get(LIST).text)

    ADA.submit(LIST, mentor=mentor, verb="add")

    assert choices(mentors) == []
    assert "You have begun to change it." in ADA.get(MENTEE).text


def test_given_who_takes_part_when_they_choose_then_pairing_follows_at_once(mentors: str) -> None:
    ADA.submit(MENTEE, submit="yes", **FORM)
    accept(mentors)
    mentor = id_of(ADA.get(LIST).text)

    assert ADA.submit(LIST, mentor=mentor, verb="add").status == 303
    assert choices(mentors) == ["ewa@firma.example"]
    assert ADA.submit(LIST, mentor=mentor, verb="drop").status == 303
    assert choices(mentors) == []


def test_given_a_mentor_who_takes_it_back_when_somebody_had_chosen_them_then_the_wish_stays_without_a_name(
    mentors: str,
) -> None:
    mentor = id_of(ADA.get(LIST).text)
    ADA.submit(MENTEE, submit="yes", choices=[mentor], **FORM)
    version = EWA.get(MENTOR).text.split('name="version" value="')[1].split('"')[0]
    kept: dict[str, Any] = FORM | {"goal": "", "capacity": "2", "version": version}

    assert EWA.submit(f"{MENTOR}/profile", **kept).status == 303

    assert "Ewa Kos" not in ADA.get(LIST).text
    assert "Ewa Kos" not in ADA.get(MENTEE).text
    assert "somebody who isn&#39;t in the list now" in ADA.get(MENTEE).text
    assert ADA.submit(MENTEE, submit="yes", choices=[mentor], **FORM).status == 303
    assert choices(mentors) == ["ewa@firma.example"]
    assert JAN.submit(LIST, mentor=mentor, verb="add").status == 404


@pytest.mark.parametrize("change", [{"paused": "yes", "listed": "yes"}, {"leave": "yes"}])
def test_given_a_mentor_who_pauses_or_leaves_when_the_list_opens_then_they_are_gone(
    mentors: str, change: dict[str, str]
) -> None:
    version = EWA.get(MENTOR).text.split('name="version" value="')[1].split('"')[0]
    if "leave" in change:
        EWA.submit(f"{MENTOR}/withdraw")
    else:
        EWA.submit(f"{MENTOR}/profile", **(FORM | {"goal": "", "capacity": "2", "version": version} | change))

    assert "Ewa Kos" not in ADA.get(LIST).text
    assert "No mentor is listed yet." in ADA.get(LIST).text


def test_given_somebody_who_is_not_listed_when_sent_as_a_wish_then_it_is_refused(mentors: str) -> None:
    page = ADA.submit(MENTEE, submit="yes", choices=["ffffffffffffffff"], **FORM)

    assert page.status == 422
    assert "Somebody you chose isn&#39;t in the list any more." in page.text


def test_given_nobody_signed_in_or_recruitment_over_when_the_list_is_asked_for_then_it_stays_closed(
    mentors: str,
) -> None:
    assert NOBODY.get(LIST).status == 303
    ANNA.post(f"/v1/programmes/{mentors}/stage", {"to": "matching"})
    assert ADA.get(LIST).status == 404
