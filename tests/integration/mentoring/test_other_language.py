"""The link to the same page in the other language."""

from __future__ import annotations

import importlib
from typing import TYPE_CHECKING

from tests.integration.identity.test_handlers import call
from tests.integration.routes import ROUTES, Route

if TYPE_CHECKING:
    from mentoring.http.app import App


def app_of(route: Route) -> App:
    """Return the app a route belongs to."""
    app: App = importlib.import_module(f"{route.service}.api").app
    return app


def test_given_a_page_that_was_asked_for_something_when_the_other_language_is_chosen_then_it_is_still_asked_for() -> (
    None
):
    page = call("GET", "/sign-in", next="/home?a=1&b=2", lang="pl")["body"]
    assert 'href="?next=%2Fhome%3Fa%3D1%26b%3D2&amp;lang=en"' in page
    assert 'href="?lang=pl"' in call("GET", "/sign-in", lang="en")["body"]


def test_given_forms_of_every_page_when_where_they_stand_is_asked_then_it_is_a_page() -> None:
    shown = {one.rule for one in ROUTES if one.method == "GET"}
    forms = [one for one in ROUTES if one.method == "POST" and not one.json]
    lost = {one.rule for one in forms if app_of(one).page_above(one.path({})) == ""}
    assert len(forms) > 100
    assert lost == {"/unsubscribe"}  # sent by mail programs
    assert all(
        app_of(one).rule_of(app_of(one).page_above(one.path({}))) in shown for one in forms if one.rule not in lost
    )


def test_given_a_refused_form_when_the_other_language_is_chosen_then_the_page_it_stands_on_is_opened() -> None:
    [form] = [one for one in ROUTES if one.rule == "/rooms/<pair_id>/tasks/<task_id>/done" and one.method == "POST"]
    told = form.send("stranger", {"pair_id": "p-1"}, headers={"origin": "https://elsewhere.example"})
    assert told["statusCode"] == 403
    assert 'href="/rooms/p-1/tasks?lang=pl"' in told["body"]
