"""The folder of the local run: one runner at a time, its keys, and how far its start has come."""

import fcntl
import os
import secrets
import shutil
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
            raise Misconfigured(
                f"another Sapa runs on {path}; stop it, or set DATA_DIR to another folder"
            ) from error

    @property
    def engine(self) -> Path:
        """Where the engine keeps its data."""
        return self.path / "engine.db"

    def secret(self) -> Path:
        """The file of the vault's secret, made at the first start, for its owner's eyes only."""
        path = self.path / "vault.key"
        if not path.exists():
            fresh = path.with_suffix(".new")
            fresh.unlink(missing_ok=True)
            descriptor = os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
            with os.fdopen(descriptor, "wb") as file:
                file.write(secrets.token_bytes(32))
            fresh.replace(path)
        return path

    def begin_demo(self) -> None:
        """From here until end_demo the data is half-loaded, and a start begins it anew."""
        self._loading.touch()

    def end_demo(self) -> None:
        """The demo data is whole."""
        self._loading.unlink()

    def forget_half_loaded(self) -> None:
        """Drop the data of a first start that was ended while it loaded the demo data."""
        if self._loading.exists():
            for path in self.path.glob("engine.db*"):
                shutil.rmtree(path) if path.is_dir() else path.unlink()
            (self.path / "streams.json").unlink(missing_ok=True)
            self._loading.unlink()

    @property
    def _loading(self) -> Path:
        return self.path / "demo.loading"
