"""What holds for the official SDKs under `run` and against `serve`."""
import concurrent.futures
import json
import subprocess
import urllib.request

from standin import StandIn


def upstreams(api):
    return [f"--upstream={name}={api.url}" for name in ("anthropic", "openai", "gemini")]


KEYS = {
    "ANTHROPIC_API_KEY": "sk-ant-planted-0001",
    "OPENAI_API_KEY": "sk-planted-0002",
    "GEMINI_API_KEY": "planted-0003",
}
PLACEHOLDER = "llm-mock-placeholder"


def recording(stage):
    names = stage.names("all")
    with StandIn() as api:
        recorded = stage.calls(
            names, "all.json", "--mode", "record", *upstreams(api), environment=KEYS
        )
        sent = len(api.requests)
        arrived = {
            value.removeprefix("Bearer ")
            for _, headers, _ in api.requests
            for value in headers.values()
        }
    stage.check("recording: every call succeeds", recorded.status == 0, recorded)
    report = recorded.report
    kept = len(stage.interactions("all.json"))
    stage.check(
        "recording: every answer is kept",
        report.get("recorded") == report.get("requests") == sent == kept,
        f"{sent} sent, {report}"[:600],
    )
    keys = set(KEYS.values())
    stage.check("recording: real keys go upstream", keys <= arrived, keys - arrived)
    written = (stage.folder / "all.json").read_text() + recorded.stderr + json.dumps(report)
    stage.check("recording: no key is written", not any(key in written for key in keys))

    replayed = stage.calls(names, "all.json")
    stage.check("replaying: no key and no upstream are needed", replayed.status == 0, replayed)
    stage.check_results("replaying: every field is equal", recorded.results, replayed.results)
    said = f"llm-mock: {sent} requests answered from "
    stage.check(
        "replaying: one line tells that all is well",
        replayed.stderr.startswith(said) and replayed.stderr.count("\n") == 1,
        replayed,
    )
    stage.check(
        "replaying: every answer is exact",
        replayed.report.get("exact") == sent == replayed.report.get("requests"),
        replayed.report,
    )
    check_conversions(stage, recorded.results)
    check_misses(stage)


def check_conversions(stage, recorded):
    names = stage.names("converted")
    ran = stage.calls(names, "all.json")
    wrong = {}
    for name in names:
        one = essential_message(recorded[name.replace("converted", "all")])
        other = essential_message(ran.results[name])
        # Only a stream that is asked for it tells the usage of a chat.
        if ".chat" in name:
            one.pop("usage", None), other.pop("usage", None)
        if difference := stage.difference(one, other):
            wrong[name] = difference
    title = f"converting: the accumulated message is equal ({len(names)} calls)"
    stage.check(title, ran.status == 0 and not wrong, json.dumps(wrong, indent=2) + str(ran))
    stage.check(
        "converting: the report says so", ran.report.get("converted") == len(names), ran.report
    )


def essential_message(value):
    """A message without what only says that the SDK's stream helper made it."""
    value = value[-1] if isinstance(value, list) else value
    made = ("parsed", "parsed_arguments", "parsed_output", "index", "_request_id")

    def essential(value):
        if isinstance(value, list):
            return [essential(element) for element in value]
        if not isinstance(value, dict):
            return value
        return {k: essential(v) for k, v in value.items() if v is not None and k not in made}

    return essential(value)


def check_misses(stage):
    names = stage.names("missed")
    before = (stage.folder / "all.json").read_bytes()
    ran = stage.calls(names, "all.json")
    for name in names:
        result = ran.results.get(name, {})
        message = result.get("message", "") if isinstance(result, dict) else str(result)
        wanted = ["Nearest is @", "all.json", "To record it: llm-mock run --mode auto"]
        passed = result["failed"] in ("NotFoundError", "ClientError") and result["status"] == 404
        stage.check(
            f"missing: the SDK's error of {name} tells the nearest",
            passed and all(text in message for text in wanted) and len(message) < 1_300,
            result,
        )
    stage.check(
        "missing: the first try is the last",
        ran.report.get("requests") == ran.report.get("missed") == len(names),
        ran.report,
    )
    stage.check("missing: it exits with 1", ran.status == 1, ran)
    stage.check("missing: the file stays", (stage.folder / "all.json").read_bytes() == before)


def failing(stage):
    fails, busy = stage.names("fails"), stage.names("busy")
    with StandIn() as api:
        words = ["--mode", "record", *upstreams(api)]
        passed = stage.calls([*fails, *busy], "good.json", *words, environment=KEYS)
        sent = len(api.requests)
    kinds = {400: "BadRequestError", 401: "AuthenticationError", 429: "RateLimitError"}
    wrong = {
        name: passed.results[name]
        for name in fails
        if passed.results[name]["failed"] != kinds.get(int(name.split()[-1]), "InternalServerError")
    }
    stage.check(f"errors: the SDK raises its own ({len(fails)} calls)", not wrong, wrong)
    stage.check(
        "errors: none is kept",
        passed.report.get("not_kept") == len(fails) + len(busy)
        and "not kept  request 1: status 400" in passed.stderr,
        passed,
    )
    stage.check(
        "retries: the SDK tries again, one answer is kept",
        passed.status == 0
        and sent == len(fails) + 2 * len(busy)
        and len(stage.interactions("good.json")) == len(busy),
        f"{sent} sent; {passed}",
    )
    replayed = stage.calls(busy, "good.json")
    recorded = {name: passed.results[name] for name in busy}
    stage.check_results("retries: that answer is replayed", recorded, replayed.results)

    with StandIn() as api:
        words = ["--mode", "record", "--record-errors", *upstreams(api)]
        kept = stage.calls([*fails, *busy], "kept.json", *words, environment=KEYS)
    replayed = stage.calls([*fails, *busy], "kept.json")
    stage.check_results("errors: kept when asked, and raised again", kept.results, replayed.results)
    statuses = [entry.get("status", 200) for entry in stage.interactions("kept.json")]
    stage.check(
        "retries: the retry's answer takes the place of a kept error",
        sorted(statuses) == sorted([400, 401, 429, 500] * 3 + [200] * len(busy)),
        statuses,
    )


def modes(stage):
    first, second = ["all openai.chat"], ["all openai.chat", "all openai.responses"]
    with StandIn() as api:
        words = upstreams(api)
        auto = {"LLM_MOCK_MODE": "auto"}
        one = stage.calls(first, "auto.json", *words, environment=KEYS | auto)
        two = stage.calls(second, "auto.json", *words, environment=KEYS | auto | {"CI": "true"})
        stage.check(
            "auto: what is missing is recorded, the rest answered",
            (one.status, two.status, len(api.requests)) == (0, 0, 2)
            and two.report.get("exact") == two.report.get("recorded") == 1
            and one.results["all openai.chat"] == two.results["all openai.chat"],
            f"{one} {two} {two.report}",
        )
        sent = len(api.requests)
        # The placeholder stands where no key is, and is sent nowhere.
        ran = stage.calls(
            ["missed openai.chat"], "auto.json", *words, environment=auto
        )
        stage.check(
            "auto: without a key nothing is sent, and the error names the key",
            len(api.requests) == sent
            and "OPENAI_API_KEY is not set" in ran.results["missed openai.chat"]["message"]
            and ran.status == 1,
            f"{ran} {ran.results}",
        )
        ran = stage.calls(
            ["missed openai.chat"], "auto.json", "--mode", "replay", *words, environment=KEYS | auto
        )
        stage.check(
            "modes: the option wins over the variable",
            ran.status == 1 and len(api.requests) == sent,
            ran,
        )
        off = KEYS | {"LLM_MOCK_DISABLED": "1"}
        straight = {"OPENAI_BASE_URL": api.url + "/v1"}
        ran = stage.calls(second, "off.json", *words, environment=off | straight)
        arrived = [value for _, headers, _ in api.requests[sent:] for value in headers.values()]
        stage.check(
            "disabled: the command runs alone, with its keys, and that is said",
            ran.status == 0
            and len(api.requests) == sent + 2
            and f"Bearer {KEYS['OPENAI_API_KEY']}" in arrived
            and "LLM_MOCK_DISABLED is set" in ran.stderr
            and not (stage.folder / "off.json").exists(),
            ran,
        )


BASE_URL = """
import openai, sys
client = openai.OpenAI(base_url=sys.argv[1] + "/v1", max_retries=0)
client.chat.completions.create(model="m", messages=[{"role": "user", "content": "hi"}])
"""


def ignored_variables(stage):
    with StandIn() as api:
        command = [stage.python, "-c", BASE_URL, api.url]
        stage.write_fixture("one.json")
        ran = stage.run("one.json", environment=KEYS, command=command)
        _, headers, _ = api.requests[0]
        stage.check(
            "base_url: such a client has no real key",
            headers["authorization"] == f"Bearer {PLACEHOLDER}",
            headers,
        )
        stage.check(
            "base_url: no request arrived, and that is told",
            ran.status == 0
            and "no request arrived while" in ran.stderr
            and "A base_url= in the code wins over OPENAI_BASE_URL." in ran.stderr,
            ran,
        )
        ran = stage.run("one.json", "--require-requests", environment=KEYS, command=command)
        stage.check("base_url: --require-requests makes that a failure", ran.status == 1, ran)
        stage.run("one.json", "--keep-keys", environment=KEYS, command=command)
        _, headers, _ = api.requests[-1]
        stage.check(
            "base_url: --keep-keys passes the key",
            headers["authorization"] == f"Bearer {KEYS['OPENAI_API_KEY']}",
            headers,
        )


def statuses(stage):
    stage.write_fixture("one.json")
    (stage.folder / "text").write_text("no program")
    (stage.folder / "broken.json").write_text("{")
    shell = ["sh", "-c"]
    for title, fixture, command, status in (
        ("the command's own", "one.json", [*shell, "exit 7"], 7),
        ("128 and the signal", "one.json", [*shell, "kill -TERM $$"], 143),
        ("not executable", "one.json", [stage.folder / "text"], 126),
        ("not found", "one.json", ["no-such-command-anywhere"], 127),
        ("no fixture", "absent.json", [*shell, "exit 0"], 125),
        ("a fixture that does not parse", "broken.json", [*shell, "exit 0"], 125),
    ):
        ran = stage.run(fixture, command=command)
        stage.check(f"statuses: {title} is {status}", ran.status == status, ran)
    ran = stage.run("one.json", "--mode", "replya", command=["true"])
    stage.check("statuses: wrong use is 2", ran.status == 2, ran)


def serving(stage):
    """Several programs at once, each with its own fixture."""
    groups = {
        "claude": ["all anthropic.plain", "all anthropic.concurrent", "all anthropic.async_stream"],
        "gpt": ["all openai.concurrent", "all openai.chat_stream", "all openai.embeddings"],
        "mixed/both": ["all openai.responses_stream", "all gemini.stream", "all gemini.count"],
    }

    def calls(url, keys):
        def one(name, names):
            out = stage.folder / f"served-{name.replace('/', '-')}.json"
            base = f"{url}/fixture/{name.replace('/', '%2F')}"
            bases = {
                "ANTHROPIC_BASE_URL": base,
                "OPENAI_BASE_URL": f"{base}/v1",
                "GOOGLE_GEMINI_BASE_URL": base,
            }
            command = [stage.python, stage.program, str(out), *names]
            subprocess.run(
                command, env=stage.environment(keys, bases), check=True, timeout=100
            )
            return json.loads(out.read_text())

        with concurrent.futures.ThreadPoolExecutor() as pool:
            pending = [pool.submit(one, *group) for group in groups.items()]
            return {k: v for future in pending for k, v in future.result().items()}

    folder = stage.folder / "served"
    folder.mkdir()
    into = ["--into", folder / "rest.json"]
    with StandIn() as api:
        words = ["--fixture", folder, "--mode", "record", *into, *upstreams(api)]
        process, url = stage.serve(*words)
        recorded = calls(url, KEYS)
        status, stderr = stage.stop(process)
        sent = len(api.requests)
    stage.check(
        "serving: programs record side by side, each into its own fixture",
        status == 0
        and [len(stage.interactions(f"served/{name}.json")) for name in groups] == [52, 52, 3]
        and f"recorded {sent} of {sent} requests" in stderr,
        stderr,
    )
    process, url = stage.serve("--fixture", folder)
    placeholders = {name: PLACEHOLDER for name in KEYS}
    replayed = calls(url, placeholders)
    with urllib.request.urlopen(f"{url}/_llm-mock/journal", timeout=20) as answer:
        journal = json.load(answer)
    status, stderr = stage.stop(process)
    stage.check_results("serving: every field is equal", recorded, replayed)
    stage.check(
        "serving: the journal has every request",
        journal["exact"] == journal["requests"] == len(journal["journal"]) == sent,
        journal,
    )
    stage.check("serving: it stops when it is told to", status == 0, stderr)


CHECKS = [recording, failing, serving, modes, ignored_variables, statuses]
