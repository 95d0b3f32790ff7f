#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Takes deliveries of Sohoa's events: refuses what is forged, altered or old, and takes each event once.

    SOHOA_SECRET=... python3 webhook_receiver.py [PORT]

Prints the events that it takes, one JSON object a line. Python's standard library is enough for it.
"""
import hashlib
import hmac
import http.server
import json
import os
import sys
import time

SECRET = os.environ["SOHOA_SECRET"].encode()
OLDEST_SECONDS = 300  # a delivery that was listened to cannot be used later on
taken = set()  # a real receiver keeps these with what it does about them, in one transaction


def refusal(headers, body):
    """Why this is no fresh delivery of Sohoa's, or None."""
    timestamp = headers.get("X-Timestamp", "")
    expected = "v1=" + hmac.new(SECRET, timestamp.encode() + b"." + body, hashlib.sha256).hexdigest()
    if not hmac.compare_digest(expected, headers.get("X-Signature", "")):
        return 401
    if not timestamp.isdecimal() or abs(time.time() - int(timestamp)) > OLDEST_SECONDS:
        return 401
    return None


class Receiver(http.server.BaseHTTPRequestHandler):
    def do_POST(self):
        length = int(self.headers.get("Content-Length", "0"))
        if length > 65536:
            return self.answer(413)
        body = self.rfile.read(length)
        why = refusal(self.headers, body)
        if why:
            return self.answer(why)
        event = json.loads(body)
        # At least once: the same event may come again, and is answered the same. A test is no event, and has no number.
        if event["kind"] == "webhook.test" or event["id"] not in taken:
            taken.add(event["id"])
            print(json.dumps(event), flush=True)
        return self.answer(204)

    def answer(self, status):
        self.send_response(status)
        self.send_header("Content-Length", "0")
        self.end_headers()

    def log_message(self, *_):
        pass


if __name__ == "__main__":
    server = http.server.ThreadingHTTPServer(("127.0.0.1", int(sys.argv[1]) if len(sys.argv) > 1 else 9000), Receiver)
    print(server.server_address[1], file=sys.stderr, flush=True)
    server.serve_forever()
