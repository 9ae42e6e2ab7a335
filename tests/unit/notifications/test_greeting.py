"""A mail greets its reader by the first name, in Polish in the vocative; a name it can't tell apart stays whole."""

from __future__ import annotations

from dataclasses import replace

import pytest

from notifications import composer, greeting
from notifications.mail import Mail, Recipient
from tests.fakes.context import NOON
from tests.unit.notifications.givens import _part


@pytest.mark.parametrize(
    ("name", "pl", "en"),
    [
        ("Anna Nowak", "Anno", "Anna"),
        ("Katarzyna Zielińska-Kos", "Katarzyno", "Katarzyna"),
        ("Zofia Lis", "Zofio", "Zofia"),
        ("Eugenia Lis", "Eugenio", "Eugenia"),
        ("Ania", "Aniu", "Ania"),
        ("Kasia Kos", "Kasiu", "Kasia"),
        ("Ola Lis", "Olu", "Ola"),
        ("Kamila Lis", "Kamilo", "Kamila"),
        ("Piotr Kos", "Piotrze", "Piotr"),
        ("Paweł Kos", "Pawle", "Paweł"),
        ("Marek Kos", "Marku", "Marek"),
        ("Jerzy Kos", "Jerzy", "Jerzy"),
        ("Beatrix Kos", "Beatrix", "Beatrix"),
        ("Owen Smith", "Owen", "Owen"),
        ("dr Anna Nowak", "dr Anna Nowak", "dr Anna Nowak"),
        ("J. R. Kos", "J. R. Kos", "J. R. Kos"),
        ("", "", ""),
    ],
)
def test_given_a_name_when_greeted_then_it_is_the_first_one_in_the_right_form(name: str, pl: str, en: str) -> None:
    assert (greeting.called(name, "pl"), greeting.called(name, "en")) == (pl, en)


@pytest.mark.parametrize(
    ("locale", "name", "said"),
    [
        ("pl", "Anna Nowak", "Dzień dobry, Anno!"), ("en", "Anna Nowak", "Hello Anna,"),
        ("pl", "", "Dzień dobry,"), ("en", "", "Hello,"),
    ],
)  # fmt: skip
def test_given_a_mail_when_read_then_it_greets_by_name_and_has_the_colours_of_its_programme(
    locale: str, name: str, said: str
) -> None:
    to = Recipient("k", "a@firma.example", name, locale=locale)
    mail = Mail("sign_in", to, "https://t.example", values={"code": "123456"})
    plain, plum = (
        composer.compose(one, event_id="e", sender="t@t.example", now=NOON)
        for one in (mail, replace(mail, accent="plum"))
    )
    assert said in _part(plain, "text/plain")
    assert said in _part(plain, "text/html")
    assert ("#7a3b78" in _part(plum, "text/html"), "#7a3b78" in _part(plain, "text/html")) == (True, False)
    assert ("#e2aede" in _part(plum, "text/html"), "#1f6f5c" in _part(plain, "text/html")) == (True, True)
    assert "#1f6f5c" not in _part(plum, "text/html")
