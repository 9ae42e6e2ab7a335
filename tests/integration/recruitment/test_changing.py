"""Who takes part changes places, pauses and edits their profile at any time; pairing reads it from then on."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

import pytest

from mentoring.tables.recruitment import Participant
from pairing import store as pairing_store
from tests.integration.recruitment.conftest import ANNA, Person
from tests.integration.recruitment.test_pages import FORM

if TYPE_CHECKING:
    from mentoring.store.dynamo import DynamoStore

ADA = Person("ada")
URL = "/programmes/wiosna/apply/mentor"
CHANGED: dict[str, Any] = {"mode": "online", "topics": "Delegowanie", "capacity": "3", "languages": ["pl C2"]}


@pytest.fixture
def inside(programme: str) -> str:
    """Given: Ada has been accepted as a mentor of two."""
    ADA.submit(URL, submit="yes", **FORM, capacity="2")
    ANNA.post(f"/v1/programmes/{programme}/decisions", {"decision": "accepted"})
    return programme


def _version() -> str:
    return re.findall(r'name="version" value="(\d+)"', ADA.get(URL).text)[0]


def _mentor(store: DynamoStore, programme: str) -> Participant:
    (one,) = store.query(Participant, *Participant.of(programme))
    return one


def test_given_a_mentor_inside_when_the_profile_is_changed_then_pairing_and_organizers_read_it(
    store: DynamoStore, inside: str
) -> None:
    assert "Nobody new for now" in ADA.get(URL).text

    assert ADA.submit(f"{URL}/profile", version=_version(), **CHANGED).status == 303

    mentor = _mentor(store, inside)
    assert (mentor.name, mentor.profile["topics"], mentor.profile["city"]) == ("Ada Lovelace", ["Delegowanie"], "")
    assert pairing_store.capacity(mentor) == 3
    (one,) = ANNA.get(f"/v1/programmes/{inside}/applications").json["items"]
    assert (one["profile"]["capacity"], one["state"]) == (3, "accepted")
    assert len(one["profile"]["consents"]) == 2
    assert '<option value="3" selected>' in ADA.get(URL).text


def test_given_a_mentor_who_wants_nobody_new_when_saved_then_no_place_is_left_until_they_take_it_back(
    store: DynamoStore, inside: str
) -> None:
    ADA.submit(f"{URL}/profile", version=_version(), **CHANGED, paused="yes")
    assert pairing_store.capacity(_mentor(store, inside)) == 0
    assert 'name="paused" value="yes" checked' in ADA.get(URL).text

    ADA.submit(f"{URL}/profile", version=_version(), **CHANGED)
    assert pairing_store.capacity(_mentor(store, inside)) == 3


def test_given_a_wrong_answer_or_an_older_page_when_saved_then_it_is_said_and_nothing_changes(
    store: DynamoStore, inside: str
) -> None:
    version = _version()

    wrong = ADA.submit(f"{URL}/profile", version=version, **(CHANGED | {"manager_email": "szef@"}))
    assert (wrong.status, 'value="szef@"' in wrong.text) == (422, True)
    ADA.submit(f"{URL}/profile", version=version, **CHANGED)
    late = ADA.submit(f"{URL}/profile", version=version, **(CHANGED | {"capacity": "1"}))

    assert late.status == 412
    assert '<option value="1" selected>' in late.text
    assert pairing_store.capacity(_mentor(store, inside)) == 3


def test_given_who_does_not_take_part_when_they_change_then_it_is_refused(programme: str) -> None:
    assert ADA.submit(f"{URL}/profile", version="1", **CHANGED).status == 404
    ADA.submit(URL, submit="yes", **FORM, capacity="2")
    assert ADA.submit(f"{URL}/profile", version="1", **CHANGED).status == 409


def test_given_who_left_when_they_change_then_it_is_refused(inside: str) -> None:
    version = _version()
    ADA.submit(f"{URL}/withdraw")

    assert ADA.submit(f"{URL}/profile", version=version, **CHANGED).status == 409
