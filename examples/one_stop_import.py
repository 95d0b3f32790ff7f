#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""A one-stop system's side: is told that a dossier is committed, fetches its bundle, imports it once, and says so.

    SOHOA_SECRET=... SOHOA_KEY=... python3 one_stop_import.py SOHOA_URL [PORT]

Prints each bundle that it imports, one JSON object a line; "import" is all there is to replace. Python's standard library is
enough for it.
"""
import http.server
import json
import os
import sys
import urllib.parse
import urllib.request

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
import webhook_receiver

SOHOA = sys.argv[1].rstrip("/")
KEY = os.environ["SOHOA_KEY"]
imported = set()  # a real system keeps a bundle's name with what it imported, in one transaction


def ask(method, path, body=None):
    request = urllib.request.Request(SOHOA + path, method=method, data=None if body is None else json.dumps(body).encode())
    request.add_header("Authorization", "Bearer " + KEY)
    request.add_header("Content-Type", "application/json")
    with urllib.request.urlopen(request, timeout=10) as response:
        return response.read()


def take(dossier):
    path = "/v1/dossiers/" + urllib.parse.quote(dossier) + "/bundle"
    bundle = json.loads(ask("GET", path))
    # The same version may be told of again, or a newer one be there by now.
    if bundle["bundle"] not in imported:
        imported.add(bundle["bundle"])
        print(json.dumps(bundle, ensure_ascii=False), flush=True)
        ask("POST", path + "/status", {"bundle": bundle["bundle"], "status": "accepted", "reference": "HS-" + str(len(imported))})


class Importer(http.server.BaseHTTPRequestHandler):
    def do_POST(self):
        length = int(self.headers.get("Content-Length", "0"))
        body = self.rfile.read(length) if length <= 65536 else b""
        why = webhook_receiver.refusal(self.headers, body)
        if why:
            return self.answer(why)
        event = json.loads(body)
        try:
            if event["kind"] == "dossier.committed":
                take(event["dossier"])
        except OSError:
            return self.answer(503)  # Sohoa tells it again
        return self.answer(204)

    def answer(self, status):
        self.send_response(status)
        self.send_header("Content-Length", "0")
        self.end_headers()

    def log_message(self, *_):
        pass


if __name__ == "__main__":
    server = http.server.ThreadingHTTPServer(("127.0.0.1", int(sys.argv[2]) if len(sys.argv) > 2 else 9001), Importer)
    print(server.server_address[1], file=sys.stderr, flush=True)
    server.serve_forever()
