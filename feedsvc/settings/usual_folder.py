"""Says which folder is the newsroom's where nobody names one."""

from collections.abc import Mapping
from pathlib import Path

from feedsvc.settings.site import FILE_NAME


def usual_folder(environ: Mapping[str, str], here: Path = Path()) -> Path:
    """The newsroom's folder where a command or a server is given none.

    It is the one that FEEDSVC_ARTICLES names; else the folder one stands in, where that has a
    site.toml; else `articles`.

    Args:
        environ: the environment variables.
        here: the folder one stands in.
    """
    if named := environ.get("FEEDSVC_ARTICLES"):
        return Path(named)
    return here if (here / FILE_NAME).is_file() else here / "articles"
