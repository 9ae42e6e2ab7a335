"""«Introduce us»: asked, answered, forgotten; what each of the two learns, and how often somebody may ask."""

from __future__ import annotations

from datetime import datetime, timedelta
from functools import partial

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gatherings.domain.directory import Card
from gatherings.domain.introduction import (
    OPEN_FOR,
    AlreadyMet,
    AlreadyPair,
    AskedOften,
    Introduction,
    IntroductionGone,
    IntroductionLapsed,
    IsAskedOften,
)
from gatherings.use_cases.directory import entering, finding, forgetting, introducing
from mentoring import clock
from mentoring.errors import Invalid, NotFound
from mentoring.tables.gatherings.directory import Introduction as Item
from mentoring.tables.recruitment import Participant
from mentoring.tables.vocabulary import FoundBy, IntroductionState
from tests.fakes import MemoryStore, context_at
from tests.fakes.context import NOON
from tests.fakes.people import MENTEE, MENTOR, ORGANIZER, PROGRAMME, STRANGER, pair, participant, world
from tests.fakes.racing import RacingStore, race
from tests.unit.gatherings.test_directory import enter, gone

DAY = timedelta(days=1)
ENDED = clock.iso(NOON)


@pytest.fixture
def store() -> MemoryStore:
    """Given: a mentor in the directory, whose mentee they were."""
    found = world()
    found.put(pair(closed_at=ENDED))
    enter(found, MENTOR, Card("Anna"))
    return found


def known_as(store: MemoryStore, who: str) -> str:
    return entering.mine(context_at(store=store, person_id=who), PROGRAMME).entry.entry_id


def ask(
    store: MemoryStore, who: str = MENTEE, whom: str = MENTOR, sentence: str = "Też uczę.", at: datetime = NOON
) -> Item:
    return introducing.ask(context_at(at, store=store, person_id=who), PROGRAMME, known_as(store, whom), sentence)


def answer(store: MemoryStore, *, yes: bool, who: str = MENTOR, asker: str = MENTEE, at: datetime = NOON + DAY) -> Item:
    return introducing.answer(context_at(at, store=store, person_id=who), PROGRAMME, asker, yes=yes)


def kept(store: MemoryStore, asker: str = MENTEE, asked: str = MENTOR) -> Item | None:
    return store.get(Item, *Item.key(PROGRAMME, asker, asked))


def events(store: MemoryStore) -> list[str]:
    return [one.name for one in store.events if one.name.startswith("Introduction")]


def test_given_somebody_who_is_found_when_asked_and_they_say_yes_then_both_are_introduced_once(
    store: MemoryStore,
) -> None:
    ask(store)
    ask(store)
    assert events(store) == ["IntroductionAsked"], "what is open isn't asked twice"
    answer(store, yes=True)
    answer(store, yes=True)
    assert events(store) == ["IntroductionAsked", "IntroductionAccepted"]
    ask(store, at=NOON + 40 * DAY)
    assert events(store)[2:] == [], "who have met aren't introduced again"
    with pytest.raises(AlreadyMet):
        answer(store, yes=False)


def seen_by_asker(store: MemoryStore, at: datetime) -> list[tuple[str, str]]:
    found = introducing.wishes(context_at(at, store=store, person_id=MENTEE), PROGRAMME).mine
    return [(one.name, one.until) for one in found]


def test_given_a_no_when_the_asker_looks_or_asks_again_then_it_is_as_if_nobody_had_answered(
    store: MemoryStore,
) -> None:
    other = world()
    other.put(pair(closed_at=ENDED))
    enter(other, MENTOR, Card("Anna"))
    for one in (store, other):
        ask(one)
    answer(store, yes=False)
    for at in (NOON + 2 * DAY, NOON + 29 * DAY, NOON + 31 * DAY):
        for one in (store, other):
            forgetting.forget_due(context_at(at, store=one))
        assert seen_by_asker(store, at) == seen_by_asker(other, at)
    later = NOON + 40 * DAY
    for one in (store, other):
        ask(one, at=later)
    assert seen_by_asker(store, later) == seen_by_asker(other, later)
    item = kept(store)
    assert item is not None
    assert (item.state, item.sentence) == (IntroductionState.DECLINED, "")
    waiting = introducing.wishes(context_at(later, store=store, person_id=MENTOR), PROGRAMME).to_me
    assert waiting == [], "who said no isn't asked again"
    assert introducing.wishes(context_at(later, store=other, person_id=MENTOR), PROGRAMME).to_me != []


def test_given_a_wish_when_nobody_answers_for_a_month_then_nothing_of_it_is_kept(store: MemoryStore) -> None:
    ask(store)
    assert forgetting.forget_due(context_at(NOON + OPEN_FOR - DAY, store=store)) == {"forgotten": 0}
    assert forgetting.forget_due(context_at(NOON + OPEN_FOR, store=store)) == {"forgotten": 1}
    assert kept(store) is None
    with pytest.raises(NotFound):
        answer(store, yes=True)


def test_given_who_have_met_when_a_month_has_passed_then_what_was_written_is_gone(store: MemoryStore) -> None:
    ask(store)
    answer(store, yes=True)
    assert [forgetting.forget_due(context_at(NOON + OPEN_FOR, store=store))["forgotten"] for _ in range(2)] == [1, 0]
    item = kept(store)
    assert item is not None
    assert (item.state, item.sentence, item.due_at) == (IntroductionState.MET, "", None)


def test_given_a_wish_when_the_other_one_asks_the_same_then_that_is_a_yes(store: MemoryStore) -> None:
    enter(store, MENTEE, Card("Jan"))
    ask(store)
    assert ask(store, MENTOR, MENTEE).state == IntroductionState.MET
    assert events(store) == ["IntroductionAsked", "IntroductionAccepted"]
    assert kept(store, MENTOR, MENTEE) is None


def test_given_who_cannot_be_found_when_asked_then_there_is_nobody(store: MemoryStore) -> None:
    enter(store, MENTOR, Card("Anna"), FoundBy.MENTORS)
    for who in (MENTEE, ORGANIZER, STRANGER):
        with pytest.raises(NotFound):
            ask(store, who)
    with pytest.raises(NotFound):
        ask(store, MENTOR)
    with pytest.raises(NotFound):
        introducing.ask(context_at(store=store, person_id=MENTEE), PROGRAMME, "nobody")
    assert events(store) == []


def test_given_a_lure_in_the_sentence_when_asked_then_it_is_refused(store: MemoryStore) -> None:
    for typed in ("Napisz na jan@firma.example", "https://example.org", "600 100 200 300", "x" * 301):
        with pytest.raises(Invalid):
            ask(store, sentence=typed)
    assert kept(store) is None


def test_given_five_people_asked_when_a_sixth_is_then_it_waits_a_week_and_what_is_open_still_answers(
    store: MemoryStore,
) -> None:
    for number in range(6):
        store.put(participant(f"m{number}", "mentor", person_id=f"m{number}"))
        enter(store, f"m{number}", Card(f"M {number}"))
    for number in range(5):
        ask(store, whom=f"m{number}")
    with pytest.raises(AskedOften):
        ask(store, whom="m5")
    ask(store, whom="m0")
    with pytest.raises(AskedOften):
        ask(store, whom="m5", at=NOON + 6 * DAY)
    assert ask(store, whom="m5", at=NOON + 7 * DAY).state == IntroductionState.ASKED


def test_given_ten_who_would_like_to_meet_one_when_an_eleventh_asks_then_that_waits(store: MemoryStore) -> None:
    for number in range(11):
        store.put(participant(f"p{number}", "mentee", person_id=f"p{number}"))
    for number in range(10):
        ask(store, f"p{number}")
    with pytest.raises(IsAskedOften):
        ask(store, "p10")


@pytest.mark.parametrize("who", ["mentee", "mentor"])
def test_given_a_wish_when_one_of_the_two_leaves_the_programme_then_nothing_of_it_is_kept(
    store: MemoryStore, who: str
) -> None:
    ask(store)
    gone(store, who)
    assert kept(store) is None


def test_given_who_asked_left_at_this_moment_when_answered_then_nobody_is_introduced(store: MemoryStore) -> None:
    ask(store)
    part = store.get(Participant, *Participant.key(PROGRAMME, "mentee"))
    assert part is not None
    part.withdrawn_at = clock.iso(NOON)
    store.put(part)
    assert introducing.wishes(context_at(store=store, person_id=MENTOR), PROGRAMME).to_me == []
    with pytest.raises(IntroductionGone):
        answer(store, yes=True)


def test_given_a_pair_when_one_finds_the_other_then_they_are_shown_and_nobody_is_asked(store: MemoryStore) -> None:
    store.put(pair())
    seen = finding.one(context_at(store=store, person_id=MENTEE), PROGRAMME, known_as(store, MENTOR))[2]
    assert (seen.is_partner, seen.may_ask) == (True, False)
    with pytest.raises(AlreadyPair):
        ask(store)
    assert (events(store), kept(store)) == ([], None)


def test_given_ten_clicks_when_they_come_at_once_then_one_question_is_asked_and_counted_once() -> None:
    store = RacingStore()
    world(store).put(pair(closed_at=ENDED))
    enter(store, MENTOR, Card("Anna"))
    assert race(store, [lambda: ask(store) for _ in range(10)]) == ["done"] * 10
    assert events(store) == ["IntroductionAsked"]


def test_given_ten_people_asked_when_at_once_then_five_questions_are_asked() -> None:
    store = RacingStore()
    world(store)
    for number in range(10):
        store.put(participant(f"m{number}", "mentor", person_id=f"m{number}"))
        enter(store, f"m{number}", Card(f"M {number}"))
    ends = race(store, [partial(ask, store, whom=f"m{number}") for number in range(10)])
    assert sorted(ends) == ["done"] * 5 + ["introductions-paused"] * 5
    assert len(events(store)) == 5


def test_given_a_yes_and_a_no_when_at_once_then_one_of_them_holds() -> None:
    store = RacingStore()
    world(store).put(pair(closed_at=ENDED))
    enter(store, MENTOR, Card("Anna"))
    ask(store)
    race(store, [partial(answer, store, yes=True), partial(answer, store, yes=False)])
    item = kept(store)
    assert item is not None
    assert (item.state == IntroductionState.MET) == ("IntroductionAccepted" in events(store))


Step = st.sampled_from(["ask", "yes", "no", "wait a day", "wait a month", "forget"])


@given(st.lists(Step, max_size=25))
def test_given_any_steps_when_taken_then_a_no_is_never_seen_and_nobody_is_asked_after_it(steps: list[str]) -> None:
    """The asker's view of a wish is that of one nobody answered, until both have said yes."""
    now, real, silent, said_no = NOON, Introduction(), Introduction(), False
    for step in steps:
        if step == "ask":
            before, real, silent = real, real.ask(now), silent.ask(now)
            assert not (real != before and real.state == IntroductionState.ASKED and said_no)
        elif step in ("yes", "no"):
            was = real
            try:
                real = real.accept(now) if step == "yes" else real.decline(now)
            except (IntroductionLapsed, AlreadyMet):
                assert real == was
            said_no = real.state == IntroductionState.DECLINED
            silent = real if real.state == IntroductionState.MET else silent
        elif step == "forget":
            if real.state == IntroductionState.ASKED and not real.is_open(now):
                real = Introduction()
            silent = silent if silent.is_open(now) or silent.state == IntroductionState.MET else Introduction()
        else:
            now += DAY if step == "wait a day" else OPEN_FOR
        met = [one.state == IntroductionState.MET for one in (real, silent)]
        assert met[0] == met[1]
        assert real.is_open(now) == silent.is_open(now)
        if real.is_open(now):
            assert real.until == silent.until
