"""Where the staging file of an import is between its steps: in the bucket of files."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

from shared.aws import files
from shared.kernel.errors import Invalid

from .jobs import ImportJob
from .staging import Staging


def keep(job: ImportJob, path: Path) -> None:
    """Keep a staging file for the next step, in place of the one before."""
    files.put(_key(job), path)


@contextmanager
def opened(job: ImportJob) -> Iterator[Staging]:
    """The staged rows of an import; what is changed in them is kept when the block ends.

    Invalid where they were deleted: an import that was checked is run within 30 days.
    """
    with TemporaryDirectory() as folder:
        path = Path(folder) / "staged.db"
        if not files.fetch(_key(job), path):
            raise Invalid("import", "import_files_gone")
        with Staging(path) as staging:
            yield staging
        keep(job, path)


def is_there(job: ImportJob) -> bool:
    """Whether the staging file is still kept."""
    return files.size(_key(job)) is not None


def delete(job: ImportJob) -> None:
    """Delete the staging file, if there is one."""
    files.delete(_key(job))


def _key(job: ImportJob) -> str:
    return f"imports/{job.import_id}/staged.db"
