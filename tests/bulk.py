"""How many of something tests of long work make: laws about parts show with few thousand, promises are of ten.

`BULK=10000`, as `make faults` sets it, is what the product promises (quality.md); it takes four times as long.
"""

from __future__ import annotations

import os

MANY = int(os.environ.get("BULK", "2500"))
