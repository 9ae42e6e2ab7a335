"""A programme of 20 000 applications: each page reads a page's worth, and the document says how much."""

from __future__ import annotations

from tests.bench import large


def test_given_twenty_thousand_applications_when_pages_open_then_they_read_what_the_document_says() -> None:
    found = large.pages(large.programme())

    assert large.table(found) == large.committed()
    over = {page for page, reads, items in found if reads > large.READS or items > large.ITEMS}
    assert over == set(large.OVER)
