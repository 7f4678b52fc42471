"""The demo's job, checked from outside: PyODPS must count every flight, and its sums per carrier must be those that
Python's csv module finds in the file."""

import collections
import csv
import json
import subprocess

from demo import BIZDATE, FLIGHTS, ROWS, pyodps, run_command, workspace


def from_csv():
    count, distance, delay = collections.Counter(), collections.Counter(), collections.Counter()
    with FLIGHTS.open(newline="") as lines:
        for row in csv.DictReader(lines):
            count[row["carrier"]] += 1
            distance[row["carrier"]] += int(row["distance"])
            if row["dep_delay"] != "NA":
                delay[row["carrier"]] += int(row["dep_delay"])
    return {carrier: (count[carrier], distance[carrier], delay[carrier]) for carrier in count}


def by_tunnel(table):
    count, distance, delay = collections.Counter(), collections.Counter(), collections.Counter()
    with table.open_reader(partition=f"pt={BIZDATE}", columns=["carrier", "distance", "dep_delay"]) as reader:
        assert reader.count == ROWS, reader.count
        for carrier, miles, late in (record.values for record in reader):
            count[carrier] += 1
            distance[carrier] += miles
            delay[carrier] += late or 0
    return {carrier: (count[carrier], distance[carrier], delay[carrier]) for carrier in count}


def by_sql(odps):
    query = f"SELECT carrier, COUNT(*), SUM(distance), SUM(dep_delay) FROM flights WHERE pt = '{BIZDATE}' GROUP BY carrier"
    with odps.execute_sql(query).open_reader() as reader:
        return {row[0]: (int(row[1]), int(row[2]), int(row[3])) for row in reader}


with workspace() as directory:
    report = json.loads(subprocess.run(run_command(directory), check=True, capture_output=True, text=True).stdout)
    print("run:", json.dumps(report)[:400])
    expected = from_csv()
    with pyodps(directory) as odps:
        assert by_tunnel(odps.get_table("flights")) == expected
        assert by_sql(odps) == expected
print(f"{ROWS} rows, {len(expected)} carriers: the tunnel, SQL and the file agree")
