"""Settling is tested on the same small tellings as comparing."""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent.parent / "compare"))
