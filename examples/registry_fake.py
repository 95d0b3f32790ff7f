#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""A register that is made up: answers Sohoa's questions about people and enterprises (docs/REGISTRIES.md) from the tables below.

    SOHOA_REGISTRY_KEY=... python3 registry_fake.py [PORT]

/person and /enterprise answer as they should; with ?fault= as they should not: away (503), refused (403), slow (waits for 30 s),
malformed, unsigned, forged (signed with another key), old (signed an hour ago), other (the answer to another question), chatty
(more than was asked). Prints one line a question, without what was asked. Whoever writes a gateway to real registers puts its
question to these where "look_up" is. Python's standard library is enough for it.
"""
import hashlib
import hmac
import http.server
import json
import os
import sys
import time
import unicodedata
import urllib.parse

KEY = os.environ["SOHOA_REGISTRY_KEY"].encode()
OLDEST_SECONDS = 300

# Nobody of these exists; the first three digits of a number say where its owner would have been registered.
PEOPLE = {
    "051190001234": {"name": "Trần Thị Bưởi", "birth_date": "1990-03-08"},
    "051085004321": {"name": "Nguyễn Văn Ổi", "birth_date": "1985-10-04"},
    "037173009999": {"name": "Tống Thị Mận", "birth_date": "1973-09-21"},
    "040201000777": {"name": "Lê Văn Mơ", "birth_date": ""},  # a register may not have everything
}
ENTERPRISES = {
    "9900000016": {"name": "Công ty TNHH Quả Ngọt"},
    "9900000023": {"name": "Công ty Cổ phần Vườn Mây"},
}


def same(one, other):
    """Names are compared without regard to capitals and blanks, but with every mark."""
    plain = lambda text: " ".join(unicodedata.normalize("NFC", text).casefold().split())
    return plain(one) == plain(other)


def look_up(question):
    """What the register says to one question: whether the number is there, and of each thing asked whether it fits."""
    people = question["registry"] == "population"
    entry = (PEOPLE if people else ENTERPRISES).get(question["identity_number" if people else "enterprise_code"])
    if entry is None:
        return {"found": False}
    match = {}
    for part in ("name", "birth_date"):
        if part in question:
            known = entry.get(part)
            match[part] = ("match" if same(known, question[part]) else "mismatch") if known else "unknown"
    return {"found": True, "match": match}


def signature(key, timestamp, body):
    return "v1=" + hmac.new(key, timestamp.encode() + b"." + body, hashlib.sha256).hexdigest()


def is_ours(headers, body):
    timestamp = headers.get("X-Timestamp", "")
    fresh = timestamp.isdecimal() and abs(time.time() - int(timestamp)) <= OLDEST_SECONDS
    return fresh and hmac.compare_digest(signature(KEY, timestamp, body), headers.get("X-Signature", ""))


class Register(http.server.BaseHTTPRequestHandler):
    def do_POST(self):
        url = urllib.parse.urlsplit(self.path)
        fault = urllib.parse.parse_qs(url.query).get("fault", [""])[0]
        length = int(self.headers.get("Content-Length", "0"))
        body = self.rfile.read(length) if length <= 65536 else b""
        if not is_ours(self.headers, body):
            return self.answer(401, b"", "")
        question = json.loads(body)
        if url.path not in ("/person", "/enterprise") or not question.get("purpose") or not question.get("legal_basis"):
            return self.answer(400, b"", "")
        print(json.dumps({"client": self.headers.get("X-Client-Id"), "registry": question["registry"], "dossier": question["dossier"], "purpose": question["purpose"]}), flush=True)
        if fault in ("away", "refused"):
            return self.answer(503 if fault == "away" else 403, b"", "")
        if fault == "slow":
            time.sleep(30)
        answer = {"request": "another" if fault == "other" else question["request"]} | look_up(question)
        if fault == "chatty":
            answer["match"] = answer.get("match", {}) | {"birth_date": "match", "hometown": "Xã Gia Sinh"}
        self.answer(200, b"{\"request\": " if fault == "malformed" else json.dumps(answer).encode(), fault)

    def answer(self, status, body, fault):
        timestamp = str(int(time.time()) - (3600 if fault == "old" else 0))
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        self.send_header("X-Timestamp", timestamp)
        if fault != "unsigned":
            self.send_header("X-Signature", signature(b"another key" if fault == "forged" else KEY, timestamp, body))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_):
        pass


if __name__ == "__main__":
    server = http.server.ThreadingHTTPServer(("127.0.0.1", int(sys.argv[1]) if len(sys.argv) > 1 else 9002), Register)
    print(server.server_address[1], file=sys.stderr, flush=True)
    server.serve_forever()
