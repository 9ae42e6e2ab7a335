"""However many people a programme has, each page reads a page's worth: what the document says of 20 000 applications."""

from __future__ import annotations

import re

from tests.bench import large


def test_given_thousands_of_applications_when_pages_open_then_each_reads_a_pages_worth() -> None:
    found = large.pages(large.programme(4_000, 1_000), 1_000)  # whoever reads everybody reads more than that

    assert [page for page, _, _ in found] == [page for page, _, _ in _rows(large.committed())]
    over = {page for page, reads, items in found if reads > large.READS or items > large.ITEMS}
    assert over <= set(large.OVER)


def test_given_the_document_when_a_page_reads_too_much_then_it_is_named_with_its_reason() -> None:
    over = {
        page for page, reads, items in _rows(large.committed()) if int(reads) > large.READS or int(items) > large.ITEMS
    }
    assert over == set(large.OVER)


def _rows(table: str) -> list[tuple[str, ...]]:
    return re.findall(r"^\| (.+) \| (\d+) \| (\d+) \|$", table, re.MULTILINE)
