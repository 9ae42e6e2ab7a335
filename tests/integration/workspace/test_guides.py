"""Guides through the handler: organizers write them, participants read them, numbers come back."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from mentoring.tables.recruitment import Counts, Member
from mentoring.tables.workspace import GuideReads, GuideShelf
from tests.fakes.people import MENTEE, MENTOR, ORGANIZER, PROGRAMME, STRANGER
from tests.integration.lambdas import keep, outbox, published, said
from tests.integration.workspace.givens import call, hidden
from workspace.guides import MOST_GUIDES

if TYPE_CHECKING:
    from mentoring.store.dynamo import DynamoStore

DESK, JSON = f"/handbook/{PROGRAMME}/guides", f"/v1/handbook/{PROGRAMME}/guides"
MINE = f"/guides/{PROGRAMME}"
TEXT = {"title": "Dobry cel", "text": "Jeden **wystarczy**.\n\n<script>alert(1)</script>"}


def written(**changes: Any) -> str:
    """Given: a published guide; return its id."""
    body = {"stage": "goals", "state": "published", "texts": {"pl": TEXT}} | changes
    made = call("POST", JSON, ORGANIZER, body=body)
    assert made["statusCode"] == 201
    return str(said(made)["guide_id"])


def titles(who: str = MENTEE) -> list[str]:
    return [one["title"] for one in said(call("GET", f"/v1{MINE}", who))["items"]]


def test_given_no_guides_when_the_starter_set_is_taken_twice_then_six_drafts_are_there_and_nobody_sees_them() -> None:
    assert "Use the starter set" in call("GET", DESK, ORGANIZER)["body"]
    for _ in range(2):
        assert call("POST", f"{DESK}/starter-set", ORGANIZER, form={})["statusCode"] == 303
    items = said(call("GET", JSON, ORGANIZER))["items"]
    assert [(one["state"], len(one["titles"])) for one in items] == [("draft", 2)] * 6
    assert titles() == []
    assert "Use the starter set" not in call("GET", DESK, ORGANIZER)["body"]


def test_given_a_starter_guide_that_was_changed_when_the_set_is_taken_again_then_the_change_stays() -> None:
    first, other = said(call("POST", f"{JSON}/starter-set", ORGANIZER))["items"][:2]
    for one, method in ((first, "PUT"), (other, "DELETE")):
        body = {"texts": {"pl": TEXT}} if method == "PUT" else None
        answer = call(method, f"{JSON}/{one['guide_id']}", ORGANIZER, body=body, headers={"if-match": "*"})
        assert answer["statusCode"] == 200
    again = {one["guide_id"]: one for one in said(call("POST", f"{JSON}/starter-set", ORGANIZER))["items"]}
    assert len(again) == 6
    assert again[first["guide_id"]]["titles"] == {"pl": "Dobry cel"}


def test_given_drafts_when_all_are_published_then_participants_find_them_and_each_is_told_once() -> None:
    call("POST", f"{JSON}/starter-set", ORGANIZER)
    for _ in range(2):
        assert call("POST", f"{DESK}/publication", ORGANIZER, form={})["statusCode"] == 303
    assert len(outbox("GuidePublished")) == 6
    assert titles()[0] == "Before you meet for the first time"
    assert len(titles()) == 6


def test_given_a_guide_when_it_is_read_by_both_twice_then_two_are_counted_and_nobody_is_named(
    agreed: DynamoStore,
) -> None:
    numbers = {"mentor/accepted": 1, "mentee/accepted": 38, "mentee/accepted/waits": 1, "mentee/submitted": 9}
    keep(agreed, Counts(*Counts.key(PROGRAMME, 3), programme_id=PROGRAMME, applications=numbers))
    guide_id = written()
    page = call("GET", f"{MINE}/{guide_id}", MENTEE)["body"]
    assert "<strong>wystarczy</strong>" in page
    assert "<script>alert" not in page
    assert "0 of 40 have read it" in call("GET", DESK, ORGANIZER)["body"]
    for who in (MENTEE, MENTEE, MENTOR):
        assert call("POST", f"{MINE}/{guide_id}/reading", who, form={})["statusCode"] == 303
    assert len(outbox("GuideRead")) == 2
    assert MENTEE not in str([one.detail for one in outbox("GuideRead")])
    assert "2 of 40 have read it" in call("GET", DESK, ORGANIZER)["body"]
    listed = call("GET", JSON, ORGANIZER)
    assert [(one["read"], one["readers"]) for one in said(listed)["items"]] == [(2, 40)]
    assert MENTEE not in listed["body"]
    assert ">read</span>" in call("GET", MINE, MENTEE)["body"]


def test_given_a_guide_when_it_is_only_looked_at_then_nothing_is_counted() -> None:
    guide_id = written()
    for _ in range(2):
        call("GET", f"{MINE}/{guide_id}", MENTEE)
    assert said(call("GET", f"/v1{MINE}/{guide_id}", MENTEE))["is_read"] is False
    assert outbox("GuideRead") == []


def test_given_a_guide_for_mentors_or_a_draft_when_a_mentee_asks_for_it_then_it_is_not_there() -> None:
    hidden_ones = [written(audience="mentors"), written(state="draft")]
    assert titles() == []
    for guide_id in [*hidden_ones, "none"]:
        for method, path, sent in (("GET", "", {}), ("POST", "/reading", {"form": {}})):
            assert call(method, f"{MINE}/{guide_id}{path}", MENTEE, **sent)["statusCode"] == 404
    assert len(titles(MENTOR)) == 1


@pytest.mark.parametrize("who", [MENTEE, STRANGER])
def test_given_somebody_who_organizes_nothing_when_at_the_desk_then_it_is_not_there(who: str) -> None:
    guide_id = written()
    for method, path in (("GET", DESK), ("GET", f"{DESK}/{guide_id}"), ("GET", f"/handbook/{PROGRAMME}/sessions")):
        assert call(method, path, who)["statusCode"] == 404
    assert call("POST", JSON, who, body={"texts": {"pl": TEXT}})["statusCode"] == 404
    assert call("GET", MINE, ORGANIZER)["statusCode"] == 404


def test_given_a_viewer_when_at_the_desk_then_they_read_and_change_nothing(agreed: DynamoStore) -> None:
    guide_id = written()
    keep(agreed, Member(*Member.key("org-1", "viewer"), organization_id="org-1", person_id="viewer", role="viewer"))
    page = call("GET", DESK, "viewer")
    assert (page["statusCode"], "Write a guide" in page["body"]) == (200, False)
    assert call("POST", f"{DESK}/starter-set", "viewer", form={})["statusCode"] == 404
    assert call("DELETE", f"{JSON}/{guide_id}", "viewer", headers={"if-match": "*"})["statusCode"] == 404


def test_given_two_organizers_when_both_change_a_guide_then_the_second_sees_both_texts() -> None:
    guide_id = written()
    form = {"stage": "goals", "audience": "both", "state": "published", "title_pl": "Cel", "text_pl": "Mój tekst"}
    version = {"version": hidden(call("GET", f"{DESK}/{guide_id}", ORGANIZER)["body"], "version")}
    assert call("POST", f"{DESK}/{guide_id}", ORGANIZER, form=form | version)["statusCode"] == 303
    late = call("POST", f"{DESK}/{guide_id}", ORGANIZER, form=form | version | {"text_pl": "Inny tekst"})
    assert late["statusCode"] == 412
    for words in ("Mój tekst", "Inny tekst", "Somebody changed this in the meantime"):
        assert words in late["body"]
    version = {"version": hidden(late["body"], "version")}
    assert call("POST", f"{DESK}/{guide_id}", ORGANIZER, form=form | version)["statusCode"] == 303


def test_given_a_guide_that_was_read_when_it_is_deleted_then_its_number_goes_with_it_and_others_stay(
    agreed: DynamoStore,
) -> None:
    gone, stays = written(), written()
    for guide_id in (gone, stays):
        call("POST", f"/v1{MINE}/{guide_id}/reading", MENTEE)
    assert call("DELETE", f"{JSON}/{gone}", ORGANIZER, headers={"if-match": "*"})["statusCode"] == 200
    shards = agreed.get_many(GuideReads, GuideReads.keys(PROGRAMME))
    assert [one.numbers for one in shards] == [{stays: 1}]


def test_given_a_published_guide_when_it_is_a_draft_again_or_deleted_then_participants_lose_it_and_it_is_told() -> None:
    first, second = written(), written()
    body = {"stage": "goals", "state": "draft", "texts": {"pl": TEXT}}
    assert call("PUT", f"{JSON}/{first}", ORGANIZER, body=body, headers={"if-match": '"1"'})["statusCode"] == 200
    version = {"version": hidden(call("GET", f"{DESK}/{second}", ORGANIZER)["body"], "version")}
    assert call("POST", f"{DESK}/{second}/deletion", ORGANIZER, form=version)["statusCode"] == 303
    assert titles() == []
    assert len(outbox("GuideWithdrawn")) == 2


def test_given_guides_of_a_stage_when_moved_then_the_order_holds_and_an_old_page_is_refused() -> None:
    first, second = written(texts={"pl": TEXT | {"title": "A"}}), written(texts={"pl": TEXT | {"title": "B"}})
    version = hidden(call("GET", DESK, ORGANIZER)["body"], "version")
    move = {"to": "up", "version": version}
    assert call("POST", f"{DESK}/{second}/place", ORGANIZER, form=move)["statusCode"] == 303
    assert titles() == ["B", "A"]
    late = call("POST", f"{DESK}/{first}/place", ORGANIZER, form=move)
    assert (late["statusCode"], "Somebody changed this" in late["body"]) == (412, True)
    assert titles() == ["B", "A"]


def test_given_a_form_with_mistakes_when_sent_then_the_fields_are_named_and_the_text_is_kept() -> None:
    form = {"stage": "goals", "audience": "both", "state": "draft", "text_en": "One goal.", "link": "javascript:x"}
    page = call("POST", f"{DESK}/new", ORGANIZER, form=form)
    assert page["statusCode"] == 422
    for words in ("One goal.", 'href="#title_en"', "A link begins with https://."):
        assert words in page["body"]
    refused = call("POST", JSON, ORGANIZER, body={"texts": {}})
    assert refused["statusCode"] == 422


def test_given_as_many_guides_as_may_be_when_one_more_is_written_then_the_page_says_so_and_keeps_what_was_typed(
    agreed: DynamoStore,
) -> None:
    entry = {"audience": "both", "stage": "goals", "state": "draft", "titles": {"pl": "Cel"}}
    entries = [entry | {"guide_id": str(number)} for number in range(MOST_GUIDES)]
    keep(agreed, GuideShelf(*GuideShelf.key(PROGRAMME), programme_id=PROGRAMME, entries=entries))
    form = {"audience": "both", "stage": "goals", "state": "draft", "title_pl": "Jeszcze jeden", "text_pl": "Tekst"}
    page = call("POST", f"{DESK}/new", ORGANIZER, form=form)
    assert page["statusCode"] == 409
    assert f"There are {MOST_GUIDES} guides" in page["body"]
    assert "Jeszcze jeden" in page["body"]


def test_given_a_published_guide_when_it_is_saved_with_a_change_or_without_then_it_is_told_once_who_changed_it() -> (
    None
):
    guide_id = written()
    for text in (TEXT, TEXT, TEXT | {"title": "Lepszy cel"}):
        body = {"stage": "goals", "state": "published", "texts": {"pl": text}}
        answer = call("PUT", f"{JSON}/{guide_id}", ORGANIZER, body=body, headers={"if-match": "*"})
        assert answer["statusCode"] == 200
    assert [one.meta.organizer for one in published("GuideChanged")] == [ORGANIZER]
