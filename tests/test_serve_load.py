"""Many clients at once, while workers are killed: a small run of `benchmarks/load.py`."""

import subprocess
import sys

import pytest
from conftest import ROOT


@pytest.mark.skipif(sys.platform != "linux", reason="looks at processes in /proc")
def test_answers_are_right_while_workers_are_killed() -> None:
    command = [sys.executable, str(ROOT / "benchmarks" / "load.py")]
    command += ["--clients", "20", "--seconds", "4", "--kill", "0.4"]
    done = subprocess.run(command, capture_output=True, text=True, timeout=100, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    assert ", wrong 0\n" in done.stdout
    assert "workers killed 0" not in done.stdout
