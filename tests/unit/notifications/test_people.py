"""Names, languages, forms and zones in mails: those of the account today."""

from __future__ import annotations

import pytest

from mentoring import people
from mentoring.events import catalogue as events
from mentoring.tables.identity import Person
from mentoring.tables.recruitment import Application
from notifications import recipes
from notifications.mail import Recipient
from tests.fakes import MemoryStore, context_at
from tests.fakes.people import MENTEE, MENTOR, ORGANIZER, PAIR, PROGRAMME, profile
from tests.unit.notifications.givens import EVERYTHING, _account


def test_given_a_changed_account_when_notified_then_language_name_form_and_zone_are_the_ones_of_today(
    store: MemoryStore,
) -> None:
    store.put(_account(MENTEE, name="Jan Nowy", form="m", locale="en", zone="Europe/London", own=EVERYTHING))
    mentor, mentee = recipes.made(
        context_at(store=store), events.PairAgreed(PROGRAMME, PAIR, "p", "mentor", "mentee", MENTOR, MENTEE)
    )
    told = Recipient(MENTEE, "mentee@firma.example", "Jan Nowy", "m", "en", "Europe/London")
    assert (mentee.to, mentor.values["other"]) == (told, "Jan Nowy")
    assert (mentor.to.name, mentor.to.locale) == ("Mentor", "pl")
    (asked,) = recipes.made(context_at(store=store), events.ProposalReminded(PROGRAMME, "p", ["mentee"]))
    assert (asked.to, asked.values["reasons"]) == (told, ["reason"])


@pytest.mark.parametrize("own", [[], ["locale"]])
def test_given_an_account_never_filled_in_when_notified_then_the_programme_s_own_word_counts(
    store: MemoryStore, own: list[str]
) -> None:
    store.put(_account(MENTEE, name="Insulting Name", form="n", locale="en", zone="Asia/Tokyo", own=own))
    suggested = events.MentorsSuggested(PROGRAMME, "r", "mentee", 5)
    (mail,) = recipes.made(context_at(store=store), suggested)
    assert (mail.to.name, mail.to.form, mail.to.zone) == ("Mentee", "f", "Europe/Warsaw")
    assert mail.to.locale == ("en" if own else "pl")


@pytest.mark.parametrize(("own", "told"), [([], ("Anna Krawiec", "pl")), (EVERYTHING, ("Jan Nowy", "en"))])
def test_given_an_applicant_with_an_account_when_decided_then_only_what_they_set_themselves_counts(
    store: MemoryStore, own: list[str], told: tuple[str, str]
) -> None:
    email = "anna@firma.example"
    person_id = people.person_id_of(context_at(store=store), email)
    store.put(
        Application(
            *Application.key(PROGRAMME, "anna"), application_id="anna", programme_id=PROGRAMME, role="mentee",
            email=email, profile=profile(first_name="Anna", last_name="Krawiec"),
        ),
        _account(person_id, name="Jan Nowy", form="m", locale="en", zone="Europe/London", own=own),
    )  # fmt: skip
    accepted = events.ApplicationAccepted("anna", PROGRAMME, "anna", person_id, "mentee")
    (mail,) = recipes.made(context_at(store=store), accepted)
    assert (mail.to.name, mail.to.locale) == told


def test_given_an_organizer_with_a_name_nobody_but_others_gave_when_notified_then_without_a_name(
    store: MemoryStore,
) -> None:
    found = store.get(Person, *Person.key(ORGANIZER))
    assert found is not None
    found.name = "Insulting Name"
    store.put(found)
    declined = events.ProposalDeclined(PROGRAMME, "p", "mentee")
    mails = recipes.made(context_at(store=store), declined)
    assert [mail.to.name for mail in mails if mail.to.key == ORGANIZER] == [""]
