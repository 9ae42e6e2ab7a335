"""What the pages of pairing share."""

from __future__ import annotations

from aws_lambda_powertools.event_handler import Response

from mentoring import web

PAGES = web.Pages("pairing")
Html = Response[str]
