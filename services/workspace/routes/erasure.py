"""JSON of erasing what a pair wrote: where it stands, ask or agree, take it back."""

from __future__ import annotations

from mentoring import http
from workspace.use_cases import erasure

router = http.Router()


class ErasureView(http.View):
    """Where the erasure of a room stands.

    `asked_by` is a person id, empty while nobody asks; without an answer it is done at `until`; `erased_at` is empty
    until it is done.
    """

    pair_id: str
    asked_by: str
    until: str
    erased_at: str


def _view(pair_id: str) -> ErasureView:
    found = erasure.look(http.context(), pair_id)
    return ErasureView(pair_id=pair_id, asked_by=found.asked_by, until=found.until, erased_at=found.erased_at)


@router.get("/v1/rooms/<pair_id>/erasure")
def read_erasure(pair_id: str) -> ErasureView:
    """Return where it stands."""
    return _view(pair_id)


@router.post("/v1/rooms/<pair_id>/erasure", expects="text")
def ask_for_erasure(pair_id: str) -> ErasureView:
    """Ask that all the two wrote be erased, or agree to it: then it is done. Only once their process has ended."""
    erasure.ask(http.context(), pair_id)
    return _view(pair_id)


@router.delete("/v1/rooms/<pair_id>/erasure", expects="text")
def drop_erasure(pair_id: str) -> ErasureView:
    """Take the wish back, or keep everything although the partner asked."""
    erasure.drop(http.context(), pair_id)
    return _view(pair_id)
