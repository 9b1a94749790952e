"""Starts Voila on the app's notebook: this machine only, one notebook, no other file, a token in the address."""

from __future__ import annotations

import errno
import json
import logging
import os
import secrets
import shutil
import socket
import sys
import webbrowser
from importlib.resources import as_file, files
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import click

from kkm_helpers.app.environment import put_into_environment
from kkm_helpers.errors import KkmError
from kkm_helpers.language import Language, choose
from kkm_helpers.resources import notebooks_folder
from kkm_helpers.scenario import Case, build_case, load_scenario
from kkm_helpers.widgets import title
from kkm_helpers.widgets.bundle import app_script, plotly_script, style
from kkm_helpers.widgets.session import first_state

FIRST_PORT = 8866
PORTS_TRIED = 50
TEMPLATE = "kkm"
EVERYWHERE = "0.0.0.0"  # noqa: S104 - only compared with
NO_FILE = r"(?!)"
NO_EXTENSION = ["-"]  # an empty list would allow them all
IDLE_SECONDS, CULL_EVERY_SECONDS = 120, 30
PING_TIMEOUT = 90_000  # ms; the server pings every 30 s


def serve(
    port: int | None = None,
    *,
    open_browser: bool = True,
    scenario: Path | None = None,
    customers: Path | None = None,
    token: str | None = None,
    language: Language | None = None,
    host: str = "127.0.0.1",
) -> None:
    """Serve the app until it is interrupted (Ctrl+C); prints its address as soon as it answers.

    Args:
        port: where to listen; the next free one where it is taken.
        open_browser: open the address in the browser.
        scenario: a scenario file to open with.
        customers: a customer list, in place of the scenario's own.
        token: what the address must carry; a random one by default.
        language: "de" or "en"; the scenario's by default.
        host: the address to listen on. Anything but this machine shows the app to the network.

    Raises:
        KkmError: the scenario or the list cannot be used, or no port is free.
    """
    found = load_scenario(scenario) if scenario else None
    # A wrong file is told here and now, not in the page of the first visit.
    case = build_case(found, customers_file=customers)
    spoken: Language = language or (found.language if found else None) or "de"
    put_into_environment(
        {
            "scenario": str(Path(scenario).resolve()) if scenario else None,
            "customers_file": str(Path(customers).resolve()) if customers else None,
            "language": spoken,
        }
    )
    with TemporaryDirectory(prefix="kkm_") as folder:
        prepare_jupyter_folder(Path(folder))
        os.environ["JUPYTER_PATH"] = os.pathsep.join(filter(None, (folder, os.environ.get("JUPYTER_PATH"))))
        served = settings(notebooks_folder() / "app.ipynb", host, token or secrets.token_hex(16), spoken, case)
        _run(port or FIRST_PORT, served, spoken, open_browser=open_browser)


def prepare_jupyter_folder(folder: Path) -> None:
    """Write what Jupyter finds before anything else: the page's template with its scripts, and the kernel to start.

    The kernel is the Python that runs this, whatever kernels the user has installed; without debugger and history it
    starts sooner.
    """
    template = folder / "voila" / "templates" / TEMPLATE
    with as_file(files("kkm_helpers.app") / "template") as source:
        shutil.copytree(source, template)
    static = template / "static"
    static.mkdir()
    (static / "page.js").write_text(app_script(), encoding="utf-8")
    (static / "plotly.min.js").write_bytes(plotly_script().encode())
    kernel = folder / "kernels" / "python3"
    kernel.mkdir(parents=True)
    without_debugger = "import sys; sys.modules['debugpy'] = None; from ipykernel.kernelapp import launch_new_instance"
    command = [sys.executable, "-c", f"{without_debugger}; launch_new_instance()", "-f", "{connection_file}"]
    quiet = ["--HistoryManager.enabled=False", "--InteractiveShell.cache_size=0", "--IPKernelApp.log_level=ERROR"]
    specification = {"argv": command + quiet, "display_name": "Python 3", "language": "python"}
    (kernel / "kernel.json").write_text(json.dumps(specification), encoding="utf-8")


def free_port(first: int, host: str) -> int:
    """Return the first free port from `first` on.

    Raises:
        KkmError: none of the next ones is free.
    """
    for port in range(first, first + PORTS_TRIED):
        with socket.socket() as tried:
            if os.name == "posix":  # elsewhere this would share a port that is in use
                tried.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                tried.bind((host, port))
            except OSError as error:
                if error.errno not in (errno.EADDRINUSE, errno.EACCES, getattr(errno, "WSAEACCES", errno.EACCES)):
                    raise KkmError(
                        f"Auf der Adresse {host} kann die App nicht laufen ({error.strerror}).",
                        f"The app cannot run on the address {host} ({error.strerror}).",
                    ) from error
                continue
            return port
    raise KkmError(
        f"Alle Ports von {first} bis {first + PORTS_TRIED - 1} sind belegt. Bitte nennen Sie einen anderen (--port).",
        f"All ports from {first} to {first + PORTS_TRIED - 1} are taken. Please name another one (--port).",
    )


def _run(first_port: int, served: dict[str, Any], language: Language, *, open_browser: bool) -> None:
    """Run Voila with these settings in this process until it is interrupted."""
    from tornado.ioloop import IOLoop
    from traitlets.config import Config
    from voila.app import Voila

    host, token = served["Voila"]["ip"], served["Voila"]["token"]

    class Server(Voila):  # type: ignore[misc]
        """Voila that takes the next free port at the last moment and says its address when it answers."""

        def listen(self) -> None:
            self.port = free_port(first_port, host)
            # Somebody else may still be quicker: which port it is, the server knows when it runs.
            IOLoop.current().add_callback(lambda: _announce(first_port, self.port, host, token, language, open_browser))
            super().listen()

    # Tornado takes Jupyter's milliseconds for seconds of its own, and says at each visit that they are many.
    logging.getLogger("tornado.general").setLevel(logging.ERROR)
    server = Server(config=Config(served))
    server.initialize([])
    server.start()


def settings(notebook: Path, host: str, token: str, language: Language, case: Case) -> dict[str, Any]:
    """Return Voila's settings; `case` is what the page draws before its kernel is there."""
    return {
        "Voila": {
            "notebook_path": str(notebook),
            "ip": host,
            "port_retries": PORTS_TRIED,
            "open_browser": False,
            "token": token,
            "log_level": "ERROR",
            # A voila.json or .py that happens to lie in the working directory is none of ours.
            "config_file_paths": [],
            # Longer than the time between two pings, else each of them closes the connection it is to keep.
            "tornado_settings": {"ws_ping_timeout": PING_TIMEOUT},
        },
        "VoilaConfiguration": {
            "template": TEMPLATE,
            "allow_template_override": "NO",
            "allow_theme_override": "NO",
            "file_allowlist": [NO_FILE],
            "extension_allowlist": NO_EXTENSION,
            "show_tracebacks": True,
            "resources": {
                "kkm": {
                    "language": language,
                    "title": title(language),
                    "starting": choose(language, "Das Rechenmodell startet.", "The model is starting."),
                    "style": style(),
                    "state": first_state(case, language),
                }
            },
        },
        # The page ends its own kernel when it is closed; this is for browsers that crash.
        "MappingKernelManager": {"cull_idle_timeout": IDLE_SECONDS, "cull_interval": CULL_EVERY_SECONDS},
    }


def _announce(first_port: int, port: int, host: str, token: str, language: Language, open_browser: bool) -> None:  # noqa: FBT001
    address = f"http://{socket.gethostname() if host == EVERYWHERE else host}:{port}/?token={token}"
    if port != first_port:
        taken = (
            f"Port {first_port} ist belegt, die App nimmt {port}.",
            f"Port {first_port} is taken, the app uses {port}.",
        )
        click.echo(choose(language, *taken), err=True)
    runs = f"Die App läuft unter {address}\nStrg+C beendet sie.", f"The app runs at {address}\nCtrl+C stops it."
    click.echo(choose(language, *runs))
    if open_browser:
        webbrowser.open(address)
