"""What a redirect says is read on another service's page."""

from __future__ import annotations

import pytest

from identity import api as identity
from recruitment import api as recruitment
from tests.integration.lambdas import send


@pytest.mark.usefixtures("store")
@pytest.mark.parametrize(("language", "words"), [("pl", "Wylogowano."), ("en", "You are signed out.")])
def test_given_a_redirect_to_another_service_when_it_is_followed_then_its_words_are_in_the_reader_s_language(
    language: str, words: str
) -> None:
    left = send(identity.handler, "POST", "/session/sign-out", language=language)
    assert left["multiValueHeaders"]["Location"] == ["/"]
    (said,) = [one for one in left["multiValueHeaders"]["Set-Cookie"] if one.startswith("tandem_flash=")]
    cookie = said.partition(";")[0]
    page = send(recruitment.handler, "GET", "/", language=language, headers={"cookie": cookie})
    assert page["statusCode"] == 200
    assert words in page["body"]
    assert any(one.startswith("tandem_flash=;") for one in page["multiValueHeaders"]["Set-Cookie"])
