"""Finds out whether changes in a folder are reported by file events, whoever makes them."""

import os
import re
from pathlib import Path

# File systems whose files others change too; Linux reports what is changed on this machine alone.
_SHARED = re.compile(
    r"9p|afs|beegfs|ceph|cifs|drvfs|fuse\..*|gfs2|glusterfs|gpfs|lustre|ncpfs|nfs4?|ocfs2|prl_fs"
    r"|smb3|smbfs|vboxsf|virtiofs"
)
_MOUNTS = Path("/proc/self/mountinfo")  # proc_pid_mountinfo(5)
_SWITCH = "..data"  # the link by which Kubernetes switches all files of a ConfigMap at once


def why_unreported(folder: Path, mounts: Path = _MOUNTS) -> str:
    """Why changes in a folder may come without file events; empty where nothing speaks for it.

    Args:
        folder: of the articles.
        mounts: the list of what is mounted, as Linux gives it; elsewhere nothing is known.
    """
    if (folder / _SWITCH).is_symlink():
        return f"its files are switched by a link ({_SWITCH}), as in a ConfigMap"
    try:
        device = folder.stat().st_dev
        lines = mounts.read_text(errors="replace").splitlines()
    except OSError:
        return ""
    number = f"{os.major(device)}:{os.minor(device)}"
    for line in lines:
        about, _, more = line.partition(" - ")
        kind = more.partition(" ")[0]
        if about.split()[2:3] == [number] and _SHARED.fullmatch(kind):
            return f"it lies on {kind}, which does not tell what others change"
    return ""
