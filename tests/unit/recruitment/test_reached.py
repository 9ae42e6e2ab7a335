"""What an imported person answers: «that's not me», a yes, and a corrected address."""

from __future__ import annotations

import pytest

from mentoring.errors import NotFound
from mentoring.tables.recruitment import Application, Disowned, Participant
from recruitment import standing
from recruitment.use_cases import (
    address,
    applications,
    claims,
    deciding,
    organizations,
    programmes,
    reached,
    telling,
)
from tests.fakes import MemoryStore, context_at
from tests.unit.recruitment.strangers import DAILY, TOTAL, added, founded, import_, mallory, organization, token


@pytest.mark.parametrize("decision", ["accepted", "rejected"])
def test_given_who_was_not_told_when_decided_then_that_comes_first(store: MemoryStore, decision: str) -> None:
    programme = founded(store)
    import_(store, programme, 0, 30)
    everybody = applications.applications(mallory(store), programme.programme_id).items
    waiting = [one.application_id for one in everybody if telling.waits(one)]

    with pytest.raises(standing.NotToldYet):
        deciding.decide(mallory(store), programme.programme_id, waiting[:1], decision)
    assert len(deciding.decide(mallory(store), programme.programme_id, None, decision)) == DAILY


def test_given_a_no_when_said_then_everything_is_withdrawn_told_and_counted(store: MemoryStore) -> None:
    programme = founded(store)
    import_(store, programme, 0, 2)
    one = reached.application_id_of(str(programme.programme_id), "mentee", "m0@firma.example")
    deciding.decide(mallory(store), programme.programme_id, [one], "accepted")
    store.outbox.clear()

    for _ in range(2):
        claims.answer(mallory(store), token(programme, "m0"), me=False)
    claims.answer(mallory(store), token(programme, "m0"), me=True)

    assert sorted(event.name for event in store.events) == ["ApplicantDisowned", "ApplicationWithdrawn"]
    kept = store.get(Application, *Application.key(str(programme.programme_id), one))
    gone = store.get(Participant, *Participant.key(str(programme.programme_id), one))
    assert kept
    assert gone
    assert (kept.state, kept.answered, bool(gone.withdrawn_at)) == ("withdrawn", "not_me", True)
    assert store.get(Disowned, *Disowned.key(str(programme.organization_id), "m0@firma.example"))
    assert organizations.left(mallory(store), organization(store, programme)) == min(
        DAILY - 2, TOTAL - 2 - (standing.PRICE_OF_A_NO - 1)
    )


def test_given_a_no_when_imported_again_then_the_row_is_refused_in_words(store: MemoryStore) -> None:
    programme = founded(store)
    import_(store, programme, 0, 1)
    claims.answer(mallory(store), token(programme, "m0"), me=False)
    next_ = programmes.create_programme(mallory(store), str(programme.organization_id), {"name": "Lato"})

    done = import_(store, next_, 0, 2)

    assert (done.imported, done.already_there, done.rejected_rows) == (1, 0, 1)
    assert [error.code for error in done.errors] == ["disowned"]


def test_given_a_look_at_the_page_when_nothing_is_pressed_then_nothing_happens(store: MemoryStore) -> None:
    programme = founded(store)
    import_(store, programme, 0, 1)
    before = store.commits

    found = claims.look(context_at(store=store), token(programme, "m0"))

    assert (found.organization, found.application.email, store.commits) == ("Zło", "m0@firma.example", before)


def test_given_a_yes_when_said_then_the_address_is_told_to_be_confirmed_once(store: MemoryStore) -> None:
    programme = founded(store)
    import_(store, programme, 0, 1)
    for _ in range(2):
        claims.answer(mallory(store), token(programme, "m0"), me=True)

    assert [event.name for event in store.events].count("AddressConfirmed") == 1


def test_given_a_corrected_address_when_it_is_a_stranger_s_then_they_are_told_first_and_counted(
    store: MemoryStore,
) -> None:
    programme = founded(store)
    import_(store, programme, 0, 2)
    first, second = applications.applications(mallory(store), programme.programme_id).items
    corrected = ["a@bank.example", "b@bank.example"]

    for one, email in zip((first, second), corrected, strict=True):
        address.correct(mallory(store), programme.programme_id, one.application_id, email, one.tag)
    assert (added(store), organization(store, programme).mailed) == (4, 4)
    for name in ("m0", "m1"):
        with pytest.raises(NotFound):
            claims.answer(mallory(store), token(programme, name), me=False)

    now = applications.application(mallory(store), programme.programme_id, first.application_id)
    full = organization(store, programme)
    full.mailed_today = DAILY
    store.put(full)
    with pytest.raises(standing.NoMailsLeft):
        address.correct(mallory(store), programme.programme_id, first.application_id, "c@bank.example", now.tag)
