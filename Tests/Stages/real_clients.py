#!/usr/bin/env python3
"""Records and replays the official SDKs, and compares every field of what they return.

    real_clients.py --llm-mock BINARY [--venv DIR] [--keep DIR]

The SDKs are installed into DIR (.build/clients by default); without a package index to install
from, nothing is checked. One line a check. Exits with 1 when one failed.
"""
import argparse
import concurrent.futures
import json
import os
import pathlib
import shutil
import signal
import subprocess
import sys
import tempfile
import time
import traceback

import client_checks
import python_tool_checks

HERE = pathlib.Path(__file__).resolve().parent
PROGRAM = HERE / "client_calls.py"
PACKAGES = ["anthropic", "openai", "google-genai", "llm-mock", "httpx"]


def installed(venv):
    """The Python of an environment that has the SDKs; None where they can't be had."""
    python = venv / "bin" / "python"
    marker = venv / "installed"
    if marker.exists() and marker.read_text() == " ".join(PACKAGES):
        return python
    subprocess.run([sys.executable, "-m", "venv", venv], check=True)
    pip = [python, "-m", "pip", "install", "--quiet", "--disable-pip-version-check"]
    done = subprocess.run(
        [*pip, "--timeout", "15", "--retries", "1", *PACKAGES], capture_output=True, text=True
    )
    if done.returncode == 0:
        marker.write_text(" ".join(PACKAGES))
        return python
    if any(word in done.stderr for word in ("onnection", "Retrying", "timed out")):
        return None
    sys.exit(f"the SDKs can't be installed:\n{done.stderr}")


def first_difference(one, other, path=""):
    """Where two values differ first, and how; None when they are equal."""
    if isinstance(one, dict) and isinstance(other, dict):
        for key in [*one, *(key for key in other if key not in one)]:
            if key not in one or key not in other:
                return f"{path}/{key}: only in the {'second' if key in other else 'first'}"
            if found := first_difference(one[key], other[key], f"{path}/{key}"):
                return found
        return None
    if isinstance(one, list) and isinstance(other, list):
        for index, (left, right) in enumerate(zip(one, other)):
            if found := first_difference(left, right, f"{path}/{index}"):
                return found
        return None if len(one) == len(other) else f"{path}: {len(one)} and {len(other)} elements"
    return None if one == other else f"{path}: {one!r:.200} and {other!r:.200}"


class Ran:
    """What a command under `llm-mock run` left behind."""

    def __init__(self, status, stderr, stdout, results, report):
        self.status, self.stderr, self.stdout = status, stderr, stdout
        self.results, self.report = results, report

    def __str__(self):
        return f"exit {self.status}: {self.stderr.strip()[-600:]}"


class Stage:
    """Checks that share a folder, and the programs they run there."""

    program = str(PROGRAM)

    def __init__(self, binary, python, folder):
        self.binary, self.python, self.folder = str(binary), str(python), folder
        self.failed = 0
        self.checked = 0
        folder.mkdir()

    def check(self, title, passed, detail=""):
        self.checked += 1
        self.failed += not passed
        print(f"ok      {title}" if passed else f"FAILED  {title}: {detail}", flush=True)

    difference = staticmethod(first_difference)

    def check_equal(self, title, one, other):
        difference = first_difference(one, other)
        self.check(title, difference is None, difference)

    def check_results(self, title, one, other):
        """One line for all calls, or one for each that differs."""
        found = {
            name: difference
            for name in [*one, *(name for name in other if name not in one)]
            if (difference := first_difference(one.get(name), other.get(name)))
        }
        self.check(f"{title} ({len(one)} calls)", not found and one, json.dumps(found, indent=2))

    # Programs

    def environment(self, *more):
        """An environment without a key, a proxy or a setting."""
        bare = {"PATH": os.environ["PATH"], "HOME": str(self.folder), "PYTHONUTF8": "1"}
        for variables in more:
            bare |= variables
        return bare

    def names(self, group):
        command = [self.python, PROGRAM, "--names", group]
        done = subprocess.run(command, check=True, capture_output=True, text=True)
        return done.stdout.splitlines()

    def run(self, fixture, *words, environment={}, command=()):
        report = self.folder / "report.json"
        report.unlink(missing_ok=True)
        run = [self.binary, "run", "--fixture", str(self.folder / fixture), "--report", str(report)]
        done = subprocess.run(
            [*run, *words, "--", *map(str, command)],
            env=self.environment(environment),
            capture_output=True,
            text=True,
            timeout=100,
        )
        told = json.loads(report.read_text()) if report.exists() else {}
        return Ran(done.returncode, done.stderr, done.stdout, {}, told)

    def calls(self, names, fixture, *words, environment={}):
        out = self.folder / "results.json"
        out.unlink(missing_ok=True)
        command = [self.python, PROGRAM, out, *names]
        ran = self.run(fixture, *words, environment=environment, command=command)
        if out.exists():
            ran.results = json.loads(out.read_text())
        return ran

    def serve(self, *words, environment={}):
        process = subprocess.Popen(
            [self.binary, "serve", *map(str, words)],
            env=self.environment(environment),
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        return process, process.stdout.readline().removeprefix("listening on ").strip()

    @staticmethod
    def stop(process):
        process.send_signal(signal.SIGTERM)
        _, stderr = process.communicate(timeout=20)
        return process.returncode, stderr

    def write_fixture(self, name):
        """A fixture with nothing in it."""
        empty = {"version": "2.0", "provider": "openai", "interactions": []}
        (self.folder / name).write_text(json.dumps(empty))

    def interactions(self, fixture):
        return json.loads((self.folder / fixture).read_text())["interactions"]


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--llm-mock", required=True, type=pathlib.Path)
    parser.add_argument("--venv", type=pathlib.Path, default=HERE.parents[1] / ".build" / "clients")
    parser.add_argument("--keep", type=pathlib.Path)
    options = parser.parse_args()
    python = installed(options.venv.absolute())
    if python is None:
        print("real clients: skipped, for no package index can be reached")
        return
    folder = options.keep or pathlib.Path(tempfile.mkdtemp(prefix="real-clients-"))
    folder = folder.absolute()
    folder.mkdir(parents=True, exist_ok=True)
    started = time.monotonic()
    # Most of the time goes into importing the SDKs, on one processor each.
    checks = [*client_checks.CHECKS, python_tool_checks.python_tool]
    binary = options.llm_mock.absolute()
    stages = [Stage(binary, python, folder / check.__name__) for check in checks]
    try:
        with concurrent.futures.ThreadPoolExecutor(min(4, os.cpu_count())) as pool:
            pending = [pool.submit(check, stage) for check, stage in zip(checks, stages)]
        for stage, future in zip(stages, pending):
            if error := future.exception():
                told = "".join(traceback.format_exception(error))
                stage.check(f"{stage.folder.name}: it comes to its end", False, told)
    finally:
        if not options.keep:
            shutil.rmtree(folder)
    checked, failed = sum(s.checked for s in stages), sum(s.failed for s in stages)
    seconds = time.monotonic() - started
    print(f"{checked - failed} of {checked} checks passed in {seconds:.0f} s")
    sys.exit(1 if failed else 0)


if __name__ == "__main__":
    main()
