"""Clients measured against a byte sink, and our client with the warehouse: what benchmarks/run asks for by name."""

import json
import os
import pathlib
import shutil
import subprocess
import sys

COMMON_BYTES = 115.7  # of a common row as a record
MILLION = 1_000_000


def one_line(command, environment=None, timeout=600):
    """Runs a program that prints one JSON object."""
    done = subprocess.run([str(part) for part in command], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
                          env={**os.environ, **(environment or {})}, timeout=timeout)  # fmt: skip
    if done.returncode != 0:
        sys.exit(f"benchmarks: {' '.join(map(str, command))} ended with {done.returncode}\n{done.stdout}{done.stderr}")
    return json.loads(done.stdout)


class Sink:
    """bench_sink, whose tables claim to hold `rows` rows, as long as a `with` block lasts."""

    def __init__(self, build, rows):
        self.build, self.rows = build, rows

    def __enter__(self):
        self.process = subprocess.Popen([str(self.build / "benchmarks/sink/bench_sink"), str(self.rows)],
                                        stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)  # fmt: skip
        self.endpoint = self.process.stdout.readline().strip()
        return self

    def __exit__(self, *_):
        self.process.stdin.close()
        self.process.wait()

    def ours(self, way, lanes=1, **parameters):
        return our_client(self.build, self.endpoint, {}, way, self.rows, lanes, table="rows", **parameters)

    def java(self, way, codec="raw"):
        java = shutil.which("java")
        classpath = (self.build / "benchmarks/java/classpath").read_text()
        if not java or not pathlib.Path(classpath.split(":")[0]).exists():
            sys.exit("benchmarks: the Java client is missing: run scripts/setup and scripts/build")
        return one_line([java, "--add-opens=java.base/java.nio=ALL-UNNAMED", "-XX:+UseSerialGC", "-cp", classpath,
                         "ClientBench", self.endpoint, way, self.rows, codec])  # fmt: skip

    def pyodps(self, way, deps):
        return one_line([deps / "clients/bin/python", pathlib.Path(__file__).parent / "pyodps_client.py",
                         self.endpoint, way, self.rows])  # fmt: skip


def our_client(build, endpoint, account, way, rows, lanes=1, **parameters):
    environment = {"SLUICE_PROJECT": "demo", "SLUICE_ACCESS_ID": "bench", "SLUICE_ACCESS_KEY": "bench", **account}
    return one_line([build / "benchmarks/client/bench_client", endpoint, way, rows, json.dumps(parameters), lanes],
                    environment)  # fmt: skip


def row(name, seen, limit=None, peer=None):
    """A row of the table from what a client has said of itself."""
    return {
        "name": name,
        "rows": seen["rows"],
        "wall_s": round(seen["wall_s"], 3),
        "cpu_s": round(seen["cpu_s"], 3),
        "rows_per_cpu_s": round(seen["rows_per_cpu_s"]),
        "mb_per_s": round(seen["rows"] * COMMON_BYTES / 1e6 / seen["wall_s"], 1),
        "peak_rss_mb": round(seen["peak_rss_mb"]),
        "limit": limit,
        "peer": peer,
    }


def against(name, ours, peer, factor):
    """The peer's rate on the same sink is what the limit is made of. The two take three turns, so that other work on the
    machine disturbs both, and of each the best counts. The peer goes first, while the sink still makes the rows for
    downloads: our wall time is then that of moving them."""
    turns = [(peer(), ours()) for _ in range(3)]
    theirs, own = (max(seen, key=lambda run: run["rows_per_cpu_s"]) for seen in zip(*turns))
    rate = round(theirs["rows_per_cpu_s"])
    return row(name, own, round(factor * rate), rate)


def tunnel(build, name):
    """tunnel.<way>.<codec>.client: records of one lane against the Java SDK."""
    _, way, codec, _ = name.split(".")
    factor = 4 if way == "download" else {"raw": 5, "deflate": 6}[codec]
    with Sink(build, 5 * MILLION) as sink:
        return against(name, lambda: sink.ours(way, compressAlgorithm=codec), lambda: sink.java(way, codec), factor)


def upsert(build, name):
    """tunnel.upsert.client: rows of a Delta table of four buckets, uncompressed, against the Java SDK."""
    with Sink(build, MILLION) as sink:
        def ours():
            return our_client(build, sink.endpoint, {}, "upload", MILLION, table="rows_delta", enableUpsert=True,
                              compressAlgorithm="raw")  # fmt: skip

        return against(name, ours, lambda: sink.java("upsert"), 4)


def arrow(build, deps, name):
    """arrow.<way>.client: batches of one lane against PyODPS."""
    way = name.split(".")[1]
    with Sink(build, 5 * MILLION) as sink:
        return against(name, lambda: sink.ours(way, useArrow=True), lambda: sink.pyodps(way, deps), 2)


def two_lanes(build, name):
    """The second lane must bring 0.8 of the first one's throughput. One lane and two take turns, so that other work on the
    machine disturbs both; of each the least disturbed of seven turns counts."""
    with Sink(build, 5 * MILLION) as sink:
        turns = [[sink.ours("upload", lanes, compressAlgorithm="deflate") for lanes in (1, 2)] for _ in range(7)]
        one, two = (min(seen, key=lambda run: run["wall_s"]) for seen in zip(*turns))
        return row(name, two, round(one["wall_s"] / 1.8, 3))


class Warehouse:
    """`sluice warehouse serve` on a workspace, as long as a `with` block lasts."""

    def __init__(self, sluice, workspace):
        self.command = [str(sluice), "warehouse", "serve", "--workspace", str(workspace)]

    def __enter__(self):
        self.process = subprocess.Popen(self.command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)
        self.connection = json.loads(self.process.stdout.readline())
        return self

    def __exit__(self, *_):
        self.process.terminate()
        self.process.wait()

    def account(self):
        key = pathlib.Path(self.connection["accessKeyFile"]).read_text().strip()
        return {"SLUICE_PROJECT": self.connection["project"], "SLUICE_ACCESS_ID": self.connection["accessId"],
                "SLUICE_ACCESS_KEY": key}  # fmt: skip

    def _status(self, key):
        status = pathlib.Path(f"/proc/{self.process.pid}/status").read_text()
        return int(next(line for line in status.splitlines() if line.startswith(key)).split()[1])

    def peak_rss_mb(self):
        return self._status("VmHWM:") / 1024

    def cpu_s(self):
        fields = pathlib.Path(f"/proc/{self.process.pid}/stat").read_text().rpartition(")")[2].split()
        return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def in_and_out(build, sluice, workspace, name):
    """10 M rows in by the batch tunnel and out again. Two rows: the warehouse's peak memory, and its time for each row
    against that of 1 M rows, which must be nearly the same."""

    def move(rows):
        with Warehouse(sluice, workspace) as warehouse:
            def client(way):
                return our_client(build, warehouse.connection["endpoint"], warehouse.account(), way, rows,
                                  table=f"moved_{rows}", compressAlgorithm="raw")  # fmt: skip

            parts = [client("upload"), client("download")]
            cpu = warehouse.cpu_s() + sum(part["cpu_s"] for part in parts)
            return {"rows": rows, "wall_s": sum(part["wall_s"] for part in parts), "cpu_s": cpu,
                    "rows_per_cpu_s": rows / cpu, "peak_rss_mb": warehouse.peak_rss_mb()}  # fmt: skip

    few, many = move(MILLION), move(10 * MILLION)
    return [row(name, many, 800), row(f"{name}.linear", many, round(0.8 * few["rows_per_cpu_s"]))]
