"""The pair's room through its real Lambda handlers over the tables of the template."""

from __future__ import annotations

import re
from datetime import timedelta
from functools import partial
from typing import TYPE_CHECKING, Any

import pytest

from mentoring import clock, links
from mentoring.events.pairing import PairAgreed
from mentoring.tables.pairing import Pair
from mentoring.tables.recruitment import Participant
from tests.fakes import MemoryStore, context_at
from tests.fakes.people import MENTEE, MENTOR, ORGANIZER, PAIR, PROGRAMME, STRANGER, event
from tests.integration.lambdas import deliver, outbox, said, send
from workspace import api, consumer
from workspace.use_cases import tasks

if TYPE_CHECKING:
    from mentoring.store.dynamo import DynamoStore

ROOM = f"/v1/rooms/{PAIR}"
GOAL = {"title": "Prowadzę zespół", "start_level": 3, "target_level": 8}
call = partial(send, api.handler)


@pytest.fixture(autouse=True)
def _room(agreed: DynamoStore) -> None:
    """Given: the room of a pair, opened by the event that made it, which came twice."""
    opened = event(PairAgreed(PROGRAMME, PAIR, "p", "mentor", "mentee", MENTOR, MENTEE), MemoryStore())
    assert deliver(consumer.handler, opened, opened) == []


def contract(who: str = MENTOR) -> Any:
    return said(call("GET", f"{ROOM}/contract", who))


def tag() -> str:
    """Return the version of the contract."""
    return str(call("GET", f"{ROOM}/contract", MENTOR)["multiValueHeaders"]["ETag"][0].strip('"'))


def summary(who: str, *takeaways: str) -> Any:
    """Given: somebody wrote the joint summary, whatever it was before."""
    body = {"takeaways": list(takeaways)}
    first = call("GET", f"{ROOM}/summary", who)["statusCode"] == 404
    headers = {"if-none-match": "*"} if first else {"if-match": "*"}
    return call("PUT", f"{ROOM}/summary", who, body=body, headers=headers)


def token(purpose: str, subject: str, who: str, **claims: str) -> str:
    return links.sign(purpose, subject, person_id=who, expires_at=clock.now() + timedelta(days=1), **claims)


def hidden(page: str, name: str) -> str:
    """Return the value of a page's hidden field."""
    found = re.search(rf'<input type="hidden" name="{name}" value="([^"]*)">', page)
    assert found is not None
    return found.group(1)


def closing(store: DynamoStore, **changes: Any) -> None:
    """Given: the pair is in closing."""
    pair = store.get(Pair, *Pair.key(PAIR))
    assert pair is not None
    for name, value in ({"stage": "closing"} | changes).items():
        setattr(pair, name, value)
    pair.save()


def test_given_a_draft_when_proposed_and_signed_by_both_then_it_is_in_force_and_everybody_hears_once() -> None:
    assert call("POST", f"{ROOM}/contract/proposal", MENTOR)["statusCode"] == 200
    text = contract()["sha256"]
    for who in (MENTOR, MENTOR, MENTEE):
        assert call("POST", f"{ROOM}/contract/signatures", who, body={"sha256": text})["statusCode"] == 200
    assert contract()["state"] == "signed"
    assert [len(outbox(kind)) for kind in ("ContractProposed", "ContractSignedByOne", "ContractSigned")] == [1, 1, 1]


def test_given_a_text_read_before_an_edit_when_signed_then_it_is_refused_in_words() -> None:
    call("POST", f"{ROOM}/contract/proposal", MENTOR)
    read = contract()
    form = {"camera": "nie", "propose": "yes", "version": tag()}
    edited = call("POST", f"/rooms/{PAIR}/contract", MENTEE, form=form)
    assert edited["statusCode"] == 303
    refused = call("POST", f"{ROOM}/contract/signatures", MENTOR, body={"sha256": read["sha256"]}, language="pl")
    assert refused["statusCode"] == 412
    assert said(refused)["type"].endswith("text-changed")
    assert contract()["state"] == "proposed"


def test_given_an_etag_of_another_version_when_edited_then_nothing_is_overwritten() -> None:
    answer = call("GET", f"{ROOM}/contract", MENTOR)
    own = {"camera": "tak"}
    stale = {"if-match": '"0"'}
    assert call("PUT", f"{ROOM}/contract", MENTOR, body={"own": own})["statusCode"] == 428
    assert call("PUT", f"{ROOM}/contract", MENTOR, body={"own": own}, headers=stale)["statusCode"] == 412
    good = {"if-match": answer["multiValueHeaders"]["ETag"][0]}
    assert call("PUT", f"{ROOM}/contract", MENTOR, body={"own": own}, headers=good)["statusCode"] == 200
    assert contract()["own"] == own


def test_given_a_clause_that_is_too_long_when_saved_then_the_page_keeps_what_was_typed() -> None:
    typed = {"camera": "tak, zawsze", "tools": "x" * 5001, "version": tag()}
    page = call("POST", f"/rooms/{PAIR}/contract", MENTOR, form=typed, language="pl")
    assert page["statusCode"] == 422
    assert "tak, zawsze" in page["body"]
    assert "To jest za długie." in page["body"]


def test_given_a_text_the_partner_saved_meanwhile_when_the_form_is_sent_then_both_texts_are_shown_and_none_lost() -> (
    None
):
    path = f"/rooms/{PAIR}/contract"
    read = {who: hidden(call("GET", path, who)["body"], "version") for who in (MENTOR, MENTEE)}
    mine = {"camera": "zawsze", "propose": "yes"}
    assert call("POST", path, MENTEE, form={"camera": "nigdy", "version": read[MENTEE]})["statusCode"] == 303
    clash = call("POST", path, MENTOR, form=mine | {"version": read[MENTOR]}, language="pl")
    assert clash["statusCode"] == 412
    assert "W trakcie Twojego pisania druga osoba zapisała inny tekst." in clash["body"]
    assert "<dd>nigdy</dd>" in clash["body"]
    assert ">zawsze</textarea>" in clash["body"]
    assert contract()["own"] == {"camera": "nigdy"}
    assert call("POST", path, MENTOR, form=mine | {"version": hidden(clash["body"], "version")})["statusCode"] == 303
    assert (contract()["own"], contract()["state"]) == ({"camera": "zawsze"}, "proposed")


def opened(page: str) -> list[str]:
    """Return the words of the parts of a page that are unfolded."""
    return re.findall(r"<details open><summary>([^<]*)</summary>", page)


def test_given_a_mistake_in_one_form_of_the_room_when_sent_then_only_that_form_is_open_and_marked(
    agreed: DynamoStore,
) -> None:
    goal_id = said(call("POST", f"{ROOM}/goals", MENTEE, body=GOAL))["goal_id"]
    call("POST", f"{ROOM}/goals/{goal_id}/agreement", MENTOR)
    closing(agreed)
    summary(MENTEE, "Odwaga")
    day = {"due_on": "jutro"}
    for path, form, words, field in (
        ("goals", {"title": "Cel", **day}, "Write a goal", "goal-due_on"),
        ("tasks", {"text": "Zadanie", **day}, "Note homework", "task-due_on"),
        ("summary", {"helped": "Pytania"}, "Change the joint summary", "summary-takeaways"),
        (f"goals/{goal_id}/level", {"current_level": "11"}, "", f"level-{goal_id}-current_level"),
        (f"goals/{goal_id}/conclusion", {"evidence": "Opinia"}, "Conclude this goal", f"conclusion-{goal_id}-state"),
    ):
        page = call("POST", f"/rooms/{PAIR}/{path}", MENTEE, form=form)
        assert page["statusCode"] == 422
        assert opened(page["body"]) == ([words] if words else [])
        wrong = re.findall(r'<a href="#([^"]*)">', page["body"])
        assert field in wrong
        ids = re.findall(r' id="([^"]*)"', page["body"])
        assert len(ids) == len(set(ids))
        assert set(wrong) <= set(ids)
        assert page["body"].count('class="field wrong"') == len(wrong)
        kept = next(iter(form.values()))
        assert page["body"].count(f'value="{kept}"') + page["body"].count(f">{kept}</textarea>") == 1


def test_given_a_goal_when_agreed_from_the_mail_then_it_is_the_pairs_to_move_and_conclude() -> None:
    made = call("POST", f"{ROOM}/goals", MENTEE, body=GOAL)
    assert made["statusCode"] == 201
    goal_id = said(made)["goal_id"]
    link = f"/rooms/answer/{token('goal', goal_id, MENTOR, pair_id=PAIR)}"
    assert "Prowadzę zespół" in call("GET", link)["body"]
    for _ in range(2):
        assert call("POST", link, form={})["statusCode"] == 303
    assert len(outbox("GoalAgreed")) == 1
    assert (
        call("POST", f"/rooms/{PAIR}/goals/{goal_id}/level", MENTOR, form={"current_level": "5", "version": "2"})[
            "statusCode"
        ]
        == 303
    )
    assert "now 5" in call("GET", f"/rooms/{PAIR}", MENTEE)["body"]
    done = call("POST", f"/rooms/{PAIR}/goals/{goal_id}/conclusion", MENTEE, form={})
    assert done["statusCode"] == 422
    ended = {"state": "partly", "current_level": "7", "evidence": "Dwie osoby", "version": "2"}
    late = call("POST", f"/rooms/{PAIR}/goals/{goal_id}/conclusion", MENTEE, form=ended)
    assert (late["statusCode"], "Dwie osoby" in late["body"]) == (412, True)
    ended["version"] = hidden(late["body"].partition('/conclusion"')[2], "version")
    assert call("POST", f"/rooms/{PAIR}/goals/{goal_id}/conclusion", MENTEE, form=ended)["statusCode"] == 303
    goal = said(call("GET", ROOM, MENTOR))["goals"][0]
    assert (goal["state"], goal["current_level"]) == ("partly", 7)


def test_given_a_form_with_mistakes_when_sent_then_the_room_names_them_and_keeps_the_rest() -> None:
    page = call("POST", f"/rooms/{PAIR}/goals", MENTEE, form={"title": "Odwaga", "start_level": "11"})
    assert page["statusCode"] == 422
    assert "Odwaga" in page["body"]
    assert "This number is too big." in page["body"]
    assert call("POST", f"/rooms/{PAIR}/tasks", MENTEE, form={"due_on": "jutro"})["statusCode"] == 422


@pytest.mark.parametrize("day", ["2027-02-31", "2027-13-01", "jutro"])
def test_given_a_day_that_is_none_when_sent_as_json_or_in_a_form_then_the_field_is_named(day: str) -> None:
    for path, told in (("goals", GOAL), ("tasks", {"text": "Zadanie"})):
        refused = call("POST", f"{ROOM}/{path}", MENTEE, body=told | {"due_on": day})
        assert refused["statusCode"] == 422
        assert said(refused)["errors"] == [{"pointer": "/due_on", "detail": "This must be a date."}]
        page = call("POST", f"/rooms/{PAIR}/{path}", MENTEE, form=told | {"due_on": day})
        assert page["statusCode"] == 422
        assert "This must be a date." in page["body"]


def test_given_a_title_or_a_text_of_blanks_when_sent_as_json_then_it_is_required_and_blanks_around_it_go() -> None:
    for path, told, name in (("goals", GOAL, "title"), ("tasks", {}, "text")):
        refused = call("POST", f"{ROOM}/{path}", MENTEE, body=told | {name: " \n"})
        assert refused["statusCode"] == 422
        assert said(refused)["errors"][0]["pointer"] == f"/{name}"
        assert said(call("POST", f"{ROOM}/{path}", MENTEE, body=told | {name: " Odwaga "}))[name] == "Odwaga"


def test_given_three_drafts_when_a_fourth_is_sent_then_the_room_keeps_it_and_after_a_withdrawal_it_fits() -> None:
    ids = [said(call("POST", f"{ROOM}/goals", MENTEE, body=GOAL))["goal_id"] for _ in range(3)]
    fourth = GOAL | {"title": "Odwaga"}
    page = call("POST", f"/rooms/{PAIR}/goals", MENTEE, form=fourth, language="pl")
    assert page["statusCode"] == 409
    assert "Najpierw zakończcie lub wycofajcie jeden." in page["body"]
    assert opened(page["body"]) == ["Zapisz cel"]
    assert 'value="Odwaga"' in page["body"]
    assert page["body"].count("Wycofaj") == 3
    assert "To nie ten cel" in call("GET", f"/rooms/{PAIR}", MENTOR, language="pl")["body"]
    assert call("POST", f"/rooms/{PAIR}/goals/{ids[0]}/withdrawal", MENTOR, form={})["statusCode"] == 303
    assert said(call("POST", f"{ROOM}/goals/{ids[1]}/withdrawal", MENTEE))["state"] == "dropped"
    assert call("POST", f"/rooms/{PAIR}/goals", MENTEE, form=fourth)["statusCode"] == 303
    link = f"/rooms/answer/{token('goal', ids[0], MENTOR, pair_id=PAIR)}"
    assert "This goal was withdrawn." in call("GET", link)["body"]


def test_given_a_day_of_the_calendar_when_sent_then_it_is_kept() -> None:
    assert call("POST", f"/rooms/{PAIR}/goals", MENTEE, form=GOAL | {"due_on": "2028-02-29"})["statusCode"] == 303
    assert said(call("GET", ROOM, MENTEE))["goals"][0]["due_on"] == "2028-02-29"


def test_given_an_impossible_day_of_former_times_when_the_room_is_opened_then_it_shows_the_text(
    agreed: DynamoStore,
) -> None:
    tasks.add_task(context_at(store=agreed, person_id=MENTEE, service="workspace"), PAIR, "x", "2027-02-31", "pair")
    page = call("GET", f"/rooms/{PAIR}", MENTEE)
    assert page["statusCode"] == 200
    assert "2027-02-31" in page["body"]


@pytest.mark.parametrize("by_mail", [True, False])
def test_given_another_summary_saved_while_reading_when_the_page_is_approved_then_the_new_one_is_shown_first(
    agreed: DynamoStore, by_mail: bool
) -> None:
    closing(agreed)
    summary(MENTEE, "Odwaga")
    path = f"/rooms/answer/{token('summary', PAIR, MENTOR)}" if by_mail else f"/rooms/{PAIR}/summary/approval"
    page, who = (path, "") if by_mail else (f"/rooms/{PAIR}", MENTOR)
    read = hidden(call("GET", page, who)["body"], "sha256")
    summary(MENTEE, "Spokój")
    again = call("POST", path, who, form={"sha256": read}, language="pl")
    assert again["statusCode"] == 412
    assert "Tekst zmienił się podczas czytania." in again["body"]
    assert "Spokój" in again["body"]
    assert outbox("SummaryApproved") == []
    assert call("POST", path, who, form={"sha256": hidden(again["body"], "sha256")})["statusCode"] == 303
    assert len(outbox("SummaryApproved")) == 1


def test_given_a_summary_when_it_is_written_again_then_the_form_holds_every_part_of_it(agreed: DynamoStore) -> None:
    closing(agreed)
    assert 'name="takeaways"' in call("GET", f"/rooms/{PAIR}", MENTOR)["body"]
    told = {"takeaways": ["Odwaga", "Spokój"], "helped": "Pytania", "hindered": "Czas", "thanks": "Dziękuję"}
    first = {"if-none-match": "*"}
    call("PUT", f"{ROOM}/summary", MENTEE, body=told | {"next_steps": ["Rozmowa", "Kurs"]}, headers=first)
    page = call("GET", f"/rooms/{PAIR}", MENTOR)["body"]
    for text in ("Odwaga\nSpokój", "Pytania", "Czas", "Rozmowa\nKurs", "Dziękuję"):
        assert f">{text}</textarea>" in page


def test_given_an_ended_process_when_its_pages_are_opened_then_nothing_can_be_sent_from_them(
    agreed: DynamoStore,
) -> None:
    call("POST", f"{ROOM}/goals", MENTEE, body=GOAL)
    call("POST", f"{ROOM}/tasks", MENTEE, body={"text": "Zadanie", "visibility": "pair"})
    closing(agreed)
    summary(MENTEE, "Odwaga")
    goal_id = said(call("GET", ROOM, MENTEE))["goals"][0]["goal_id"]
    links_of_mails = [
        f"/rooms/answer/{token('contract', PAIR, MENTOR)}",
        f"/rooms/answer/{token('goal', goal_id, MENTOR, pair_id=PAIR)}",
        f"/rooms/answer/{token('summary', PAIR, MENTOR)}",
    ]
    for proposed in (False, True):
        if proposed:
            call("POST", f"{ROOM}/contract/proposal", MENTOR)
        closing(agreed, outcome="closed_early")
        for path in (f"/rooms/{PAIR}", f"/rooms/{PAIR}/contract", *links_of_mails):
            page = call("GET", path, MENTOR)
            assert page["statusCode"] == 200
            assert not re.search(r'action="/rooms/', page["body"])
        closing(agreed, outcome="")
    closing(agreed, outcome="closed_early")
    refused = call("PUT", f"{ROOM}/contract", MENTOR, body={"own": {}}, headers={"if-match": "*"}, language="pl")
    assert refused["statusCode"] == 409
    assert said(refused)["title"].startswith("Wasz proces się zakończył.")


def test_given_a_summary_written_by_both_at_once_when_the_second_is_saved_then_nothing_is_lost(
    agreed: DynamoStore,
) -> None:
    closing(agreed)
    path = f"/rooms/{PAIR}/summary"
    typed = {"takeaways": "Spokój", "version": "0"}
    for _ in range(2):
        sent = {"takeaways": "Odwaga", "version": "0", "form_key": "the-key-of-a-page"}
        assert call("POST", path, MENTEE, form=sent)["statusCode"] == 303
    assert len(outbox("SummaryProposed")) == 1
    late = call("POST", path, MENTOR, form=typed)
    assert late["statusCode"] == 412
    for words in ("Spokój", "Odwaga", "Put the two together"):
        assert words in late["body"]
    version = hidden(late["body"], "version")
    assert call("POST", path, MENTOR, form={"takeaways": "Odwaga\nSpokój", "version": version})["statusCode"] == 303
    assert said(call("GET", ROOM, MENTEE))["summary"]["takeaways"] == ["Odwaga", "Spokój"]


def test_given_a_summary_when_approved_as_json_then_the_hash_of_what_was_read_is_needed(agreed: DynamoStore) -> None:
    closing(agreed)
    text = said(summary(MENTEE, "Odwaga"))["sha256"]
    answers = [call("POST", f"{ROOM}/summary/approval", MENTOR, body=sent) for sent in ({}, {"sha256": "x"})]
    assert [one["statusCode"] for one in answers] == [422, 412]
    assert said(answers[1])["type"].endswith("text-changed")
    assert said(call("POST", f"{ROOM}/summary/approval", MENTOR, body={"sha256": text}))["state"] == "approved"


def test_given_homework_of_ones_own_when_the_other_looks_then_it_is_not_there() -> None:
    for visibility in ("author", "pair"):
        assert call("POST", f"{ROOM}/tasks", MENTEE, body={"text": visibility, "visibility": visibility})
    seen = {who: {one["text"] for one in said(call("GET", ROOM, who))["tasks"]} for who in (MENTOR, MENTEE)}
    assert seen == {MENTOR: {"pair"}, MENTEE: {"author", "pair"}}


@pytest.mark.parametrize("who", ["", STRANGER, ORGANIZER])
def test_given_anybody_else_when_they_ask_then_no_room_exists(who: str) -> None:
    reads = [ROOM, f"{ROOM}/contract", f"{ROOM}/contract/versions", f"/rooms/{PAIR}", f"/rooms/{PAIR}/contract"]
    answers = {call("GET", path, who)["statusCode"] for path in reads}
    answers |= {call("POST", f"{ROOM}/{path}", who, body={})["statusCode"] for path in ("contract/proposal",)}
    assert answers <= ({404} if who else {401, 303})


def test_given_an_organizer_when_they_ask_for_the_state_then_dates_only() -> None:
    state = said(call("GET", f"{ROOM}/status", ORGANIZER))
    assert "own" not in str(state)
    assert call("GET", f"{ROOM}/status", STRANGER)["statusCode"] == 404


def test_given_an_open_amendment_when_looked_at_then_the_signed_version_is_in_force_until_the_new_one_is() -> None:
    call("POST", f"{ROOM}/contract/proposal", MENTOR)
    for who in (MENTOR, MENTEE):
        call("POST", f"{ROOM}/contract/signatures", who, body={"sha256": contract()["sha256"]})
    signed = said(call("GET", f"{ROOM}/status", ORGANIZER))
    assert (signed["contract_state"], signed["amendment_state"]) == ("signed", "")
    for drop in ("page", "json"):
        assert call("POST", f"/rooms/{PAIR}/contract/amendment", MENTEE, form={})["statusCode"] == 303
        assert said(call("GET", f"{ROOM}/status", ORGANIZER)) == signed | {"amendment_state": "draft"}
        room_page = call("GET", f"/rooms/{PAIR}", MENTOR, language="pl")["body"]
        assert "podpisany" in room_page
        assert "Otwarta jest nowa wersja:" in room_page
        page = call("GET", f"/rooms/{PAIR}/contract", MENTOR, language="pl")["body"]
        assert "Wersja 1, podpisana przez obie osoby, obowiązuje, dopóki" in page
        path = f"/rooms/{PAIR}/contract/amendment/withdrawal"
        if drop == "page":
            assert call("POST", path, MENTOR, form={"version": "x"})["statusCode"] == 412
            assert call("POST", path, MENTOR, form={"version": hidden(page, "version")})["statusCode"] == 303
        else:
            assert call("DELETE", f"{ROOM}/contract/amendment", MENTOR)["statusCode"] == 428
            dropped = call("DELETE", f"{ROOM}/contract/amendment", MENTOR, headers={"if-match": "*"})
            assert said(dropped)["number"] == 1
        assert said(call("GET", f"{ROOM}/status", ORGANIZER)) == signed


def test_given_somebodys_home_when_opened_then_the_next_thing_to_do_comes_first() -> None:
    page = call("GET", "/home", MENTEE, language="pl")["body"]
    assert f"/rooms/{PAIR}/contract" in page
    assert call("GET", "/home")["statusCode"] == 303


# What the two know of each other -------------------------------------------------------------------------------------

ADDRESSES = ("mentor@firma.example", "mentee@firma.example")


def abroad(store: DynamoStore) -> None:
    """Given: the mentee moved to New York."""
    mentee = store.get(Participant, *Participant.key(PROGRAMME, "mentee"))
    assert mentee is not None
    mentee.zone, mentee.profile = "America/New_York", mentee.profile | {"city": "Nowy Jork"}
    mentee.save()


def test_given_a_pair_when_its_room_and_home_are_opened_then_each_knows_how_and_when_to_reach_the_other(
    agreed: DynamoStore,
) -> None:
    abroad(agreed)
    for path in (f"/rooms/{PAIR}", "/home"):
        page = call("GET", path, MENTOR, language="en")["body"]
        assert "mentee@firma.example" in page
        assert re.search(r"\d\d:\d\d with you · ([A-Z][a-z]+, )?\d\d:\d\d with Mentee \(New York\)", page)
        assert "mentor@firma.example" in call("GET", path, MENTEE)["body"]
    partner = said(call("GET", ROOM, MENTOR))["partner"]
    assert partner == {
        "name": "Mentee", "email": "mentee@firma.example", "city": "Nowy Jork", "zone": "America/New_York"
    }  # fmt: skip


def test_given_two_in_one_zone_when_the_room_is_opened_then_one_time_is_said_for_both() -> None:
    assert " with both of you" in call("GET", f"/rooms/{PAIR}", MENTOR, language="en")["body"]


@pytest.mark.parametrize("outcome", ["completed", "closed_early"])
def test_given_a_process_that_ended_when_its_members_look_then_the_name_stays_and_the_contact_is_gone(
    agreed: DynamoStore, outcome: str
) -> None:
    closing(agreed, stage=outcome, outcome=outcome)
    for who, other in ((MENTOR, "Mentee"), (MENTEE, "Mentor")):
        for path in (f"/rooms/{PAIR}", "/home"):
            page = call("GET", path, who)["body"]
            assert other in page or path == "/home"
            assert not any(one in page for one in ADDRESSES)
        assert said(call("GET", ROOM, who))["partner"] is None


@pytest.mark.parametrize("who", [ORGANIZER, STRANGER, ""])
def test_given_a_pair_when_anybody_else_asks_then_nobodys_contact_is_told(who: str) -> None:
    for path in (f"/rooms/{PAIR}", ROOM, f"{ROOM}/status", "/home", f"/rooms/{PAIR}/contract"):
        assert not any(one in call("GET", path, who)["body"] for one in ADDRESSES)


def test_given_a_process_that_ended_early_when_its_room_is_opened_then_it_says_so_and_asks_for_nothing(
    agreed: DynamoStore,
) -> None:
    call("POST", f"{ROOM}/goals", MENTEE, body=GOAL)
    closing(agreed, stage="closed_early", outcome="closed_early", closed_at="2026-03-02T12:00:00Z")
    page = call("GET", f"/rooms/{PAIR}", MENTEE)["body"]
    assert "closed early" in page
    assert "2 March 2026" in page
    assert "not agreed" in page
    assert "0 of 8 planned meetings held" in page
    for untrue in ("Completed", "waits for the other one", "Plan or look at meetings", "Small steps between meetings"):
        assert untrue not in page


def test_given_a_goal_to_agree_on_when_each_of_the_pair_looks_then_it_says_for_whom_it_waits() -> None:
    call("POST", f"{ROOM}/goals", MENTEE, body=GOAL)
    mine, asked = (call("GET", f"/rooms/{PAIR}", who)["body"] for who in (MENTEE, MENTOR))
    assert ("waits for the other one" in mine, "waits for you" in mine) == (True, False)
    assert ("waits for the other one" in asked, "waits for you" in asked) == (False, True)
