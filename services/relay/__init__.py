"""Publishes the outbox to the event bus and deletes what was published; nothing else.

Owns: nothing; deletes items of the outbox once they are published. Events in: none (the stream of the outbox, and a
sweep every minute). Events out: every event, on behalf of its service.
"""

import mentoring  # noqa: F401 - before all else: it says how rarely Python looks for cycles
