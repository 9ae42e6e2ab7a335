"""The button of a nudge leads to where what is missing is done, with nothing in between."""

from __future__ import annotations

from dataclasses import replace

import pytest

from mentoring import links
from mentoring.events.monitoring import PairWentInactive
from mentoring.tables.workspace import Contract, Goal
from notifications import composer, recipes
from tests.fakes import MemoryStore, context_at
from tests.fakes.context import NOON
from tests.fakes.people import MENTEE, MENTOR, PAIR, PROGRAMME
from tests.unit.notifications.changes import Change, contract, goal, gone, nothing, signed
from tests.unit.notifications.givens import _part

PUBLIC = "https://tandem.firma.example"
ROOM = f"{PUBLIC}/rooms/{PAIR}"


def read(store: MemoryStore, rule: str, who: str) -> tuple[str, str]:
    """Return where the button leads, and the text, in English."""
    made = recipes.made(context_at(store=store), PairWentInactive(PROGRAMME, PAIR, rule, 32, 1))
    (mail,) = [one for one in made if one.to.key == who]
    mail = replace(mail, to=replace(mail.to, locale="en"))
    text = _part(composer.compose(mail, event_id="e", sender="t@t.example", now=NOON), "text/plain")
    return mail.link, " ".join(text.split())


@pytest.mark.parametrize(
    ("change", "who", "signs", "button"),
    [
        (nothing, MENTOR, True, "Read and sign"),
        (nothing, MENTEE, True, "Read and sign"),
        (signed(MENTEE), MENTOR, True, "Read and sign"),
        (signed(MENTEE), MENTEE, False, "See the contract"),
        (contract(state="draft"), MENTOR, False, "Agree on the contract"),
        (gone(Contract.key(PAIR, 1)), MENTEE, False, "Agree on the contract"),
    ],
)
def test_given_a_contract_that_is_not_signed_when_nudged_then_the_button_signs_it_or_opens_it(
    store: MemoryStore, change: Change, who: str, signs: bool, button: str
) -> None:
    change(store)
    link, text = read(store, "contract", who)
    assert f"{button}: {link}" in text
    if signs:
        found = links.read("contract", link.removeprefix(f"{PUBLIC}/rooms/answer/"), NOON)
        assert (found.subject, found.person_id, found.claims["number"]) == (PAIR, who, "1")
    else:
        assert link == f"{ROOM}/contract"
    assert "has been quiet" not in text
    assert "/meetings/met/" in text


@pytest.mark.parametrize(
    ("change", "who", "agrees", "button"),
    [
        (nothing, MENTOR, True, "Read and agree"),
        (nothing, MENTEE, False, "See our goals"),
        (goal(state="agreed"), MENTOR, False, "Agree on a goal"),
        (gone(Goal.key(PAIR, "g")), MENTEE, False, "Agree on a goal"),
    ],
)
def test_given_no_goal_when_nudged_then_the_button_agrees_to_the_proposed_one_or_opens_the_goals(
    store: MemoryStore, change: Change, who: str, agrees: bool, button: str
) -> None:
    change(store)
    link, text = read(store, "goal", who)
    assert f"{button}: {link}" in text
    if agrees:
        found = links.read("goal", link.removeprefix(f"{PUBLIC}/rooms/answer/"), NOON)
        assert (found.subject, found.person_id, found.claims["pair_id"]) == ("g", who, PAIR)
    else:
        assert link == f"{ROOM}/goals"
    assert "has been quiet" not in text


@pytest.mark.parametrize("rule", ["silence", "first_meeting"])
def test_given_a_quiet_pair_when_nudged_then_the_button_leads_to_all_answers(store: MemoryStore, rule: str) -> None:
    link, text = read(store, rule, MENTEE)
    assert links.read("nudge", link.removeprefix(f"{PUBLIC}/monitoring/answer/"), NOON).claims["rule"] == rule
    assert "has been quiet" in text
