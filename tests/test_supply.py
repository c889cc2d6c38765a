"""What is installed is what the lock files name, by its hash; audit and list follow them."""

import json
import os
import re
import subprocess
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from supply import audit
from supply.audit import judge

Capture = pytest.CaptureFixture[str]
ROOT = Path(__file__).resolve().parent.parent
LOCKS = ["requirements.lock", "requirements-test.lock", "requirements-build.lock"]
LOCKS += ["requirements-supply.lock", "requirements-storage.lock"]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text())
EXTRAS = PROJECT["project"]["optional-dependencies"]
GROUPS = PROJECT["dependency-groups"]


def locked(name: str) -> dict[str, set[str]]:
    """The packages of a lock file, with their versions: another Python may have another one."""
    found: dict[str, set[str]] = {}
    for requirement, version, _ in requirements(name):
        found.setdefault(requirement.name, set()).add(version)
    return found


def requirements(name: str) -> Iterator[tuple[Requirement, str, list[str]]]:
    """Each requirement of a lock file, with its version and its hashes."""
    text = (ROOT / name).read_text().replace("\\\n", " ")
    for line in text.splitlines():
        requirement, *hashes = line.split("--hash=")
        parsed = Requirement(requirement)
        (exact,) = parsed.specifier
        assert exact.operator == "==", line
        yield parsed, exact.version, [one.strip() for one in hashes]


@pytest.mark.parametrize(
    ("lock", "ranges"),
    [
        ("requirements.lock", PROJECT["project"]["dependencies"]),
        ("requirements-test.lock", PROJECT["project"]["dependencies"]),
        *(("requirements-test.lock", ranges) for ranges in EXTRAS.values()),
        ("requirements-build.lock", GROUPS["build"] + PROJECT["build-system"]["requires"]),
        ("requirements-supply.lock", GROUPS["supply"]),
        ("requirements-storage.lock", GROUPS["storage"]),
    ],
)
def test_a_lock_file_has_all_that_is_asked_for_within_its_range(
    lock: str, ranges: list[str]
) -> None:
    versions = locked(lock)
    for text in ranges:
        asked = Requirement(text)
        there = versions.get(canonicalize_name(asked.name))
        assert there, f"make lock: {lock} lacks {asked.name}"
        for version in there:
            assert asked.specifier.contains(version), f"make lock: {asked.name} {version} in {lock}"


@pytest.mark.parametrize("lock", LOCKS)
def test_every_requirement_has_its_hashes(lock: str) -> None:
    found = list(requirements(lock))
    assert len(found) > 5
    for requirement, _, hashes in found:
        assert hashes, requirement
        assert all(re.fullmatch("sha256:[0-9a-f]{64}", one) for one in hashes), requirement


@pytest.mark.parametrize("lock", LOCKS)
def test_no_lock_file_says_where_from(lock: str) -> None:
    assert "//" not in (ROOT / lock).read_text()


@pytest.mark.parametrize("lock", ["requirements.lock", "requirements-build.lock"])
def test_the_tests_run_with_the_versions_that_are_served(lock: str) -> None:
    tested = locked("requirements-test.lock")
    assert [
        f"{name} {versions}"
        for name, versions in locked(lock).items()
        if not versions <= tested.get(name, versions)
    ] == []
    if lock == "requirements.lock":
        assert locked(lock).keys() <= tested.keys()


def audited(*packages: dict[str, object]) -> str:
    return json.dumps({"dependencies": packages, "fixes": []})


FLASK = {"name": "flask", "version": "3.1.3", "vulns": []}
WEAK = {"id": "PYSEC-2026-1", "fix_versions": ["3.1.4"], "aliases": [], "description": "…"}
UNKNOWN = {"name": "lxml", "skip_reason": "Dependency not found"}


def test_an_audit_without_findings_ends_well() -> None:
    assert judge(audited(FLASK), "") == (0, ["1 packages, no known weakness"])


def test_an_audit_names_each_finding_and_ends_with_1() -> None:
    code, lines = judge(audited(FLASK | {"vulns": [WEAK]}), "Found 1 known vulnerability")
    assert code == 1
    assert lines == ["flask 3.1.3: PYSEC-2026-1, mended in 3.1.4"]


@pytest.mark.parametrize(
    ("output", "errors", "why"),
    [
        ("", "Traceback\nrequests.exceptions.ConnectionError: name not resolved\n", "resolved"),
        (audited(UNKNOWN), "No known vulnerabilities found", "none of the packages"),
    ],
)
def test_an_audit_that_could_not_ask_is_skipped_and_says_why(
    output: str, errors: str, why: str, monkeypatch: pytest.MonkeyPatch, capsys: Capture
) -> None:
    said = subprocess.CompletedProcess[str]([], 1, output, errors)
    monkeypatch.setattr(audit, "ask", lambda file: said)
    assert audit.main(["requirements.lock", "requirements-test.lock"]) == 0
    (line,) = capsys.readouterr().out.splitlines()
    assert "skipped" in line
    assert why in line


def test_a_package_that_nobody_has_looked_at_is_not_called_sound() -> None:
    assert judge(audited(FLASK, UNKNOWN), "") == (1, ["lxml: Dependency not found"])


def test_an_audit_that_failed_by_itself_does_not_end_well() -> None:
    assert judge("", "usage: pip-audit\nerror: no such file")[0] == 1


def test_the_list_of_what_runs_names_what_the_lock_file_does(tmp_path: Path) -> None:
    tools = ROOT / ".venv-supply" / "installed"
    if not tools.exists() and os.environ.get("CI") != "true":
        pytest.skip("make sbom has not been asked for yet, which installs its tools")
    environ = {k: v for k, v in os.environ.items() if not k.startswith("MAKE")}
    made = tmp_path / "sbom.json"
    subprocess.run(["make", "sbom", f"SBOM={made}"], cwd=ROOT, env=environ, check=True)
    listed = json.loads(made.read_text())
    assert listed["bomFormat"] == "CycloneDX"
    assert listed["metadata"]["component"]["name"] == "feedsvc"
    assert {(one["name"], one["version"]) for one in listed["components"]} == {
        (name, version)
        for name, versions in locked("requirements.lock").items()
        for version in versions
    }
    hashes = {
        found["content"]
        for one in listed["components"]
        for reference in one["externalReferences"]
        for found in reference["hashes"]
    }
    assert hashes == {
        one.removeprefix("sha256:")
        for *_, found in requirements("requirements.lock")
        for one in found
    }
