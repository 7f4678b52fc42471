"""What the PyODPS programs share: the connection from the environment, and checks that say what they saw."""

import contextlib
import os
import sys
import traceback

from odps import ODPS, errors, options

options.verbose = False
options.tunnel.use_instance_tunnel = True
options.retry_times = 0


def connect(access_id=None, access_key=None, project=None):
    return ODPS(
        access_id or os.environ["SLUICE_ACCESS_ID"],
        access_key or os.environ["SLUICE_ACCESS_KEY"],
        project=project or os.environ["SLUICE_PROJECT"],
        endpoint=os.environ["SLUICE_ENDPOINT"],
    )


def same(seen, wanted, what):
    if seen != wanted:
        raise AssertionError(f"{what}: saw {seen!r}, wanted {wanted!r}")


@contextlib.contextmanager
def refused(kind, *words):
    """The block must fail with this error, whose text has these words."""
    try:
        yield
    except kind as error:
        for word in words:
            if word.lower() not in str(error).lower():
                raise AssertionError(f"{kind.__name__} does not mention {word!r}: {error}") from error
        return
    raise AssertionError(f"{kind.__name__} was wanted, nothing failed")


def run(*cases):
    """Runs each case with a connection; exits 1 when one failed."""
    failed = 0
    for case in cases:
        try:
            case(connect())
            print(f"ok    {case.__name__}", flush=True)
        except Exception:
            failed += 1
            print(f"FAIL  {case.__name__}\n{traceback.format_exc()}", flush=True)
    sys.exit(1 if failed else 0)


__all__ = ["connect", "errors", "options", "refused", "run", "same"]
