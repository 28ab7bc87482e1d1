"""Sends requests that are recorded: FIRST COUNT SAME [FIXTURE UPSTREAM].

Says `ready`; on a line sends the requests FIRST to FIRST + COUNT and says how many were answered;
on another line sends the request SAME and says so again. Alone it sends to OPENAI_BASE_URL; with a
fixture it is itself the recorder, by the Python llm-mock.
"""

import contextlib
import http.client
import os
import sys
import urllib.parse

import calls

HEADERS = {"Content-Type": "application/json", "Authorization": "Bearer test"}


def main() -> None:
  first, count, same = map(int, sys.argv[1:4])
  with through_llm_mock(*sys.argv[4:]) if len(sys.argv) > 4 else plain() as send:
    print("ready", flush=True)
    for numbers in (range(first, first + count), [same]):
      sys.stdin.readline()
      print(sum(send(calls.body(number)) for number in numbers), flush=True)


@contextlib.contextmanager
def plain():
  base = urllib.parse.urlsplit(os.environ["OPENAI_BASE_URL"])
  connection = http.client.HTTPConnection(base.netloc, timeout=60)

  def send(body: bytes) -> bool:
    connection.request("POST", base.path + "/chat/completions", body, HEADERS)
    response = connection.getresponse()
    response.read()
    return response.status == 200

  yield send
  connection.close()


@contextlib.contextmanager
def through_llm_mock(fixture: str, upstream: str):
  import httpx
  import llm_mock
  from llm_mock.providers import openai

  connection = http.client.HTTPConnection(urllib.parse.urlsplit(upstream).netloc, timeout=60)

  def forward(request: httpx.Request, body: bytes) -> httpx.Response:
    # It can only reach the API itself, so this takes the place of that one step.
    connection.request("POST", request.url.path, body, HEADERS)
    response = connection.getresponse()
    return httpx.Response(response.status, content=response.read())

  openai._forward_request = forward
  url = "https://api.openai.com/v1/chat/completions"
  with llm_mock.llm_mock("record", fixture, provider="openai"), httpx.Client() as client:

    def send(body: bytes) -> bool:
      try:
        return client.post(url, content=body, headers=HEADERS).status_code == 200
      except llm_mock.FixtureParseError:
        # It has read what another process was writing.
        return False

    yield send


if __name__ == "__main__":
  main()
