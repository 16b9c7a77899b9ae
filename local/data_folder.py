"""DATA_DIR: its lock, its files, and whether the demo data is loaded completely."""

import fcntl
from pathlib import Path

from local.config import Misconfigured


class DataFolder:
    """DATA_DIR. Locked for as long as this process lives, however it ends."""

    def __init__(self, path: Path) -> None:
        path.mkdir(parents=True, exist_ok=True, mode=0o700)
        self.path = path
        self._lock = (path / "lock").open("w")
        try:
            fcntl.flock(self._lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            self.close()
            raise Misconfigured(
                f"another Sapa runs on {path}; stop it, or set DATA_DIR to another folder"
            ) from error

    def close(self) -> None:
        """Release the lock."""
        self._lock.close()

    @property
    def engine(self) -> Path:
        """Where the engine keeps its data."""
        return self.path / "engine.db"

    @property
    def files(self) -> Path:
        """The folder that stands for the cloud's bucket of files."""
        return self.path / "files"

    def begin_demo(self) -> None:
        """Until end_demo the data counts as half-loaded, and the next start loads it anew."""
        self._loading.touch()

    def end_demo(self) -> None:
        """The demo data is whole."""
        self._loading.unlink()

    @property
    def half_loaded(self) -> bool:
        """Whether the first start was ended while it loaded the demo data."""
        return self._loading.exists()

    def forget_half_loaded(self) -> None:
        """After the half-loaded tables were dropped: begin as at a first start."""
        for name in ("streams.json", "schedules.json"):
            (self.path / name).unlink(missing_ok=True)
        self._loading.unlink(missing_ok=True)

    @property
    def _loading(self) -> Path:
        return self.path / "demo.loading"
