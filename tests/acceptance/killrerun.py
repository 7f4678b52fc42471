"""kill -9 at ten random moments of the demo's job; after each, whatever is visible is nothing or one whole copy, and
a rerun leaves exactly one."""

import os
import random
import subprocess
import time

from demo import BIZDATE, ROWS, pyodps, run_command, workspace

seed = int(os.environ.get("SLUICE_TEST_SEED", time.time_ns()))
print(f"seed {seed} (set SLUICE_TEST_SEED to repeat)")
chance = random.Random(seed)


def copies(directory):
    with pyodps(directory) as odps:
        table = odps.get_table("flights")
        if not table.exist_partition(f"pt={BIZDATE}"):
            return 0
        with table.open_reader(partition=f"pt={BIZDATE}") as reader:
            assert reader.count % ROWS == 0, f"{reader.count} rows are visible"
            return reader.count // ROWS


with workspace() as directory:
    quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
    began = time.monotonic()
    subprocess.run(run_command(directory), check=True, **quiet)
    whole = time.monotonic() - began
    for kill in range(10):
        run = subprocess.Popen(run_command(directory), **quiet)
        moment = chance.uniform(0, whole)
        time.sleep(moment)
        run.kill()
        run.wait()
        # The job overwrites its partition: a killed run leaves the copy that was there before, whole.
        assert copies(directory) == 1, f"kill {kill} after {moment:.3f} s"
        print(f"kill {kill + 1} after {moment:.3f} s: one copy")
    subprocess.run(run_command(directory), check=True, **quiet)
    assert copies(directory) == 1
print("a rerun leaves exactly one copy")
