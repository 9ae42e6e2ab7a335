"""Every item that a service reads of another one is entered with its reason, and every entry is a read."""

from __future__ import annotations

from infra import reads


def test_given_a_service_when_it_reads_an_item_of_another_one_then_it_says_what_for() -> None:
    unsaid = {reader: items - set(reads.REASONS.get(reader, {})) for reader, items in reads.reads().items()}
    assert not {reader: items for reader, items in unsaid.items() if items}, "enter it, with its reason, in infra/reads"


def test_given_an_entry_when_nobody_reads_that_item_any_more_then_it_goes() -> None:
    now = reads.reads()
    unread = {reader: set(reasons) - now.get(reader, set()) for reader, reasons in reads.REASONS.items()}
    assert not {reader: items for reader, items in unread.items() if items}


def test_given_the_access_patterns_when_generated_anew_then_nothing_changes() -> None:
    page = reads.PAGE.read_text("utf-8")
    assert reads.written(page) == page, "run `make contracts`"
