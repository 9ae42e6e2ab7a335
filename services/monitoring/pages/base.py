"""What the pages of monitoring share."""

from __future__ import annotations

from aws_lambda_powertools.event_handler import Response

from mentoring import web
from mentoring.errors import N_
from mentoring.tables.vocabulary import Colour

PAGES = web.Pages("monitoring")
Html = Response[str]

COLOURS = {
    Colour.RED: N_("needs a person"),
    Colour.AMBER: N_("to watch"),
    Colour.GREEN: N_("on track"),
    Colour.GREY: N_("paused or closed"),
}
