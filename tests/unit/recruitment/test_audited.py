"""What organizers do after deciding, with the form and with late links stands in the audit, with its reason."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

import pytest

from mentoring.errors import Invalid
from mentoring.questions import Question
from mentoring.rolling import checked
from mentoring.tables.recruitment import Audit
from mentoring.tables.vocabulary import Act, OrganizerRole, QuestionKind, Role
from recruitment import domain
from recruitment.pages.acts import ACTS, SENTENCES
from recruitment.pages.audit import FIELD_NAMES, FORM_NAMES
from recruitment.routes.programmes import ProgrammeChanges
from recruitment.use_cases import (
    address,
    audited,
    deciding,
    form_plan,
    inviting,
    late,
    mending,
    programmes,
    removing,
    telling,
)
from recruitment.use_cases.form_plan import Did
from tests.fakes.context import NOON
from tests.unit.recruitment.givens import World, kept
from tests.unit.recruitment.strangers import founded, import_, mallory

if TYPE_CHECKING:
    from tests.fakes import MemoryStore

WHY = "powód tylko dla nas"


def newest(world: World, act: Act) -> Audit:
    found = audited.of_programme(world.who("widz"), world.programme_id, audited.Wanted(act=act)).items
    return found[0].audit


def number(world: World) -> int:
    return len(audited.of_programme(world.who("widz"), world.programme_id, audited.Wanted()).items)


def told(world: World, act: Act) -> tuple[str, list[str], str, dict[str, Any]]:
    one = newest(world, act)
    return one.by, one.about, one.why, one.facts


@pytest.fixture
def world() -> World:
    """Given: a programme that recruits."""
    return World()


def test_given_somebody_taken_out_and_put_back_when_read_then_both_stand_there_with_their_reasons(world: World) -> None:
    (one,) = world.take("Mentee:ola")
    deciding.decide(world.who("anna"), world.programme_id, [one], "accepted")
    kora = world.who("kora")
    tag = removing.parting(kora, world.programme_id, one).tag
    removing.take_out(kora, world.programme_id, one, reason=WHY, message="Dziękujemy!", tag=tag)
    removing.put_back(world.who("anna"), world.programme_id, one, reason="pomyłka", expected=kept(world, one).tag)

    assert told(world, Act.TAKEN_OUT) == ("kora", [one], WHY, {})
    assert told(world, Act.PUT_BACK) == ("anna", [one], "pomyłka", {})


def test_given_a_refusal_undone_when_read_then_it_stands_there_with_its_reason(world: World) -> None:
    (one,) = world.take("Mentee:ola")
    deciding.decide(world.who("anna"), world.programme_id, [one], "rejected")
    removing.undo_refusal(world.who("kora"), world.programme_id, one, reason=WHY, expected=kept(world, one).tag)

    assert told(world, Act.REFUSAL_UNDONE) == ("kora", [one], WHY, {})


def test_given_an_act_that_is_refused_when_read_then_nothing_stands_there(world: World) -> None:
    (one,) = world.take("Mentee:ola")
    before = number(world)
    with pytest.raises(domain.DecisionRefused):
        removing.undo_refusal(world.who("kora"), world.programme_id, one, reason=WHY, expected=kept(world, one).tag)
    with pytest.raises(Invalid):
        mending.mend(world.who("kora"), world.programme_id, one, {"city": "Łódź"}, reason=" ", expected="*")
    assert number(world) == before


def test_given_somebody_accepted_and_corrected_when_read_then_names_of_fields_and_reason_stand_there(
    world: World,
) -> None:
    (one,) = world.take("Mentor:ada")
    deciding.decide(world.who("anna"), world.programme_id, [one], "accepted")
    changes = {"city": "Łódź", "capacity": 1, "position": kept(world, one).profile["position"]}
    for _ in "once", "again":
        mending.mend(world.who("kora"), world.programme_id, one, changes, reason=WHY, expected=kept(world, one).tag)

    assert told(world, Act.CORRECTED) == ("kora", [one], WHY, {"fields": ["capacity", "city"]})
    both = audited.of_programme(world.who("widz"), world.programme_id, audited.Wanted(act=Act.CORRECTED)).items
    assert len(both) == 1


def test_given_an_address_corrected_with_a_reason_when_read_then_the_reason_stands_there(world: World) -> None:
    (one,) = world.take("Mentee:ola")
    who = world.who("anna")
    address.correct(who, world.programme_id, one, "o@firma.example", kept(world, one).tag, reason=WHY)

    assert told(world, Act.READDRESSED) == ("anna", [one], WHY, {})


def test_given_questions_of_ones_own_when_changed_then_each_act_names_the_question(world: World) -> None:
    where, who = world.programme_id, world.who("kora")
    other, asked, renamed = (
        Question(question_id, QuestionKind.SHORT, (Role.MENTEE,), {"pl": text})
        for question_id, text in (("other", "Coś jeszcze?"), ("trade", "Branża?"), ("trade", "Jaka branża?"))
    )

    def tag() -> str:
        return form_plan.organized(who, where)[1].tag

    def done(did: Did, *about: Question, **beside: Any) -> None:
        facts = {"did": did} | ({"question": dict(about[0].text)} if about else {}) | beside
        found = audited.of_programme(world.who("widz"), where, audited.Wanted(act=Act.FORM)).items
        assert ("kora", facts) in [(one.audit.by, one.audit.facts) for one in found]

    form_plan.add(who, where, other, tag())
    done(Did.ADDED, other)
    form_plan.add(who, where, asked, tag())
    form_plan.change(who, where, renamed, tag())
    done(Did.CHANGED, renamed)
    form_plan.move(who, where, "trade", -1, tag())
    done(Did.MOVED, renamed)
    before = number(world)
    form_plan.move(who, where, "trade", -1, tag())
    assert number(world) == before, "it is the first one already"
    form_plan.remove(who, where, "other", tag())
    done(Did.REMOVED, other)
    form_plan.restore(who, where, "other", tag())
    done(Did.RESTORED, other)
    form_plan.settle(who, where, "mentee", {"city": "required"}, tag())
    done(Did.FIELDS, fields=["city"])
    form_plan.become(who, where, [renamed], {"mentee": {"city": "if_wanted"}}, tag())
    done(Did.ALL, fields=["city"])


def test_given_late_links_when_made_and_taken_back_then_role_and_last_day_stand_there(world: World) -> None:
    one = late.invite(world.who("anna"), world.programme_id, "mentee", date(2026, 3, 8))
    for _ in "once", "again":
        late.revoke(world.who("kora"), world.programme_id, one.invitation_id)

    facts = {"applicants": "mentee", "until": "2026-03-08"}
    assert told(world, Act.LATE_LINK) == ("anna", [], "", facts)
    assert told(world, Act.LATE_LINK_REVOKED) == ("kora", [], "", facts)
    found = audited.of_programme(world.who("widz"), world.programme_id, audited.Wanted(act=Act.LATE_LINK_REVOKED))
    assert len(found.items) == 1


def test_given_how_an_ongoing_programme_pairs_when_set_then_it_stands_there_by_its_name(world: World) -> None:
    own = checked({"weekday": 2, "hour": 9, "automatic": True, "weeks": 4, "days": 90})
    for _ in "once", "again":
        programmes.change_programme(
            world.who("kora"), world.programme_id, {"type": "ongoing", "rolling": own}, world.programme.tag
        )

    assert told(world, Act.SETTINGS) == ("kora", [], "", {"fields": ["rolling", "type"]})
    found = audited.of_programme(world.who("widz"), world.programme_id, audited.Wanted(act=Act.SETTINGS)).items
    assert len(found) == 1, "what was so already isn't a change"


def test_given_first_mails_that_wait_when_an_organizer_sends_them_then_how_many_stands_there(
    store: MemoryStore,
) -> None:
    programme = founded(store)
    import_(store, programme, 0, 25)
    context = mallory(store, days=1)
    telling.send_waiting(context, programme.programme_id)
    found = audited.of_programme(context, programme.programme_id, audited.Wanted(act=Act.FIRST_MAILS)).items
    assert [(one.audit.by, one.audit.facts) for one in found] == [("mallory", {"number": 5})]


def test_given_an_invitation_sent_again_when_read_then_it_stands_there_twice(world: World) -> None:
    one = inviting.invite(world.who("anna"), world.organization_id, "x@firma.example", OrganizerRole.VIEWER, "")
    later = world.who("anna", instant=NOON + timedelta(hours=2))
    inviting.send_again(later, world.organization_id, one.invitation_id)

    found = audited.of_organization(later, world.organization_id, audited.Wanted(act=Act.INVITED)).items
    assert [each.audit.facts["email"] for each in found] == ["x@firma.example"] * 2


def test_given_acts_within_a_second_when_read_then_the_newest_is_still_the_first(world: World) -> None:
    for number_ in range(9):
        who = world.who("kora", instant=NOON + timedelta(days=1, microseconds=number_))
        programmes.change_programme(who, world.programme_id, {("purpose", "audience")[number_ % 2]: str(number_)}, "*")

    found = audited.of_programme(world.who("widz"), world.programme_id, audited.Wanted(by="kora")).items
    assert [one.audit.facts["fields"] for one in found] == [["purpose"], ["audience"]] * 4 + [["purpose"]]


def test_given_every_act_field_and_change_of_the_form_when_shown_then_it_has_a_name() -> None:
    named = [act for names in ACTS.values() for act in names]
    assert sorted(named) == sorted(Act)
    assert set(SENTENCES) == set(Act)
    assert set(FORM_NAMES) == set(Did)
    assert set(FIELD_NAMES) >= {*ProgrammeChanges.model_fields, *mending.FIELDS}
