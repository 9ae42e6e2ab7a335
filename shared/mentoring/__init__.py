"""Shared layer of Tandem: what every service needs and no service owns. It imports no service.

Packages: settings, clock, ids, errors, observability · events (envelope, catalogue) · tables (items of the shared
tables) · store (unit of work) · consumers · http (app, problems, etag, principal) · links · web (layout, static).
"""

import gc

gc.set_threshold(200_000, 20, 100)
"""Importing modules creates almost no garbage, yet Python runs its collector after every 700 new objects: a tenth of a
cold start (docs/benchmarks.md, «Cold starts»). Afterwards a request creates some thousand objects and few cycles."""
