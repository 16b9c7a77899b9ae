"""Commands for developers and operators: `python -m tools.<name>` in the project's folder."""

import sys
from pathlib import Path

# As in Lambda: the rooms are imported by their names.
sys.path.insert(0, str(Path(__file__).parents[1] / "functions"))
