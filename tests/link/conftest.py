"""The tests of linking share one composed batch."""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))
