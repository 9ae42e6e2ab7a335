"""Whom no mail reaches, beside the pair."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mentoring import ids
from mentoring.reach import Cause, Reach
from mentoring.tables.monitoring import Watch
from mentoring.tables.notifications import Mailbox
from mentoring.tables.recruitment import Member
from monitoring import api
from tests.fakes.people import MENTEE, MENTOR, ORGANIZER, PAIR, PROGRAMME
from tests.integration.lambdas import keep, send

if TYPE_CHECKING:
    from mentoring.store.dynamo import DynamoStore

LOST = "mentee@firma.example"


def test_given_a_pair_of_which_one_gets_no_mail_when_the_pairs_are_shown_then_it_says_who_why_and_where_to_go(
    agreed: DynamoStore,
) -> None:
    watch = Watch(
        *Watch.key(PAIR), pair_id=PAIR, programme_id=PROGRAMME, people=[MENTOR, MENTEE], zones=["Europe/Warsaw"] * 2,
        started_at="2026-03-02T12:00:00Z", participants=["mentor", "mentee"],
    )  # fmt: skip
    keep(agreed, watch)
    before = send(api.handler, "GET", f"/monitoring/{PROGRAMME}", ORGANIZER)["body"]
    assert "No email arrives" not in before
    keep(
        agreed,
        Mailbox(
            *Mailbox.key(LOST), mailbox_id=ids.address_key(LOST), reach=Reach.BOUNCED, cause=Cause.FULL,
            since="2026-03-02T12:00:00Z", retry_at="2026-03-09T12:00:00Z",
        ),
    )  # fmt: skip
    page = send(api.handler, "GET", f"/monitoring/{PROGRAMME}", ORGANIZER)["body"]
    assert page.count("No email arrives") == 1
    assert "The mailbox is full." in page
    assert "We try again on" in page
    assert f'href="/organizer/programmes/{PROGRAMME}/applications/mentee#address"' in page
    keep(agreed, Member(*Member.key("org-1", "widz"), organization_id="org-1", person_id="widz", role="viewer"))
    seen = send(api.handler, "GET", f"/monitoring/{PROGRAMME}", "widz")["body"]
    assert (seen.count("No email arrives"), "/applications/" in seen) == (1, False), "viewers can't open that page"
