"""Stands in for an API in pictures of recording again.

    api.py FIXTURE PORT-FILE

Answers the requests of a fixture: the first as recorded, with another id, two others anew, one with
an error, and the rest not before it ends, a minute later.
"""

import http.server
import json
import pathlib
import sys
import threading
import time

LIFETIME = 60
ANSWERS = {
  1: '{"category": "bug", "priority": "urgent", "language": "en"}',
  2: '{"category": "how_to", "priority": "low", "language": "en"}',
}


def main() -> None:
  fixture, port_file = json.loads(pathlib.Path(sys.argv[1]).read_text()), sys.argv[2]
  recorded = {
    json.dumps(interaction["request"]["messages"]): (place, interaction["response"])
    for place, interaction in enumerate(fixture["interactions"])
  }

  class Handler(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def do_POST(self) -> None:
      request = json.loads(self.rfile.read(int(self.headers["content-length"])))
      place, response = recorded[json.dumps(request["messages"])]
      if place > 3:
        time.sleep(LIFETIME)
      if place == 3:
        message = "Your credit balance is too low to access the API."
        error = {"type": "error", "error": {"type": "invalid_request_error", "message": message}}
        self.answer(400, error)
        return
      response = response | {"id": f"msg_new{place}"}
      if place in ANSWERS:
        response["content"] = [{"type": "text", "text": ANSWERS[place]}]
        response["usage"] = response["usage"] | {"output_tokens": 27 + place}
      self.answer(200, response)

    def answer(self, status: int, body: dict) -> None:
      data = json.dumps(body).encode()
      self.send_response(status)
      self.send_header("content-type", "application/json")
      self.send_header("content-length", str(len(data)))
      self.end_headers()
      self.wfile.write(data)

    def log_message(self, *_) -> None:
      pass

  server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
  server.daemon_threads = True
  pathlib.Path(port_file).write_text(str(server.server_port))
  threading.Timer(LIFETIME, server.shutdown).start()
  server.serve_forever()


main()
