"""A small API that stands in for the providers' own: it answers each call differently.

    with StandIn() as api: ...api.url, api.requests...

A request whose text says "fail with STATUS" gets that error; one that says "busy once" gets 429 the
first time and an answer the second. A request with tools gets a call of the first one; one that
asks for thinking gets some.
"""
import itertools
import json
import re
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

from standin_answers import ANSWERS, error


class StandIn:
    def __init__(self):
        self.requests = []
        self.numbers = itertools.count(1)
        self.busy = set()
        self.lock = threading.Lock()
        stand_in = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"
            # Head and body are two writes, and the second would wait for a delayed acknowledgement.
            disable_nagle_algorithm = True

            def log_message(self, *_):
                pass

            def do_POST(self):
                body = json.loads(self.rfile.read(int(self.headers["content-length"])))
                path = self.path.split("?")[0]
                headers = {name.lower(): value for name, value in self.headers.items()}
                with stand_in.lock:
                    stand_in.requests.append((self.path, headers, body))
                stand_in.answer(self, path, body)

            def send_body(self, status, body, headers=()):
                data = json.dumps(body, ensure_ascii=False).encode()
                self.send_response(status)
                self.send_header("content-type", "application/json")
                self.send_header("content-length", str(len(data)))
                for name, value in headers:
                    self.send_header(name, value)
                self.end_headers()
                self.wfile.write(data)

            def send_events(self, events, headers=()):
                self.send_response(200)
                self.send_header("content-type", "text/event-stream; charset=utf-8")
                self.send_header("transfer-encoding", "chunked")
                for name, value in headers:
                    self.send_header(name, value)
                self.end_headers()
                for name, data in events:
                    text = data if isinstance(data, str) else json.dumps(data, ensure_ascii=False)
                    event = (f"event: {name}\n" if name else "") + f"data: {text}\n\n"
                    event = event.encode()
                    self.wfile.write(b"%x\r\n%s\r\n" % (len(event), event))
                self.wfile.write(b"0\r\n\r\n")

        class Server(ThreadingHTTPServer):
            daemon_threads = True
            request_queue_size = 256

        self.server = Server(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self.server.server_port}"
        threading.Thread(target=self.server.serve_forever, args=(0.02,), daemon=True).start()

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.server.shutdown()
        self.server.server_close()

    def answer(self, handler, path, body):
        text = json.dumps(body, ensure_ascii=False)
        number = next(self.numbers)
        headers = [("request-id", f"req_{number}"), ("x-request-id", f"req_{number}")]
        if failing := re.search(r"fail with (\d+)", text):
            status = int(failing[1])
            return handler.send_body(status, error(path, status, number), headers)
        if "busy once" in text:
            with self.lock:
                first = text not in self.busy
                self.busy.add(text)
            if first:
                wait = [*headers, ("retry-after-ms", "5"), ("retry-after", "0")]
                return handler.send_body(429, error(path, 429, number), wait)
        for ending, make in ANSWERS.items():
            if path.endswith(ending):
                answer = make(number, body)
                break
        else:
            return handler.send_body(404, error(path, 404, number), headers)
        if isinstance(answer, dict):
            handler.send_body(200, answer, headers)
        else:
            handler.send_events(answer, headers)
