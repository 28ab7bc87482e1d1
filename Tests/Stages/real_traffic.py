#!/usr/bin/env python3
"""Records real traffic through the gateway, replays it with the API gone, and compares every answer.

    real_traffic.py --llm-mock BINARY --corpus FILE.jsonl.gz --upstream SCRIPT [--limit N] [--keep DIR]

The corpus has one recorded call a line: url, request_body, status, response_body, streaming, source
("OWNER/REPO:PATH#N"). The upstream is a program that answers those calls and prints the address it
listens on. Each recording file becomes one fixture. Exits with 1 when an answer differs.
"""
import argparse
import collections
import concurrent.futures
import gzip
import http.client
import json
import os
import re
import shutil
import signal
import subprocess
import sys
import tempfile
import urllib.parse


def started(command):
    """A program that prints where it listens, and its port."""
    process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
    for line in process.stdout:
        if found := re.search(r"http://127\.0\.0\.1:(\d+)", line):
            return process, int(found.group(1))
    sys.exit(f"{command[0]} ended before it listened")


def stopped(process):
    process.send_signal(signal.SIGTERM)
    process.wait()


def calls_by_recording(path, limit):
    recordings = collections.OrderedDict()
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        for number, line in enumerate(lines):
            if limit and number >= limit:
                break
            call = json.loads(line)
            call["number"] = number
            recordings.setdefault(call["source"].rsplit("#", 1)[0], []).append(call)
    return recordings


def path_of(url):
    return re.sub(r"^/+", "/", re.sub(r"^https?://[^/]+", "", url))


def send(port, recording, calls):
    """The answers to one recording's calls, in order."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=120)
    fixture = recording.replace(":", "/")
    answers = []
    for call in calls:
        headers = {
            "content-type": "application/json",
            "x-recording": recording,
            "x-llm-mock-fixture": urllib.parse.quote(fixture, safe=""),
        }
        body = call["request_body"].encode("utf-8", "surrogatepass")
        connection.request("POST", path_of(call["url"]), body, headers)
        answer = connection.getresponse()
        answers.append((answer.status, answer.getheader("content-type"), answer.read()))
    connection.close()
    return answers


def difference(call, answer):
    """How an answer differs from what the recording client got; None when it does not."""
    status, kind, body = answer
    expected = call["response_body"].encode("utf-8", "surrogatepass")
    if status != call["status"]:
        return f"status {status} in place of {call['status']}: {body[:300]!r}"
    if call["streaming"]:
        return None if body == expected else "other bytes in the stream"
    try:
        same = json.loads(body) == json.loads(expected)
    except ValueError:
        same = body == expected
    return None if same else "another body"


def compared(title, port, recordings, jobs):
    wrong = []
    total = 0
    with concurrent.futures.ThreadPoolExecutor(jobs) as pool:
        pending = {
            pool.submit(send, port, recording, calls): calls
            for recording, calls in recordings.items()
        }
        for future in concurrent.futures.as_completed(pending):
            calls = pending[future]
            for call, answer in zip(calls, future.result()):
                total += 1
                if problem := difference(call, answer):
                    wrong.append(f"{call['source']} ({call['number']}): {problem}")
    print(f"{title}: {total - len(wrong)} of {total} answers equal")
    for line in sorted(wrong)[:20]:
        print("  " + line)
    return not wrong


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--llm-mock", required=True)
    parser.add_argument("--corpus", required=True)
    parser.add_argument("--upstream", required=True)
    parser.add_argument("--limit", type=int, default=0)
    parser.add_argument("--jobs", type=int, default=4)
    parser.add_argument("--keep")
    options = parser.parse_args()
    recordings = calls_by_recording(options.corpus, options.limit)
    folder = options.keep or tempfile.mkdtemp(prefix="real-traffic-")
    os.makedirs(folder, exist_ok=True)
    serve = [options.llm_mock, "serve", "--fixture", folder]
    try:
        upstream, upstream_port = started(
            [sys.executable, options.upstream, options.corpus, "--port", "0"]
        )
        gateway, port = started(
            serve
            + ["--mode", "record", "--record-errors", "--into", os.path.join(folder, "others")]
            + ["--upstream", f"recorded=http://127.0.0.1:{upstream_port}"]
        )
        recorded = compared("recording", port, recordings, options.jobs)
        stopped(gateway)
        stopped(upstream)
        gateway, port = started(serve + ["--mode", "replay"])
        replayed = compared("replaying", port, recordings, options.jobs)
        stopped(gateway)
    finally:
        if not options.keep:
            shutil.rmtree(folder)
    sys.exit(0 if recorded and replayed else 1)


if __name__ == "__main__":
    main()
