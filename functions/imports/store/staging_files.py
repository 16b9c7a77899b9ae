"""Where the staging file of an import is between its steps: in the bucket of files."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

from shared.aws import files

from .jobs import ImportJob
from .staging import Staging


def keep(job: ImportJob, path: Path) -> None:
    """Keep a staging file for the next step, in place of the one before."""
    files.put(_key(job), path)


@contextmanager
def opened(job: ImportJob) -> Iterator[Staging]:
    """The staged rows of an import; what is changed in them is kept when the block ends."""
    with TemporaryDirectory() as folder:
        path = Path(folder) / "staged.db"
        files.fetch(_key(job), path)
        with Staging(path) as staging:
            yield staging
        keep(job, path)


def _key(job: ImportJob) -> str:
    return f"imports/{job.import_id}/staged.db"
