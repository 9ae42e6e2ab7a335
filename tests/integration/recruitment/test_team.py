"""Pages and JSON of who organizes, and of what they did."""

from __future__ import annotations

import html
from functools import partial
from typing import TYPE_CHECKING

import pytest

from mentoring import ids, links
from mentoring.clock import now
from mentoring.tables.identity import Person
from mentoring.tables.recruitment import Application, Audit, Invitation, Member, Organization, Programme
from mentoring.tables.vocabulary import Act
from recruitment import api
from tests.fakes.people import ORGANIZER, PROGRAMME, STRANGER
from tests.integration.lambdas import keep, said, send

if TYPE_CHECKING:
    from mentoring.store.dynamo import DynamoStore

call = partial(send, api.handler)
HERE = "/organizer/team/org-1"


@pytest.fixture
def organized(agreed: DynamoStore) -> DynamoStore:
    """Given: the organization of the programme, and its owner's account."""
    keep(
        agreed,
        Organization(*Organization.key("org-1"), organization_id="org-1", name="Firma", standing="established"),
        Person(
            *Person.key(ORGANIZER), person_id=ORGANIZER, email="o@firma.example", registered_at="2026-01-01T00:00:00Z"
        ),
    )
    return agreed


@pytest.mark.parametrize("language", ["pl", "en"])
def test_given_an_invitation_by_the_page_when_accepted_then_audit_and_team_tell_of_it(
    organized: DynamoStore, language: str
) -> None:
    form = {"email": "ola@firma.example", "role": "viewer", "programme_id": PROGRAMME}
    assert call("POST", f"{HERE}/invitations", ORGANIZER, form=form, language=language)["statusCode"] == 303
    (one,) = organized.query(Invitation, *Invitation.of("org-1"))
    claims = {"organization_id": "org-1", "address": ids.address_key(one.email), "programme_id": PROGRAMME}
    token = links.sign("organizing", one.invitation_id, expires_at=now() + links.LIFETIME, **claims)
    for who in ("", STRANGER):
        shown = call("GET", f"/organizer/answer/{token}", who, language=language)
        assert (shown["statusCode"], "Firma" in shown["body"]) == (200, True)
    assert call("POST", f"/organizer/answer/{token}/accepted", language=language)["statusCode"] == 307
    accepted = call("POST", f"/organizer/answer/{token}/accepted", STRANGER, form={}, language=language)
    assert accepted["multiValueHeaders"]["Location"] == [f"/organizer/programmes/{PROGRAMME}"]
    assert any(one.startswith("tandem_organizes=1") for one in accepted["multiValueHeaders"]["Set-Cookie"])
    member = organized.get(Member, *Member.key("org-1", STRANGER))
    assert member is not None
    assert member.programmes == {PROGRAMME: "viewer"}
    for who in (ORGANIZER, STRANGER):
        shown = call("GET", f"/organizer/programmes/{PROGRAMME}/audit", who, language=language)
        assert shown["statusCode"] == 200
        assert "ola@firma.example" in shown["body"]
        assert call("GET", HERE, who, language=language)["statusCode"] == 200
    gone = call("GET", f"/organizer/answer/{token}", STRANGER, language=language)
    assert gone["statusCode"] == 409


def test_given_a_role_when_changed_in_an_old_version_then_the_page_says_so_and_changes_nothing(
    organized: DynamoStore,
) -> None:
    member = Member(*Member.key("org-1", "kora"), organization_id="org-1", person_id="kora", role="coordinator")
    keep(organized, member)
    here = f"{HERE}/members/kora"
    assert call("POST", here, ORGANIZER, form={"role": "viewer", "version": "77"})["statusCode"] == 412
    refused = call("POST", f"{HERE}/members/{ORGANIZER}/removed", ORGANIZER, form={})
    assert (refused["statusCode"], "needs an owner" in html.unescape(refused["body"])) == (409, True)
    team = said(call("GET", "/v1/organizations/org-1/organizers", "kora"))
    assert [(one["person_id"], one["role"]) for one in team["organizers"]] == [
        (ORGANIZER, "owner"),
        ("kora", "coordinator"),
    ]
    assert call("GET", f"{HERE}/audit", "kora")["statusCode"] == 200


@pytest.mark.parametrize("language", ["pl", "en"])
def test_given_a_viewer_when_they_open_the_audit_then_page_and_json_name_no_participant_and_no_reason(
    organized: DynamoStore, language: str
) -> None:
    profile = {"first_name": "Żaneta", "last_name": "Ćwik"}
    about = Application(
        *Application.key(PROGRAMME, "a-1"),
        application_id="a-1",
        email="z@firma.example",
        role="mentee",
        programme_id=PROGRAMME,
        profile=profile,
    )
    roles = {"widz": "viewer", "kora": "coordinator"}
    people = [
        Member(*Member.key("org-1", one), organization_id="org-1", person_id=one, role=roles[one]) for one in roles
    ]
    at, sk = "2026-03-02T12:00:00Z", Audit.key(PROGRAMME, "1", "1")[1]
    told = {"act": Act.TAKEN_OUT, "by": ORGANIZER, "at": at, "about": ["a-1"], "why": "powód tylko dla nas"}
    keep(organized, about, *people, Audit(Programme.partition(PROGRAMME), sk, place=PROGRAMME, **told))

    pages = {who: call("GET", f"/organizer/programmes/{PROGRAMME}/audit", who, language=language) for who in roles}
    (whole,) = said(call("GET", f"/v1/programmes/{PROGRAMME}/audit", "kora"))["items"]
    (part,) = said(call("GET", f"/v1/programmes/{PROGRAMME}/audit", "widz"))["items"]
    for secret in ("Żaneta Ćwik", "powód tylko dla nas"):
        assert [secret in pages[who]["body"] for who in ("kora", "widz")] == [True, False]
    assert (whole["about"], whole["why"]) == (["a-1"], "powód tylko dla nas")
    assert (part["about"], part["why"], part["by"]) == ([], "", ORGANIZER)


@pytest.mark.parametrize(
    ("form", "said"), [("f", "wyłączyła kogoś"), ("m", "wyłączył kogoś"), ("", "– wyłączono kogoś")]
)
def test_given_an_organizer_s_form_when_the_audit_is_read_in_polish_then_it_says_so_of_them(
    agreed: DynamoStore, form: str, said: str
) -> None:
    who = Person(*Person.key(ORGANIZER), person_id=ORGANIZER, email="o@firma.example", name="Ina Wilk")
    who.registered_at, who.own = "2026-01-01T00:00:00Z", ["name", "form"] if form else ["name"]
    who.form = form or "n"
    at, sk = "2026-03-02T12:00:00Z", Audit.key(PROGRAMME, "1", "1")[1]
    keep(
        agreed, who, Audit(Programme.partition(PROGRAMME), sk, place=PROGRAMME, act=Act.TAKEN_OUT, by=ORGANIZER, at=at)
    )
    pages = {
        one: call("GET", f"/organizer/programmes/{PROGRAMME}/audit", ORGANIZER, language=one) for one in ("pl", "en")
    }
    assert f"<strong>Ina Wilk</strong> {said} z programu" in pages["pl"]["body"]
    assert "<strong>Ina Wilk</strong> took somebody out of the programme" in pages["en"]["body"]
