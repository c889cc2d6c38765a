"""The one script of public pages."""

import base64
import hashlib

from feedsvc.pages import COPY_SCRIPT, script_hash


def test_the_policy_names_the_script_by_its_hash() -> None:
    digest = base64.b64decode(script_hash(COPY_SCRIPT).strip("'").removeprefix("sha256-"))
    assert digest == hashlib.sha256(COPY_SCRIPT.encode()).digest()
    assert script_hash(COPY_SCRIPT) != script_hash(COPY_SCRIPT + " ")


def test_it_can_stand_between_tags_as_it_is() -> None:
    assert not set("<&") & set(COPY_SCRIPT)
