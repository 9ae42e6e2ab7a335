"""Notes through the handler: who sees them, what becomes of two who write at once, how they are shared and deleted."""

from __future__ import annotations

import json
from functools import partial
from typing import TYPE_CHECKING, Any

import pytest

from mentoring.tables.pairing import Pair
from mentoring.tables.workspace import MOST_VERSIONS, Note, NoteText, SharedItem
from tests.fakes.people import MENTEE, MENTOR, ORGANIZER, PAIR, PROGRAMME, STRANGER
from tests.fakes.racing_handlers import race
from tests.integration.lambdas import keep, outbox, said
from tests.integration.workspace.givens import LEFT, OTHER_MENTEE, OTHER_MENTOR, ROOM, call, hidden, opened, others
from workspace import api

if TYPE_CHECKING:
    from mentoring.store.dynamo import DynamoStore

NOTES = f"{ROOM}/notes"
PAGE = f"/rooms/{PAIR}/notes"
SHARED = f"/v1/shared/{PROGRAMME}"
SECRET = "Boję się rozmowy o podwyżce"


@pytest.fixture(autouse=True)
def _others(agreed: DynamoStore, room: None) -> None:
    others(agreed)


def written(who: str = MENTEE, visibility: str = "author", text: str = SECRET) -> tuple[str, str]:
    """Given: somebody's note. Return its id and its version."""
    body = {"title": "Przed rozmową", "text": text, "visibility": visibility}
    answer = call("POST", NOTES, who, body=body)
    assert answer["statusCode"] == 201
    return said(answer)["note_id"], answer["multiValueHeaders"]["ETag"][0]


def etag(note_id: str, who: str = MENTEE) -> str:
    return str(call("GET", f"{NOTES}/{note_id}", who)["multiValueHeaders"]["ETag"][0])


def widened(note_id: str, to: str, who: str = MENTEE) -> dict[str, Any]:
    return call(
        "POST", f"{NOTES}/{note_id}/widening", who, body={"visibility": to}, headers={"if-match": etag(note_id, who)}
    )


def reads(who: str) -> list[str]:
    """Return the titles that somebody finds among what is shared with them, and can open."""
    answer = call("GET", SHARED, who)
    if answer["statusCode"] == 404:
        return ["404"]
    found = said(answer)["items"]
    for one in found:
        assert said(call("GET", f"{SHARED}/{one['shared_id']}", who))["title"] == one["title"]
    return [one["title"] for one in found]


def test_given_a_note_of_ones_own_when_anybody_else_looks_then_it_does_not_exist() -> None:
    note_id, _ = written()
    assert said(call("GET", f"{NOTES}/{note_id}", MENTEE))["text"] == SECRET
    for who in (MENTOR, ORGANIZER, STRANGER):
        for path in (
            f"{NOTES}/{note_id}",
            f"{NOTES}/{note_id}/versions",
            f"{PAGE}/{note_id}",
            f"{PAGE}/{note_id}/versions",
        ):
            assert call("GET", path, who)["statusCode"] == 404
        changed = {"title": "x", "text": "y"}
        assert call("PUT", f"{NOTES}/{note_id}", who, body=changed, headers={"if-match": "*"})["statusCode"] == 404
        assert call("DELETE", f"{NOTES}/{note_id}", who, headers={"if-match": "*"})["statusCode"] == 404
    assert said(call("GET", NOTES, MENTOR))["items"] == []
    assert said(call("GET", ROOM, MENTOR))["notes"] == []
    assert [one["note_id"] for one in said(call("GET", ROOM, MENTEE))["notes"]] == [note_id]


def test_given_a_note_when_the_table_is_read_then_no_word_of_it_is_there(agreed: DynamoStore) -> None:
    note_id, _ = written(visibility="pair")
    widened(note_id, "programme")
    items = [*agreed.query(Note, *Note.key(PAIR, note_id)), *agreed.query(NoteText, *NoteText.of(PAIR))]
    items += agreed.query(SharedItem, *SharedItem.of(PROGRAMME))
    raw = json.dumps([one.serialize() for one in items], default=lambda blob: blob.decode("latin-1"))
    assert len(items) == 3
    assert not [word for word in ("Boję", "rozmow", "podwy", "Przed") if word in raw]


@pytest.mark.parametrize(
    ("to", "seen"),
    [
        ("pair", {MENTOR: [], OTHER_MENTOR: [], OTHER_MENTEE: []}),
        ("mentors", {MENTOR: ["x"], OTHER_MENTOR: ["x"], OTHER_MENTEE: []}),
        ("mentees", {MENTOR: [], OTHER_MENTOR: [], OTHER_MENTEE: ["x"]}),
        ("programme", {MENTOR: ["x"], OTHER_MENTOR: ["x"], OTHER_MENTEE: ["x"]}),
    ],
)
def test_given_a_note_when_its_author_shows_it_to_more_people_then_they_and_the_partner_see_it_and_nobody_else(
    to: str, seen: dict[str, list[str]]
) -> None:
    note_id, _ = written()
    assert widened(note_id, to)["statusCode"] == 200
    assert call("GET", f"{NOTES}/{note_id}", MENTOR)["statusCode"] == 200
    assert {who: ["x"] * len(reads(who)) for who in seen} == seen
    assert [reads(who) for who in (ORGANIZER, STRANGER, LEFT)] == [["404"]] * 3
    assert (len(outbox("NoteWidened")), SECRET in str(outbox("NoteWidened"))) == (1, False)


def test_given_a_note_that_others_see_when_it_is_opened_further_changed_and_deleted_then_their_copy_follows() -> None:
    note_id, _ = written()
    widened(note_id, "mentors")
    widened(note_id, "programme")
    assert (reads(OTHER_MENTEE), len(reads(OTHER_MENTOR))) == (["Przed rozmową"], 1)
    changed = {"title": "Po rozmowie", "text": "Udało się"}
    assert (
        call("PUT", f"{NOTES}/{note_id}", MENTEE, body=changed, headers={"if-match": etag(note_id)})["statusCode"]
        == 200
    )
    assert reads(OTHER_MENTEE) == ["Po rozmowie"]
    assert (
        "Udało się"
        in call(
            "GET",
            f"/shared/{PROGRAMME}/{said(call('GET', SHARED, OTHER_MENTEE))['items'][0]['shared_id']}",
            OTHER_MENTEE,
        )["body"]
    )
    assert "Po rozmowie" in call("GET", f"/shared/{PROGRAMME}", OTHER_MENTEE)["body"]
    assert call("DELETE", f"{NOTES}/{note_id}", MENTEE, headers={"if-match": etag(note_id)})["statusCode"] == 204
    assert reads(OTHER_MENTEE) == []


def test_given_a_note_that_more_people_see_when_fewer_are_wished_for_then_it_says_to_delete_it() -> None:
    note_id, _ = written()
    widened(note_id, "mentors")
    for to in ("pair", "mentees"):
        refused = widened(note_id, to)
        assert (refused["statusCode"], said(refused)["type"].rpartition(":")[2]) == (409, "not-wider")
    assert said(call("GET", f"{NOTES}/{note_id}", MENTEE))["visibility"] == "mentors"


def test_given_a_note_of_the_pair_when_the_partner_acts_then_they_change_it_but_neither_show_nor_delete_it() -> None:
    note_id, tag = written(visibility="pair")
    sent = {"title": "Nasze", "text": "Dopisane"}
    assert call("PUT", f"{NOTES}/{note_id}", MENTOR, body=sent, headers={"if-match": tag})["statusCode"] == 200
    assert widened(note_id, "programme", MENTOR)["statusCode"] == 409
    assert call("DELETE", f"{NOTES}/{note_id}", MENTOR, headers={"if-match": "*"})["statusCode"] == 409
    widened(note_id, "mentors")
    late = call("PUT", f"{NOTES}/{note_id}", MENTOR, body=sent, headers={"if-match": etag(note_id)})
    assert said(late)["type"].rpartition(":")[2] == "author-only"
    page = call("GET", f"{PAGE}/{note_id}", MENTOR)["body"]
    assert ("can change it." in page, "<details" in page) == (True, False)


def test_given_two_who_change_one_note_when_both_save_then_the_second_sees_both_texts_and_saves_them_together() -> None:
    note_id, _ = written(visibility="pair")
    page = call("GET", f"{PAGE}/{note_id}", MENTOR)["body"]
    version = hidden(page, "version")
    first = {"title": "Przed rozmową", "text": "Zdanie mentorki", "version": version}
    assert call("POST", f"{PAGE}/{note_id}", MENTOR, form=first)["statusCode"] == 303
    mine = {"title": "Mój tytuł", "text": "Zdanie mentee", "version": version}
    late = call("POST", f"{PAGE}/{note_id}", MENTEE, form=mine)
    assert late["statusCode"] == 412
    assert opened(late["body"]) == ["Change it"]
    for text in ("Zdanie mentorki", "Zdanie mentee", "Mój tytuł", "Nothing is lost"):
        assert text in late["body"]
    again = mine | {"text": "Zdanie mentorki\nZdanie mentee", "version": hidden(late["body"], "version")}
    assert call("POST", f"{PAGE}/{note_id}", MENTEE, form=again)["statusCode"] == 303
    kept = said(call("GET", f"{NOTES}/{note_id}/versions", MENTOR))["items"]
    assert [one["text"] for one in kept] == ["Zdanie mentorki\nZdanie mentee", "Zdanie mentorki", SECRET]
    assert [one["by"] for one in kept] == [MENTEE, MENTOR, MENTEE]
    shown = call("GET", f"{PAGE}/{note_id}/versions", MENTOR)["body"]
    assert "<ins>Zdanie mentee</ins>" in shown
    assert f"<del>{SECRET}</del>" in shown


def test_given_many_who_change_one_note_when_all_save_at_once_then_one_text_stays_and_no_version_is_lost(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    note_id, tag = written(visibility="pair")
    requests = [
        partial(
            call, "PUT", f"{NOTES}/{note_id}", who, body={"title": "T", "text": f"{number}"}, headers={"if-match": tag}
        )
        for number, who in enumerate((MENTOR, MENTEE) * 3)
    ]
    answers = race(monkeypatch, api.app, requests)
    assert sorted(one["statusCode"] for one in answers) == [200, *[412] * 5]
    kept = said(call("GET", f"{NOTES}/{note_id}/versions", MENTEE))["items"]
    assert [one["number"] for one in kept] == [2, 1]
    assert kept[1]["text"] == SECRET


def test_given_a_note_when_it_is_shown_to_more_people_while_it_is_deleted_then_either_all_of_it_is_there_or_nothing(
    monkeypatch: pytest.MonkeyPatch, agreed: DynamoStore
) -> None:
    note_id, tag = written()
    version = {"if-match": tag}
    requests = [
        partial(call, "DELETE", f"{NOTES}/{note_id}", MENTEE, headers=version),
        partial(call, "POST", f"{NOTES}/{note_id}/widening", MENTEE, body={"visibility": "programme"}, headers=version),
    ] * 2
    statuses = [one["statusCode"] for one in race(monkeypatch, api.app, requests)]
    there = call("GET", f"{NOTES}/{note_id}", MENTEE)["statusCode"] == 200
    assert statuses.count(204) == (not there)
    assert reads(OTHER_MENTEE) == (["Przed rozmową"] if there else [])
    assert len(agreed.query(NoteText, *NoteText.of(PAIR))) == there


def test_given_a_note_that_is_changed_often_when_read_then_the_last_versions_are_kept_and_deleted_with_it(
    agreed: DynamoStore,
) -> None:
    note_id, tag = written()
    for number in range(MOST_VERSIONS + 3):
        sent = {"title": "T", "text": f"tekst {number}"}
        answer = call("PUT", f"{NOTES}/{note_id}", MENTEE, body=sent, headers={"if-match": tag})
        tag = answer["multiValueHeaders"]["ETag"][0]
    kept = said(call("GET", f"{NOTES}/{note_id}/versions", MENTEE))["items"]
    assert (len(kept), kept[0]["number"], kept[-1]["number"]) == (MOST_VERSIONS, MOST_VERSIONS + 4, 5)
    assert call("DELETE", f"{NOTES}/{note_id}", MENTEE, headers={"if-match": tag})["statusCode"] == 204
    assert agreed.query(NoteText, *NoteText.of(PAIR)) == []


def test_given_a_note_that_was_read_when_the_partner_changed_it_then_it_is_not_shown_to_others_unread() -> None:
    note_id, tag = written(visibility="pair")
    call("PUT", f"{NOTES}/{note_id}", MENTOR, body={"title": "T", "text": "Coś innego"}, headers={"if-match": tag})
    late = call(
        "POST", f"{NOTES}/{note_id}/widening", MENTEE, body={"visibility": "programme"}, headers={"if-match": tag}
    )
    assert late["statusCode"] == 412
    page = call(
        "POST", f"{PAGE}/{note_id}/widening", MENTEE, form={"visibility": "programme", "version": tag.strip('"')}
    )
    assert (page["statusCode"], "Coś innego" in page["body"], opened(page["body"])) == (
        412,
        True,
        ["Let more people see it"],
    )
    assert reads(OTHER_MENTEE) == []


def test_given_a_process_that_has_ended_when_notes_are_used_then_they_are_read_and_nothing_is_written(
    agreed: DynamoStore,
) -> None:
    note_id, tag = written(visibility="pair")
    pair = agreed.get(Pair, *Pair.key(PAIR))
    assert pair is not None
    pair.outcome = "completed"
    keep(agreed, pair)
    page = call("GET", f"{PAGE}/{note_id}", MENTOR)["body"]
    assert (SECRET in page, "<details" in page) == (True, False)
    assert "<details" not in call("GET", PAGE, MENTOR)["body"]
    version = {"if-match": tag}
    for answer in (
        call("POST", NOTES, MENTEE, body={"title": "T", "text": "x"}),
        call("PUT", f"{NOTES}/{note_id}", MENTEE, body={"title": "T", "text": "x"}, headers=version),
        call("POST", f"{NOTES}/{note_id}/widening", MENTEE, body={"visibility": "programme"}, headers=version),
        call("DELETE", f"{NOTES}/{note_id}", MENTEE, headers=version),
        call("POST", PAGE, MENTEE, form={"title": "T", "text": "x"}),
    ):
        assert answer["statusCode"] == 409


def test_given_pages_when_a_note_is_written_shown_to_others_and_deleted_then_each_step_works_without_javascript() -> (
    None
):
    wrong = call("POST", PAGE, MENTEE, form={"title": "Plan"})
    assert (wrong["statusCode"], 'value="Plan"' in wrong["body"]) == (422, True)
    text = "## Plan\n\n- raz\n- <b>dwa</b>\n\n[strona](javascript:alert(1))"
    sent = call("POST", PAGE, MENTEE, form={"title": "Plan", "text": text, "visibility": "pair"}, language="pl")
    here = sent["multiValueHeaders"]["Location"][0]
    page = call("GET", here, MENTEE, language="pl")["body"]
    assert "<li>raz</li>\n<li>&lt;b&gt;dwa&lt;/b&gt;</li>" in page
    assert 'href="javascript' not in page
    assert "Widzicie to tylko Wy. Osoby organizujące nie." in page
    version = hidden(page, "version")
    assert (
        call("POST", f"{here}/widening", MENTEE, form={"visibility": "mentors", "version": version})["statusCode"]
        == 303
    )
    assert "all mentors of the programme" in call("GET", here, MENTEE)["body"]
    version = hidden(call("GET", here, MENTEE)["body"], "version")
    assert call("POST", f"{here}/deletion", MENTEE, form={"version": version})["statusCode"] == 303
    assert call("GET", here, MENTEE)["statusCode"] == 404
    assert len(outbox("NoteDeleted")) == 1
