"""What the pages of monitoring share."""

from __future__ import annotations

from aws_lambda_powertools.event_handler import Response

from mentoring import web

PAGES = web.Pages("monitoring")
Html = Response[str]
