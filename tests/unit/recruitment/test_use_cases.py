"""What organizers and applicants do, over the store in memory."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from mentoring import ids
from mentoring.errors import Invalid, NotFound, Overtaken, SignInRequired
from mentoring.tables.core import ANY
from mentoring.tables.identity import Address
from mentoring.tables.monitoring import Alert, Watch
from mentoring.tables.pairing import Pair
from mentoring.tables.recruitment import Application, Member, Organization, Participant, Slug, StageChange
from recruitment import domain, imports
from recruitment.use_cases import applications, boards, deciding, importing, organizations, programmes, stages
from tests.fakes import context_at
from tests.fakes.context import NOON
from tests.unit.recruitment.givens import World, file, profile

if TYPE_CHECKING:
    from mentoring.store import Changes


def kept(world: World, application_id: str) -> Application:
    found = world.store.get(Application, *Application.key(world.programme_id, application_id))
    assert found is not None
    return found


# Organizations and programmes -----------------------------------------------------------------------------------------


def test_given_somebody_signed_in_when_they_found_an_organization_then_they_own_it() -> None:
    context = context_at(person_id="anna")

    one = organizations.found(context, "Firma")

    member = context.store.get(Member, *Member.key(one.organization_id, "anna"))
    assert member is not None
    assert member.role == "owner"
    assert [event.name for event in context.store.events] == ["OrganizationFounded"]  # type: ignore[attr-defined]
    assert organizations.organization(context, one.organization_id).name == "Firma"


def test_given_nobody_signed_in_when_they_found_an_organization_then_they_are_asked_to_sign_in() -> None:
    with pytest.raises(SignInRequired):
        organizations.found(context_at(), "Firma")


def test_given_two_organizations_when_listed_then_each_has_its_programmes_by_name() -> None:
    world = World()
    programmes.create_programme(world.who("anna"), world.organization_id, {"name": "Jesień"})
    organizations.found(world.who("anna"), "Ansa")

    mine = organizations.my_organizations(world.who("anna"))

    assert [(one.organization.name, one.may_edit) for one in mine] == [("Ansa", True), ("Firma", True)]
    assert [programme.name for programme in mine[1].programmes] == ["Jesień", "Wiosna"]
    assert organizations.my_organizations(world.who("obcy")) == []


def test_given_a_member_whose_organization_is_gone_when_asked_for_then_it_is_not_found() -> None:
    world = World()
    world.store.items.pop(Organization.key(world.organization_id))

    with pytest.raises(NotFound):
        organizations.organization(world.who("anna"), world.organization_id)


@pytest.mark.parametrize("name", ["obcy", "widz"])
def test_given_who_does_not_organize_when_they_create_a_programme_then_it_is_not_found(name: str) -> None:
    world = World()

    with pytest.raises(NotFound):
        programmes.create_programme(world.who(name), world.organization_id, {"name": "Jesień"})


def test_given_a_name_when_a_programme_is_created_then_it_is_a_draft_with_the_defaults() -> None:
    world = World("draft", slug="")
    programme = world.programme

    assert (programme.slug, programme.stage, programme.organization_name) == ("wiosna", "draft", "Firma")
    assert (programme.planned_meetings, programme.meeting_minutes, programme.interval_days) == (8, 60, 21)
    assert programmes.catalogue(world.who("")) == []


def test_given_the_same_name_when_a_second_programme_is_created_then_it_gets_another_address() -> None:
    world = World()

    second = programmes.create_programme(world.who("anna"), world.organization_id, {"name": "Wiosna"})

    assert second.slug.startswith("wiosna-")
    assert len(second.slug) == len("wiosna-") + 6


def test_given_a_taken_address_when_wished_then_it_is_refused_and_nothing_is_kept() -> None:
    world = World()
    before = dict(world.store.items)

    with pytest.raises(domain.SlugTaken):
        programmes.create_programme(world.who("anna"), world.organization_id, {"name": "Lato", "slug": "wiosna"})

    assert world.store.items == before


def test_given_settings_when_a_programme_is_created_then_they_are_left_as_they_were() -> None:
    world = World()
    wish = {"name": "Lato", "slug": "lato"}

    programmes.create_programme(world.who("anna"), world.organization_id, wish)

    assert wish == {"name": "Lato", "slug": "lato"}


def test_given_a_change_when_the_version_is_the_right_one_then_it_is_kept_and_told() -> None:
    world = World()

    programmes.change_programme(world.who("kora"), world.programme_id, {"name": "Lato", "topics": ["a"]}, ANY)

    assert (world.programme.name, world.programme.topics) == ("Lato", ["a"])
    assert world.published == ["ProgrammeChanged"]


def test_given_a_change_when_somebody_was_quicker_then_it_is_not_made_of_the_new_version() -> None:
    world = World()
    read = world.programme.tag

    programmes.change_programme(world.who("anna"), world.programme_id, {"name": "A"}, read)
    with pytest.raises(Overtaken):
        programmes.change_programme(world.who("kora"), world.programme_id, {"name": "B"}, read)

    assert world.programme.name == "A"


def test_given_dates_out_of_order_when_changed_then_nothing_is() -> None:
    world = World()

    with pytest.raises(Invalid):
        programmes.change_programme(
            world.who("anna"), world.programme_id,
            {"dates": {"kick_off": "2026-05-01", "closing": "2026-04-01"}}, ANY,
        )  # fmt: skip

    assert world.programme.dates == {}


def test_given_a_programme_when_it_moves_then_who_when_and_why_are_recorded() -> None:
    world = World("recruiting")

    stages.move_programme(world.who("kora"), world.programme_id, "draft", "za wcześnie")

    history = world.store.query(StageChange, f"PROGRAMME#{world.programme_id}", "STAGE#")
    assert [(one.from_stage, one.to_stage, one.by, one.reason) for one in history] == [
        ("draft", "recruiting", "anna", ""),
        ("recruiting", "draft", "kora", "za wcześnie"),
    ]
    assert world.published == ["ProgrammeStageChanged"]


@pytest.mark.parametrize("name", ["obcy", "widz"])
def test_given_who_does_not_decide_when_they_move_a_programme_then_it_is_not_found(name: str) -> None:
    world = World()

    with pytest.raises(NotFound):
        stages.move_programme(world.who(name), world.programme_id, "matching")


def test_given_a_programme_whose_address_is_gone_when_changed_then_it_is_not_found() -> None:
    world = World()
    world.store.items.pop(Slug.key("wiosna"))

    with pytest.raises(NotFound):
        stages.move_programme(world.who("anna"), world.programme_id, "matching")


# What the public sees -------------------------------------------------------------------------------------------------


def test_given_programmes_when_the_catalogue_is_read_then_open_ones_come_first() -> None:
    world = World("matching")
    second = programmes.create_programme(world.who("anna"), world.organization_id, {"name": "Zima"})
    stages.move_programme(world.who("anna"), second.programme_id, "recruiting")

    assert [one.name for one, _ in programmes.catalogue(world.who(""))] == ["Zima", "Wiosna"]


def test_given_a_public_programme_when_it_becomes_unlisted_then_only_the_catalogue_forgets_it() -> None:
    world = World()

    programmes.change_programme(world.who("anna"), world.programme_id, {"visibility": "unlisted"}, ANY)

    assert programmes.catalogue(world.who("")) == []
    assert programmes.public_programme(world.who(""), "wiosna").name == "Wiosna"


def test_given_a_stage_when_clicked_twice_then_the_programme_moves_once() -> None:
    world = World("recruiting")
    for _ in range(2):
        stages.move_programme(world.who("kora"), world.programme_id, "matching")
    assert programmes.public_programme(world.who("kora"), "wiosna").stage == "matching"
    assert [one.name for one in world.store.events].count("ProgrammeStageChanged") == 1


@pytest.mark.parametrize("name", ["", "obcy"])
def test_given_a_draft_when_others_open_its_page_then_it_is_not_found(name: str) -> None:
    with pytest.raises(NotFound):
        programmes.public_programme(World("draft").who(name), "wiosna")


@pytest.mark.parametrize("name", ["anna", "widz"])
def test_given_a_draft_when_its_organizers_open_its_page_then_they_see_it(name: str) -> None:
    assert programmes.public_programme(World("draft").who(name), "wiosna").stage == "draft"


def test_given_no_programme_when_its_page_is_opened_then_it_is_not_found() -> None:
    with pytest.raises(NotFound):
        programmes.public_programme(World().who(""), "jesien")


# Applying -------------------------------------------------------------------------------------------------------------


def test_given_a_draft_when_saved_and_sent_then_it_is_one_application() -> None:
    world = World()

    first = applications.keep_application(world.who("ada"), "wiosna", "mentee", profile(), submit=False)
    sent = applications.keep_application(
        world.who("ada", locale="en"), "wiosna", "mentee", profile(city="Łódź"), submit=True
    )

    assert first.application_id == sent.application_id
    one = kept(world, sent.application_id)
    assert (one.state, one.channel, one.locale, one.profile["city"]) == ("submitted", "form", "en", "Łódź")
    assert one.submitted_at == "2026-03-02T12:00:00Z"
    assert world.published == ["ApplicationSubmitted"]


def test_given_both_roles_when_one_person_applies_then_there_are_two_applications() -> None:
    world = World()
    applications.keep_application(world.who("ada"), "wiosna", "mentee", profile(), submit=True)
    applications.keep_application(world.who("ada"), "wiosna", "mentor", profile("mentor"), submit=True)

    assert len(applications.applications(world.who("anna"), world.programme_id).items) == 2


def test_given_an_application_that_was_sent_when_saved_again_then_it_stays() -> None:
    world = World()
    sent = applications.keep_application(world.who("ada"), "wiosna", "mentee", profile(), submit=True)

    with pytest.raises(domain.AlreadyApplied):
        applications.keep_application(world.who("ada"), "wiosna", "mentee", profile(city="X"), submit=False)

    assert kept(world, sent.application_id).profile["city"] == ""


def test_given_nobody_signed_in_when_they_apply_then_they_are_asked_to_sign_in() -> None:
    with pytest.raises(SignInRequired):
        applications.keep_application(World().who(""), "wiosna", "mentee", profile(), submit=False)


@pytest.mark.parametrize(
    ("stage", "slug", "role"),
    [("draft", "wiosna", "mentee"), ("recruiting", "wiosna", "observer"), ("recruiting", "lato", "mentee")],
)
def test_given_no_such_form_when_somebody_applies_then_it_is_not_found(stage: str, slug: str, role: str) -> None:
    with pytest.raises(NotFound):
        applications.keep_application(World(stage).who("ada"), slug, role, profile(), submit=False)


def test_given_a_programme_by_invitation_when_who_was_asked_for_more_answers_then_they_reach_their_application() -> (
    None
):
    world = World(visibility="invitation")
    (one,) = world.take("Mentee:ada")
    deciding.decide(world.who("anna"), world.programme_id, [one], "needs_info", message="Cel?")
    world.to("matching")

    applications.keep_application(world.who("ada"), "wiosna", "mentee", profile(), submit=True)

    assert kept(world, one).state == "submitted"
    with pytest.raises(NotFound):
        applications.my_application(world.who("obcy"), "wiosna", "mentee")


def test_given_an_application_when_withdrawn_twice_then_it_is_told_once() -> None:
    world = World()
    applications.keep_application(world.who("ada"), "wiosna", "mentee", profile(), submit=True)

    applications.withdraw(world.who("ada"), world.programme_id, "mentee")
    again = applications.withdraw(world.who("ada"), world.programme_id, "mentee")

    assert again.state == "withdrawn"
    assert world.published == ["ApplicationSubmitted", "ApplicationWithdrawn"]


def test_given_a_withdrawn_application_when_saved_then_it_is_a_draft_again() -> None:
    world = World()
    applications.keep_application(world.who("ada"), "wiosna", "mentee", profile(), submit=True)
    applications.withdraw(world.who("ada"), world.programme_id, "mentee")

    assert applications.keep_application(world.who("ada"), "wiosna", "mentee", profile(), submit=False).state == "draft"


def test_given_an_accepted_application_when_withdrawn_then_the_participant_has_left_and_it_is_told_once() -> None:
    world = World()
    (one,) = world.take("Mentee:ada")
    deciding.decide(world.who("anna"), world.programme_id, [one], "accepted")

    for _ in range(2):
        assert applications.withdraw(world.who("ada"), world.programme_id, "mentee").state == "withdrawn"

    (left,) = applications.participants(world.who("anna"), world.programme_id).items
    assert left.withdrawn_at
    assert world.published[-2:] == ["ApplicationAccepted", "ApplicationWithdrawn"]


def test_given_who_left_when_they_apply_and_are_accepted_again_then_they_take_part_again() -> None:
    world = World()
    for _ in range(2):
        applications.keep_application(world.who("ada"), "wiosna", "mentee", profile(), submit=True)
        deciding.decide(world.who("anna"), world.programme_id, None, "accepted")
        (one,) = applications.participants(world.who("anna"), world.programme_id).items
        assert one.withdrawn_at is None
        applications.withdraw(world.who("ada"), world.programme_id, "mentee")


@pytest.mark.parametrize(("stage", "decision"), [("closed", "accepted"), ("recruiting", "rejected")])
def test_given_a_programme_that_is_over_or_a_refusal_when_withdrawn_then_it_is_refused(
    stage: str, decision: str
) -> None:
    world = World()
    (one,) = world.take("Mentee:ada")
    deciding.decide(world.who("anna"), world.programme_id, [one], decision)
    world.to(stage)

    with pytest.raises(domain.NotWithdrawable):
        applications.withdraw(world.who("ada"), world.programme_id, "mentee")


def test_given_no_application_when_withdrawn_then_it_is_not_found() -> None:
    world = World()

    with pytest.raises(NotFound):
        applications.withdraw(world.who("ada"), world.programme_id, "mentee")


# Importing ------------------------------------------------------------------------------------------------------------


def test_given_a_file_when_imported_twice_then_the_second_time_makes_nothing() -> None:
    world = World()
    content = file("Mentor:ada", "Mentee:jan", "Mentee:ewa")

    first = importing.import_applications(world.who("kora"), world.programme_id, content)
    events = len(world.store.outbox)
    second = importing.import_applications(world.who("kora"), world.programme_id, content)

    assert (first.rows, first.imported, first.already_there) == (3, 3, 0)
    assert (second.rows, second.imported, second.already_there) == (3, 0, 3)
    assert (events, len(world.store.outbox)) == (6, 6)
    assert {getattr(event.data, "channel", "import") for event in world.store.events} == {"import"}


def test_given_bad_rows_when_imported_then_the_good_ones_are_and_the_others_are_counted_once() -> None:
    world = World()
    content = file("Mentor:ada", "Nikt:zly zly", "Mentee:ewa")

    done = importing.import_applications(world.who("anna"), world.programme_id, content)

    assert (done.rows, done.imported, done.already_there, done.rejected_rows) == (3, 2, 0, 1)
    assert len(done.errors) == 2


def test_given_many_rows_when_imported_then_no_transaction_holds_more_than_a_hundred_items() -> None:
    world = World()
    before = world.store.commits

    done = importing.import_applications(
        world.who("anna"), world.programme_id, file(*(f"Mentee:m{n}" for n in range(120)))
    )

    assert (done.imported, world.store.commits - before, len(world.store.outbox)) == (120, 4, 240)


def test_given_an_import_cut_off_in_the_middle_when_repeated_then_it_goes_on() -> None:
    world = World()
    content = file(*(f"Mentee:m{n}" for n in range(60)))
    honest = world.store.commit
    begun: list[Changes] = []

    def cut(changes: Changes) -> None:
        begun.append(changes)
        if len(begun) > 1:
            raise ConnectionError
        honest(changes)

    world.store.commit = cut  # type: ignore[method-assign]
    with pytest.raises(ConnectionError):
        importing.import_applications(world.who("anna"), world.programme_id, content)
    world.store.commit = honest  # type: ignore[method-assign]

    done = importing.import_applications(world.who("anna"), world.programme_id, content)

    assert (done.imported, done.already_there, len(world.store.outbox)) == (30, 30, 120)


def test_given_a_draft_of_the_same_person_when_imported_then_it_is_sent_with_what_only_the_draft_tells() -> None:
    world = World()
    drafted = profile(experience="Dziesięć lat w laboratorium")
    draft = applications.keep_application(world.who("ada"), "wiosna", "mentee", drafted, submit=False)

    done = [importing.import_applications(world.who("anna"), world.programme_id, file("Mentee:ada")) for _ in range(2)]

    assert [(one.imported, one.already_there) for one in done] == [(1, 0), (0, 1)]
    sent = kept(world, draft.application_id)
    assert (sent.state, sent.channel) == ("submitted", "import")
    assert sent.profile["experience"] == "Dziesięć lat w laboratorium"


def test_given_a_question_to_applicants_when_it_says_nothing_then_it_is_not_sent() -> None:
    world = World()
    (one,) = world.take("Mentee:ada")

    with pytest.raises(Invalid) as refused:
        deciding.decide(world.who("anna"), world.programme_id, [one], "needs_info", message="  ")

    assert list(refused.value.fields) == ["/message"]
    assert kept(world, one).state == "submitted"


def test_given_somebody_who_speaks_english_only_when_imported_then_mails_will_be_english() -> None:
    world = World()

    importing.import_applications(world.who("anna"), world.programme_id, file("Mentee:ada", languages="angielski B2"))

    assert applications.applications(world.who("anna"), world.programme_id).items[0].locale == "en"


def test_given_an_unreadable_file_when_imported_then_nothing_is() -> None:
    world = World()

    with pytest.raises(imports.FileUnreadable):
        importing.import_applications(world.who("anna"), world.programme_id, b"PK\x03\x04")

    assert world.store.outbox == []


def test_given_a_running_programme_when_a_file_comes_then_it_is_refused() -> None:
    world = World("running")

    with pytest.raises(domain.RecruitmentClosed):
        importing.import_applications(world.who("anna"), world.programme_id, file("Mentee:ada"))


@pytest.mark.parametrize("name", ["obcy", "widz"])
def test_given_who_does_not_decide_when_they_import_then_it_is_not_found(name: str) -> None:
    world = World()

    with pytest.raises(NotFound):
        importing.import_applications(world.who(name), world.programme_id, file("Mentee:ada"))


# Looking and deciding -------------------------------------------------------------------------------------------------


def test_given_applications_when_filtered_then_state_role_and_any_word_count() -> None:
    world = World()
    world.take("Mentor:łucja", "Mentee:jan", "Mentee:ewa")
    deciding.decide(world.who("anna"), world.programme_id, None, "waitlisted")
    world.take("Mentee:ola")

    def names(**wanted: str) -> list[str]:
        found = applications.applications(world.who("kora"), world.programme_id, wanted)
        assert found.next == ""
        return sorted(one.profile["first_name"] for one in found.items)

    assert names() == ["ewa", "jan", "ola", "łucja"]
    assert names(state="submitted") == ["ola"]
    assert names(role="mentor") == ["łucja"]
    assert names(q="nowak ŁUC") == ["łucja"]
    assert names(q="nowak", state="waitlisted", role="mentee") == ["ewa", "jan"]
    assert names(q=" Lucja@Firma.example") == ["łucja"]
    assert names(q="lucja@firma.example", role="mentee") == names(q="wak") == []


def test_given_a_draft_when_organizers_look_then_it_is_its_applicants_own() -> None:
    world = World()
    draft = applications.keep_application(world.who("ada"), "wiosna", "mentee", profile(), submit=False)
    applications.keep_application(world.who("jan"), "wiosna", "mentee", profile(), submit=False)
    applications.withdraw(world.who("jan"), world.programme_id, "mentee")

    assert applications.applications(world.who("anna"), world.programme_id).items == []
    assert boards.board(world.who("anna"), world.programme_id).count() == 0
    with pytest.raises(NotFound):
        applications.application(world.who("anna"), world.programme_id, draft.application_id)


@pytest.mark.parametrize("read", [applications.applications, applications.participants])
@pytest.mark.parametrize("name", ["obcy", "widz"])
def test_given_who_does_not_decide_when_they_look_at_people_then_nothing_is_found(read: Any, name: str) -> None:
    world = World()
    world.take("Mentee:ada")

    with pytest.raises(NotFound):
        read(world.who(name), world.programme_id)


def test_given_an_application_when_opened_by_its_organizer_then_it_is_there_and_a_foreign_one_is_not() -> None:
    world, other = World(), World()
    (one,) = world.take("Mentee:ada")

    assert applications.application(world.who("anna"), world.programme_id, one).email == "ada@firma.example"
    with pytest.raises(NotFound):
        applications.application(other.who("anna"), other.programme_id, one)


def test_given_submitted_applications_when_accepted_then_each_becomes_a_participant() -> None:
    world = World()
    mentor, mentee = world.take("Mentor:ada", "Mentee:jan")
    world.store.outbox.clear()

    decided = deciding.decide(
        world.who("anna"), world.programme_id, [mentor, mentee, mentor], "accepted", comment="świetnie"
    )

    assert [one.application_id for one in decided] == [mentor, mentee]
    one = world.store.get(Participant, *Participant.key(world.programme_id, mentor))
    assert one is not None
    assert (one.role, one.name, one.profile["capacity"], one.locale) == ("mentor", "ada Nowak", 2, "pl")
    assert one.person_id == ids.derived("person", "ada@firma.example")
    assert (one.list_pk, one.list_sk) == (f"PERSON#{one.person_id}", f"PARTICIPANT#{world.programme_id}#mentor")
    application = kept(world, mentor)
    assert (application.state, application.decided_by, application.comment) == ("accepted", "anna", "świetnie")
    assert [(event.name, event.data.role) for event in world.store.events] == [  # type: ignore[attr-defined]
        ("ApplicationAccepted", "mentor"), ("ApplicationAccepted", "mentee")
    ]  # fmt: skip
    assert len(applications.participants(world.who("anna"), world.programme_id).items) == 2


def test_given_an_address_somebody_is_known_by_when_accepted_then_it_is_that_person() -> None:
    world = World()
    (one,) = world.take("Mentee:ada")
    email = "ada@firma.example"
    world.store.put(Address(*Address.key(email), person_id="p-ada", email=email, verified_at="2026-01-01T00:00:00Z"))

    deciding.decide(world.who("anna"), world.programme_id, [one], "accepted")

    assert applications.participants(world.who("anna"), world.programme_id).items[0].person_id == "p-ada"


@pytest.mark.parametrize("decision", ["waitlisted", "rejected", "needs_info"])
def test_given_any_other_decision_when_made_then_it_is_told_and_nobody_takes_part(decision: str) -> None:
    world = World()
    (one,) = world.take("Mentee:ada")
    world.store.outbox.clear()

    deciding.decide(world.who("kora"), world.programme_id, [one], decision, message="Cel?")

    assert kept(world, one).state == decision
    assert [event.data.state for event in world.store.events] == [decision]  # type: ignore[attr-defined]
    assert applications.participants(world.who("anna"), world.programme_id).items == []


def test_given_a_decision_when_sent_again_then_nothing_changes_and_nothing_is_told() -> None:
    world = World()
    chosen = world.take("Mentee:ada", "Mentee:jan")
    deciding.decide(world.who("anna"), world.programme_id, chosen, "accepted")
    events = len(world.store.outbox)

    assert deciding.decide(world.who("anna"), world.programme_id, chosen, "accepted") == []
    assert len(world.store.outbox) == events


@pytest.mark.parametrize("size", [2, deciding.DECIDED_TOGETHER + 5])
def test_given_one_that_cannot_be_decided_when_many_are_then_none_is(size: int) -> None:
    world = World()
    chosen = world.take(*(f"Mentee:m{n}" for n in range(size)))
    deciding.decide(world.who("anna"), world.programme_id, chosen[-1:], "rejected")

    with pytest.raises(domain.DecisionRefused):
        deciding.decide(world.who("anna"), world.programme_id, chosen, "needs_info", message="Cel?")

    assert {kept(world, one).state for one in chosen[:-1]} == {"submitted"}


def test_given_a_foreign_application_when_decided_then_it_is_not_found_and_nothing_changes() -> None:
    world, other = World(), World()
    (own,), (foreign,) = world.take("Mentee:ada"), other.take("Mentee:ada")

    with pytest.raises(NotFound):
        deciding.decide(world.who("anna"), world.programme_id, [own, foreign], "accepted")

    assert kept(world, own).state == "submitted"


def test_given_all_submitted_when_accepted_at_once_then_the_others_stay() -> None:
    world = World()
    chosen = world.take(*(f"Mentee:m{n}" for n in range(70)))
    deciding.decide(world.who("anna"), world.programme_id, chosen[:1], "needs_info", message="Cel?")
    before = world.store.commits

    decided = deciding.decide(world.who("anna"), world.programme_id, None, "accepted")

    assert (len(decided), world.store.commits - before) == (69, 3)
    assert kept(world, chosen[0]).state == "needs_info"


@pytest.mark.parametrize("name", ["obcy", "widz"])
def test_given_who_does_not_decide_when_they_decide_then_it_is_not_found(name: str) -> None:
    world = World()
    chosen = world.take("Mentee:ada")

    with pytest.raises(NotFound):
        deciding.decide(world.who(name), world.programme_id, chosen, "accepted")


def test_given_a_closing_programme_when_somebody_is_accepted_then_it_is_refused() -> None:
    world = World()
    chosen = world.take("Mentee:ada")
    world.to("closing")

    with pytest.raises(domain.DecisionRefused):
        deciding.decide(world.who("anna"), world.programme_id, chosen, "accepted")


# The board ------------------------------------------------------------------------------------------------------------


def _pair(world: World, pair_id: str, stage: str) -> Pair:
    pair = Pair(
        *Pair.key(pair_id), pair_id=pair_id, programme_id=world.programme_id, organization_id=world.organization_id,
        mentor_id="m", mentee_id="e", mentor_person_id="pm", mentee_person_id="pe", mentor_name="Ada",
        mentee_name="Jan", score=1, stage=stage, agreed_at="2026-03-01T00:00:00Z",
    )  # fmt: skip
    pair.list_pk, pair.list_sk = f"PROGRAMME#{world.programme_id}", f"PAIR#{pair_id}"
    return pair


def _watch(world: World, pair_id: str, colour: str, *, closed: bool = False) -> Watch:
    return Watch(
        *Watch.key(pair_id), pair_id=pair_id, programme_id=world.programme_id, started_at="2026-03-01T00:00:00Z",
        colour=colour, closed=closed,
    )  # fmt: skip


def _alert(world: World, alert_id: str, raised_at: str, state: str = "open") -> Alert:
    return Alert(
        *Alert.key(world.programme_id, alert_id), alert_id=alert_id, programme_id=world.programme_id, pair_id="1",
        rule="silence", days=46, state=state, raised_at=raised_at,
    )  # fmt: skip


def test_given_a_season_when_the_board_is_read_then_every_figure_is_there() -> None:
    world = World()
    mentor, mentee, _ = world.take("Mentor:ada", "Mentee:jan", "Mentee:ewa")
    deciding.decide(world.who("anna"), world.programme_id, [mentor, mentee], "accepted")
    world.store.put(_pair(world, "1", "working"), _pair(world, "2", "completed"))
    world.store.put(_watch(world, "1", "red"), _watch(world, "2", "green", closed=True))
    world.store.put(
        _alert(world, "a", "2026-03-01T00:00:00Z"),
        _alert(world, "b", "2026-03-02T00:00:00Z"),
        _alert(world, "c", "2026-03-03T00:00:00Z", "handled"),
    )

    board = boards.board(world.who("anna"), world.programme_id)

    assert (board.count(), board.count("accepted"), board.count("accepted", "mentor"), board.count(role="mentee")) == (
        3,
        2,
        1,
        2,
    )
    assert (board.stages, board.colours) == ({"working": 1, "completed": 1}, {"red": 1})
    assert [(alert.alert_id, pair) for alert, pair in board.alerts] == [("b", "Jan – Ada"), ("a", "Jan – Ada")]
    assert [one.to_stage for one in board.history] == ["recruiting"]
    assert board.may_edit


def test_given_a_viewer_when_the_board_is_read_then_they_see_figures_and_decide_nothing() -> None:
    world = World()

    assert not boards.board(world.who("widz"), world.programme_id).may_edit
    with pytest.raises(NotFound):
        boards.board(world.who("obcy"), world.programme_id)


def test_given_the_fixed_clock_when_an_event_is_published_then_it_bears_its_time_and_programme() -> None:
    world = World()
    world.take("Mentee:ada")

    event, _ = world.store.events

    assert (event.meta.occurred_at, event.meta.programme_id, event.meta.sequence) == (NOON, world.programme_id, 1)


def test_given_hundreds_of_applications_when_decided_at_once_then_all_are_and_no_transaction_is_too_large() -> None:
    world = World()
    chosen = world.take(*(f"Mentee:m{n}" for n in range(deciding.DECIDED_AT_ONCE)))
    world.store.outbox.clear()
    done = deciding.decide(world.who("anna"), world.programme_id, chosen, "accepted")
    assert len(done) == len(world.store.outbox) == len(chosen)
    assert max(world.store.sizes) <= 100
