"""The sections of a programme as its organizers see them."""

from __future__ import annotations

import pytest

from mentoring.tables.vocabulary import OrganizerRole
from mentoring.web import sections


def _current(path: str, role: OrganizerRole = OrganizerRole.OWNER) -> list[str]:
    return [link.title for _, links in sections.shown("p1", role, path) for link in links if link.current]


@pytest.mark.parametrize(
    ("path", "section"),
    [
        ("/organizer/programmes/p1", "Board"),
        ("/organizer/programmes/p1/stage", "Board"),
        ("/organizer/programmes/p1/applications/a1/correction", "Applications"),
        ("/organizer/programmes/p1/large-import", "Import from a file"),
        ("/organizer/programmes/p1/form/preview/mentee", "Questions of the form"),
        ("/pairing/p1", "Pairing"),
        ("/pairing/p1/pairs/x/close", "Pairs"),
        ("/onboarding/p1/people", "Onboarding"),
    ],
)
def test_given_a_page_when_its_section_is_looked_for_then_it_is_the_one_whose_path_fits_best(
    path: str, section: str
) -> None:
    assert _current(path) == [section]


def test_given_a_section_whose_name_another_begins_with_when_looked_for_then_they_are_told_apart() -> None:
    assert _current("/organizer/programmes/p1/lately") == ["Board"]


def test_given_a_viewer_when_sections_are_shown_then_no_group_is_empty_and_nothing_is_for_who_decides() -> None:
    groups = sections.shown("p1", OrganizerRole.VIEWER, "/organizer/programmes/p1")
    titles = [link.title for _, links in groups for link in links]
    assert all(links for _, links in groups)
    assert "Reports" in titles
    assert "Applications" not in titles


@pytest.mark.parametrize(
    ("path", "programme"),
    [("/surveys/results/p1", "p1"), ("/monitoring/p1/pairs", "p1"), ("/home", ""), ("/programmes/spring", "")],
)
def test_given_a_path_when_read_then_it_names_the_programme_it_may_be_about(path: str, programme: str) -> None:
    assert sections.programme_of(path) == programme
