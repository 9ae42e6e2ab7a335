"""The audit: what organizers did, in the same transaction, readable by all who organize there and nobody else."""

from __future__ import annotations

from datetime import timedelta

import pytest

from infra import items
from infra.repeated import services
from infra.template import resources
from mentoring import clock
from mentoring.errors import NotFound
from mentoring.tables.recruitment import Audit, Member, Programme
from mentoring.tables.vocabulary import Act, ApplicationState, OrganizerRole
from recruitment.use_cases import audited, deciding, exporting, inviting, programmes, stages, team
from tests.unit.recruitment.givens import World

ALL = audited.Wanted()


def acts(world: World, wanted: audited.Wanted = ALL, who: str = "anna") -> list[str]:
    return [one.audit.act for one in audited.of_programme(world.who(who), world.programme_id, wanted).items]


def test_given_acts_when_read_then_each_tells_who_when_what_and_why() -> None:
    world = World()
    (application_id,) = world.take("Mentee:Ola")
    deciding.decide(
        world.who("kora"), world.programme_id, [application_id], ApplicationState.REJECTED, comment="za mało miejsc"
    )
    found = audited.of_programme(world.who("anna"), world.programme_id, ALL).items
    (decided,) = [one for one in found if one.audit.act == Act.DECIDED]
    assert (decided.audit.by, decided.about, decided.audit.why) == ("kora", ["Ola Nowak"], "za mało miejsc")
    assert (decided.audit.facts, decided.audit.at) == ({"state": "rejected"}, "2026-03-02T12:00:00Z")


def test_given_what_organizers_do_when_done_then_it_stands_in_the_audit() -> None:
    world = World()
    exporting.now(world.who("anna"), world.programme_id)
    programmes.change_programme(world.who("kora"), world.programme_id, {"purpose": "Po co"}, "*")
    inviting.invite(
        world.who("anna"), world.organization_id, "x@firma.example", OrganizerRole.VIEWER, world.programme_id
    )
    stages.move_programme(world.who("anna"), world.programme_id, "draft", "za wcześnie")
    found = {one.audit.act: one.audit for one in audited.of_programme(world.who("anna"), world.programme_id, ALL).items}
    assert {Act.CREATED, Act.EXPORTED, Act.SETTINGS, Act.INVITED, Act.STAGE} <= found.keys()
    assert found[Act.SETTINGS].facts == {"fields": ["purpose"]}


def test_given_filters_when_read_then_only_that_person_and_act_is_shown_page_by_page() -> None:
    world = World()
    for number in range(3):
        programmes.change_programme(world.who("kora"), world.programme_id, {"purpose": str(number)}, "*")
    exporting.now(world.who("anna"), world.programme_id)

    assert acts(world, audited.Wanted(by="kora")) == [Act.SETTINGS] * 3
    assert acts(world, audited.Wanted(act=Act.EXPORTED)) == [Act.EXPORTED]
    assert acts(world, audited.Wanted(by="anna", act=Act.SETTINGS)) == []
    seen, after = [], ""
    while True:
        page = audited.of_programme(world.who("anna"), world.programme_id, ALL, after, 2)
        seen += [one.audit.sk for one in page.items]
        if not (after := page.next):
            break
    assert len(seen) == len(set(seen)) == len(acts(world))


def test_given_who_does_not_organize_when_they_ask_then_it_is_not_found() -> None:
    world = World()
    for name in ("obcy", "ola"):
        with pytest.raises(NotFound):
            acts(world, who=name)
        with pytest.raises(NotFound):
            audited.of_organization(world.who(name), world.organization_id, ALL)
    assert audited.of_organization(world.who("widz"), world.organization_id, ALL).items == []


def test_given_work_that_follows_from_an_event_when_done_then_nothing_is_written_twice() -> None:
    world = World()
    context = world.who("anna", causation_id="an-event")
    programmes.change_programme(context, world.programme_id, {"purpose": "Z pracy w tle"}, "*")
    written = world.store.query(Audit, *Audit.of(Programme.partition(world.programme_id)))
    assert Act.SETTINGS not in {one.act for one in written}


def test_given_a_viewer_when_they_read_then_they_see_what_was_done_by_whom_but_no_participant_and_no_reason() -> None:
    world = World()
    (application_id,) = world.take("Mentee:Ola")
    deciding.decide(
        world.who("kora"), world.programme_id, [application_id], ApplicationState.REJECTED, comment="za mało miejsc"
    )
    wanted = audited.Wanted(act=Act.DECIDED)
    (whole,) = audited.of_programme(world.who("kora"), world.programme_id, wanted).items
    (part,) = audited.of_programme(world.who("widz"), world.programme_id, wanted).items
    assert (whole.ids, whole.about, whole.why) == ([application_id], ["Ola Nowak"], "za mało miejsc")
    assert (part.ids, part.about, part.why) == ([], [], "")
    assert (part.audit.by, part.audit.facts) == ("kora", {"state": "rejected"})


def test_given_an_act_about_an_organizer_when_a_viewer_reads_then_they_are_named() -> None:
    world = World()
    kora = world.store.get(Member, *Member.key(world.organization_id, "kora"))
    assert kora is not None
    team.change_role(world.who("anna"), world.organization_id, "kora", OrganizerRole.VIEWER, "", kora.tag)
    (one,) = audited.of_organization(world.who("widz"), world.organization_id, audited.Wanted(act=Act.ROLE)).items
    assert one.ids == ["kora"]


def test_given_an_entry_when_written_then_dynamodb_deletes_it_after_two_years() -> None:
    world = World()
    exporting.now(world.who("anna"), world.programme_id)
    written = world.store.query(Audit, *Audit.of(Programme.partition(world.programme_id)))
    ends = clock.parse("2026-03-02T12:00:00Z") + timedelta(days=730)
    assert {one.kept_until for one in written} == {int(ends.timestamp())}


def test_given_the_items_of_core_when_looked_at_then_only_the_audit_s_have_an_end_that_dynamodb_knows() -> None:
    ends = resources("AWS::DynamoDB::Table")["CoreTable"]["TimeToLiveSpecification"]
    assert ends == {"AttributeName": "kept_until", "Enabled": True}
    kinds = [kind for service in services() for kind in items.of(service)]
    assert [one.__name__ for one in kinds if ends["AttributeName"] in one.get_attributes()] == ["Audit"]
