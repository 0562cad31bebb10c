"""Serves the page from the sources and a played cluster.

For work on the page without a build:  python3 .ci/page/mock.py --port 8080
"""

import argparse
import json
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import parse_qs, unquote, urlsplit

from played import FINDINGS, LINES, PROFILES, Cluster, rfc3339, text

EMBEDDED = Path(__file__).resolve().parents[2] / "Sources/Dashboard/Embedded"
POLICY = "default-src 'self'; base-uri 'none'; frame-ancestors 'none'; form-action 'self'"
TYPES = {".js": "text/javascript; charset=utf-8", ".css": "text/css; charset=utf-8",
         ".svg": "image/svg+xml", ".html": "text/html; charset=utf-8", ".ico": "image/x-icon"}


class Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    cluster, options = None, None

    def log_message(self, *_):
        pass

    def answer(self, status, body=b"", kind="application/json", **headers):
        if not isinstance(body, bytes):
            body = text(body).encode()
        if status >= 400:
            kind = "application/problem+json"
        self.send_response(status)
        for name, value in {"Content-Type": kind, "Content-Length": len(body),
                            "Content-Security-Policy": POLICY, "X-Content-Type-Options": "nosniff",
                            "Cache-Control": "no-store", **headers}.items():
            self.send_header(name.replace("_", "-"), str(value))
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(body)

    def problem(self, status, detail, hint=None):
        self.answer(status, {"type": "about:blank", "title": detail, "status": status,
                             "detail": detail, "hint": hint})

    def do_GET(self):
        parts = urlsplit(self.path)
        query = {name: values[-1] for name, values in parse_qs(parts.query).items()}
        path = unquote(parts.path)
        if not path.startswith("/api/"):
            return self.asset(path)
        if not self.isKnown():
            return self.problem(401, "a token is needed")
        name = path.removeprefix("/api/v1/")
        if name == "events":
            return self.stream()
        with self.cluster.lock:
            found = self.found(name, query)
        return self.problem(404, "there is no such thing") if found is None else self.answer(200, found)

    do_HEAD = do_GET

    def isKnown(self):
        return not self.options.token or "reelmill=known" in self.headers.get("Cookie", "")

    def asset(self, path):
        if path == "/":
            page = (EMBEDDED / "index.html").read_text().replace("HASH", "mock")
            return self.answer(200, page.encode(), TYPES[".html"])
        file = EMBEDDED / Path(path).name
        if not file.is_file() or file.suffix not in TYPES:
            return self.problem(404, "there is no such page")
        return self.answer(200, file.read_bytes(), TYPES[file.suffix])

    def job(self, key):
        return next((job for job in self.cluster.jobs if job.key == key or job.key[:8] == key), None)

    def found(self, name, query):
        cluster = self.cluster
        offset, limit = int(query.get("offset", 0)), int(query.get("limit", 200))
        if name == "state":
            return cluster.state()
        if name in ("jobs", "queue"):
            found = [job for job in cluster.lines() if query.get("path", "") in job["path"]]
            return {"total": len(found), "jobs": found[offset:offset + limit]}
        if name.startswith("jobs/"):
            key, _, rest = name[5:].partition("/")
            job = self.job(key)
            if not job:
                return None
            if rest == "logs":
                return {"attempts": [
                    {"task": f"v{piece['slice']:05d}", **attempt, "lines": [
                        "[matroska @ 0x55d0] Invalid NAL unit size (0 > 4013)",
                        "[h264 @ 0x55d1] Error splitting the input into NAL units."]}
                    for piece in job.slices for attempt in piece["attempts"] if attempt["reason"]]}
            line = cluster.line(cluster.jobs.index(job) + 1, job)
            return {"job": line, "slices": [{"task": f"v{piece['slice']:05d}", **{
                name: piece[name] for name in ("slice", "state", "attempts")}} for piece in job.slices],
                "tasks": [], "queued": rfc3339(cluster.now - 900), "actions": [
                    {"action": "cancel", "consequence": f"{line['slices']['done']} of "
                     f"{len(job.slices)} slices done, which are lost; its source stays where it is"}]}
        if name == "nodes":
            return {"nodes": cluster.nodeLines(cluster.lines())}
        if name == "history":
            wanted = [entry for entry in cluster.history
                      if entry["isRemoved"] == (query.get("removed") == "true")
                      and query.get("search", "").lower() in entry["path"].lower()
                      and entry["outcome"] in (query.get("outcome") or entry["outcome"])]
            return {"entries": wanted[offset:offset + limit], "matching": len(wanted),
                    "total": len(cluster.history)}
        if name.startswith("history/"):
            entry = self.entry(name[8:])
            return entry and {"entry": entry, "forecast": {
                "source": "unchanged", "isDoneAgain": True, "isProfileChanged": True,
                "text": "the source is there, unchanged since; its profile was changed since"}}
        if name == "statistics":
            return self.statistics()
        if name == "profiles":
            return PROFILES
        if name == "profiles/effective":
            return {"path": query.get("path"), "name": "hevc-10bit", "files": [], "notes": [],
                    "description": "HEVC in 10 bits, sound as it is", "lines": [
                        {"section": section, "text": text, "path": f"/srv/media/input/{place}",
                         "line": line} for section, text, place, line in LINES]}
        if name == "profiles/check":
            return {"profiles": []}
        if name == "scan":
            watch = cluster.sums(cluster.lines())["watch"]
            return {"scan": {**watch, "counts": watch["files"], "durationMilliseconds": 40}}
        if name == "doctor":
            return {"findings": [{"subject": subject, "outcome": outcome, "text": text, "fix": fix}
                                 for subject, outcome, text, fix in FINDINGS]}
        if name == "events/list":
            return {"events": cluster.events[-limit:]}
        return None

    def statistics(self):
        done = [entry for entry in self.cluster.history if entry["outcome"] == "done"]
        total = {"done": len(done), "sourceBytes": sum(entry["sourceBytes"] for entry in done),
                 "resultBytes": sum(entry["resultBytes"] for entry in done),
                 "filmMilliseconds": len(done) * 5_400_000}
        months = [{"name": f"2026-{month:02d}", "sum": {
            "sourceBytes": size << 30, "resultBytes": size * 47 // 100 << 30}}
            for month, size in zip(range(11, 3, -1), (94, 160, 120, 71, 30, 66, 18, 9))]
        return {"total": total, "months": months if done else [], "profiles": []}

    def entry(self, name):
        return next((entry for entry in self.cluster.history
                     if name in (entry["id"], entry["record"])), None)

    def stream(self):
        cluster = self.cluster
        self.send_response(200)
        for name, value in (("Content-Type", "text/event-stream"), ("Cache-Control", "no-store"),
                            ("Content-Security-Policy", POLICY), ("Connection", "close")):
            self.send_header(name, value)
        self.end_headers()
        self.close_connection = True
        with cluster.lock:
            last = cluster.count
            told = f"retry: 500\nid: e-{last}\nevent: state\ndata: {text(cluster.state())}\n\n"
        try:
            while True:
                self.wfile.write(told.encode())
                self.wfile.flush()
                with cluster.lock:
                    cluster.more.wait(15)
                    news = [message for message in cluster.messages if message[0] > last]
                    last = cluster.count
                told = "".join(f"id: e-{number}\nevent: {kind}\ndata: {text(body)}\n\n"
                               for number, kind, body in news) or ": beat\n\n"
        except OSError:
            return

    def change(self):
        length = int(self.headers.get("Content-Length") or 0)
        body = json.loads(self.rfile.read(length) or b"{}")
        name = unquote(urlsplit(self.path).path).removeprefix("/api/v1/")
        if name == "session":
            if body.get("token") != self.options.token:
                return self.problem(401, "that is not the token")
            return self.answer(204, Set_Cookie="reelmill=known; HttpOnly; SameSite=Strict; Path=/")
        if not self.isKnown():
            return self.problem(401, "a token is needed")
        cluster = self.cluster
        with cluster.lock:
            what, _, rest = name.partition("/")
            key, _, action = rest.partition("/")
            if what in ("pause", "resume"):
                cluster.isPaused = what == "pause"
            elif what == "jobs":
                job = self.job(key)
                if not job:
                    return self.problem(404, "there is no such job", "reelmill jobs ls")
                objection = cluster.act(job, action, body)
                if objection:
                    return self.problem(409, objection)
            elif what == "nodes":
                for node in cluster.nodes:
                    if node["node"] == key:
                        node["state"] = "draining" if action == "drain" else "live"
            elif what == "history":
                self.entry(key)["isRemoved"] = action != "restore"
            return self.answer(200, {"changed": True})

    do_POST = do_DELETE = change


class Server(ThreadingHTTPServer):
    daemon_threads = True
    request_queue_size = 64


def main():
    reading = argparse.ArgumentParser()
    reading.add_argument("--port", type=int, default=8080)
    reading.add_argument("--token", default="")
    reading.add_argument("--rate", type=float, default=1.0)
    reading.add_argument("--jobs", type=int, default=2)
    reading.add_argument("--hostile", action="store_true")
    reading.add_argument("--empty", action="store_true")
    Handler.options = reading.parse_args()
    Handler.cluster = Cluster(Handler.options)
    threading.Thread(target=Handler.cluster.run, daemon=True).start()
    Server(("127.0.0.1", Handler.options.port), Handler).serve_forever()


if __name__ == "__main__":
    main()
