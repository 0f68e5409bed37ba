"""A JupyterLab of its own: nothing of the user's settings, no token, no way out."""

import contextlib
import os
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from pathlib import Path

START_SECONDS = 120
STOP_SECONDS = 20
OPTIONS = (
    "--no-browser",
    "--allow-root",
    "--ip=127.0.0.1",
    "--IdentityProvider.token=",
    "--LabApp.extension_manager=readonly",
    "--LabApp.news_url=",
    "--LabApp.expose_app_in_browser=True",  # tests open notebooks by its commands, not by clicks
    "--ServerApp.port_retries=0",
    "--ServerApp.disable_check_xsrf=True",  # tests end kernels over the address
    "--ServerApp.terminals_enabled=False",
)
SETTINGS = {
    "apputils-extension/notification": '{"fetchNews": "false"}',  # or it asks, on every picture
    "notebook-extension/tracker": '{"windowingMode": "none"}',  # cells out of sight are drawn too
}


@contextlib.contextmanager
def run_lab(folder: Path, *, home: Path) -> Iterator[str]:
    """Serve the notebooks of a folder and yield the address; `home` takes all that Jupyter writes.

    A fresh `home` holds no signature of any notebook, so stored outputs are not trusted.
    """
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    for name, settings in SETTINGS.items():
        file = home / f"settings/@jupyterlab/{name}.jupyterlab-settings"
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(settings, encoding="utf-8")
    command = [sys.executable, "-m", "jupyterlab", f"--port={port}", *OPTIONS]
    log = home / "lab.log"
    with log.open("wb") as output:
        server = subprocess.Popen(
            [*command, f"--ServerApp.root_dir={folder}"],
            cwd=folder,
            env=_environment(home),
            stdout=output,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )
    try:
        _wait(f"http://127.0.0.1:{port}/api", server=server, log=log)
        yield f"http://127.0.0.1:{port}"
    finally:
        server.terminate()
        try:
            server.wait(STOP_SECONDS)
        except subprocess.TimeoutExpired:
            os.killpg(server.pid, signal.SIGKILL)
            server.wait()


def _environment(home: Path) -> dict[str, str]:
    kept = {name: value for name, value in os.environ.items() if not name.startswith("JUPYTER")}
    own = {
        "JUPYTER_CONFIG_DIR": "config",
        "JUPYTER_DATA_DIR": "data",
        "JUPYTER_RUNTIME_DIR": "runtime",
        "JUPYTERLAB_SETTINGS_DIR": "settings",
        "JUPYTERLAB_WORKSPACES_DIR": "workspaces",
        "IPYTHONDIR": "ipython",
    }
    return kept | {name: str(home / folder) for name, folder in own.items()}


def _wait(address: str, *, server: subprocess.Popen, log: Path) -> None:
    deadline = time.monotonic() + START_SECONDS
    # A proxy of the machine must not be asked for what is on the machine.
    opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
    while time.monotonic() < deadline and server.poll() is None:
        try:
            opener.open(address, timeout=5).close()
            return
        except (urllib.error.URLError, OSError):
            time.sleep(0.2)
    raise RuntimeError(f"JupyterLab does not answer:\n{log.read_text(errors='replace')[-3000:]}")
