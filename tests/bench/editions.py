"""The next edition of a programme, as `walk` asks for it: by the page, as JSON, and by way of a file."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from infra.season import acts
from tests.bench.handbook import with_file

if TYPE_CHECKING:
    from tests.bench.walk import Walk

ORGANIZER = acts.ORGANIZER
PICTURE = b"RIFF\x1e\0\0\0WEBPVP8L\x11\0\0\0/\x57\x42\x4a\0\0\0\0\0\0\0\0\0\0\0\0\0\0"
"""A picture in bytes that are text, too: 600 by 298 pixels."""
WHY = {
    r"POST (/organizer/programmes/<programme_id>/edition|/organizer/setups/made|/v1/programmes/<programme_id>/copies)$": (
        "whether the address made of the new name is free is asked once the organization and the form are known"
    ),
}
"""Route → why it takes more reads than others."""


def walk(one: Walk) -> None:
    """A new edition on the page, another by JSON, and a programme of the same set-up as a file."""
    page, wish = "/organizer/programmes/<programme_id>/edition", {"name": "Wiosna", "kick_off": "2027-03-01"}
    one.do(f"GET {page}", ORGANIZER)
    one.do(f"POST {page}", ORGANIZER, form=wish)
    one.do("POST /v1/programmes/<programme_id>/copies", ORGANIZER, body=wish)
    there = {"organization_id": one._items("programme")[0].organization_id}
    setup = one.said("GET /v1/programmes/<programme_id>/setup", ORGANIZER)
    one.do("POST /v1/organizations/<organization_id>/setups", ORGANIZER, ids=there, body=setup)
    one.do("GET /organizer/programmes/<programme_id>/setup.json", ORGANIZER)
    one.do("GET /organizer/setups", ORGANIZER, query={"organization": there["organization_id"]})
    whole = {**there, "file_text": json.dumps(setup), "name": "Jesień"}
    one.do("POST /organizer/setups", ORGANIZER, **with_file(json.dumps(setup).encode(), **there))
    one.do("POST /organizer/setups/made", ORGANIZER, form=whole)
    _picture(one)


def _picture(one: Walk) -> None:
    """A picture is shown on the public page, and taken away."""
    here = "/organizer/programmes/<programme_id>/picture"

    def version() -> str:
        return one._items("programme")[0].tag

    one.do(f"GET {here}", ORGANIZER)
    said = {"alt_pl": "Stół", "alt_en": "A table", "version": version()}
    one.do(f"POST {here}", ORGANIZER, **with_file(PICTURE, **said))
    shown = {"slug": one.season.slug, "mark": one._items("programme")[0].picture["mark"]}
    one.do("GET /programmes/<slug>/picture/<mark>", ids=shown)
    one.do(f"POST {here}/removal", ORGANIZER, form={"version": version()})
