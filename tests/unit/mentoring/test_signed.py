"""By how much a figure changed, as figures are written: with a minus sign, which isn't a hyphen."""

from __future__ import annotations

import pytest

from mentoring import i18n


@pytest.mark.parametrize(("number", "said"), [(3, "+3"), (0, ""), (-2, "−2"), (-1200, "−1200")])
def test_given_a_change_when_written_then_with_its_sign(number: int, said: str) -> None:
    assert i18n.signed(number) == said
