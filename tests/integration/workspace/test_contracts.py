"""Contracts through the handler: proposed, edited, signed, amended."""

from __future__ import annotations

from tests.fakes.people import MENTEE, MENTOR, ORGANIZER, PAIR
from tests.integration.lambdas import outbox, said
from tests.integration.workspace.givens import ROOM, STATUS, call, contract, hidden


def tag() -> str:
    """Return the version of the contract."""
    return str(call("GET", f"{ROOM}/contract", MENTOR)["multiValueHeaders"]["ETag"][0].strip('"'))


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


def test_given_an_open_amendment_when_looked_at_then_the_signed_version_is_in_force_until_the_new_one_is() -> None:
    call("POST", f"{ROOM}/contract/proposal", MENTOR)
    for who in (MENTOR, MENTEE):
        call("POST", f"{ROOM}/contract/signatures", who, body={"sha256": contract()["sha256"]})
    signed = said(call("GET", STATUS, ORGANIZER))
    assert (signed["contract_state"], signed["amendment_state"]) == ("signed", "")
    for drop in ("page", "json"):
        assert call("POST", f"/rooms/{PAIR}/contract/amendment", MENTEE, form={})["statusCode"] == 303
        assert said(call("GET", STATUS, ORGANIZER)) == signed | {"amendment_state": "draft"}
        room_page = call("GET", f"/rooms/{PAIR}", MENTOR, language="pl")["body"]
        assert "podpisany" in room_page
        assert "otwarta jest nowa wersja" in room_page
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
        assert said(call("GET", STATUS, ORGANIZER)) == signed
