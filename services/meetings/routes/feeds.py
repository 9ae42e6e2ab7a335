"""JSON of calendar feeds: their addresses, made and revoked."""

from __future__ import annotations

from meetings.use_cases import feeds
from mentoring import http

router = http.Router()


class FeedMade(http.View):
    """An address was made; its answer may be stored, so the secret isn't in it: read it."""

    made_at: str


class FeedView(http.View):
    """The address of a calendar feed; `url` is null if there is none, or none that can be shown any more."""

    url: str | None
    made_at: str | None


def _feed(found: feeds.Address) -> FeedView:
    return FeedView(url=found.url or None, made_at=found.made_at or None)


@router.get("/v1/meetings/calendar")
def read_feed() -> FeedView:
    """Return the address of my calendar feed."""
    return _feed(feeds.address(http.context()))


@router.post("/v1/meetings/calendar", status=201, location="/v1/meetings/calendar")
def make_feed() -> FeedMade:
    """Give my calendar feed an address; one that it had stops working."""
    return FeedMade(made_at=feeds.make(http.context()).made_at)


@router.delete("/v1/meetings/calendar", status=204)
def revoke_feed() -> None:
    """Let the address of my calendar feed stop working."""
    feeds.revoke(http.context())


PROGRAMME = "/v1/meetings/programmes/{programme_id}/calendar"


@router.get("/v1/meetings/programmes/<programme_id>/calendar")
def read_feed_of_programme(programme_id: str) -> FeedView:
    """Return the address of my calendar feed of a programme that I organize."""
    return _feed(feeds.address(http.context(), programme_id))


@router.post("/v1/meetings/programmes/<programme_id>/calendar", status=201, location=PROGRAMME)
def make_feed_of_programme(programme_id: str) -> FeedMade:
    """Give my calendar feed of a programme an address; one that it had stops working."""
    return FeedMade(made_at=feeds.make(http.context(), programme_id).made_at)


@router.delete("/v1/meetings/programmes/<programme_id>/calendar", status=204)
def revoke_feed_of_programme(programme_id: str) -> None:
    """Let the address of my calendar feed of a programme stop working."""
    feeds.revoke(http.context(), programme_id)
