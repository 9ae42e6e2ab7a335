"""Several pairs at once as JSON: looked at with the mails counted, done once, and of each pair what became of it."""

from __future__ import annotations

from datetime import timedelta
from typing import Any, NamedTuple

import pytest

from mentoring import clock
from mentoring.tables.notifications import Mailbox
from pairing import api, use_cases
from pairing.domain import MENTEE, MENTOR
from tests.fakes import MemoryStore
from tests.integration.lambdas import Call, over, said
from tests.unit.pairing.givens import agreed, by, pair_in, participant, published, season

PAIRS = "/v1/pairing/p/pairs"
NAMES = ("jan", "ewa", "iza")
UNTIL = clock.iso(clock.now() + timedelta(days=9))
REST, END = {"do": "pause", "until": UNTIL}, {"do": "end", "reason": "zmiana pracy"}


class Given(NamedTuple):
    """Given: three pairs of one mentor, and how the JSON is asked."""

    memory: MemoryStore
    ids: list[str]
    call: Call

    def looked_at(self, who: str = "ola", *more: str) -> dict[str, Any]:
        found: dict[str, Any] = said(self.call("POST", f"{PAIRS}/preview", who, body={"pairs": [*self.ids, *more]}))
        return found

    def sent(self, wish: dict[str, Any], seen: dict[str, Any], **more: Any) -> dict[str, Any]:
        pairs = [{"pair_id": one["pair_id"], "tag": one["tag"]} for one in seen["pairs"]]
        return self.call("POST", PAIRS, "ola", body=wish | {"pairs": pairs}, **more)


@pytest.fixture
def given() -> Given:
    memory = season(participant("anna", MENTOR, capacity=3), *(participant(one, MENTEE) for one in NAMES))
    ids = [agreed(memory, f"x{one}", "anna", one).pair_id for one in NAMES]
    return Given(memory, ids, over(api.app, memory))


def test_given_three_pairs_when_looked_at_then_the_mails_are_those_that_arrive_and_nothing_is_done(
    given: Given,
) -> None:
    box = Mailbox(*Mailbox.key("jan@firma.example"), mailbox_id="j", reach="bounced", cause="no_mailbox")
    given.memory.put(box)
    use_cases.close_early(by("iza", given.memory), given.ids[2], "")
    before = len(published(given.memory))
    seen = given.looked_at("ola", "mentee-jan", given.ids[0])
    assert [(one["mentee_name"], one["unreached"]) for one in seen["pairs"]] == [("Jan", ["Jan"]), ("Ewa", [])]
    assert (seen["mails"], seen["ended"], seen["unknown"]) == (3, [given.ids[2]], ["mentee-jan"])
    assert published(given.memory)[before:] == []


@pytest.mark.parametrize(("wish", "event"), [(REST, "PairPaused"), (END, "PairClosed")])
def test_given_what_was_looked_at_when_it_is_sent_twice_under_one_key_then_it_is_done_once_with_each(
    given: Given, wish: dict[str, Any], event: str
) -> None:
    seen, before = given.looked_at(), len(given.memory.events)
    for _ in range(2):
        done = said(given.sent(wish, seen, headers={"idempotency-key": "one-key-only"}))
        assert (done["done"], [one["problem"] for one in done["results"]]) == (3, [None] * 3)
    told = [one for one in given.memory.events[before:] if one.name == event]
    assert (len(told), {one.meta.organizer for one in told}) == (3, {"ola"}), "the audit hears who did it"


def test_given_pairs_of_which_one_ended_and_one_changed_when_done_then_the_third_is_and_each_says_why_not(
    given: Given,
) -> None:
    seen = given.looked_at()
    seen["pairs"].append({"pair_id": "nobody", "tag": "1"})
    use_cases.close_early(by("jan", given.memory), given.ids[0], "")
    use_cases.pause(by("ewa", given.memory), given.ids[1], clock.now() + timedelta(days=3))
    done = said(given.sent(END, seen))
    told = {
        one["pair_id"]: one["problem"] and (one["problem"]["type"], one["problem"]["status"]) for one in done["results"]
    }
    assert done["done"] == 1
    assert told == {
        given.ids[0]: ("urn:tandem:problem:pair-ended", 409),
        given.ids[1]: ("urn:tandem:problem:stale", 412),
        given.ids[2]: None,
        "nobody": ("urn:tandem:problem:not-found", 404),
    }
    assert [str(pair_in(given.memory, one).outcome) for one in given.ids] == ["closed_early", "", "closed_early"]


@pytest.mark.parametrize(
    ("wish", "where"),
    [
        ({"do": "pause"}, "/until"), ({"do": "pause", "until": "2001-01-01T00:00:00Z"}, "/until"),
        ({"do": "end", "reason": "  "}, "/reason"), ({"do": "remind"}, "/do"),
    ],
)  # fmt: skip
def test_given_a_wish_that_says_too_little_when_sent_then_it_is_said_where_and_nothing_is_done(
    given: Given, wish: dict[str, Any], where: str
) -> None:
    before = len(given.memory.events)
    answer = given.sent(wish, given.looked_at())
    assert (answer["statusCode"], [one["pointer"] for one in said(answer)["errors"]]) == (422, [where])
    assert len(given.memory.events) == before


@pytest.mark.parametrize(("who", "status"), [("wit", 404), ("anna", 404), ("jan", 404), ("obca", 404), ("", 401)])
def test_given_somebody_who_may_not_decide_when_they_ask_then_nothing_is_there(
    given: Given, who: str, status: int
) -> None:
    pairs = [{"pair_id": one, "tag": "*"} for one in given.ids]
    asked = (given.call("POST", f"{PAIRS}/preview", who, body={"pairs": given.ids}),)
    asked += tuple(given.call("POST", PAIRS, who, body=wish | {"pairs": pairs}) for wish in (REST, END))
    assert [one["statusCode"] for one in asked] == [status] * 3
    assert [str(pair_in(given.memory, one).outcome) for one in given.ids] == [""] * 3
