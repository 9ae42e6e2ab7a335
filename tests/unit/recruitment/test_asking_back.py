"""People of an earlier edition are asked to come again: once each, only who wanted to be told, by their own answer."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from mentoring import ids, links
from mentoring.errors import NotFound
from mentoring.tables.pairing import Pair
from mentoring.tables.recruitment import Application, AskedBack, Audit
from mentoring.tables.vocabulary import Act, Again, Came, JobState, PairOutcome
from recruitment import counting, domain, worker
from recruitment.use_cases import answering, applications, asking_back, audited, coming_again, deciding, editions, jobs
from recruitment.use_cases.asking_back import Wanted
from tests.fakes.bus import Bus
from tests.fakes.context import NOON
from tests.unit.recruitment.givens import World

PEOPLE = ("Mentor:ada", "Mentor:ewa", "Mentee:ola", "Mentee:jan")
AGAIN = {"kind": "news", "version": "2026-01", "at": "2026-03-01T12:00:00Z", "by": "person"}


class Two(World):
    """A programme with four people, three of whom want to be told of the next ones, and its next edition, open."""

    def __init__(self) -> None:
        super().__init__()
        self.earlier_id = self.programme_id
        self.people = dict(zip(("ada", "ewa", "ola", "jan"), self.take(*PEOPLE), strict=True))
        deciding.decide(self.who("anna"), self.earlier_id, list(self.people.values()), "accepted")
        for name in ("ada", "ewa", "ola"):
            self.say(name)
        made = editions.copy(self.who("anna"), self.earlier_id, "Jesień", (NOON + timedelta(days=60)).date())
        self.programme_id = made.programme_id
        self.to("recruiting")
        self.store.outbox.clear()

    def say(self, name: str, consent: dict[str, str] | None = AGAIN) -> None:
        """Let somebody want to be told of the next editions, or not any more."""
        one = self.store.get(Application, *Application.key(self.earlier_id, self.people[name]))
        assert one is not None
        others = [each for each in one.profile["consents"] if each["kind"] != "news"]
        one.profile = {**one.profile, "consents": [*others, consent] if consent else others}
        uow = self.who("").begin()
        uow.save(one)
        counting.note(self.who(""), uow, one)
        uow.commit()

    def look(self, **wanted: Any) -> asking_back.Found:
        return asking_back.look(self.who("anna"), self.programme_id, Wanted(self.earlier_id, **wanted))[1]

    def named(self, **wanted: Any) -> set[str]:
        names = {application_id: name for name, application_id in self.people.items()}
        return {names[one.application_id] for one in self.look(**wanted).asked}

    def ask(self, **wanted: Any) -> None:
        """Ask whom is meant, and let the worker do it."""
        found = self.look(**wanted)
        job = asking_back.ask(self.who("anna"), self.programme_id, Wanted(self.earlier_id, **wanted), found.tag)
        self.work()
        assert jobs.get(self.who("anna"), self.programme_id, job.job_id).state == JobState.DONE

    def work(self) -> None:
        assert worker.handler  # its inbox is the one the bus brings to
        Bus(self.store, "recruitment").run()

    def told(self) -> list[str]:
        names = {application_id: name for name, application_id in self.people.items()}
        return [names[one.data.application_id] for one in self.store.events if one.name == "AskedToComeAgain"]

    def token(self, name: str) -> str:
        claims = {"programme_id": self.programme_id, "earlier_id": self.earlier_id}
        claims["address"] = ids.address_key(f"{name}@firma.example")
        return links.sign("again", self.people[name], expires_at=NOON + timedelta(days=30), **claims)

    def pair(self, mentor: str, mentee: str, outcome: PairOutcome) -> None:
        names = ("organization_id", "mentor_person_id", "mentee_person_id", "mentor_name", "mentee_name", "agreed_at")
        told: dict[str, Any] = dict.fromkeys(names, "x") | {"score": 1, "outcome": outcome}
        told |= {"mentor_id": self.people[mentor], "mentee_id": self.people[mentee], "programme_id": self.earlier_id}
        pair = Pair(*Pair.key(mentor), pair_id=mentor, **told)
        pair.list_pk, pair.list_sk = Pair.list_key(self.earlier_id, mentor)
        self.store.put(pair)


@pytest.fixture
def two() -> Two:
    return Two()


def test_given_people_of_an_edition_when_looked_at_then_only_who_agreed_to_be_told_are_asked(two: Two) -> None:
    found = two.look()
    assert two.named() == {"ada", "ewa", "ola"}
    assert (found.silent, found.before, found.here) == (1, 0, 0)
    assert two.named(role="mentee") == {"ola"}
    assert two.named(came=Came.WAITED) == set()


def test_given_what_became_of_them_when_chosen_then_those_alone_are_asked(two: Two) -> None:
    two.pair("ada", "ola", PairOutcome.COMPLETED)
    assert two.named(came=Came.COMPLETED) == {"ada", "ola"}
    assert two.named(came=Came.COMPLETED, role="mentor") == {"ada"}
    assert two.named(came=Came.UNPAIRED) == {"ewa"}


def test_given_a_preview_when_confirmed_twice_then_each_is_asked_once_and_it_stands_in_the_audit(two: Two) -> None:
    two.ask()
    assert sorted(two.told()) == ["ada", "ewa", "ola"]
    assert two.named() == set()
    assert two.look().before == 3
    with pytest.raises(domain.ChangedMeanwhile):
        two.ask()
    acts = audited.of_programme(two.who("anna"), two.programme_id, audited.Wanted(act=Act.ASKED_BACK)).items
    assert [(one.audit.by, type(one.audit)) for one in acts] == [("anna", Audit)]


def test_given_a_preview_when_somebody_takes_the_consent_back_then_another_look_is_needed(two: Two) -> None:
    tag = two.look().tag
    two.say("ewa", None)
    with pytest.raises(domain.ChangedMeanwhile):
        asking_back.ask(two.who("anna"), two.programme_id, Wanted(two.earlier_id), tag)


def test_given_a_job_when_somebody_takes_the_consent_back_first_then_they_are_passed_over(two: Two) -> None:
    asking_back.ask(two.who("anna"), two.programme_id, Wanted(two.earlier_id), two.look().tag)
    two.say("ewa", None)
    two.work()
    assert sorted(two.told()) == ["ada", "ola"]


def test_given_a_programme_that_is_closed_when_asked_then_that_is_said(two: Two) -> None:
    tag = two.look().tag
    two.to("matching")
    with pytest.raises(asking_back.NotOpen):
        asking_back.ask(two.who("anna"), two.programme_id, Wanted(two.earlier_id), tag)


def test_given_strangers_or_a_foreign_edition_when_looked_at_then_nothing_is_found(two: Two) -> None:
    for who in ("obcy", "widz"):
        with pytest.raises(NotFound):
            asking_back.look(two.who(who), two.programme_id, Wanted(two.earlier_id))
    with pytest.raises(NotFound):
        asking_back.look(two.who("anna"), two.programme_id, Wanted(World().programme_id))


def test_given_who_is_asked_when_they_begin_then_their_form_has_what_they_said_and_no_consent(two: Two) -> None:
    two.ask()
    for _ in "once", "again":
        coming_again.begin(two.who(""), two.token("ada"))

    ada = two.who("ada")
    assert ada.principal.email == "ada@firma.example"
    programme, draft = applications.mine(ada, two.programme_id, "mentor")
    assert draft is not None
    said = answering.typed(ada, programme, draft)
    assert (said["first_name"], said["capacity"]) == ("ada", "2")
    assert not {"rules_consent", "privacy_consent", "news", "goal", "choices"} & said.keys()
    assert draft.profile["consents"] == []
    assert (draft.state, draft.submitted_at) == ("draft", None)
    asked = two.store.get(AskedBack, *AskedBack.key(two.programme_id, two.people["ada"]))
    assert asked is not None
    assert asked.said == Again.BEGUN


def test_given_who_says_not_this_time_when_organizers_ask_again_then_nothing_is_sent(two: Two) -> None:
    two.ask()
    for _ in "once", "again":
        coming_again.decline(two.who(""), two.token("ola"))
    assert coming_again.look(two.who(""), two.token("ola")).asked.said == Again.NO
    two.store.outbox.clear()
    assert two.named() == set()
    assert applications.mine(two.who("ola"), two.programme_id, "mentee")[1] is None


def test_given_a_link_when_the_address_was_corrected_or_nobody_was_asked_then_it_leads_nowhere(two: Two) -> None:
    with pytest.raises(NotFound):
        coming_again.look(two.who(""), two.token("ada"))
    two.ask()
    two.people["ada"], two.people["ola"] = two.people["ola"], two.people["ada"]
    with pytest.raises(NotFound):
        coming_again.begin(two.who(""), two.token("ada"))


def test_given_an_edition_that_closed_when_begun_then_nothing_is_made(two: Two) -> None:
    two.ask()
    two.to("matching")
    with pytest.raises(domain.RecruitmentClosed):
        coming_again.begin(two.who(""), two.token("ada"))
