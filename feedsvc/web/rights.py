"""Tells machines by headers what they may do with an answer (`[machines]` of site.toml)."""

from collections.abc import Callable

from flask import Blueprint, Response, request

from feedsvc.settings import MachinesSettings


def license_link(machines: MachinesSettings) -> str:
    """The value of the header `Link` that names the licence (RSL 1.0); empty: there is none."""
    if not machines.license:
        return ""
    return f'<{machines.license}>; rel="license"; type="application/rsl+xml"'


def add_rights(
    routes: Blueprint, machines: Callable[[], MachinesSettings], is_private: Callable[[str], bool]
) -> None:
    """Add the headers to all public answers that have a body of ours.

    Args:
        routes: whose answers they are.
        machines: gives the settings of now.
        is_private: whether an endpoint, without the blueprint's name, is for holders of a key.
    """

    @routes.after_request
    def tell(response: Response) -> Response:
        said = machines()
        endpoint = (request.endpoint or "").rpartition(".")[2]
        if response.status_code not in (200, 206) or is_private(endpoint):
            return response
        if said.preference:
            response.headers["Content-Usage"] = said.preference
        link = license_link(said)
        if link and link not in response.headers.get("Link", ""):
            before = response.headers.get("Link")
            response.headers["Link"] = f"{before}, {link}" if before else link
        return response


def robots_rules(machines: MachinesSettings) -> str:
    """The lines of a group of robots.txt that say what is wished; empty: nothing is."""
    if not machines.preference:
        return ""
    return f"Content-Usage: {machines.preference}\nContent-Signal: {machines.signal}\n"
