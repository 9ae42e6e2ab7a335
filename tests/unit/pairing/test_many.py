"""The worker with thousands of people: bounded parts, everything once, over a bus as bad as it may be."""

from __future__ import annotations

from collections import Counter

import pytest

import pairing.worker  # noqa: F401 - fills the inbox of the worker
from mentoring.events.pairing import PairingRequested, PairingRoundSent, RematchRequested
from mentoring.tables.pairing import Proposal, Round, Seats
from mentoring.tables.vocabulary import PairingMode
from pairing import use_cases
from pairing.domain import MENTEE, MENTOR
from pairing.use_cases import attempts
from tests.bulk import MANY
from tests.fakes import MemoryStore
from tests.fakes.bus import Bus, assert_bounded, cutting
from tests.unit.pairing.givens import Kept, participant, season
from tests.unit.pairing.test_rescue import by

pytestmark = pytest.mark.bulk

SOME = 600
KEY = "rounds/p/r.json"

SENT = max(MANY, 2500)
"""So many pairs take more parts to be sent than a part that fails has tries."""


def round_of(number: int) -> MemoryStore:
    """Given: a round with so many pairs was sent."""
    store = season(
        *(participant(f"{one:05}", role) for one in range(number) for role in (MENTOR, MENTEE)), stage="matching"
    )
    sent = Round(
        *Round.key("p", "r"), round_id="r", programme_id="p", state="sent", mode="most_served", result_key=KEY,
        requested_by="ola", requested_at="2026-03-01T12:00:00Z",
    )  # fmt: skip
    store.put(sent)
    reasons: dict[str, list[str]] = {"pl": [], "en": []}
    pairs = [
        {"mentee_id": f"mentee-{one:05}", "mentor_id": f"mentor-{one:05}", "score": 7, "reasons": reasons}
        for one in range(number)
    ]
    Kept(store).put(KEY, {"pairs": pairs})
    return store


def told(store: MemoryStore) -> Counter[str]:
    return Counter(one.name for one in store.events)


def test_given_many_pairs_when_sent_then_each_is_proposed_once_and_a_part_reads_what_it_needs() -> None:
    store = round_of(SENT)
    whole, longest = store.query, [0]

    def query(*arguments: object) -> list[object]:
        found = whole(*arguments)  # type: ignore[arg-type]
        longest[0] = max(longest[0], len(found))
        return found  # type: ignore[return-value]

    store.query = query  # type: ignore[assignment,method-assign]
    bus = Bus(store, "pairing-worker")
    bus.publish(PairingRoundSent("p", "r"))
    bus.run()
    count = told(store)
    assert (bus.dead, count["PairProposed"], count["RematchRequested"]) == ([], SENT, 0)
    assert count["PairingWorkerContinued"] > attempts.TRIES  # parts aren't tries that failed
    assert longest[0] <= 1  # nobody reads the programme's lists
    assert_bounded(store)


@pytest.mark.parametrize("seed", range(3))
def test_given_a_sent_round_when_its_parts_are_killed_and_come_twice_then_each_pair_is_proposed_once(seed: int) -> None:
    store = round_of(2 * SOME)
    for one in range(0, 2 * SOME, 3):  # a third of the mentors was taken meanwhile
        mentor = f"mentor-{one:05}"
        store.put(Seats(*Seats.key("p", mentor), participant_id=mentor, programme_id="p", capacity=1, taken=1))
    bus = Bus(store, "pairing-worker", seed=seed, twice=seed == 2, cut=cutting(store, 40))
    bus.publish(PairingRoundSent("p", "r"))
    bus.run(without="RematchRequested")
    count = told(store)
    again = [mentee for one in store.events if isinstance(one.data, RematchRequested) for mentee in one.data.mentee_ids]
    assert (bus.dead, count["PairProposed"]) == ([], 800)
    assert (len(again), len(set(again))) == (400, 400)
    assert_bounded(store)


@pytest.mark.parametrize("mentees", [20, SOME])
def test_given_many_mentees_without_a_mentor_when_nobody_is_left_then_every_one_of_them_is_told_of_once(
    mentees: int,
) -> None:
    store = season(
        *(participant(f"{one:05}", MENTEE) for one in range(mentees)),
        *(participant(f"{one:05}", MENTOR) for one in range(16)),
        stage="running",
    )
    bus = Bus(store, "pairing-worker", twice=True, cut=cutting(store, 9))
    bus.publish(RematchRequested("p", "x", [f"mentee-{one:05}" for one in range(mentees)]))
    bus.run()
    ids = {one.meta.id for one in store.events if one.name == "MenteeLeftUnmatched"}
    assert (bus.dead, told(store)["PairProposed"], len(ids)) == ([], 16, mentees - 16)
    assert Kept(store).kept == {}
    assert_bounded(store)


def test_given_many_mentees_when_the_choice_is_opened_then_each_hears_it_once_and_the_figures_are_those_of_all() -> (
    None
):
    store = season(
        *(participant(f"{one:05}", MENTEE) for one in range(2 * SOME)),
        *(participant(f"{one:05}", MENTOR, capacity=5) for one in range(3)),
        stage="matching",
    )
    wanted = use_cases.request_round(by("ola", store), "p", use_cases.Wish(PairingMode.SELF_MATCHING))
    store.outbox.clear()
    bus = Bus(store, "pairing-worker", cut=cutting(store, 9))
    bus.publish(PairingRequested("p", str(wanted.round_id)))
    bus.run()
    found = store.get(Round, *Round.key("p", str(wanted.round_id)))
    assert found is not None
    assert (bus.dead, told(store)["MentorsSuggested"], found.state) == ([], 2 * SOME, "sent")
    assert (found.figures["matched"], found.figures["unmatched"]) == (2 * SOME, 0)
    assert len(Kept(store).kept) == 2 * SOME
    assert store.query(Proposal, "PAIRING#p", "PROPOSAL#") == []
    assert_bounded(store)
