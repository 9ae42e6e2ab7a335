"""Domain events: the envelope and the catalogue.

An event is written to the outbox in the transaction of its change and reaches the bus through `relay`. It carries
ids and facts, never personal data. An additive change keeps the version; any other adds a new version.
"""

from mentoring.events.envelope import Event, Meta, from_detail, to_detail

__all__ = ["Event", "Meta", "from_detail", "to_detail"]
