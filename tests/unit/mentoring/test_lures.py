"""Lures in names: which are refused, and which honest names pass."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mentoring import lures


@pytest.mark.parametrize(
    "name",
    ["Mentoring 2026/2027", "Edycja 2026-2027", "Firma Sp. z o.o.", "Wiosna: kobiety w IT", "J.K. Nowak", "3. edycja"],
)
def test_given_an_honest_name_when_typed_then_nothing_is_wrong(name: str) -> None:
    assert not lures.has_lure(name)
    assert lures.tidy(name) == name


@given(st.text(max_size=120))
def test_given_any_name_when_tidied_then_no_lure_is_left_and_it_is_short(name: str) -> None:
    tidy = lures.tidy(f"{name} evil.example {name}")

    assert "evil.example" not in tidy
    assert len(tidy) <= lures.MOST
