"""All events of the product. Code that needs a few imports their publisher's module instead, which is quicker."""

from __future__ import annotations

from mentoring.events.base import *  # noqa: F403
from mentoring.events.base import LOADED
from mentoring.events.gatherings import *  # noqa: F403
from mentoring.events.identity import *  # noqa: F403
from mentoring.events.meetings import *  # noqa: F403
from mentoring.events.monitoring import *  # noqa: F403
from mentoring.events.notifications import *  # noqa: F403
from mentoring.events.pairing import *  # noqa: F403
from mentoring.events.recruitment import *  # noqa: F403
from mentoring.events.reporting import *  # noqa: F403
from mentoring.events.surveys import *  # noqa: F403
from mentoring.events.workspace import *  # noqa: F403

EVENTS = LOADED
"""Detail-type → class."""
