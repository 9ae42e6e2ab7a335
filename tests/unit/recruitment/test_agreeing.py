"""Consents are separate: who gives one, or wants to be told of the next editions, gives no other with it."""

from __future__ import annotations

import pytest

from mentoring import consents
from mentoring.errors import NotFound
from mentoring.tables.recruitment import Application
from mentoring.tables.vocabulary import ApplicationState, ProgrammeStage
from recruitment import domain
from recruitment.use_cases import agreeing, asking_back
from recruitment.use_cases.asking_back import Wanted
from tests.unit.recruitment.test_asking_back import AGAIN, Two


class Jan(Two):
    """Jan, a mentee of the earlier edition, which is over, never said that he wants to be told of the next one."""

    def __init__(self) -> None:
        super().__init__()
        self.earlier_stage("closed")

    def earlier_stage(self, stage: str) -> None:
        programme, self.programme_id = self.programme_id, self.earlier_id
        found = self.programme
        found.stage = ProgrammeStage(stage)
        uow = self.who("").begin()
        uow.save(found)
        uow.commit()
        self.slug, self.programme_id = found.slug, programme

    def mine(self) -> Application:
        found = self.store.get(Application, *Application.key(self.earlier_id, self.people["jan"]))
        assert found is not None
        return found

    def tell(self, *, wants: bool, who: str = "jan", role: str = "mentee") -> Application:
        context = self.who(who)
        return agreeing.tell_me(context, self.slug, role, wants=wants)


@pytest.fixture
def jan() -> Jan:
    return Jan()


def test_given_an_edition_that_is_over_when_somebody_wants_to_be_told_then_they_are_asked_and_the_consent_is_dated(
    jan: Jan,
) -> None:
    assert "jan" not in jan.named()
    before = jan.mine().profile["consents"]
    for _ in "once", "again":
        jan.tell(wants=True)
    (news,) = [one for one in jan.mine().profile["consents"] if one["kind"] == consents.NEWS]
    assert (news["by"], news["at"]) == ("person", "2026-03-02T12:00:00Z")
    assert [one for one in jan.mine().profile["consents"] if one != news] == before, "no other consent with it"
    assert "jan" in jan.named()


def test_given_who_wants_to_be_told_when_they_take_it_back_then_nobody_asks_them(jan: Jan) -> None:
    jan.tell(wants=True)
    tag = jan.look().tag
    for _ in "once", "again":
        jan.tell(wants=False)
    assert "jan" not in jan.named()
    with pytest.raises(domain.ChangedMeanwhile):
        asking_back.ask(jan.who("anna"), jan.programme_id, Wanted(jan.earlier_id), tag)


@pytest.mark.parametrize("state", [ApplicationState.REJECTED, ApplicationState.WITHDRAWN, ApplicationState.DRAFT])
def test_given_who_isn_t_asked_anyway_when_they_want_it_then_it_can_t_be_given_but_always_taken_back(
    jan: Jan, state: ApplicationState
) -> None:
    one = jan.mine()
    one.state = state
    one.profile = {**one.profile, "consents": [*one.profile["consents"], AGAIN]}
    uow = jan.who("").begin()
    uow.save(one)
    uow.commit()
    jan.tell(wants=False)
    assert not consents.wants_news(jan.mine().profile["consents"])
    with pytest.raises(agreeing.NotAsked):
        jan.tell(wants=True)


def test_given_somebody_without_an_application_when_they_want_it_then_there_is_nothing(jan: Jan) -> None:
    with pytest.raises(NotFound):
        jan.tell(wants=True, who="obca")
    with pytest.raises(NotFound):
        jan.tell(wants=True, role="mentor")


def test_given_two_texts_that_are_asked_again_when_somebody_agrees_to_one_then_not_to_the_other() -> None:
    two = Two()
    programme, two.programme_id = two.programme_id, two.earlier_id
    found = two.programme
    facts = {"number": 2, "at": "2026-03-01T12:00:00Z", "again_at": "2026-03-02T11:00:00Z", "empty": False}
    found.consent_texts = {"rules": facts, "privacy": facts}
    uow = two.who("").begin()
    uow.save(found)
    uow.commit()
    two.programme_id = programme
    agreeing.agree(two.who("jan"), found.slug, "mentee", ["rules"])
    one = two.store.get(Application, *Application.key(two.earlier_id, two.people["jan"]))
    assert one is not None
    own = {each["kind"]: each["version"] for each in one.profile["consents"] if each.get("by") == "person"}
    assert own == {"rules": "2"}
    assert agreeing.asked(found, one) == ["privacy"]
