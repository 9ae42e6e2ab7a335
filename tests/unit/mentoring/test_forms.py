"""A text in the words for somebody's form."""

from __future__ import annotations

import pytest

from mentoring.forms import by_form

TEXT = "Joanna [wysłała|wysłał|– wysłano] propozycje i [sama|sam|osobiście] je czyta [raz]"


@pytest.mark.parametrize(
    ("form", "said"),
    [
        ("f", "Joanna wysłała propozycje i sama je czyta [raz]"),
        ("m", "Joanna wysłał propozycje i sam je czyta [raz]"),
        ("n", "Joanna – wysłano propozycje i osobiście je czyta [raz]"),
        ("", "Joanna – wysłano propozycje i osobiście je czyta [raz]"),
    ],
)
def test_given_a_text_with_words_by_form_when_it_is_about_somebody_then_it_has_theirs(form: str, said: str) -> None:
    assert by_form(TEXT, form) == said


def test_given_a_text_without_forms_when_worded_then_it_is_the_same() -> None:
    assert by_form("sent the proposals", "f") == "sent the proposals"
