"""What the acceptance tests share: a workspace with the demo's table and job, and PyODPS on its local warehouse."""

import contextlib
import json
import os
import pathlib
import shutil
import subprocess
import tempfile

from odps import ODPS

ROOT = pathlib.Path(__file__).resolve().parent.parent.parent
SLUICE = os.environ["SLUICE"]
FLIGHTS = pathlib.Path(os.environ["SLUICE_DEPS"]) / "flights/flights.csv"
ROWS = 336_776
BIZDATE = "20131231"


@contextlib.contextmanager
def workspace():
    with tempfile.TemporaryDirectory(prefix="sluice-acceptance-") as folder:
        directory = pathlib.Path(folder) / "ws"
        subprocess.run([SLUICE, "new", directory], check=True, stdout=subprocess.DEVNULL)
        (directory / "data").mkdir()
        shutil.copy(FLIGHTS, directory / "data/flights.csv")
        shutil.copy(ROOT / "resources/demo/load_flights.job.json", directory)
        create = (ROOT / "resources/demo/create_flights.sql").read_text()
        subprocess.run([SLUICE, "sql", "--workspace", directory, create], check=True, stdout=subprocess.DEVNULL)
        yield directory


def run_command(directory):
    job = directory / "load_flights.job.json"
    return [SLUICE, "run", "--workspace", directory, job, "--param", f"bizdate={BIZDATE}", "--json"]


@contextlib.contextmanager
def pyodps(directory):
    """PyODPS connected to the workspace's warehouse, served by `sluice warehouse serve` until the block ends."""
    server = subprocess.Popen(
        [SLUICE, "warehouse", "serve", "--workspace", directory, "--print-connection"], stdout=subprocess.PIPE, text=True
    )
    try:
        connection = json.loads(server.stdout.readline())
        key = pathlib.Path(connection["accessKeyFile"]).read_text().strip()
        with contextlib.suppress(ValueError):
            key = json.loads(key)["accessKey"]
        yield ODPS(
            connection["accessId"],
            key,
            project=connection["project"],
            endpoint=connection["endpoint"],
            tunnel_endpoint=connection["tunnelEndpoint"],
        )
    finally:
        server.terminate()
        server.wait(10)
