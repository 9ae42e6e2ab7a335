"""Whom typed addresses mean: whose they are now, who confirmed them, who had them before."""

from __future__ import annotations

import pytest

from mentoring import meant
from mentoring.tables.identity import Address
from tests.fakes import MemoryStore, context_at
from tests.fakes.people import participant

AT = "2026-03-01T12:00:00Z"


@pytest.mark.parametrize(
    ("typed", "whose"),
    [
        ("Jan@Firma.Example", "jan"),
        ("jan@dom.example", "jan"),  # another of his confirmed addresses
        ("jan@dawna.example", "jan"),  # what it was before it was corrected
        ("biuro@firma.example", "ola"),  # his before, hers now
        ("wspolny@firma.example", "ola"),  # his before, confirmed by her
        ("nikt@firma.example", None),
        ("department", None),
    ],
)
def test_given_an_address_when_somebody_typed_it_then_it_means_whose_it_is_else_whose_it_was(
    typed: str, whose: str | None
) -> None:
    store = MemoryStore()
    store.put(
        Address.verified("jan", "jan@dom.example", AT),
        Address.verified("ola", "wspolny@firma.example", AT),
        Address.verified("somebody else", "nikt@firma.example", AT),
    )
    jan, ola = participant("jan", "mentee", person_id="jan"), participant("ola", "mentor", person_id="ola")
    jan.email, ola.email = "jan@firma.example", "biuro@firma.example"
    jan.known_as = ["jan@dawna.example", "biuro@firma.example", "wspolny@firma.example"]
    found = meant.persons(context_at(store=store), [jan, ola], [typed])
    assert list(found.values()) == [one for one in [whose] if one]
