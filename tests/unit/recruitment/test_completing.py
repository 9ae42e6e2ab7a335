"""What a file doesn't tell, or nobody can read, is asked from its person: consents, times, topics."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from mentoring import ids, links
from mentoring.tables.recruitment import Participant
from recruitment import standing
from recruitment.use_cases import claims, deciding, importing, reached
from tests.fakes.context import NOON
from tests.unit.recruitment.givens import World, kept

if TYPE_CHECKING:
    from mentoring.context import Context

HEADER = "Rola;Imię i nazwisko;E-mail;Tematy;Dostępność;Liczba mentees"
ADA = "Mentor;Ada Nowak;ada@firma.example;05.03.2026;popołudnia;2"


def imported(world: World, *rows: str, header: str = HEADER) -> importing.Imported:
    content = "\n".join([header, *rows]).encode()
    return importing.import_applications(world.who("anna"), world.programme_id, content)


def ada(world: World) -> tuple[str, str]:
    """Return the application's id, and the token of the first mail."""
    one = reached.application_id_of(world.programme_id, "mentor", "ada@firma.example")
    told = {"programme_id": world.programme_id, "address": ids.address_key("ada@firma.example")}
    return one, links.sign("added", one, expires_at=NOON + timedelta(days=30), **told)


def nobody(world: World) -> Context:
    return world.who("")


def test_given_a_file_without_consents_when_imported_then_nobody_is_refused_and_everybody_is_asked() -> None:
    world = World()

    done = imported(world, ADA)

    assert (done.imported, done.rejected_rows, done.asked_rows) == (1, 0, 1)
    assert done.absent == ("rules_consent", "privacy_consent")
    one, _ = ada(world)
    assert kept(world, one).asked == {
        "topics": "05.03.2026", "availability": "popołudnia", "rules_consent": "", "privacy_consent": "",
    }  # fmt: skip


def test_given_missing_consents_when_accepted_then_it_waits_for_them_and_others_are_decided() -> None:
    world = World()
    imported(world, ADA)
    world.take("Mentee:jan")
    one, _ = ada(world)

    with pytest.raises(standing.NoConsentYet):
        deciding.decide(world.who("anna"), world.programme_id, [one], "accepted")
    everybody = deciding.decide(world.who("anna"), world.programme_id, None, "accepted")

    assert [each.email for each in everybody] == ["jan@firma.example"]
    assert [each.state for each in deciding.decide(world.who("anna"), world.programme_id, [one], "waitlisted")] == [
        "waitlisted"
    ]


def test_given_what_is_asked_when_its_person_answers_then_it_is_theirs_and_they_can_be_accepted() -> None:
    world = World()
    imported(world, ADA)
    one, token = ada(world)
    typed = {"topics": "finanse", "rules_consent": "yes", "privacy_consent": "yes", "city": "Radom"}

    claims.answer(nobody(world), token, me=True, typed=typed)
    claims.answer(nobody(world), token, me=True, typed=typed)

    found = kept(world, one)
    assert (found.answered, found.asked) == ("me", {"availability": "popołudnia"})
    assert (found.profile["topics"], found.profile["city"]) == (["finanse"], "")
    assert [(each["kind"], each["by"]) for each in found.profile["consents"]] == [
        ("rules", "person"), ("privacy", "person"),
    ]  # fmt: skip
    assert world.published.count("ApplicationCompleted") == 1
    deciding.decide(world.who("anna"), world.programme_id, [one], "accepted")
    claims.answer(nobody(world), token, me=True, typed={"availability": "pn po 16:30"})
    participant = world.store.get(Participant, *Participant.key(world.programme_id, one))
    assert participant is not None
    assert participant.profile["availability"] == [{"weekday": 0, "start": 16.5, "end": 21}]


def test_given_an_answer_nobody_can_read_when_sent_then_the_field_is_named_and_nothing_is_kept() -> None:
    world = World()
    imported(world, ADA)
    one, token = ada(world)

    with pytest.raises(claims.AnswerUnclear) as refused:
        claims.answer(nobody(world), token, me=True, typed={"availability": "kiedyś", "rules_consent": "yes"})

    assert list(refused.value.fields) == ["/availability"]
    assert (kept(world, one).answered, kept(world, one).profile["consents"]) == ("", [])


def test_given_what_is_asked_when_it_is_left_as_the_file_has_it_then_it_stays_for_later() -> None:
    world = World()
    imported(world, ADA)
    one, token = ada(world)

    claims.answer(nobody(world), token, me=True, typed={"availability": "popołudnia ", "topics": "05.03.2026"})

    assert (kept(world, one).answered, kept(world, one).asked["availability"]) == ("me", "popołudnia")


def test_given_somebody_who_said_no_when_a_file_is_imported_then_the_row_is_refused() -> None:
    done = imported(World(), f"{ADA};nie", header=f"{HEADER};Zgoda RODO")

    assert (done.imported, done.rejected_rows) == (0, 1)


def test_given_a_draft_with_the_person_s_own_consents_when_imported_without_them_then_none_is_asked() -> None:
    from recruitment.use_cases import applications
    from tests.unit.recruitment.givens import profile

    world = World()
    draft = applications.keep_application(world.who("ada"), "wiosna", "mentor", profile("mentor"), submit=False)

    imported(world, "Mentor;Ada Nowak;ada@firma.example;finanse;;2")

    assert kept(world, draft.application_id).asked == {}
