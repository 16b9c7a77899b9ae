import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[2]


def test_the_openapi_file_is_what_the_rooms_say_now() -> None:
    command = [sys.executable, str(ROOT / "tools/openapi.py"), "--check"]
    checked = subprocess.run(command, capture_output=True, text=True, check=False)
    assert checked.returncode == 0, checked.stderr
