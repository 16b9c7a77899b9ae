from pathlib import Path

import pytest

from tools.layer import MACHINES, PYTHON_TAG, WrongFile, check, check_bytecode

ARM = MACHINES["aarch64"]


def compiled(folder: Path, name: str, machine: int = ARM, head: bytes = b"\x7fELF") -> None:
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(head + bytes(14) + machine.to_bytes(2, "little"))


@pytest.mark.parametrize(
    "name",
    [
        "_cffi_backend.cpython-313-aarch64-linux-gnu.so",
        "cryptography/_rust.abi3.so",
        "some.libs/libssl-1234.so.3",
    ],
)
def test_what_lambda_can_load_passes(tmp_path: Path, name: str) -> None:
    compiled(tmp_path, name)
    assert check(tmp_path, "aarch64").startswith("1 compiled files")


@pytest.mark.parametrize(
    ("name", "machine", "head", "reason"),
    [
        ("a.cpython-313-x86_64-linux-gnu.so", MACHINES["x86_64"], b"\x7fELF", "machine 62"),
        ("a.cpython-311-aarch64-linux-gnu.so", ARM, b"\x7fELF", "not for cpython-313"),
        ("a.so", ARM, b"\x7fELF", "not for cpython-313"),
        ("a.abi3.so", ARM, b"MZ\x90\0", "no ELF file"),
    ],
)
def test_what_it_cannot_load_is_named(
    tmp_path: Path, name: str, machine: int, head: bytes, reason: str
) -> None:
    compiled(tmp_path, name, machine, head)
    with pytest.raises(WrongFile, match=reason):
        check(tmp_path, "aarch64")


def test_a_layer_without_compiled_files_is_no_layer(tmp_path: Path) -> None:
    with pytest.raises(WrongFile, match="nothing was installed"):
        check(tmp_path, "aarch64")


def module(folder: Path, name: str, flags: int | None) -> None:
    path = folder / f"{name}.py"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text("")
    if flags is not None:
        bytecode = path.parent / f"__pycache__/{path.stem}.{PYTHON_TAG}.pyc"
        bytecode.parent.mkdir(exist_ok=True)
        bytecode.write_bytes(b"head" + flags.to_bytes(4, "little") + bytes(8))


def test_modules_whose_bytecode_lambda_takes_unseen_pass(tmp_path: Path) -> None:
    module(tmp_path, "a/ids", 1)
    assert check_bytecode(tmp_path) == "1 modules compiled"


@pytest.mark.parametrize("flags", [None, 0, 3])
def test_a_module_that_lambda_would_compile_or_check_is_named(
    tmp_path: Path, flags: int | None
) -> None:
    module(tmp_path, "a/ids", 1)
    module(tmp_path, "a/app", flags)
    with pytest.raises(WrongFile, match=r"a/app\.py"):
        check_bytecode(tmp_path)
