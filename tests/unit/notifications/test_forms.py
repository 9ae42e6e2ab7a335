"""Where a mail names somebody's role in Polish, it has the form they want; subjects are short and name the fact."""

from __future__ import annotations

from dataclasses import replace

import pytest

from mentoring.events import catalogue as events
from mentoring.tables.recruitment import Application, Participant, Programme
from notifications import composer, recipes
from tests.fakes import MemoryStore, context_at
from tests.fakes.context import NOON
from tests.fakes.people import MENTEE, PAIR, PROGRAMME
from tests.unit.notifications.givens import ALL, FILES, SAME_DAY, _part, change

LONGEST = 72
"""Characters of a subject that mail programs show on a wide screen; names and titles in it are not ours."""
NAMES = ("Mentor", "Mentee", "Wiosna", "Fundacja", "Firma", "Otwarcie", "Opening")


def written(store: MemoryStore, data: events.EventData, locale: str = "pl") -> list[tuple[str, str]]:
    """Return subject and text of all mails of an event, in a language."""
    mails = [replace(one, to=replace(one.to, locale=locale)) for one in recipes.made(context_at(store=store), data)]
    made = [composer.compose(one, event_id="e", sender="t@t.example", now=NOON, files=FILES) for one in mails]
    return [(str(one["Subject"]), _part(one, "text/plain")) for one in made]


@pytest.mark.parametrize(
    ("form", "role", "proposed"),
    [
        ("f", "Twoja rola w programie: Mentorka.", "Proponowana Mentorka: Mentor."),
        ("m", "Twoja rola w programie: Mentor.", "Proponowany Mentor: Mentor."),
        ("n", "Twoja rola w programie: Mentor/Mentorka.", "Proponowana osoba mentorska: Mentor."),
    ],
)
def test_given_a_mentor_s_form_when_a_mail_names_their_role_then_it_has_it(
    store: MemoryStore, form: str, role: str, proposed: str
) -> None:
    one = store.get(Application, *Application.key(PROGRAMME, "mentor"))
    assert one is not None
    change(store, Application, Application.key(PROGRAMME, "mentor"), profile=dict(one.profile) | {"form": form})
    change(store, Participant, Participant.key(PROGRAMME, "mentor"), form=form)
    store.items.pop(("PERSON#mentor-person", "PERSON"), None)
    ((_, welcome),) = written(store, events.ApplicationAccepted("mentor", PROGRAMME, "mentor", "mentor", "mentor"))
    assert role in welcome
    assert any(
        proposed in text for _, text in written(store, events.PairProposed(PROGRAMME, "r", "n", "mentor", "mentee"))
    )


@pytest.mark.parametrize("rule", SAME_DAY)
@pytest.mark.parametrize("locale", ["pl", "en"])
def test_given_what_cannot_wait_when_told_then_the_subject_says_what_it_is(
    store: MemoryStore, rule: str, locale: str
) -> None:
    subjects = {
        name: written(store, events.MatterRaised(PROGRAMME, PAIR, PAIR, "", name, urgency, 0), locale)[0][0]
        for name, urgency in SAME_DAY.items()
    }
    assert len(set(subjects.values())) == len(SAME_DAY)
    assert all("Mentor" in subject and "Mentee" in subject for subject in (subjects[rule],))


@pytest.mark.parametrize("locale", ["pl", "en"])
def test_given_every_mail_when_its_subject_is_measured_then_our_part_of_it_fits_on_a_line(
    store: MemoryStore, locale: str
) -> None:
    long = set()
    for data, count in ALL:
        for subject, _ in written(store, data, locale) if count else []:
            ours = subject
            for name in NAMES:
                ours = ours.replace(name, "")
            if len(ours) > LONGEST:
                long.add(subject)
    assert not long


def test_given_mails_of_one_pair_when_their_subjects_are_read_then_each_says_whose_it_is(store: MemoryStore) -> None:
    told = (
        events.ReportPrepared(PROGRAMME, PAIR, "d", "pair"),
        events.ContractSignaturesVoided(PROGRAMME, PAIR, 1, "", []),
        events.ContractSigned(PROGRAMME, PAIR, 1, "ab" * 32),
        events.MeetingPlaceChanged(PROGRAMME, PAIR, "m", MENTEE, 1),
    )
    for data in told:
        subjects = [subject for subject, _ in written(store, data)]
        assert all("Mentor" in one or "Mentee" in one for one in subjects), subjects


@pytest.mark.parametrize("locale", ["pl", "en"])
def test_given_organizers_whose_programme_takes_answers_when_they_are_mailed_then_they_are_not_sent_to_themselves(
    store: MemoryStore, locale: str
) -> None:
    change(store, Programme, Programme.key(PROGRAMME), reply_to="organizator@firma.example")
    for data in (
        events.DigestPrepared(PROGRAMME, "2026-03-02"),
        events.WeeklyReportPrepared(PROGRAMME, "w", "2026-W10"),
        events.MatterRaised(PROGRAMME, PAIR, PAIR, "", "help", "help", 0),
    ):
        assert all(one.reply_to == "" for one in recipes.made(context_at(store=store), data))
        assert not any(asks in text for _, text in written(store, data, locale) for asks in ("Questions?", "pytanie?"))
