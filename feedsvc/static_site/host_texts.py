"""Writes into each release what hosts of static pages read, where it differs from the last one."""

from feedsvc.static_site.answers import Answers
from feedsvc.static_site.follow_answers import FollowedAnswers
from feedsvc.static_site.memory import Memory
from feedsvc.static_site.page_hosts import HEADERS, MOST_FILES, REDIRECTS, texts_for_hosts
from feedsvc.static_site.trees import Releases


class HostTexts:
    """The texts for hosts of pages, from release to release."""

    def __init__(self) -> None:
        self._answers = FollowedAnswers()
        self._told: Answers | None = None  # of which the texts of the last release were made

    def prepare(self, memory: Memory) -> bool:
        """Look at all files of a site, once; False: there is nothing to do."""
        if self._answers.known or memory.count("file") > MOST_FILES:
            return False
        self._answers.of(memory)
        return True

    def write(self, memory: Memory, releases: Releases) -> None:
        """Put the texts into the tree of the next release.

        Args:
            memory: of that release.
            releases: in which the one before is the one that readers reach.
        """
        if memory.count("file") > MOST_FILES:
            for name in (REDIRECTS, HEADERS):
                releases.write(name, "")
            return
        before, self._told = self._told, self._answers.of(memory)
        if before is self._told:
            for name in (REDIRECTS, HEADERS):
                releases.write(name, None)
            return
        for name, text in texts_for_hosts(self._told):
            releases.write(name, text)
