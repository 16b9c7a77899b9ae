"""The folder of the local run: one runner at a time, and how far its first start has come."""

import fcntl
from pathlib import Path

from local.config import Misconfigured


class DataFolder:
    """DATA_DIR. Holds its lock as long as this process lives, however it ends."""

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
        """Let others have it."""
        self._lock.close()

    @property
    def engine(self) -> Path:
        """Where the engine keeps its data."""
        return self.path / "engine.db"

    @property
    def files(self) -> Path:
        """What the cloud keeps in the bucket of files."""
        return self.path / "files"

    def begin_demo(self) -> None:
        """From here until end_demo the data is half-loaded, and a start begins it anew."""
        self._loading.touch()

    def end_demo(self) -> None:
        """The demo data is whole."""
        self._loading.unlink()

    @property
    def half_loaded(self) -> bool:
        """Whether the first start was ended while it loaded the demo data."""
        return self._loading.exists()

    def forget_half_loaded(self) -> None:
        """The half-loaded tables are gone: begin as at a first start."""
        for kept in ("streams.json", "schedules.json"):
            (self.path / kept).unlink(missing_ok=True)
        self._loading.unlink(missing_ok=True)

    @property
    def _loading(self) -> Path:
        return self.path / "demo.loading"
