"""Tells which files are no articles by their names, although their suffixes are those of articles.

They are what stands beside articles in a repository, what synchronisers and editors leave behind,
and what `exclude` in site.toml names.
"""

import re

from feedsvc.model.problem import Problem
from feedsvc.settings import Settings, matching
from feedsvc.sources.folder_files import is_folder_file

# Templates, data and output of Jekyll, Eleventy and Hexo stand in folders with an underscore.
_FOLDERS = re.compile(
    r"(?:.*/)?(?:node_modules|vendor/bundle"
    r"|_(?:layouts?|includes?|data|sass|plugins|site|templates|components|partials))/",
    re.DOTALL,
)
# In the top folder, also with more words, such as README.de.md. In small letters only whole names:
# `license-plates-go-digital` is an article.
_TOP = re.compile(
    r"(?:(?:README|LICEN[CS]E|COPYING|NOTICE|CHANGE[_-]?LOG|CHANGES|HISTORY|CONTRIBUTING|SUPPORT"
    r"|CONTRIBUTORS|CODE[_-]OF[_-]CONDUCT|SECURITY|GOVERNANCE|MAINTAINERS|AUTHORS|CODEOWNERS"
    r"|PULL_REQUEST_TEMPLATE|ISSUE_TEMPLATE|AGENTS|CLAUDE)(?:[._-][^/]*)?"
    r"|(?i:readme|licen[cs]e|changelog|contributing|code[_-]of[_-]conduct))\.\w+"
)
_ANYWHERE = re.compile(
    r"(?:robots|humans|(?:requirements|constraints)(?:[._-][\w.-]*)?)\.txt", re.IGNORECASE
)
_COPY = re.compile(
    r"""
    .*\b(?:conflict(?:ed)?|case[ ]conflict)[ ]cop(?:y|ies)\b.*  # Dropbox, Nextcloud, Obsidian, Box
    | .*\b(?:in[ ]konflikt[ ]stehende[ ]kopie|konflikt-?kopie|copie[ ]en[ ]conflit)\b.*
    | .*\bc[oó]pia[ ](?:en|in|em)[ ]conflitt?[oc]\w*\b.*
    | .*[(\[][^)\]]*\b(?:SFconflict|conflicted|case[ ]conflict|sync[ ]conflict)\b.*
    | .*[(\[][^)\]]*\bconflict(?:[ ]?\#?\d+|[^)\]]*\d{4}-?\d\d[^)\]]*)?[)\]]\.\w+
    | .*\.sync-conflict-\d.*  # Syncthing
    | .*[-_.]conflict[-_.]\d{6,}.*  # ownCloud
    | .*\.conflict\.\w+  # Resilio
    | .*-(?-i:DESKTOP|LAPTOP)-[A-Z0-9]{7,8}(?:-\d+)?\.\w+  # OneDrive
    | .*~\.\w+ | .*\.\w+~ | \#.*\#(?:\.\w+)? | ~\$.* | .*\.(?:orig|bak|swp|tmp)\.\w+  # editors
    | .*[._](?-i:BACKUP|BASE|LOCAL|REMOTE)[._]\d+\.\w+  # git mergetool
    """,
    re.IGNORECASE | re.VERBOSE | re.DOTALL,
)


def left_out(path: str, settings: Settings) -> tuple[Problem, ...] | None:
    """Why a file is no article, as problems to tell, perhaps none; None: it may be one.

    Args:
        path: POSIX, NFC, relative to the newsroom's folder, with the suffix of an article.
        settings: have the patterns of files that are left out, or taken all the same, and the
            theme's folder.
    """
    if settings.theme.folder and settings.theme.holds(path):  # also where `include` would take it
        return ()
    if settings.include and matching(settings.include)(path):
        return None
    if settings.exclude and matching(settings.exclude)(path):
        return ()
    *folders, name = path.split("/")
    if _FOLDERS.match(path):
        return ()
    if _COPY.fullmatch(name):
        message = (
            "a copy that a synchroniser or an editor left, so it is no article; take over what it"
            " holds, and delete it"
        )
        return (Problem(path, 1, "warning", "conflict-copy", message),)
    # Of a file that says something for others, such as _index.md, is told when it is read.
    hidden = name.startswith("_") and not is_folder_file(name)
    if hidden or _ANYWHERE.fullmatch(name) or (not folders and _TOP.fullmatch(name)):
        message = (
            "by its name it is no article, and it is left out; `include` in site.toml takes it"
        )
        return (Problem(path, 1, "info", "left-out", message),)
    return None
