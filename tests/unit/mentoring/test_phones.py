"""Phone numbers are kept as they were typed, if they can be dialled."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mentoring.phones import PhoneRefused, clean, dialled


@pytest.mark.parametrize(
    ("typed", "number", "link"),
    [
        (" +48  600 100 200 ", "+48 600 100 200", "tel:+48600100200"),
        ("(22) 555-01-00", "(22) 555-01-00", "tel:225550100"),
        ("22 555-01-00", "22 555-01-00", "tel:225550100"),
        ("", "", "tel:"),
    ],
)
def test_given_a_number_when_read_then_it_stays_as_typed_and_can_be_dialled(typed: str, number: str, link: str) -> None:
    assert (clean(typed), dialled(clean(typed))) == (number, link)


@pytest.mark.parametrize("typed", ["zadzwoń", "+", "12345", "1234567890123456", "+48 600 100 200; ext 1", "600\t@100"])
def test_given_what_cant_be_dialled_when_read_then_it_is_refused(typed: str) -> None:
    with pytest.raises(PhoneRefused):
        clean(typed)


@given(st.text())
def test_given_any_text_when_read_then_it_is_a_number_or_refused(typed: str) -> None:
    try:
        number = clean(typed)
    except PhoneRefused:
        return
    assert clean(number) == number
    assert set(dialled(number)) <= set("tel:+0123456789")
