"""Whatever is wrong with a form, the page that says so shows what somebody wrote; nobody writes it twice.

Every form of every service in which people write is found on the pages themselves and tried.
"""

from __future__ import annotations

import html
from typing import TYPE_CHECKING

from tests.fakes.people import MENTEE, MENTOR, ORGANIZER, STRANGER
from tests.integration.edge.test_who_may import IDS
from tests.integration.forms import Form, forms_of, post, route_of
from tests.integration.furnished import furnish
from tests.integration.routes import ROUTES

if TYPE_CHECKING:
    from mentoring.store.dynamo import DynamoStore

LONG = "Pierwsze słowo" + " i jeszcze jedno" * 4_500 + " ostatnie słowo"
"""More than any field takes."""
SHORT = "Co napisała po namyśle"


def _forms(who: str) -> dict[str, Form]:
    """Return the forms that somebody finds, by where they are sent and the field in which they write."""
    found: dict[str, Form] = {}
    for route in ROUTES:
        if route.method != "GET" or route.json:
            continue
        answer = route.send(who, IDS)
        if answer["statusCode"] == 200 and not answer.get("isBase64Encoded"):
            for form in forms_of(answer["body"], route.path(IDS)):
                where = route_of("POST", form.action)
                if form.kind != "number" and where is not None:
                    found.setdefault(f"{where.rule} {form.written}", form)
    return found


def test_given_every_form_in_which_people_write_when_it_is_refused_then_the_page_still_has_what_they_wrote(
    agreed: DynamoStore,
) -> None:
    furnish(agreed)
    lost, tried = {}, 0
    for who in (ORGANIZER, MENTOR, MENTEE, STRANGER):
        for name, form in _forms(who).items():
            blank = dict.fromkeys(form.fields, "") | {"version": form.fields.get("version", "")}
            for case, sent in {
                "long": form.fields | {form.written: LONG},
                "alone": blank | {form.written: SHORT},
            }.items():
                answer = post(who, form, sent)
                if answer["statusCode"] == 303:  # a box that takes it
                    continue
                tried += 1
                if sent[form.written] not in html.unescape(answer["body"]):
                    lost[f"{who} {name} {case}"] = answer["statusCode"]
    assert lost == {}, f"of {tried}"
    assert tried > 50
