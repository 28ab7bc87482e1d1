"""Writes a flow for `mitmdump --server-replay`: FLOW PORT REQUEST ANSWER."""

import sys

from mitmproxy import http, io
from mitmproxy.test import tflow

flow, port, request, answer = sys.argv[1:]
with open(request, "rb") as file:
  asked = http.Request.make(
    "POST", f"http://127.0.0.1:{port}/v1/chat/completions", file.read(),
    {"Content-Type": "application/json"},
  )
with open(answer, "rb") as file:
  given = http.Response.make(200, file.read(), {"Content-Type": "application/json"})
with open(flow, "wb") as file:
  io.FlowWriter(file).add(tflow.tflow(req=asked, resp=given))
