"""Fixtures go back and forth between this tool and the Python package of the same name.

The package patches httpx, which today's SDKs no longer use, so it is driven with httpx itself.
"""
import json
import subprocess

from client_checks import KEYS, upstreams
from standin import StandIn

# What the SDKs send for calls of the same names.
PROGRAM = """
import json, sys
import httpx
from llm_mock import llm_mock
from llm_mock.providers import anthropic, openai

mode, fixture, out, calls, url = sys.argv[1:]
if url:
    anthropic.ANTHROPIC_BASE_URL = openai.OPENAI_BASE_URL = url
bases = {
    "/v1/messages": anthropic.ANTHROPIC_BASE_URL, "/v1/chat/completions": openai.OPENAI_BASE_URL
}
answers = []
with llm_mock(mode, fixture):
    for path, body in json.loads(calls):
        answer = httpx.post(bases[path] + path, json=body, headers={"x-api-key": "planted-0004"})
        if body.get("stream"):
            data = [part.split("\\nevent:")[0] for part in answer.text.split("data: ")[1:]]
            answers.append([json.loads(text) for text in data if text[:6] != "[DONE]"])
        else:
            answers.append(answer.json())
json.dump(answers, open(out, "w"))
"""


def said(text):
    return [{"role": "user", "content": text}]


CLAUDE = {"model": "claude-sonnet-4-6", "max_tokens": 256}
GPT = {"model": "gpt-4o-mini"}
# The name of each call in client_calls.py, and what it sends.
CALLS = {
    "all anthropic.plain": ("/v1/messages", CLAUDE | {"messages": said("Say hello, plainly.")}),
    "all anthropic.events": (
        "/v1/messages",
        CLAUDE | {"messages": said("Say hello, as raw events."), "stream": True},
    ),
    "all openai.chat": ("/v1/chat/completions", GPT | {"messages": said("Say hello, plainly.")}),
    "all openai.chat_events": (
        "/v1/chat/completions",
        GPT | {"messages": said("Say hello, as chunks."), "stream": True},
    ),
}


def tool(stage, mode, fixture, calls, url=""):
    out = stage.folder / "tool.json"
    out.unlink(missing_ok=True)
    words = [mode, stage.folder / fixture, out, json.dumps(calls), url]
    done = subprocess.run(
        [stage.python, "-c", PROGRAM, *map(str, words)],
        env=stage.environment(),
        capture_output=True,
        text=True,
        timeout=60,
    )
    return json.loads(out.read_text()) if out.exists() else done.stderr[-600:]


def answers(stage, fixture):
    """What a fixture holds, in the form in which the tool gives it."""
    return [
        [e["data"] for e in entry["stream_events"] if e["data"] != "[DONE]"]
        if entry.get("streaming")
        else entry["response"]
        for entry in stage.interactions(fixture)
    ]


def python_tool(stage):
    names, calls = list(CALLS), list(CALLS.values())
    with StandIn() as api:
        words = ["--mode", "record", *upstreams(api)]
        ours = stage.calls(names, "ours.json", *words, environment=KEYS)
        stored = answers(stage, "ours.json")
        replayed = tool(stage, "replay", "ours.json", calls)
        stage.check_equal("Python tool: it replays our fixture", replayed, stored)

        theirs = tool(stage, "record", "theirs.json", calls, api.url)
        stage.check_equal("Python tool: it records", theirs, answers(stage, "theirs.json"))
        ran = stage.calls(names, "theirs.json")
        stage.check(
            "Python tool: we replay its fixture, exactly",
            ran.status == 0 and ran.report.get("exact") == len(names),
            f"{ran} {ran.report}",
        )
        got = [ran.results.get(name) for name in names]
        stage.check(
            "Python tool: with its answers",
            identifiers(got) == identifiers(theirs),
            f"{identifiers(got)} {identifiers(theirs)}",
        )
        # It writes the file anew, without what it does not know.
        more = [["/v1/messages", CLAUDE | {"messages": said("One more")}]]
        tool(stage, "record", "ours.json", more, api.url)
        ran = stage.calls(names, "ours.json")
        same = {name: without_heads(ran.results.get(name)) for name in names}
        recorded = {name: without_heads(ours.results.get(name)) for name in names}
        stage.check_results("Python tool: we replay ours after it wrote there", recorded, same)

        # And the other way round: into a file of its own.
        before = (stage.folder / "theirs.json").read_text().splitlines()
        stage.calls(["all openai.chat_tools"], "theirs.json", *words, environment=KEYS)
        after = (stage.folder / "theirs.json").read_text().splitlines()
        kept = [line for line in before[:-3] if line not in after]
        title = "Python tool: recording into its fixture changes no other entry"
        stage.check(title, not kept, kept)
        replayed = tool(stage, "replay", "theirs.json", calls)
        stage.check_equal("Python tool: it replays that file still", replayed, theirs)


def identifiers(results):
    first = [result[0] if isinstance(result, list) else result for result in results]
    return [(one.get("message") or one)["id"] for one in first]


def without_heads(result):
    if isinstance(result, dict):
        result.pop("_request_id", None)
    return result
