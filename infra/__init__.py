"""What builds, runs and checks the product: the local stack, artefacts, translations, generated contracts."""

import sys
from pathlib import Path

# The services are imported from the repository, so that nobody has to set a path for one command.
_ROOT = Path(__file__).parents[1]
sys.path[:0] = [path for path in (str(_ROOT / "services"), str(_ROOT / "shared")) if path not in sys.path]
