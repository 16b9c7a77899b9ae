"""The compiled files of a built layer: machine and Python by their headers and names; bytecode."""

from pathlib import Path

# e_machine of the ELF header
MACHINES = {"aarch64": 183, "x86_64": 62}
PYTHON_TAG = "cpython-313"
# Lambda's limit for a function with its layers, unzipped
LARGEST_BYTES = 250 * 1024 * 1024

_ELF = b"\x7fELF"
_MACHINE_AT = slice(18, 20)
# PEP 552: the flags of a .pyc
_FLAGS_AT = slice(4, 8)
_UNCHECKED_HASH = bytes([1, 0, 0, 0])


class WrongFile(Exception):
    """A file that Lambda could not load, or too much of them."""


def check(folder: Path, machine: str) -> str:
    """What was found; WrongFile for the first file that is not for this machine and Python 3.13."""
    compiled = [path for path in folder.rglob("*.so*") if path.is_file()]
    if not compiled:
        raise WrongFile(f"no compiled file in {folder}: nothing was installed")
    for path in compiled:
        header = path.read_bytes()[:20]
        if not header.startswith(_ELF):
            raise WrongFile(f"{path.relative_to(folder)} is no ELF file")
        found = int.from_bytes(header[_MACHINE_AT], "little")
        if found != MACHINES[machine]:
            raise WrongFile(f"{path.relative_to(folder)} is for machine {found}, not {machine}")
        if not _fits(path):
            raise WrongFile(f"{path.relative_to(folder)} is not for {PYTHON_TAG} or abi3")
    size = sum(path.stat().st_size for path in folder.rglob("*") if path.is_file())
    if size > LARGEST_BYTES:
        raise WrongFile(f"{size} bytes, Lambda takes {LARGEST_BYTES}")
    return f"{len(compiled)} compiled files for {machine}, {size / 1024**2:.0f} MB in all"


def _fits(path: Path) -> bool:
    """A module says for which Python it is; a library that a wheel brought along need not."""
    if path.parent.name.endswith(".libs"):
        return True
    return PYTHON_TAG in path.name or ".abi3." in path.name


def check_bytecode(folder: Path) -> str:
    """How many modules are compiled; WrongFile for the first that Lambda would compile itself."""
    modules = sorted(folder.rglob("*.py"))
    for path in modules:
        bytecode = path.parent / "__pycache__" / f"{path.stem}.{PYTHON_TAG}.pyc"
        if not bytecode.exists() or bytecode.read_bytes()[_FLAGS_AT] != _UNCHECKED_HASH:
            raise WrongFile(f"{path.relative_to(folder)} is not compiled, or not unchecked")
    return f"{len(modules)} modules compiled"
