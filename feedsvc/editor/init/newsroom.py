"""Makes a folder a newsroom: looks at it, and writes what was planned."""

from collections.abc import Mapping
from pathlib import Path

from feedsvc.editor.init.folder_view import view_of
from feedsvc.editor.init.local_zone import LOCALTIME, local_zone
from feedsvc.editor.init.plan import Plan, Seen
from feedsvc.editor.init.publishers import CONFIGURATIONS
from feedsvc.editor.init.recognise import recognise
from feedsvc.errors import FeedsvcError, FolderMissing, NewsroomThere
from feedsvc.settings import FILE_NAME
from feedsvc.sources import create

_HIGHER = 3  # folders above that are looked at for a publisher's configuration


def look_at(folder: Path, environ: Mapping[str, str], localtime: Path = LOCALTIME) -> Seen:
    """What is seen of a folder that is to become a newsroom; it may not be there yet.

    Args:
        folder: its path.
        environ: the environment variables.
        localtime: the link that says the machine's time zone.

    Raises:
        NewsroomThere: it is a newsroom already.
        FolderMissing: it is a file, or cannot be listed.
    """
    whole = folder.absolute()
    try:
        next(whole.iterdir(), None)
    except FileNotFoundError:
        pass
    except NotADirectoryError as error:
        raise FolderMissing(f"{folder}: a file is in the way; name a folder") from error
    except OSError as error:
        raise FolderMissing(
            f"{folder}: {error.strerror}; name a folder that you may use"
        ) from error
    view = view_of(whole, CONFIGURATIONS)
    above = [
        (whole.relative_to(one).as_posix(), view_of(one, CONFIGURATIONS, deep=False))
        for one in whole.parents[:_HIGHER]
    ]
    seen = Seen(whole.name, view, recognise(view, above), local_zone(environ, localtime))
    for place in dict.fromkeys((folder, folder / seen.place)):
        if (place / FILE_NAME).exists() or (place / FILE_NAME).is_symlink():
            raise NewsroomThere(place)
    return seen


def make_newsroom(folder: Path, made: Plan) -> list[Path]:
    """Write the files of a newsroom: all of them, or none where one cannot be written.

    Args:
        folder: the newsroom's; made where it is not there.
        made: what is to be written.

    Returns:
        the paths of the files.

    Raises:
        NewsroomThere: another process was faster.
        FeedsvcError: a file cannot be written.
    """
    written: list[Path] = []
    path = folder
    try:
        folder.mkdir(parents=True, exist_ok=True)
        for file in made.files:
            path = folder / file.path
            create(path, file.text.encode())
            written.append(path)
    except OSError as error:
        for one in written:
            one.unlink(missing_ok=True)
        if isinstance(error, FileExistsError) and path.name == FILE_NAME:
            raise NewsroomThere(folder) from error
        raise FeedsvcError(
            f"{path}: cannot be written ({error.strerror}), so nothing was; see that there is space"
            " and that you may write there, or choose another folder"
        ) from error
    return written
