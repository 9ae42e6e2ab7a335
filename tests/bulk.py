"""How many of something tests of long work make: laws about parts show with three parts, promises are of ten thousand.

`BULK=10000`, as `make faults` sets it, is what the product promises (quality.md); it takes eight times as long.
"""

from __future__ import annotations

import os

MANY = int(os.environ.get("BULK", "1300"))
