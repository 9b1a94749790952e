"""How the app is served: settings, the folder Jupyter finds first, the port."""

import json
import re
import socket
import sys

import pytest

from kkm_helpers.app.environment import VARIABLES, parameters_from_environment, put_into_environment
from kkm_helpers.app.server import PORTS_TRIED, TEMPLATE, free_port, prepare_jupyter_folder, serve, settings
from kkm_helpers.errors import KkmError
from kkm_helpers.resources import notebooks_folder
from kkm_helpers.scenario import build_case, scenario_from
from kkm_helpers.widgets.bundle import app_script, plotly_script

HERE = "127.0.0.1"


@pytest.fixture
def taken():
    """Return a port that somebody listens on."""
    with socket.socket() as listening:
        listening.bind((HERE, 0))
        listening.listen()
        yield listening.getsockname()[1]


def test_a_taken_port_is_passed_over(taken):
    assert taken < free_port(taken, HERE) < taken + PORTS_TRIED


def test_a_free_port_is_taken_as_it_is(taken):
    port = free_port(taken, HERE)
    assert free_port(port, HERE) == port


def test_an_address_of_another_machine_is_an_error_that_names_it():
    with pytest.raises(KkmError, match=r"203\.0\.113\.1"):
        free_port(8866, "203.0.113.1")


def test_no_file_is_served_and_nothing_can_be_overridden():
    served = settings(notebooks_folder() / "app.ipynb", HERE, "word", "de", build_case(scenario_from({"name": "Nord"})))
    (pattern,) = served["VoilaConfiguration"]["file_allowlist"]
    assert not any(re.fullmatch(pattern, name) for name in ("app.ipynb", "logo.png", "", "a.svg"))
    assert served["VoilaConfiguration"]["allow_template_override"] == "NO"
    assert served["Voila"]["token"] == "word"  # noqa: S105
    assert served["MappingKernelManager"]["cull_idle_timeout"] == 120
    assert served["VoilaConfiguration"]["resources"]["kkm"]["state"]["case"]["record"] == {"name": "Nord"}


def test_a_ping_does_not_close_the_connection_it_is_to_keep():
    from jupyter_server.base.websocket import WS_PING_INTERVAL

    from kkm_helpers.app.server import PING_TIMEOUT

    assert PING_TIMEOUT > 2 * WS_PING_INTERVAL


def test_jupyter_finds_our_page_our_python_and_plotly_on_this_machine(tmp_path):
    prepare_jupyter_folder(tmp_path)
    template = tmp_path / "voila" / "templates" / TEMPLATE
    page = (template / "index.html.j2").read_text(encoding="utf-8")
    assert not re.search(r"https?://", page)
    assert (template / "static" / "plotly.min.js").read_bytes() == plotly_script().encode()
    assert (template / "static" / "page.js").read_text(encoding="utf-8") == app_script()
    kernel = json.loads((tmp_path / "kernels" / "python3" / "kernel.json").read_text(encoding="utf-8"))
    assert kernel["argv"][0] == sys.executable
    assert "{connection_file}" in kernel["argv"]


def test_server_and_kernel_share_the_parameters_by_the_environment(monkeypatch):
    for variable in VARIABLES.values():
        monkeypatch.setenv(variable, "old")
    put_into_environment({"scenario": "north.yaml", "language": "en", "customers_file": None})
    assert parameters_from_environment() == {"scenario": "north.yaml", "language": "en"}


def test_a_wrong_scenario_is_an_error_before_anything_is_served(tmp_path, monkeypatch):
    monkeypatch.setattr("kkm_helpers.app.server._run", lambda *_, **__: pytest.fail("served"))
    scenario = tmp_path / "north.yaml"
    scenario.write_text("visits_per_custmer: 4\n", encoding="utf-8")
    with pytest.raises(KkmError, match="visits_per_customer"):
        serve(scenario=scenario)
    with pytest.raises(KkmError):
        serve(scenario=tmp_path / "missing.yaml")
