"""A process without a network: the kernel refuses it new connections, for any code that it runs.

Queries come from strangers, and the engine has an HTTP client of its own. The protection does not
depend on checking the text of queries: an isolated worker cannot open a socket. Its open pipes go
on working.

Two locks, each enough alone:
- Linux on x86-64, arm64 and riscv64: a seccomp filter refuses `socket`, `connect` and
  `io_uring_setup`.
- every Unix: the limit of open files is zero, so that no new file or socket can be opened.
"""

import contextlib
import ctypes
import errno
import platform
import socket
import struct
import sys

_PR_SET_SECCOMP, _PR_SET_NO_NEW_PRIVS, _FILTER_MODE = 22, 38, 2
_IO_URING_SETUP = 425
# Machine: its audit architecture (linux/audit.h), and its numbers of socket and connect.
_MACHINES = {
    "x86_64": (0xC000003E, 41, 42),
    "aarch64": (0xC00000B7, 198, 203),
    "riscv64": (0xC00000F3, 198, 203),
}
_X32 = 0x40000000  # numbers from here on are system calls of another kind, which only x86-64 has
# Instructions of the classic Berkeley Packet Filter (linux/bpf_common.h, linux/seccomp.h).
_LOAD, _IF_EQUAL, _IF_AT_LEAST, _RETURN = 0x20, 0x15, 0x35, 0x06
_ALLOW, _FAIL = 0x7FFF0000, 0x00050000 | errno.EACCES
_NUMBER_AT, _MACHINE_AT = 0, 4


def cut_network() -> bool:
    """Remove the network from this process, permanently. Return whether a connection now fails.

    Call it in a worker, after everything it needs was imported and opened.
    """
    with contextlib.suppress(OSError, AttributeError):
        _refuse_calls()
    with contextlib.suppress(OSError, ValueError):
        _open_nothing()
    return is_cut()


def is_cut() -> bool:
    """Return whether this process can open no internet socket.

    >>> is_cut()
    False
    """
    for family in (socket.AF_INET, socket.AF_INET6):
        try:
            socket.socket(family).close()
        except OSError as error:
            if (
                error.errno == errno.EAFNOSUPPORT
            ):  # a machine without IPv6 has no such call to refuse
                continue
        else:
            return False
    return True


def _open_nothing() -> None:
    import resource

    resource.setrlimit(resource.RLIMIT_NOFILE, (0, 0))


def _refuse_calls() -> None:
    """Install the filter.

    Raises:
        OSError: the kernel refuses it, or the type of machine is unknown.
    """
    known = _MACHINES.get(platform.machine())
    if sys.platform != "linux" or known is None:
        raise OSError(errno.ENOSYS, "no filter for this machine")
    steps = _filter(*known)
    code = ctypes.create_string_buffer(b"".join(steps), 8 * len(steps))
    program = ctypes.create_string_buffer(
        struct.pack("HxxxxxxP", len(steps), ctypes.addressof(code))
    )
    library = ctypes.CDLL(None, use_errno=True)
    call = library.prctl
    call.argtypes = [ctypes.c_int, *[ctypes.c_ulong] * 4]
    for arguments in (
        (_PR_SET_NO_NEW_PRIVS, 1, 0),
        (_PR_SET_SECCOMP, _FILTER_MODE, ctypes.addressof(program)),
    ):
        if call(*arguments, 0, 0):
            raise OSError(ctypes.get_errno(), "prctl")


def _filter(machine: int, socket_call: int, connect_call: int) -> list[bytes]:
    """Return the instructions: fail the refused calls and calls of another machine's numbering,
    allow every other call.
    """
    refused = (socket_call, connect_call, _IO_URING_SETUP)
    tests = [(_IF_AT_LEAST, _X32), *((_IF_EQUAL, number) for number in refused)]
    steps = [
        _step(_LOAD, _MACHINE_AT),
        _step(_IF_EQUAL, machine, 0, len(tests) + 2),
        _step(_LOAD, _NUMBER_AT),
    ]
    steps += [
        _step(test, value, len(tests) - place, 0) for place, (test, value) in enumerate(tests)
    ]
    return [*steps, _step(_RETURN, _ALLOW), _step(_RETURN, _FAIL)]


def _step(code: int, value: int, if_so: int = 0, if_not: int = 0) -> bytes:
    return struct.pack("HBBI", code, if_so, if_not, value)
