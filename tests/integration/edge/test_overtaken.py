"""Two organizers edit the same form: the second sees what the first saved beside what they typed; nothing is lost.

Every form of an organizer's page that carries a version is found on the pages themselves and tried.
"""

from __future__ import annotations

import html
import re
from typing import TYPE_CHECKING

from tests.fakes.people import ORGANIZER
from tests.integration.edge.test_who_may import IDS
from tests.integration.forms import Form, forms_of, post, route_of
from tests.integration.furnished import furnish
from tests.integration.routes import ROUTES

if TYPE_CHECKING:
    from mentoring.store.dynamo import DynamoStore

OURS = re.compile(
    r"/(organizer|intervision|handbook|announcements|pairing|monitoring|gatherings|onboarding|reports|surveys|meetings)/"
)
"""Where organizers do things."""
STALE = "987654"
TYPED = "Co wpisał Jan"


def test_given_every_form_of_organizers_when_it_is_stale_then_what_was_typed_and_what_stands_there_are_both_shown(
    agreed: DynamoStore,
) -> None:
    furnish(agreed)
    tried: dict[str, Form] = {}
    for route in ROUTES:
        if route.method != "GET" or route.json or not OURS.match(route.rule):
            continue
        answer = route.send(ORGANIZER, IDS)
        if answer["statusCode"] == 200 and not answer.get("isBase64Encoded"):
            for form in forms_of(answer["body"], route.path(IDS), versioned=True):
                where = route_of("POST", form.action)
                tried.setdefault(f"{where.rule if where else form.action} {form.written}", form)
    wrong = {}
    for name, form in tried.items():
        said = TYPED if form.kind != "number" else str(int(form.fields[form.written] or 0) + 1)
        filled = {one: value or TYPED for one, value in form.fields.items() if one.startswith("alt_")}
        answer = post(ORGANIZER, form, form.fields | filled | {form.written: said, "version": STALE})
        page = html.unescape(answer["body"])
        both = "Meanwhile somebody saved:" in page or not form.fields[form.written]  # of a reason there is none before
        told = [answer["statusCode"] == 412, said in page, both, 'role="alert"' in page or 'class="why"' in page]
        if not all(told):
            wrong[name] = (answer["statusCode"], *told)
    assert not wrong, f"of {len(tried)}"
    assert len(tried) >= 10
