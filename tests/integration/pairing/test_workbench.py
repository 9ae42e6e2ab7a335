"""The workbench through its real Lambda handlers: edits, trials, comparison, cancelling, and who may not see it."""

from __future__ import annotations

import re
from functools import partial
from typing import TYPE_CHECKING, Any

import pytest

from mentoring import clock
from mentoring.events.pairing import PairingRequested
from mentoring.tables.recruitment import Participant
from mentoring.weights import PARTS
from pairing import api, worker
from pairing.domain import MENTEE, MENTOR
from tests.fakes.racing_handlers import race
from tests.integration.lambdas import deliver, keep, outbox, said
from tests.integration.pairing.test_handlers import call
from tests.unit.pairing.givens import event, member, participant, programme

if TYPE_CHECKING:
    from mentoring.store.dynamo import DynamoStore

PEOPLE = (
    participant("anna", MENTOR, topics=["negocjacje"], department="HR"),
    participant("iga", MENTOR, topics=["delegowanie"], department="IT"),
    participant("zoe", MENTOR, topics=["sen"], department="IT"),
    participant("jan", MENTEE, topics=["negocjacje"], department="IT"),
    participant("ewa", MENTEE, topics=["delegowanie"], department="HR"),
)


@pytest.fixture
def preview(store: DynamoStore) -> str:
    """Given: the preview of a programme with an owner (ola) and a viewer (wit): jan with anna, ewa with iga."""
    everybody = (programme(), member("ola", "owner"), member("wit", "viewer"), *PEOPLE)
    keep(store, *(type(one).from_raw_data(one.serialize()) for one in everybody))
    return solved({})


def solved(form: dict[str, str]) -> str:
    """Ask for a round as the page does, and let the worker take it up; return its id."""
    before = {one.pk for one in outbox("PairingRequested")}
    assert call("POST", "/pairing/p/rounds", "ola", form=form)["statusCode"] == 303
    (asked,) = [one for one in outbox("PairingRequested") if one.pk not in before]
    round_id = re.findall(r'"round_id": ?"(\w+)"', str(asked.detail))[0]
    assert deliver(worker.handler, event(PairingRequested("p", round_id))) == []
    return round_id


def edited(round_id: str, action: str, mentee: str, other: str = "") -> dict[str, Any]:
    form = {"action": action, "mentee_id": mentee, "other_id": other, "version": version(round_id)}
    return call("POST", f"/pairing/p/rounds/{round_id}/edits", "ola", form=form)


def version(round_id: str) -> str:
    """Return the version of a round that its page was made of."""
    (found,) = set(re.findall(r'name="version" value="(\d+)"', text("/pairing/p", round=round_id))) or {"0"}
    return str(found)


def mates(round_id: str) -> dict[str, str]:
    shown = said(call("GET", f"/v1/pairing/p/rounds/{round_id}", "ola"))
    return {one["mentee_id"]: one["mentor_id"] for one in shown["pairs"]}


def text(path: str, who: str = "ola", **query: str) -> str:
    return str(call("GET", path, who, **query)["body"])


def test_given_a_preview_when_swapped_by_hand_then_the_page_tells_what_it_costs_and_takes_it_back(preview: str) -> None:
    choices = text(f"/pairing/p/rounds/{preview}/mentees/mentee-jan")
    for words in ("What the score is made of", "in exchange with Ewa", "has a free place", "weakest pair, of 100"):
        assert words in choices
    before = mates(preview)
    answer = edited(preview, "swap", "mentee-jan", "mentee-ewa")
    assert answer["multiValueHeaders"]["Location"] == [f"/pairing/p?round={preview}"]
    page = text("/pairing/p")
    for words in ("Changed by hand", "As calculated: 2 pairs", "Jan with Iga", "Reasons are written"):
        assert words in page
    assert "Proved" not in page
    edited(preview, "undo", "mentee-ewa")
    assert mates(preview) == before
    assert "Changed by hand" not in text("/pairing/p")


def test_given_edits_when_solved_again_then_they_are_kept_and_both_rounds_can_be_compared(preview: str) -> None:
    edited(preview, "forbid", "mentee-jan")
    assert "ruled out: Jan with Anna" in text("/pairing/p")
    second = solved({"based_on": preview})
    assert mates(second)["mentee-jan"] != "mentor-anna"
    page = text("/pairing/p", round=second)
    assert "which it came from: 1 pairs" in page
    assert "Allow again" in page
    compared = text("/pairing/p/comparison", first=preview, second=second)
    for words in ("Two rounds beside each other", "Different", "without a pair"):
        assert words in compared
    assert "Dwie rundy obok siebie" in text("/pairing/p/comparison", first=preview, second=second, language="pl")


def test_given_other_weights_when_tried_then_the_page_offers_to_keep_them_and_the_programme_stays(preview: str) -> None:
    assert "Keep the settings" not in text("/pairing/p")
    weights = {**dict.fromkeys(PARTS, "0"), "crossing": "10", "threshold": "70", "must_cross": "yes"}
    tried = solved({"based_on": preview, **weights})
    page = text("/pairing/p", round=tried)
    (kept,) = re.findall(r'href="(/organizer/programmes/p/settings\?[^"]+)"', page)
    for part in ("weight_topics=0", "weight_crossing=10", "threshold=70", "must_cross=yes"):
        assert part in kept
    shown = said(call("GET", f"/v1/pairing/p/rounds/{tried}", "ola"))
    assert (shown["threshold"], shown["must_cross"], shown["based_on"]) == (7000, True, preview)
    refused = call("POST", "/pairing/p/rounds", "ola", form=dict.fromkeys(PARTS, "0"))
    assert (refused["statusCode"], "at least one must be more than 0" in refused["body"]) == (422, True)


def test_given_a_page_that_is_out_of_date_when_changed_or_sent_then_nothing_is_done_and_it_is_said(
    preview: str,
) -> None:
    seen = version(preview)
    edited(preview, "swap", "mentee-jan", "mentee-ewa")
    before = mates(preview)
    form = {"action": "forbid", "mentee_id": "mentee-jan", "version": seen}
    for path in ("edits", "send"):
        late = call("POST", f"/pairing/p/rounds/{preview}/{path}", "ola", form=form)
        assert late["statusCode"] == 412
        assert "Somebody changed this in the meantime" in late["body"]
    assert call("POST", f"/v1/pairing/p/rounds/{preview}/send", "ola")["statusCode"] == 428
    assert mates(preview) == before
    assert outbox("PairingRoundSent") == []


@pytest.mark.parametrize(("path", "done"), [("edits", 200), ("send", 202)])
def test_given_one_etag_when_several_edit_or_send_at_once_then_one_of_them_does_and_the_others_hear_412(
    monkeypatch: pytest.MonkeyPatch, preview: str, path: str, done: int
) -> None:
    here = f"/v1/pairing/p/rounds/{preview}"
    tag = {"if-match": call("GET", here, "ola")["multiValueHeaders"]["ETag"][0]}
    edits = [{"action": "lock", "mentee_id": one} for one in ("mentee-jan", "mentee-ewa")]
    edits += [{"action": "forbid", "mentee_id": "mentee-jan"}]
    requests = [partial(call, "POST", f"{here}/{path}", "ola", body=one, headers=tag) for one in edits]
    answers = race(monkeypatch, api.app, requests)
    assert sorted(one["statusCode"] for one in answers) == [done, 412, 412]
    assert len(outbox("PairingRoundSent")) == (path == "send")


def test_given_a_pair_ruled_out_when_looked_at_then_the_mentee_is_shown_without_one_until_found_somebody(
    preview: str,
) -> None:
    edited(preview, "forbid", "mentee-jan")
    assert "The pair was ruled out by hand" in text("/pairing/p")
    shown = said(call("GET", f"/v1/pairing/p/rounds/{preview}", "ola"))["unmatched"]
    assert [one["cause"] for one in shown if one["participant_id"] == "mentee-jan"] == ["ruled_out"]
    edited(preview, "move", "mentee-jan", "mentor-zoe")
    assert "The pair was ruled out by hand" not in text("/pairing/p")


def test_given_a_lock_of_the_round_when_taken_back_then_the_proof_is_of_the_round_and_it_says_what_to_do(
    preview: str,
) -> None:
    edited(preview, "lock", "mentee-jan")
    again = solved({"based_on": preview})
    assert "What was locked or ruled out by hand is taken as given." in text("/pairing/p", round=again)
    edited(again, "unlock", "mentee-jan", mates(again)["mentee-jan"])
    page = text("/pairing/p", round=again)
    assert "What was locked or ruled out by hand is taken as given." in page
    assert "counts when you calculate again" in page


def test_given_a_mentor_who_left_when_the_preview_is_looked_at_then_it_says_which_pair_cannot_be_proposed(
    preview: str, store: DynamoStore
) -> None:
    mentor = mates(preview)["mentee-jan"]
    gone = store.get(Participant, *Participant.key("p", mentor))
    assert gone is not None
    gone.withdrawn_at = clock.iso(clock.now())
    keep(store, gone)
    page = text("/pairing/p")
    for words in ("left the programme", "1 pair can't be proposed", "Send 1 proposal"):
        assert words in page


def test_given_trial_settings_when_shown_then_the_choice_of_mentees_is_apart_and_says_whom_it_writes_to(
    preview: str,
) -> None:
    page = text("/pairing/p", round=preview)
    assert "Open the choice: 2 mentees get an email" in page
    assert '<option value="self_matching">' not in page


def test_given_a_calculation_when_stopped_then_nothing_comes_of_it_and_a_preview_cannot_be_stopped(
    preview: str,
) -> None:
    wanted = str(said(call("POST", "/v1/pairing/p/rounds", "ola", body={}))["round_id"])
    assert call("POST", f"/pairing/p/rounds/{wanted}/cancel", "ola", form={})["statusCode"] == 303
    assert deliver(worker.handler, event(PairingRequested("p", wanted))) == []
    assert said(call("GET", f"/v1/pairing/p/rounds/{wanted}", "ola"))["state"] == "cancelled"
    late = call("POST", f"/pairing/p/rounds/{preview}/cancel", "ola", form={})
    assert (late["statusCode"], "calculated any more" in late["body"]) == (409, True)


def test_given_many_pairs_when_filtered_then_only_those_and_the_count_are_shown(preview: str) -> None:
    assert "2 of 2" in text("/pairing/p")
    for query, who in (({"q": "anna"}, "Jan"), ({"q": "DELEGOWANIE"}, "Ewa")):
        page = text("/pairing/p", **query)
        assert "1 of 2" in page
        assert page.count('data-label="Mentee"') == 1
        assert f"Change the pair of {who}" in page
    assert "0 of 2" in text("/pairing/p", below="1")
    assert "2 of 2" in text("/pairing/p", below="nonsense", page="-1")


@pytest.mark.parametrize("who", ["wit", "anna", "stranger"])
def test_given_somebody_else_when_they_touch_a_round_then_it_does_not_exist(preview: str, who: str) -> None:
    here = f"/pairing/p/rounds/{preview}"
    for path in (f"{here}/mentees/mentee-jan", "/pairing/p/comparison"):
        assert call("GET", path, who, first=preview, second=preview)["statusCode"] == 404
    form = {"action": "forbid", "mentee_id": "mentee-jan"}
    for path in (f"{here}/edits", f"{here}/cancel", f"{here}/send", "/pairing/p/rounds"):
        assert call("POST", path, who, form=form)["statusCode"] == 404
    assert len(mates(preview)) == 2


@pytest.mark.parametrize(
    ("action", "mentee", "other", "said_"),
    [
        ("move", "mentee-jan", "mentor-iga", "has no free place"),
        ("move", "mentee-jan", "mentor-nobody", "any more"),
        ("lock", "mentee-nobody", "", "any more"),
    ],
)
def test_given_an_edit_that_cannot_be_when_sent_then_refused_in_words_and_nothing_changes(
    preview: str, action: str, mentee: str, other: str, said_: str
) -> None:
    before = mates(preview)
    answer = edited(preview, action, mentee, other)
    assert (answer["statusCode"], said_ in answer["body"]) == (409, True)
    assert mates(preview) == before
