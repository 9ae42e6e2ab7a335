"""What a stranger can make Tandem do: who founds, whom a new organization may mail, who said «that's not me»."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mentoring import clock, ids, links, lures
from mentoring.context import Principal
from mentoring.errors import Invalid, NotFound
from mentoring.settings import settings
from mentoring.tables.core import ANY
from mentoring.tables.identity import Address, Person
from mentoring.tables.recruitment import Application, Contact, Disowned, Organization, Participant, Programme
from mentoring.tables.vocabulary import Standing
from recruitment import domain, standing
from recruitment.use_cases import (
    applications,
    contacts,
    deciding,
    importing,
    organizations,
    programmes,
    reached,
    readdress,
    stages,
    telling,
)
from tests.fakes import MemoryStore, context_at
from tests.fakes.context import NOON
from tests.unit.recruitment.givens import file

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mentoring.context import Context

TOTAL, DAILY = 30, 20


@pytest.fixture
def installation(monkeypatch: pytest.MonkeyPatch) -> Iterator[Any]:
    """Given: an installation whose settings a test may say."""

    def say(founding: str = "open", founders: str = "vouched.example") -> None:
        monkeypatch.setenv("FOUNDING", founding)
        monkeypatch.setenv("FOUNDERS", founders)
        settings.cache_clear()

    say()
    yield say
    monkeypatch.undo()
    settings.cache_clear()


@pytest.fixture
def store(installation: Any) -> MemoryStore:
    return MemoryStore()


def mallory(store: MemoryStore, *, email: str = "mallory@zlo.example", days: float = 0) -> Context:
    found = context_at(NOON + timedelta(days=days), store=store, service="recruitment", person_id="mallory")
    return replace(found, principal=Principal("mallory", email))


def founded(store: MemoryStore, **settings_: Any) -> Programme:
    """Given: a fresh account's organization and its public programme that recruits."""
    context = mallory(store)
    one = organizations.found(context, "Zło")
    wish = {"name": "Wiosna", "slug": "wiosna"} | settings_
    programme = programmes.create_programme(context, one.organization_id, wish)
    return stages.move_programme(context, programme.programme_id, "recruiting")


def import_(store: MemoryStore, programme: Programme, first: int, last: int, **when: Any) -> importing.Imported:
    people = [f"Mentee:m{number}" for number in range(first, last)]
    return importing.import_applications(mallory(store, **when), programme.programme_id, file(*people))


def added(store: MemoryStore) -> int:
    return [event.name for event in store.events].count("ApplicantAdded")


def organization(store: MemoryStore, programme: Programme) -> Organization:
    return organizations.get(mallory(store), str(programme.organization_id))


def token(programme: Programme, name: str) -> str:
    """Return the link's token of the first mail to somebody."""
    one = reached.application_id_of(str(programme.programme_id), "mentee", f"{name}@firma.example")
    claims = {"programme_id": str(programme.programme_id), "address": ids.address_key(f"{name}@firma.example")}
    return links.sign("added", one, expires_at=NOON + timedelta(days=30), **claims)


# Founding ------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("founding", "founders", "email", "allowed"),
    [
        ("domains", "xn--d-uga0v4h.example", "anna@łódź.example", True),
        ("domains", "@ŁÓDŹ.example", "anna@łódź.example", True),
        ("domains", "fass.example", "anna@faß.example", False),
        ("invited", "Anna@XN--D-UGA0V4H.example", "anna@łódź.example", True),
        ("invited", "", "a@x.example", False),
        ("invited", "x.example", "a@x.example", False),
        ("invited", "b@x.example, A@X.example", "a@x.example", True),
        ("domains", "x.example", "a@x.example", True),
        ("domains", "@x.example", "a@X.EXAMPLE", True),
        ("domains", "x.example", "a@notx.example", False),
        ("domains", "b@x.example", "a@x.example", False),
        ("domains", "łódź.example", "a@xn--d-uga0v4h.example", True),
        ("domains", "x.example", "a@x.example.evil.example", False),
        ("open", "", "a@x.example", True),
    ],
)
def test_given_a_setting_of_the_installation_when_somebody_founds_then_it_holds(
    installation: Any, founding: str, founders: str, email: str, allowed: bool
) -> None:
    installation(founding, founders)
    context = mallory(MemoryStore(), email=email)

    if allowed:
        assert organizations.found(context, "Firma").name == "Firma"
    else:
        with pytest.raises(standing.FoundingRefused) as refusal:
            organizations.found(context, "Firma")
        assert refusal.value.params == {"email": email}


def test_given_no_setting_when_read_then_founding_is_by_invitation(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("FOUNDING")
    settings.cache_clear()
    assert settings().founding == "invited"
    monkeypatch.undo()
    settings.cache_clear()


def test_given_a_new_organization_when_its_founder_founds_another_then_it_waits(store: MemoryStore) -> None:
    programme = founded(store)

    with pytest.raises(standing.OneNewOrganization):
        organizations.found(mallory(store), "Jeszcze jedna")

    one = organization(store, programme)
    one.standing = "established"
    store.put(one)
    assert organizations.found(mallory(store), "Jeszcze jedna").standing == "new"


@pytest.mark.parametrize(
    "name",
    [
        "Wejdź na evil.example",
        "https://evil.example/a",
        "ada@evil.example",
        "Zadzwoń +48 22 123 45 67",
        "evil。example",
    ],
)
def test_given_a_lure_when_it_is_to_be_a_name_then_it_is_refused(store: MemoryStore, name: str) -> None:
    with pytest.raises(Invalid) as refusal:
        organizations.found(mallory(store), name)
    assert list(refusal.value.fields) == ["/name"]
    programme = founded(store)
    with pytest.raises(Invalid):
        programmes.create_programme(mallory(store), str(programme.organization_id), {"name": name})
    with pytest.raises(Invalid):
        programmes.change_programme(mallory(store), programme.programme_id, {"name": name}, ANY)


@pytest.mark.parametrize(
    "name",
    ["Mentoring 2026/2027", "Edycja 2026-2027", "Firma Sp. z o.o.", "Wiosna: kobiety w IT", "J.K. Nowak", "3. edycja"],
)
def test_given_an_honest_name_when_typed_then_nothing_is_wrong(name: str) -> None:
    assert not lures.has_lure(name)
    assert lures.tidy(name) == name


@given(st.text(max_size=120))
def test_given_any_name_when_tidied_then_no_lure_is_left_and_it_is_short(name: str) -> None:
    tidy = lures.tidy(f"{name} evil.example {name}")

    assert "evil.example" not in tidy
    assert len(tidy) <= lures.MOST


# Quotas --------------------------------------------------------------------------------------------------------------


def test_given_200_strangers_when_imported_then_as_many_as_allowed_are_mailed_and_nobody_is_lost(
    store: MemoryStore,
) -> None:
    programme = founded(store)

    done = import_(store, programme, 0, 200)

    assert (done.imported, done.told, done.waiting) == (200, DAILY, 180)
    assert added(store) == DAILY
    quota = telling.quota(mallory(store), programme)
    assert (quota.unlimited, quota.left, quota.waiting, quota.total) == (False, 0, 180, TOTAL)
    with pytest.raises(standing.NoMailsLeft):
        telling.send_waiting(mallory(store), programme.programme_id)


def test_given_people_who_wait_when_days_pass_then_some_more_are_mailed_until_the_limit_in_all(
    store: MemoryStore,
) -> None:
    programme = founded(store)
    import_(store, programme, 0, 200)

    assert telling.send_waiting(mallory(store, days=1), programme.programme_id) == (TOTAL - DAILY, 170)
    with pytest.raises(standing.NoMailsLeft):
        telling.send_waiting(mallory(store, days=2), programme.programme_id)
    assert added(store) == TOTAL


def test_given_somebody_who_confirms_when_mails_wait_then_only_the_limit_a_day_is_left(store: MemoryStore) -> None:
    programme = founded(store)
    import_(store, programme, 0, 200)

    telling.answer(mallory(store), token(programme, "m0"), me=True)

    assert telling.send_waiting(mallory(store, days=1), programme.programme_id) == (DAILY, 160)


def test_given_five_who_confirm_when_mails_wait_then_all_go_and_the_catalogue_shows_the_programme(
    store: MemoryStore,
) -> None:
    programme = founded(store)
    import_(store, programme, 0, 100)
    assert programmes.catalogue(mallory(store)) == []

    for number in range(5):
        telling.answer(mallory(store), token(programme, f"m{number}"), me=True)

    assert telling.send_waiting(mallory(store), programme.programme_id) == (80, 0)
    assert [one.slug for one, _ in programmes.catalogue(mallory(store))] == ["wiosna"]


def test_given_people_who_signed_in_since_when_counted_then_they_have_confirmed_but_not_who_was_known(
    store: MemoryStore,
) -> None:
    for name, at in (("m0", NOON - timedelta(days=9)), ("m1", NOON + timedelta(hours=1))):
        email = f"{name}@firma.example"
        if at < NOON:
            store.put(Address(*Address.key(email), person_id=name, email=email, verified_at=clock.iso(at)))
    programme = founded(store)
    import_(store, programme, 0, 3)
    email = "m1@firma.example"
    store.put(
        Address(*Address.key(email), person_id="m1", email=email, verified_at=clock.iso(NOON + timedelta(hours=1)))
    )

    assert organizations.refresh(mallory(store), str(programme.organization_id)).confirmed == 1
    assert organization(store, programme).mailed == 3


def test_given_people_known_elsewhere_when_a_new_organization_imports_then_nothing_tells_them_apart(
    store: MemoryStore,
) -> None:
    programme = founded(store)
    before = clock.iso(NOON - timedelta(days=9))
    for number in range(DAILY - 5, DAILY + 5):
        email = f"m{number}@firma.example"
        store.put(Address(*Address.key(email), person_id=email, email=email, verified_at=before))

    done = import_(store, programme, 0, DAILY + 10)

    assert (done.told, done.waiting) == (DAILY, 10)
    everybody = applications.applications(mallory(store), programme.programme_id).items
    assert deciding.unconfirmed(mallory(store), everybody) == everybody


def test_given_a_known_contact_address_when_no_mail_is_left_then_it_waits_like_any(store: MemoryStore) -> None:
    programme = founded(store)
    import_(store, programme, 0, DAILY)
    for email in ("znana@firma.example", "nieznana@firma.example"):
        if email.startswith("znana"):
            store.put(Address(*Address.key(email), person_id=email, email=email, verified_at=clock.iso(NOON)))
        programmes.change_programme(mallory(store), programme.programme_id, {"contact": email}, ANY)

    assert "ContactToConfirm" not in [event.name for event in store.events]


def test_given_sub_addresses_and_the_organizer_s_own_when_they_say_yes_then_they_are_few_people(
    store: MemoryStore,
) -> None:
    programme = founded(store)
    own = [f"Mentee,A,B,mallory+{number}@zlo.example,t,tak,tak" for number in range(5)]
    theirs = [f"Mentee,A,B,ada+{number}@zlo.example,t,tak,tak" for number in range(5)]
    header = "Rola,Imię,Nazwisko,E-mail,Tematy,Zgoda na regulamin,Zgoda RODO"
    importing.import_applications(mallory(store), programme.programme_id, "\n".join([header, *own, *theirs]).encode())
    key = Person.key("mallory")
    store.put(Person(*key, person_id="mallory", email="mallory@zlo.example", registered_at=clock.iso(NOON)))

    for one in applications.applications(mallory(store), programme.programme_id).items:
        one.answered = "me"
        store.put(one)

    assert organizations.refresh(mallory(store), str(programme.organization_id)).confirmed == 1


def test_given_a_sub_address_when_it_founds_another_new_organization_then_it_waits_too(store: MemoryStore) -> None:
    founded(store)
    other = replace(mallory(store), principal=Principal("mallory-2", "mallory+2@zlo.example"))

    with pytest.raises(standing.OneNewOrganization):
        organizations.found(other, "Jeszcze jedna")


def test_given_the_operator_vouches_later_when_the_organizer_acts_then_the_limit_is_gone(
    store: MemoryStore, installation: Any
) -> None:
    programme = founded(store)
    import_(store, programme, 0, 100)
    installation(founders="mallory@zlo.example")

    assert telling.send_waiting(mallory(store), programme.programme_id) == (80, 0)
    assert [one.slug for one, _ in programmes.catalogue(mallory(store))] == ["wiosna"]


def _hourly(store: MemoryStore, first: float, last: float) -> list[tuple[str, int]]:
    """When: the schedule runs every hour from one day to another; return when it sent how many."""
    sent: list[tuple[str, int]] = []
    for hour in range(int(first * 24), int(last * 24)):
        context = context_at(NOON + timedelta(hours=hour), store=store, service="recruitment")
        if told := telling.send_due(context)["told"]:
            sent.append((clock.iso(context.clock()), told))
    return sent


def test_given_people_who_wait_when_days_pass_then_mails_go_out_by_themselves_each_morning_up_to_the_limit_in_all(
    store: MemoryStore,
) -> None:
    programme = founded(store)
    import_(store, programme, 0, 200)

    sent = _hourly(store, 0, 9)

    assert [told for _, told in sent] == [TOTAL - DAILY]
    assert sent[0][0] == clock.iso((NOON + timedelta(days=1)).replace(hour=7))
    assert added(store) == TOTAL


def test_given_one_who_confirms_when_days_pass_then_everybody_is_told_some_a_day_and_nobody_twice(
    store: MemoryStore,
) -> None:
    programme = founded(store)
    import_(store, programme, 0, 200)
    telling.answer(mallory(store), token(programme, "m0"), me=True)

    sent = _hourly(store, 0, 14)

    assert [told for _, told in sent] == [DAILY] * 9
    assert added(store) == 200
    assert _hourly(store, 14, 16) == []
    assert organization(store, programme).due_at is None


def test_given_five_who_confirm_when_the_next_hour_comes_then_all_the_others_are_told(store: MemoryStore) -> None:
    programme = founded(store)
    import_(store, programme, 0, 100)
    for number in range(5):
        telling.answer(mallory(store), token(programme, f"m{number}"), me=True)

    assert [told for _, told in _hourly(store, 0, 3)] == [80]


def test_given_the_operator_vouches_when_nobody_acts_then_the_others_are_told_the_next_morning(
    store: MemoryStore, installation: Any
) -> None:
    programme = founded(store)
    import_(store, programme, 0, 100)
    email = "mallory@zlo.example"
    store.put(Person(*Person.key("mallory"), person_id="mallory", email=email, registered_at=clock.iso(NOON)))
    installation(founders=email)

    assert [told for _, told in _hourly(store, 0, 3)] == [80]


def test_given_an_established_organization_with_very_many_when_a_run_comes_then_it_sends_some_and_the_next_goes_on(
    store: MemoryStore,
) -> None:
    programme = founded(store)
    import_(store, programme, 0, 1_000)
    one = organization(store, programme)
    one.standing = Standing.ESTABLISHED
    store.put(one)

    sent = _hourly(store, 0, 30)

    assert [told for _, told in sent] == [450, 450, 80]
    assert max(store.sizes) <= 100


def test_given_a_programme_that_is_over_when_a_run_comes_then_nobody_of_it_is_told_any_more(store: MemoryStore) -> None:
    programme = founded(store)
    import_(store, programme, 0, 100)
    kept_ = store.get(Programme, *Programme.key(programme.programme_id))
    assert kept_ is not None
    kept_.stage = "closed"
    store.put(kept_)

    assert _hourly(store, 0, 3) == []
    assert organization(store, programme).due_at is None


def test_given_people_who_wait_when_the_organizer_looks_then_the_page_says_when_they_are_told(
    store: MemoryStore,
) -> None:
    programme = founded(store)
    assert telling.quota(mallory(store), programme).again is None
    import_(store, programme, 0, 200)
    assert telling.quota(mallory(store), programme).again == (NOON + timedelta(days=1)).replace(hour=7)


def test_given_two_imports_at_once_when_both_count_then_the_limit_holds(store: MemoryStore) -> None:
    programme = founded(store)
    honest, raced = store.commit, []

    def race(changes: Any) -> None:
        if not raced:
            raced.append(True)
            import_(store, programme, 100, 115)
        honest(changes)

    store.commit = race  # type: ignore[method-assign]
    done = import_(store, programme, 0, 15)

    assert (done.imported, done.told) == (15, 5)
    assert added(store) == DAILY


@given(
    st.builds(
        standing.Record,
        mailed=st.integers(0, 99),
        today=st.integers(0, 99),
        confirmed=st.integers(0, 4),
        disowned=st.integers(0, 9),
    )
)
def test_given_any_new_organization_when_it_mails_all_it_may_then_no_limit_is_passed(record: standing.Record) -> None:
    terms = standing.Terms("open", (), TOTAL, DAILY)
    left = record.left(terms)

    assert left == 0 or record.today + left <= DAILY
    if record.confirmed <= record.disowned:
        assert left == 0 or record.mailed + left <= TOTAL


# The first mail and its answers ----------------------------------------------------------------------------------------


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
        telling.answer(mallory(store), token(programme, "m0"), me=False)
    telling.answer(mallory(store), token(programme, "m0"), me=True)

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
    telling.answer(mallory(store), token(programme, "m0"), me=False)
    next_ = programmes.create_programme(mallory(store), str(programme.organization_id), {"name": "Lato"})

    done = import_(store, next_, 0, 2)

    assert (done.imported, done.already_there, done.rejected_rows) == (1, 0, 1)
    assert [error.code for error in done.errors] == ["disowned"]


def test_given_a_look_at_the_page_when_nothing_is_pressed_then_nothing_happens(store: MemoryStore) -> None:
    programme = founded(store)
    import_(store, programme, 0, 1)
    before = store.commits

    found = telling.look(context_at(store=store), token(programme, "m0"))

    assert (found.organization, found.application.email, store.commits) == ("Zło", "m0@firma.example", before)


def test_given_a_yes_when_said_then_the_address_is_told_to_be_confirmed_once(store: MemoryStore) -> None:
    programme = founded(store)
    import_(store, programme, 0, 1)
    for _ in range(2):
        telling.answer(mallory(store), token(programme, "m0"), me=True)

    assert [event.name for event in store.events].count("AddressConfirmed") == 1


def test_given_a_corrected_address_when_it_is_a_stranger_s_then_they_are_told_first_and_counted(
    store: MemoryStore,
) -> None:
    programme = founded(store)
    import_(store, programme, 0, 2)
    first, second = applications.applications(mallory(store), programme.programme_id).items
    corrected = ["a@bank.example", "b@bank.example"]

    for one, email in zip((first, second), corrected, strict=True):
        readdress.correct(mallory(store), programme.programme_id, one.application_id, email, one.tag)
    assert (added(store), organization(store, programme).mailed) == (4, 4)
    for name in ("m0", "m1"):
        with pytest.raises(NotFound):
            telling.answer(mallory(store), token(programme, name), me=False)

    now = applications.application(mallory(store), programme.programme_id, first.application_id)
    full = organization(store, programme)
    full.mailed_today = DAILY
    store.put(full)
    with pytest.raises(standing.NoMailsLeft):
        readdress.correct(mallory(store), programme.programme_id, first.application_id, "c@bank.example", now.tag)


# Contact addresses -----------------------------------------------------------------------------------------------------


def contact_token(store: MemoryStore, programme: Programme) -> str:
    contact = str(programme.contact)
    kept = store.get(Contact, *Contact.key(str(programme.organization_id), contact))
    assert kept
    claims = {"address": ids.address_key(contact), "asked_at": str(kept.asked_at)}
    return links.sign("contact", str(programme.programme_id), expires_at=NOON + timedelta(days=30), **claims)


def asked(store: MemoryStore) -> int:
    return [event.name for event in store.events].count("ContactToConfirm")


def kept(store: MemoryStore, programme: Programme) -> Programme:
    found = store.get(Programme, *Programme.key(str(programme.programme_id)))
    assert found
    return found


def test_given_a_foreign_contact_when_set_then_it_is_no_reply_to_until_it_said_yes(store: MemoryStore) -> None:
    programme = founded(store, contact="ofiara@bank.example")
    assert (kept(store, programme).reply_to, asked(store)) == ("", 1)

    for _ in range(2):
        contacts.confirm(context_at(store=store), contact_token(store, programme))

    assert kept(store, programme).reply_to == "ofiara@bank.example"


def test_given_ones_own_address_when_set_as_contact_then_nobody_is_asked(store: MemoryStore) -> None:
    programme = founded(store, contact="Mallory@zlo.example")

    assert (kept(store, programme).reply_to, asked(store)) == ("Mallory@zlo.example", 0)


def test_given_a_confirmed_contact_when_another_is_set_then_the_old_link_and_reply_to_are_gone(
    store: MemoryStore,
) -> None:
    programme = founded(store, contact="a@bank.example")
    old = contact_token(store, programme)
    contacts.confirm(context_at(store=store), old)

    programmes.change_programme(mallory(store), programme.programme_id, {"contact": "b@bank.example"}, ANY)
    assert kept(store, programme).reply_to == ""
    with pytest.raises(contacts.LinkUsed):
        contacts.confirm(context_at(store=store), old)
    programmes.change_programme(mallory(store), programme.programme_id, {"contact": "a@bank.example"}, ANY)
    assert (kept(store, programme).reply_to, asked(store)) == ("a@bank.example", 2)


def test_given_a_contact_that_was_just_asked_when_asked_again_then_it_waits_and_then_it_may(store: MemoryStore) -> None:
    programme = founded(store, contact="a@bank.example")

    with pytest.raises(contacts.AskedJustNow):
        contacts.ask_again(mallory(store), programme.programme_id)
    contacts.ask_again(mallory(store, days=0.01), programme.programme_id)
    assert asked(store) == 2


def test_given_many_addresses_when_set_one_after_another_then_few_are_asked_and_all_count(store: MemoryStore) -> None:
    programme = founded(store, contact="a0@bank.example")
    for number in range(1, 20):
        change = {"contact": f"a{number}@bank.example"}
        programmes.change_programme(mallory(store), programme.programme_id, change, ANY)

    assert asked(store) == standing.CONTACTS_A_DAY
    assert organization(store, programme).mailed == standing.CONTACTS_A_DAY


def test_given_nobody_who_is_trusted_when_the_programme_is_public_then_it_works_by_its_link_alone(
    store: MemoryStore,
) -> None:
    programme = founded(store)
    nobody = context_at(store=store)

    assert programmes.catalogue(nobody) == []
    assert programmes.public_programme(nobody, "wiosna").programme_id == programme.programme_id
    assert domain.is_public("recruiting", "public")
