"""Status, `Location` and `ETag` of a successful JSON answer, set in one place.

A route returns a view (`mentoring.http.models`); its decorator says what differs from the usual case. The API's
document (`infra.document`) is made from the same facts.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from aws_lambda_powertools.event_handler import Response

from mentoring.http.models import Versioned

if TYPE_CHECKING:
    from collections.abc import Mapping

    from mentoring.http.models import Model

Expects = Literal["", "required", "optional", "text"]
CREATED, ACCEPTED, NOTHING = 201, 202, 204


class Success:
    """`status` of the answer; `later` is the view of work that has only begun, which is answered with 202 instead.

    `location` is where the created thing, or the work, can be read; the variables in braces are those of the route and
    the fields of the view. `expects` says whether the change is based on a version (`http.expected`) or on a text whose
    hash is in the body; `paged` whether the answer is a page of a list (`http.page_of`, `part_of`).
    """

    __slots__ = ("expects", "later", "location", "paged", "status")

    def __init__(
        self,
        status: int = 200,
        *,
        location: str = "",
        later: type[Model] | None = None,
        expects: Expects = "",
        paged: bool = False,
    ) -> None:
        self.status = status
        self.location = location
        self.later = later
        self.expects = expects
        self.paged = paged

    def answer(self, view: Model | None, variables: Mapping[str, str]) -> Response[str]:
        """Return the answer with a view, or with nothing."""
        if view is None:
            return Response(status_code=NOTHING, body="")
        status = ACCEPTED if self.later is not None and isinstance(view, self.later) else self.status
        headers: dict[str, str | list[str]] = {}
        if isinstance(view, Versioned) and view.tag:
            headers["ETag"] = f'"{view.tag}"'
        if self.location and status in (CREATED, ACCEPTED):
            headers["Location"] = self.location.format_map({**variables, **view.__dict__})
        return Response(
            status_code=status, content_type="application/json", body=view.model_dump_json(), headers=headers
        )
