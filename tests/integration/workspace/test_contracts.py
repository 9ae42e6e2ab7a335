"""Contracts through the handler: proposed, edited, signed, amended."""

from __future__ import annotations

from dataclasses import asdict
from functools import partial
from itertools import permutations
from typing import TYPE_CHECKING

import pytest

from mentoring.clauses import Answer
from mentoring.events.recruitment import ClausesChanged
from mentoring.tables.recruitment import Programme
from mentoring.tables.workspace import Contract
from tests.fakes import MemoryStore
from tests.fakes.people import MENTEE, MENTOR, ORGANIZER, PAIR, PROGRAMME, event
from tests.fakes.racing_handlers import race
from tests.integration.lambdas import deliver, outbox, published, said
from tests.integration.workspace.givens import ROOM, STATUS, call, closing, contract, hidden
from workspace import api, consumer, domain

if TYPE_CHECKING:
    from mentoring.store.dynamo import DynamoStore


def tag() -> str:
    """Return the version of the contract."""
    return str(call("GET", f"{ROOM}/contract", MENTOR)["multiValueHeaders"]["ETag"][0].strip('"'))


def _signed() -> None:
    """Have the contract signed by both."""
    call("POST", f"{ROOM}/contract/proposal", MENTOR)
    for who in (MENTOR, MENTEE):
        call("POST", f"{ROOM}/contract/signatures", who, body={"sha256": contract()["sha256"]})


def test_given_a_draft_when_proposed_and_signed_by_both_then_it_is_in_force_and_everybody_hears_once() -> None:
    assert call("POST", f"{ROOM}/contract/proposal", MENTOR)["statusCode"] == 200
    text = contract()["sha256"]
    for who in (MENTOR, MENTOR, MENTEE):
        assert call("POST", f"{ROOM}/contract/signatures", who, body={"sha256": text})["statusCode"] == 200
    assert contract()["state"] == "signed"
    assert [len(outbox(kind)) for kind in ("ContractProposed", "ContractSignedByOne", "ContractSigned")] == [1, 1, 1]


def test_given_answers_somebody_guesses_when_their_text_is_signed_then_its_hash_confirms_no_guess(
    agreed: DynamoStore,
) -> None:
    """Organizers read the hash in events and reports, and most contracts are a choice of a few answers."""
    call("POST", f"{ROOM}/contract/proposal", MENTOR)
    for who in (MENTOR, MENTEE):
        call("POST", f"{ROOM}/contract/signatures", who, body={"sha256": contract()["sha256"]})
    (kept,) = agreed.query(Contract, *Contract.of(PAIR))
    own = {name: Answer.of(answer) for name, answer in contract()["own"].items()}
    guessed = domain.Contract(kept.state, tuple(kept.told), own)
    assert kept.sha256 == contract()["sha256"] == domain.sha256(contract()["text"])
    assert own["camera"] == Answer(("usually",))
    assert kept.sha256 != guessed.hash


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
    assert contract()["words"] == own


def test_given_a_clause_that_is_too_long_when_saved_then_the_page_keeps_what_was_typed() -> None:
    typed = {"camera": "tak, zawsze", "tools": "x" * 5001, "version": tag()}
    page = call("POST", f"/rooms/{PAIR}/contract", MENTOR, form=typed, language="pl")
    assert page["statusCode"] == 422
    assert "tak, zawsze" in page["body"]
    assert "Tekst jest za długi; najwięcej znaków: 4000." in page["body"]


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
    assert ">nigdy</span>" in clash["body"]
    assert ">zawsze</textarea>" in clash["body"]
    assert contract()["words"] == {"camera": "nigdy"}
    assert call("POST", path, MENTOR, form=mine | {"version": hidden(clash["body"], "version")})["statusCode"] == 303
    assert (contract()["words"], contract()["state"]) == ({"camera": "zawsze"}, "proposed")


@pytest.mark.parametrize("meanwhile", ["signed", "ended"])
def test_given_a_contract_that_can_not_be_edited_any_more_when_the_form_is_sent_then_typed_words_are_shown(
    agreed: DynamoStore, meanwhile: str
) -> None:
    path = f"/rooms/{PAIR}/contract"
    read = hidden(call("GET", path, MENTEE)["body"], "version")
    if meanwhile == "signed":
        _signed()
    else:
        closing(agreed, stage="closed_early", outcome="closed_early")
    typed = {"limits": "Sprawy rodzinne", "length-other": "75", "version": read, "propose": "yes"}
    late = call("POST", path, MENTEE, form=typed, language="pl")
    assert late["statusCode"] in (409, 412)
    assert "Nic nie zginęło" in late["body"]
    assert '<pre class="text">Sprawy rodzinne</pre>' in late["body"]


def test_given_an_open_amendment_when_looked_at_then_the_signed_version_is_in_force_until_the_new_one_is() -> None:
    _signed()
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


CHOSEN = {
    "form-codes": "mixed", "form": "Pierwsze i ostatnie na żywo.", "frequency-number": "14", "length-other": "50",
    "number-other": "6", "tools-codes": ["meet", "teams"], "camera-codes": "always", "contact-codes": ["room", "mail"],
    "contact-number": "2", "cancelling-number": "24", "review-day": "2027-02-01", "limits": "Polityka firmy.",
}  # fmt: skip


def test_given_answers_chosen_in_polish_when_the_other_one_reads_in_english_then_only_free_words_are_polish() -> None:
    path = f"/rooms/{PAIR}/contract"
    version = hidden(call("GET", path, MENTOR, language="pl")["body"], "version")
    sent = call("POST", path, MENTOR, form=CHOSEN | {"propose": "yes", "version": version}, language="pl")
    assert sent["statusCode"] == 303
    page = call("GET", path, MENTEE, language="en")["body"]
    for text in (
        "sometimes online, sometimes in person", "Pierwsze i ostatnie na żywo.", "every 2 weeks", "50 minutes",
        "6 meetings", "Microsoft Teams, Google Meet", "always on", "messages in our room, email; we answer within",
        "24 hours before at the latest", "1 February 2027", "Polityka firmy.", "What we say to each other stays",
    ):  # fmt: skip
        assert text in page
    page = call("GET", path, MENTOR, language="pl")["body"]
    for text in ("raz online, raz stacjonarnie", "co 2 tygodnie", "1 lutego 2027", "To, co sobie mówimy, zostaje"):
        assert text in page


@pytest.mark.parametrize("language", ["pl", "en"])
def test_given_a_contract_when_read_as_json_in_either_language_then_the_text_to_sign_is_the_same(
    language: str,
) -> None:
    read = said(call("GET", f"{ROOM}/contract", MENTOR, language=language))
    assert read["text"] == contract()["text"]
    assert read["own"]["frequency"] == {"codes": [], "number": 21, "day": "", "text": ""}
    assert read["words"]["frequency"] == {"pl": "co 3 tygodnie", "en": "every 3 weeks"}[language]
    assert read["fixed"] == [one[language] for one in read["clauses"]]


def test_given_a_number_that_is_none_when_saved_then_the_page_says_so_and_keeps_every_choice() -> None:
    path = f"/rooms/{PAIR}/contract"
    wrong = CHOSEN | {"frequency-other": "co dwa tygodnie", "version": tag()}
    page = call("POST", path, MENTOR, form=wrong, language="pl")
    assert page["statusCode"] == 422
    assert "Ta liczba jest za mała albo za duża." in page["body"]
    assert 'value="co dwa tygodnie"' in page["body"]
    assert '<a href="#frequency-other">' in page["body"]
    assert 'name="tools-codes" value="meet" checked' in page["body"]
    assert 'name="tools-codes" value="zoom" checked' not in page["body"]
    assert '<option value="always" selected>' in page["body"]


def test_given_a_text_taken_back_to_a_draft_when_signed_on_an_old_page_then_the_contract_says_so_in_its_place() -> None:
    path = f"/rooms/{PAIR}/contract"
    call("POST", f"{ROOM}/contract/proposal", MENTOR)
    read = contract()["sha256"]
    call("POST", path, MENTEE, form={"length-number": "90", "version": tag()})
    page = call("POST", f"{path}/signature", MENTOR, form={"sha256": read}, language="pl")
    assert page["statusCode"] == 409
    assert "Ten kontrakt nie jest jeszcze zaproponowany" in page["body"]
    assert '<option value="90" selected>' in page["body"]


def test_given_a_version_opened_meanwhile_when_another_is_asked_for_then_the_contract_says_so_in_its_place() -> None:
    path = f"/rooms/{PAIR}/contract"
    _signed()
    call("POST", f"{path}/amendment", MENTEE)
    page = call("POST", f"{path}/amendment", MENTOR, language="pl")
    assert page["statusCode"] == 409
    assert "już otwarta" in page["body"]
    assert f'action="{path}/amendment/withdrawal"' in page["body"]
    old = hidden(page["body"], "version")
    call("POST", f"{path}/amendment/withdrawal", MENTOR, form={"version": old})
    page = call("POST", f"{path}/amendment/withdrawal", MENTEE, form={"version": old}, language="pl")
    assert page["statusCode"] == 409
    assert f'action="{path}/amendment"' in page["body"]


def test_given_an_amendment_when_read_then_what_changed_stands_before_the_text_to_sign() -> None:
    path = f"/rooms/{PAIR}/contract"
    _signed()
    call("POST", f"{path}/amendment", MENTOR)
    call("POST", path, MENTOR, form={"length-number": "90", "version": tag(), "propose": "yes"})
    page = call("GET", path, MENTEE, language="en")["body"]
    assert page.index("What changed since the last version") < page.index("Fixed by the programme</h2>")


@pytest.mark.parametrize("at_once", [True, False])
@pytest.mark.parametrize("order", list(permutations(("mentor signs", "mentee signs", "mentee edits"))))
def test_given_a_proposed_text_when_both_sign_and_one_edits_then_no_signature_stands_under_another_text(
    monkeypatch: pytest.MonkeyPatch, order: tuple[str, ...], at_once: bool
) -> None:
    """All have read the same text and version; at once, or one after the other, in every order."""
    call("POST", f"{ROOM}/contract/proposal", MENTOR)
    read, version = contract(), {"if-match": f'"{tag()}"'}
    text, own = {"sha256": read["sha256"]}, {"limits": "Polityka firmy."}
    steps = {
        "mentor signs": partial(call, "POST", f"{ROOM}/contract/signatures", MENTOR, body=text),
        "mentee signs": partial(call, "POST", f"{ROOM}/contract/signatures", MENTEE, body=text),
        "mentee edits": partial(call, "PUT", f"{ROOM}/contract", MENTEE, body={"own": own}, headers=version),
    }
    requests = [steps[one] for one in order]
    answers = race(monkeypatch, api.app, requests) if at_once else [one() for one in requests]
    codes = {name: answer["statusCode"] for name, answer in zip(order, answers, strict=True)}
    assert set(codes.values()) <= {200, 409, 412}
    after = contract()
    assert {one["sha256"] for one in after["signatures"]} <= {after["sha256"]}
    if codes["mentee edits"] == 200:  # whoever signed before is void, whoever signs after is told
        assert (after["words"], after["state"], after["signatures"]) == (own, "draft", [])
    else:  # the signatures were faster
        assert (after["state"], codes["mentor signs"], codes["mentee signs"]) == ("signed", 200, 200)


def test_given_a_contract_when_printed_then_it_has_names_clauses_and_signatures_and_no_field() -> None:
    call("POST", f"{ROOM}/contract/proposal", MENTOR)
    for who in (MENTOR, MENTEE):
        call("POST", f"{ROOM}/contract/signatures", who, body={"sha256": contract()["sha256"]})
    page = call("GET", f"/rooms/{PAIR}/contract/print", MENTEE, language="en")["body"]
    for text in ("Mentoring contract", "Mentor <span", "every 3 weeks", contract()["sha256"][:16]):
        assert text in page
    assert "<form" not in page
    assert call("GET", f"/rooms/{PAIR}/contract/print", ORGANIZER)["statusCode"] == 404
    assert call("GET", f"/rooms/{PAIR}/contract/print?version=9", MENTEE)["statusCode"] == 404


def _change_clauses(store: DynamoStore, *texts: dict[str, str]) -> int:
    """Given: the organizers changed the clauses, and the event is delivered twice."""
    programme = store.get(Programme, *Programme.key(PROGRAMME))
    assert programme is not None
    programme.fixed, programme.fixed_version = list(texts), programme.fixed_version + 1
    programme.save()
    changed = event(ClausesChanged(PROGRAMME, programme.fixed_version), MemoryStore())
    assert deliver(consumer.handler, changed, changed) == []
    return programme.fixed_version


NEW_RULE = {"pl": "Nowa zasada.", "en": "A new rule."}


def test_given_a_half_signed_contract_when_the_clauses_change_then_it_waits_again_and_both_are_told(
    agreed: DynamoStore,
) -> None:
    call("POST", f"{ROOM}/contract/proposal", MENTOR)
    read = contract()
    call("POST", f"{ROOM}/contract/signatures", MENTOR, body={"sha256": read["sha256"]})
    _change_clauses(agreed, NEW_RULE)
    after = contract()
    assert (after["state"], after["signatures"], after["clauses"], after["own"]) == (
        "proposed", [], [NEW_RULE], read["own"],
    )  # fmt: skip
    (voided,) = (asdict(one.data) for one in published("ContractSignaturesVoided"))
    assert (voided["by"], voided["signed_by"]) == ("", [MENTOR])
    refused = call("POST", f"{ROOM}/contract/signatures", MENTEE, body={"sha256": read["sha256"]})
    assert refused["statusCode"] == 412
    page = call("GET", f"/rooms/{PAIR}/contract", MENTEE, language="en")["body"]
    assert "The organizers changed the fixed clauses on" in page
    assert "A new rule." in page


def test_given_a_draft_when_the_clauses_change_then_it_takes_them_and_nobody_gets_a_mail(agreed: DynamoStore) -> None:
    _change_clauses(agreed, NEW_RULE)
    assert (contract()["state"], contract()["clauses"]) == ("draft", [NEW_RULE])
    assert outbox("ContractSignaturesVoided") == []


def test_given_a_signed_contract_when_the_clauses_change_then_it_keeps_them_until_it_is_amended(
    agreed: DynamoStore,
) -> None:
    call("POST", f"{ROOM}/contract/proposal", MENTOR)
    for who in (MENTOR, MENTEE):
        call("POST", f"{ROOM}/contract/signatures", who, body={"sha256": contract()["sha256"]})
    before = contract()
    _change_clauses(agreed, NEW_RULE)
    assert contract() == before
    call("POST", f"{ROOM}/contract/amendment", MENTOR)
    assert contract()["clauses"] == [NEW_RULE]


def test_given_a_signed_contract_when_told_then_organizers_hear_three_figures_and_nothing_else(
    agreed: DynamoStore,
) -> None:
    path = f"/rooms/{PAIR}/contract"
    call("POST", path, MENTOR, form=CHOSEN | {"propose": "yes", "version": tag()})
    for who in (MENTOR, MENTEE):
        call("POST", f"{ROOM}/contract/signatures", who, body={"sha256": contract()["sha256"]})
    (signed,) = (asdict(one.data) for one in published("ContractSigned"))
    assert {name: signed[name] for name in ("interval_days", "planned_meetings", "meeting_minutes")} == {
        "interval_days": 14, "planned_meetings": 6, "meeting_minutes": 50,
    }  # fmt: skip
    assert set(signed) == {
        "programme_id", "pair_id", "contract_version", "sha256", "interval_days", "planned_meetings",
        "meeting_minutes",
    }  # fmt: skip
