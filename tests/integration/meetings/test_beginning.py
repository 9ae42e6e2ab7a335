"""What somebody reads who arranges a first meeting before their onboarding is finished, where it comes first."""

from __future__ import annotations

from datetime import timedelta
from functools import partial
from typing import TYPE_CHECKING

from meetings import api
from mentoring import clock
from tests.fakes.onboarding import head, progress
from tests.fakes.people import MENTEE, PAIR, PROGRAMME
from tests.integration.lambdas import keep, send

if TYPE_CHECKING:
    from mentoring.store.dynamo import DynamoStore

call = partial(send, api.handler)


def test_given_onboarding_that_comes_first_when_a_meeting_is_proposed_then_the_answer_says_what_and_leads_there(
    agreed: DynamoStore,
) -> None:
    keep(agreed, head(comes_first=True), progress("mentee"))
    day = clock.now() + timedelta(days=3)
    form = {"starts_at": f"{day:%Y-%m-%d}T10:00", "minutes": "60", "zone": "Europe/Warsaw"}
    page = call("POST", f"/meetings/pair/{PAIR}", MENTEE, form=form, language="pl")
    assert page["statusCode"] == 409
    assert "Kroki do zrobienia: 4. Następny: Poufność." in page["body"]
    assert f'href="/onboarding/{PROGRAMME}"' in page["body"]
    told = call(
        "POST", f"/v1/meetings/pair/{PAIR}", MENTEE, body={"starts_at": clock.iso(day), "zone": "Europe/Warsaw"}
    )
    assert told["statusCode"] == 409, told["body"]
    assert "Next: Confidence." in told["body"]
