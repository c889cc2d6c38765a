"""No value of a newsroom breaks out of the configuration of Caddy."""

import random
import subprocess
from http.client import HTTPConnection
from pathlib import Path
from urllib.parse import quote

import pytest

from feedsvc.static_site.caddy import caddy_file
from feedsvc.static_site.nginx_text import location_value
from tests.static_site.nginx_server import need_caddy
from tests.static_site.releases import SITE
from tests.static_site.rules import answers_of
from tests.static_site.test_nginx import SIGNS, release_of
from tests.web.servers import LIMIT, free_port, wait

OPTIONS = "{\n\tadmin off\n\tauto_https off\n}\n"


def names(chosen: random.Random, count: int) -> set[str]:
    made = {"".join(chosen.choices(SIGNS, k=chosen.randint(1, 10))) for _ in range(count)}
    return {name for name in made if name.strip(".") and not name.endswith(".html")}


def ask(port: int, path: str) -> tuple[int, str | None, bytes]:
    connection = HTTPConnection("127.0.0.1", port, timeout=LIMIT)
    try:
        connection.request("GET", path)
        answer = connection.getresponse()
        return answer.status, answer.headers["location"], answer.read()
    finally:
        connection.close()


def answers(port: int) -> bool:
    try:
        return ask(port, "/")[0] == 200
    except OSError:
        return False


@pytest.mark.parametrize("seed", [1, 2])
def test_no_value_breaks_out_of_the_configuration(tmp_path: Path, seed: int) -> None:
    found = need_caddy()
    chosen = random.Random(seed)
    pages, gone, old = (names(chosen, 40) for _ in range(3))
    pages = {name for name in pages if "\\" not in name}  # Caddy's own patterns take it away
    gone = {name for name in gone - pages if "\\" not in name}
    targets = {f"old-{one}": f"https://elsewhere.example/{one}" for one in old}
    folder = tmp_path / "a release of \"strange\" 'names' $HOME"
    manifest = release_of(folder, pages, gone, targets)
    port = free_port()
    (tmp_path / "site").write_text(caddy_file(answers_of(manifest), folder))
    config = tmp_path / "Caddyfile"
    config.write_text(f"{OPTIONS}http://127.0.0.1:{port} {{\n\timport {tmp_path / 'site'}\n}}\n")
    command = [found, "run", "--adapter", "caddyfile", "--config", str(config)]
    with (tmp_path / "said").open("wb") as said:
        process = subprocess.Popen(command, stdout=said, stderr=said)
    try:
        wait(lambda: process.poll() is not None or answers(port), "Caddy")
        assert process.poll() is None, (tmp_path / "said").read_text()
        for name in pages:
            asked = ask(port, f"/articles/{quote(name, safe='')}")
            assert asked == (200, None, name.encode()), name
        for name in gone:
            asked = ask(port, f"/articles/{quote(name, safe='')}")
            assert asked == (410, None, name.encode()), name
        for name, target in targets.items():
            status, location, _ = ask(port, f"/{quote(name, safe='')}")
            expected = location_value(target).replace("{", "%7B").replace("}", "%7D")
            assert (status, location) == (301, expected), name
        assert ask(port, "/nothing")[0] == 404
        assert SITE not in (tmp_path / "said").read_text()
    finally:
        process.terminate()
        process.wait(LIMIT)
