"""Becomes a command whose writing system calls are told: python -m tests.soak.launching SOCKET …"""

import os
import socket
import sys

from tests.hostile.faults.syscalls import told_of


def main() -> None:
    place, *command = sys.argv[1:]
    with socket.socket(socket.AF_UNIX) as door:
        door.connect(place)
        number = told_of()
        socket.send_fds(door, [b"!"], [number])
        os.close(number)
    os.execv(command[0], command)


if __name__ == "__main__":
    main()
