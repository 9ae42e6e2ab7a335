"""Shared layer of Tandem: what every service needs and no service owns. It knows no service.

Packages: settings, clock, ids, errors, observability · events (envelope, catalogue) · tables (items of the shared
tables) · store (unit of work) · consumers · http (app, problems, etag, principal) · links · web (layout, static).
"""

import gc

gc.set_threshold(200_000, 20, 100)
"""While modules load nearly nothing becomes garbage, yet Python looks for cycles after every 700 objects: a tenth of a
cold start (docs/benchmarks.md, «Cold starts»). After that a request makes some thousand objects and few cycles."""
