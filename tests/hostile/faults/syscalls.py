"""System calls that write, told before they are done, so that a test can let one of them fail.

Linux hands the calls that a filter names to whoever holds the filter (seccomp_unotify(2)): errors
are real ones, below SQLite and Python alike, and no privileges are needed.
"""

import ctypes
import errno
import fcntl
import os
import platform
import select
import signal
import struct
import threading
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Literal, NamedTuple

_MACHINE = {"x86_64": 0, "aarch64": 1}.get(platform.machine(), -1)
_CALLS = {  # name: (number on x86_64, on aarch64, where its path is: an argument that is a file)
    "pwrite": (18, 68, "file"),
    "write": (1, 64, "file"),
    "fsync": (74, 82, "file"),
    "fdatasync": (75, 83, "file"),
    "ftruncate": (77, 46, "file"),
    "fallocate": (285, 47, "file"),
    "create": (257, 56, 1),  # openat with O_CREAT
    "mkdir": (83, -1, 0),
    "mkdirat": (258, 34, 1),
    "rename": (82, -1, 0),
    "renameat": (264, 38, 1),
    "renameat2": (316, 276, 1),
}
_NUMBERS = {
    numbers[_MACHINE]: name
    for name, (*numbers, _) in _CALLS.items()
    if _MACHINE >= 0 and numbers[_MACHINE] >= 0
}
_SECCOMP = {0: 317, 1: 277}.get(_MACHINE, -1)
_NO_NEW_PRIVILEGES, _SET_FILTER, _NEW_LISTENER = 38, 1, 8
_TELL, _ALLOW = 0x7FC00000, 0x7FFF0000
_LOAD, _EQUAL, _ANY_BIT, _RETURN = 0x20, 0x15, 0x45, 0x06
_NUMBER_AT, _THIRD_ARGUMENT_AT = 0, 32
_RECEIVE, _SEND = 0xC0502100, 0xC0182101
_QUESTION, _ANSWER = struct.Struct("QIIiIQ6Q"), struct.Struct("QqiI")
_GO_ON = 1


class Call(NamedTuple):
    """A call about to be done: its name, the path it is about, the process."""

    name: str
    path: str
    pid: int


# An errno, the end of the process, a disk that does not answer, or nothing.
Verdict = int | Literal["kill", "hang"] | None
Judge = Callable[[Call], Verdict]


class _Program(ctypes.Structure):
    _fields_ = (("length", ctypes.c_ushort), ("code", ctypes.c_void_p))


def told_of() -> int:
    """Have the writing calls of this process told from now on; a file number that tells of them.

    Raises:
        OSError: this system cannot.
    """
    if _MACHINE < 0:
        raise OSError(errno.ENOSYS, "no table of system calls for this machine")
    code = [(_LOAD, 0, 0, _NUMBER_AT)]
    for number, name in _NUMBERS.items():
        if name != "create":
            code += [(_EQUAL, 0, 1, number), (_RETURN, 0, 0, _TELL)]
    create = next(number for number, name in _NUMBERS.items() if name == "create")
    code += [
        (_EQUAL, 0, 3, create),
        (_LOAD, 0, 0, _THIRD_ARGUMENT_AT),
        (_ANY_BIT, 0, 1, os.O_CREAT),
        (_RETURN, 0, 0, _TELL),
        (_RETURN, 0, 0, _ALLOW),
    ]
    raw = ctypes.create_string_buffer(b"".join(struct.pack("HBBI", *line) for line in code))
    program = _Program(len(code), ctypes.addressof(raw))
    library = ctypes.CDLL(None, use_errno=True)
    if library.prctl(_NO_NEW_PRIVILEGES, 1, 0, 0, 0):
        raise OSError(ctypes.get_errno(), "prctl")
    number = library.syscall(_SECCOMP, _SET_FILTER, _NEW_LISTENER, ctypes.byref(program))
    if number < 0:
        raise OSError(ctypes.get_errno(), "seccomp")
    return int(number)


class Calls:
    """Hears of the writing calls of a process and of its children, and judges each.

    Args:
        number: as `told_of` gave it to that process; closed at the end.
        within: only files in this folder count.
        judge: says of each call what becomes of it.
    """

    def __init__(self, number: int, within: Path, judge: Judge) -> None:
        self._number = number
        self._within = str(within)
        self.judge = judge
        self.seen: list[Call] = []
        self._thread = threading.Thread(target=self._hear, daemon=True)
        self._thread.start()

    def join(self) -> None:
        """Wait until no process is left that it hears of."""
        self._thread.join()

    def _hear(self) -> None:
        poll = select.poll()
        poll.register(self._number, select.POLLIN)
        with os.fdopen(self._number, "rb"):
            while poll.poll()[0][1] & select.POLLIN:
                question = bytearray(_QUESTION.size)
                with suppress(FileNotFoundError):  # the process was killed meanwhile
                    fcntl.ioctl(self._number, _RECEIVE, question)
                    self._answer(*_QUESTION.unpack(question))

    def _answer(
        self, key: int, pid: int, _: int, number: int, __: int, ___: int, *arguments: int
    ) -> None:
        name = _NUMBERS[number]
        call = Call(name, _path(pid, _CALLS[name][2], arguments), pid)
        verdict: Verdict = None
        if call.path.startswith(self._within):
            self.seen.append(call)
            verdict = self.judge(call)
        if verdict == "kill":
            os.kill(pid, signal.SIGKILL)
        elif verdict == "hang":
            pass  # it waits in the call until it is killed
        elif verdict is None:
            fcntl.ioctl(self._number, _SEND, bytearray(_ANSWER.pack(key, 0, 0, _GO_ON)))
        else:
            fcntl.ioctl(self._number, _SEND, bytearray(_ANSWER.pack(key, 0, -verdict, 0)))


def _path(pid: int, place: str | int, arguments: tuple[int, ...]) -> str:
    try:
        if isinstance(place, str):
            return os.readlink(f"/proc/{pid}/fd/{arguments[0]}")
        with open(f"/proc/{pid}/mem", "rb", buffering=0) as memory:
            memory.seek(arguments[place])
            return os.fsdecode(memory.read(4096).partition(b"\0")[0])
    except OSError:
        return ""
