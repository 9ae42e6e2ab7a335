"""The link to the same page in the other language."""

from __future__ import annotations

from tests.integration.identity.test_handlers import call


def test_given_a_page_that_was_asked_for_something_when_the_other_language_is_chosen_then_it_is_still_asked_for() -> (
    None
):
    page = call("GET", "/sign-in", next="/home?a=1&b=2", lang="pl")["body"]
    assert 'href="?next=%2Fhome%3Fa%3D1%26b%3D2&amp;lang=en"' in page
    assert 'href="?lang=pl"' in call("GET", "/sign-in", lang="en")["body"]
