"""The one-machine stack: the real template.yaml on an embedded engine, with a front door, a mailbox and a clock.

`python -m infra.local up|down|reset|status`. See docs/developers/local-stack.md for how it works and for the gaps of
the engine and the ways around them. `Stack` starts one from Python (tests, the season).
"""

from infra.local.stack import Stack, StackFailed

__all__ = ["Stack", "StackFailed"]
