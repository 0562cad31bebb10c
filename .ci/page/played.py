"""A cluster that is only played: jobs, slices, nodes and a history, and what they answer."""

import base64
import json
import random
import threading
import time
from datetime import datetime, timezone

HOSTILE = [
    "<img src=x onerror=document.title='owned'>.mkv",
    "evil\u202egpj.mkv", "line\nbreak\tand\x07bell.mkv", "<script>alert(1)</script>.mkv",
    "\u200b\u200d invisible\ufeff.mkv", "日本語の映画/七人の侍 (1954).mkv",
    "long/" + "x" * 251 + ".mkv", "שלום/סרט.mkv",
]


def rfc3339(moment):
    return datetime.fromtimestamp(moment, timezone.utc).isoformat(timespec="milliseconds") \
        .replace("+00:00", "Z")


def text(value):
    """As JSON, in which what is not there is left out."""
    def filled(part):
        if isinstance(part, dict):
            return {name: filled(one) for name, one in part.items() if one is not None}
        return [filled(one) for one in part] if isinstance(part, list) else part
    return json.dumps(filled(value))


class Job:
    def __init__(self, number, path, size, slices, profile, raw=None):
        self.key = f"{number * 0x9E3779B97F4A7C15 % 2**64:016x}.0"
        self.path, self.raw, self.bytes, self.profile = path, raw, size, profile
        self.slices = [{"slice": i, "state": "waiting", "attempts": [],
                        "work": random.uniform(0.7, 1.5)} for i in range(slices)]
        self.state, self.failure, self.merging = "waiting", None, 0.0
        self.priority = 50

    def named(self):
        if self.raw is None:
            return {"path": self.path}
        return {"path": self.raw.decode("utf-8", "replace"),
                "path_b64": base64.b64encode(self.raw).decode()}


class Cluster:
    def __init__(self, options):
        random.seed(7)
        self.lock = threading.RLock()
        self.rate, self.isPaused, self.now = options.rate, False, time.time() - 900
        self.jobs, self.messages, self.events, self.count, self.sequence = [], [], [], 0, 0
        self.more = threading.Condition(self.lock)
        self.nodes = [self.node("nuc-1", 2, 2.1, "amd64"), self.node("nuc-2", 2, 1.9, "amd64"),
                      self.node("pi4-attic", 1, 0.4, "arm64"),
                      self.node("pi4-cellar", 1, 0.3, "arm64")]
        self.nodes[0]["isCoordinator"] = True
        self.history = []
        if options.empty:
            return
        films = [("films/Heat (1995).mkv", 8.1, 34, "hevc-10bit"),
                 ("films/Stalker (1979).mkv", 11.4, 42, "hevc-10bit"),
                 ("series/Dark/S01E02.mkv", 2.3, 16, "default"),
                 ("series/Dark/S01E03.mkv", 2.2, 16, "default"),
                 ("talks/2026/opening keynote.mp4", 1.4, 12, "web-ladder"),
                 ("films/classics/Metropolis (1927).mkv", 6.8, 30, "archive"),
                 ("phone/IMG_2041.mov", 0.3, 4, "small-for-phones")]
        if options.hostile:
            films = films[:1] + [(name, 1.0, 8, "default") for name in HOSTILE] + films[1:]
        for number, (path, size, slices, profile) in enumerate(films, 1):
            self.jobs.append(Job(number, path, int(size * 2**30), slices, profile))
        if options.hostile:
            self.jobs.append(Job(99, "", 2**30, 4, "default", b"caf\xe9/\xff\xfe bad.mkv"))
        for number in range(options.jobs):
            self.jobs.append(Job(1000 + number, f"archive/tape {number:04d}.ts", 2**30, 6, "default"))
        self.jobs[-1].state = "paused"
        self.history = [self.ended(number) for number in range(137)]
        with self.lock:
            while self.now < time.time():
                self.step(1.0)
        self.nodes[3]["state"] = "draining"
        broken = Job(77, "ladder/screen recording.mov", int(0.9 * 2**30), 9, "web-ladder")
        self.jobs.insert(3, broken)
        self.fail(broken)

    def fail(self, job):
        job.state = "failed"
        job.failure = {"reason": "Invalid data found when processing input", "task": "v00005",
                       "tries": 3, "nodes": ["nuc-1", "nuc-2", "pi4-attic"]}
        for entry in job.slices[:5]:
            entry["state"] = "done"
            entry["attempts"].append(self.attempt(0, "nuc-1", "done", self.now - 300, 41))
        bad = job.slices[5]
        bad["state"] = "failed"
        for index, name in enumerate(job.failure["nodes"]):
            bad["attempts"].append(self.attempt(index, name, "failed", self.now - 250 + 70 * index, 12,
                                                "Invalid data found when processing input"))

    @staticmethod
    def attempt(generation, node, outcome, began, seconds, reason=None):
        return {"generation": generation, "node": node, "holder": f"{node}.1f", "outcome": outcome,
                "reason": reason, "began": rfc3339(began), "ended": rfc3339(began + seconds),
                "seconds": seconds, "fps": 38.4, "bytes": 4 << 20}

    @staticmethod
    def node(name, slots, speed, kind):
        return {"node": name, "holder": f"{name}.{abs(hash(name)) % 65536:04x}", "state": "live",
                "secondsSilent": 0.8, "version": "0.6.0", "architecture": kind, "slots": slots,
                "roles": ["encode"], "load": 1.2 * slots, "isCoordinator": False, "pace": speed,
                "held": [], "encoders": ["aac", "flac", "libopus", "libsvtav1", "libx264", "libx265"]}

    def ended(self, number):
        size = random.randrange(1 << 30, 9 << 30)
        outcome = "failed" if number % 17 == 5 else "cancelled" if number % 29 == 9 else "done"
        path = HOSTILE[number // 9 % 4] if number % 9 == 4 else \
            f"films/{'ABCDEFGH'[number % 8]} film of {1930 + number % 90}.mkv"
        moment = self.now - 3 * 3600 * number
        return {"id": f"{number * 0x9E3779B9 % 2**64:016x}", "record": f"{number:016x}.0",
                "outcome": outcome, "path": path, "sourceBytes": size, "result": path,
                "resultBytes": int(size * random.uniform(0.3, 0.7)) if outcome == "done" else None,
                "profile": random.choice(["default", "hevc-10bit", "archive"]),
                "queued": rfc3339(moment - 4000), "ended": rfc3339(moment), "isRemoved": False,
                "reason": "Invalid data found when processing input" if outcome == "failed" else None}

    # What happens

    def tell(self, kind, body):
        self.count += 1
        self.messages.append((self.count, kind, body))
        del self.messages[:-1000]
        self.more.notify_all()

    def happened(self, kind, job=None, holder="nuc-1.1f", attempt=None, detail=None):
        self.sequence += 1
        event = {"holder": holder, "sequence": self.sequence, "time": rfc3339(self.now), "type": kind,
                 "node": holder.rsplit(".", 1)[0], "attempt": attempt, "detail": detail}
        if job:
            event |= {"job": job.key, **job.named()}
        self.events.append(event)
        self.tell("event", event)

    def step(self, seconds):
        self.now += seconds
        for node in self.nodes:
            for held in list(node["held"]):
                job, piece, attempt = held
                piece["progress"] += seconds * node["pace"] * self.rate / (45 * piece["work"])
                if piece["progress"] >= 1:
                    self.settle(node, held)
            while node["state"] == "live" and len(node["held"]) < node["slots"] and self.begin(node):
                pass
        for job in list(self.jobs):
            if job.state == "merging":
                job.merging += seconds * self.rate / 6
                if job.merging >= 1:
                    self.finish(job)

    def begin(self, node):
        if self.isPaused:
            return False
        for job in self.jobs:
            if job.state not in ("waiting", "encoding"):
                continue
            for piece in job.slices:
                if piece["state"] == "waiting":
                    job.state, piece["state"], piece["progress"] = "encoding", "running", 0.0
                    attempt = {"generation": len(piece["attempts"]), "node": node["node"],
                               "holder": node["holder"], "outcome": "running", "reason": None,
                               "began": rfc3339(self.now), "ended": None, "start": self.now}
                    piece["attempts"].append(attempt)
                    node["held"].append((job, piece, attempt))
                    self.happened("slice.claimed", job, node["holder"], self.name(piece, attempt))
                    return True
        return False

    @staticmethod
    def name(piece, attempt):
        return f"v{piece['slice']:05d}.{attempt['generation']}.{attempt['holder']}"

    def settle(self, node, held):
        job, piece, attempt = held
        node["held"].remove(held)
        isBack = random.random() < 0.04
        attempt |= {"outcome": "returned" if isBack else "done", "ended": rfc3339(self.now),
                    "seconds": self.now - attempt["start"], "fps": 24 * node["pace"], "bytes": 5 << 20,
                    "reason": "the volume did not answer in time" if isBack else None}
        piece["state"] = "waiting" if isBack else "done"
        self.happened("slice.returned" if isBack else "slice.done", job, node["holder"],
                      self.name(piece, attempt), attempt["reason"])
        if all(piece["state"] == "done" for piece in job.slices):
            job.state = "merging"
            self.happened("job.merging", job)

    def finish(self, job):
        self.jobs.remove(job)
        self.history.insert(0, {
            "id": job.key[:16], "record": job.key, "outcome": "done", **job.named(), "reason": None,
            "sourceBytes": job.bytes, "result": job.path, "resultBytes": int(job.bytes * 0.47),
            "profile": job.profile, "queued": rfc3339(self.now - 900), "ended": rfc3339(self.now),
            "isRemoved": False})
        self.happened("job.published", job)

    # As it is told

    def line(self, place, job):
        counts = {name: sum(piece["state"] == name for piece in job.slices)
                  for name in ("waiting", "running", "done", "failed")}
        running = [{"task": f"v{piece['slice']:05d}", "slice": piece["slice"], "stage": "encoding",
                    "generation": attempt["generation"], "node": node["node"],
                    "holder": node["holder"], "progress": min(1, piece["progress"]),
                    "framesPerSecond": 24 * node["pace"], "speed": node["pace"]}
                   for node in self.nodes for held, piece, attempt in node["held"] if held is job]
        share = (counts["done"] + sum(task["progress"] for task in running)) / len(job.slices)
        speed = sum(task["speed"] for task in running) * random.uniform(0.9, 1.05)
        waits = None
        if job.state == "waiting":
            waits = "the cluster is paused" if self.isPaused else \
                "behind 1 job" if place == 2 else f"behind {place - 1} jobs"
        elif job.state == "paused":
            waits = "it is paused"
        return {"id": job.key[:8], "key": job.key, **job.named(), "result": job.path,
                "profile": job.profile, "bytes": job.bytes, "state": job.state, "waitsFor": waits,
                "place": place, "priority": job.priority, "slices": counts, "isCut": True,
                "progress": share, "speed": speed, "running": running, "failure": job.failure,
                "secondsLeft": (1 - share) * len(job.slices) * 45 / speed if speed else None,
                "missing": []}

    def lines(self):
        return [self.line(place, job) for place, job in enumerate(self.jobs, 1)]

    def nodeLines(self, jobs):
        found = []
        for node in self.nodes:
            line = {name: value for name, value in node.items() if name not in ("pace", "held")}
            line["tasks"] = [{"job": job["id"], "path": job["path"], "task": task,
                              **({"path_b64": job["path_b64"]} if "path_b64" in job else {})}
                             for job in jobs for task in job["running"] if task["node"] == node["node"]]
            line |= {"busySlots": len(node["held"]), "speed": node["pace"] * len(node["held"])}
            found.append(line)
        return found

    def sums(self, jobs):
        counts, slices = {}, {"waiting": 0, "running": 0, "done": 0, "failed": 0}
        for job in jobs:
            counts[job["state"]] = counts.get(job["state"], 0) + 1
            for name in slices:
                slices[name] += job["slices"][name]
        speed = sum(job["speed"] for job in jobs)
        left = sum((1 - job["progress"]) * sum(job["slices"].values()) * 45 for job in jobs
                   if job["speed"])
        sightings = [{"path": "series/Dark/S01E04.mkv", "state": "settling",
                      "text": "settling: it grew 2 s ago; taken when it rests for 10 s"}] \
            if jobs else []
        return {"counts": counts, "slices": slices, "speed": speed,
                "secondsLeft": left / speed if speed else None, "isPaused": self.isPaused,
                "asOf": rfc3339(time.time()), "isStale": False,
                "jobsTotal": len(jobs), "pause": {"by": "nuc-1", "since": rfc3339(time.time())}
                if self.isPaused else None, "troubles": [], "coordinator": {"node": "nuc-1", "holder": "nuc-1.1f", "term": 4,
                                                "secondsSilent": 1, "isSilent": False},
                "watch": {"mode": "poll", "modeReason": "the input is on NFS, which tells nobody",
                          "lastScan": rfc3339(time.time()), "scanSeconds": 0.04,
                          "files": {"done": 214, "settling": 1}, "sightings": sightings}}

    def state(self):
        jobs = self.lines()
        return {"schema": "reelmill.state/1", "version": "0.6.0", "spool": "5f1c",
                "input": "/srv/media/input", "savedBytes": int(38.4 * 2**30),
                "savedOfBytes": int(93.7 * 2**30), "jobsTotal": len(jobs), "jobs": jobs[:200],
                "nodes": self.nodeLines(jobs), **self.sums(jobs)}

    def run(self):
        before = {}
        while True:
            time.sleep(0.5)
            with self.lock:
                self.step(time.time() - self.now)
                jobs = self.lines()[:200]
                now = {job["key"]: job for job in jobs}
                differ = [job for key, job in now.items() if before.get(key) != job]
                moved = [job for job in differ if job["key"] in before and {
                    **before[job["key"]], "place": job["place"],
                    "waitsFor": job.get("waitsFor")} == {**job, "waitsFor": job.get("waitsFor")}]
                changed = [job for job in differ if job not in moved]
                places = [{name: job.get(name) for name in ("key", "place", "waitsFor")}
                          for job in moved]
                gone = [key for key in before if key not in now]
                before = now
                if changed or places or gone:
                    self.tell("jobs", {"changed": changed, "places": places, "gone": gone,
                                       "total": len(self.jobs)})
                    self.tell("nodes", {"nodes": self.nodeLines(jobs)})
                self.tell("sums", self.sums(self.lines()))

    def act(self, job, action, body):
        if action == "cancel":
            self.jobs.remove(job)
            for node in self.nodes:
                node["held"] = [held for held in node["held"] if held[0] is not job]
            self.happened("job.cancelled", job)
        elif action in ("pause", "resume"):
            job.state = "paused" if action == "pause" else "waiting"
        elif action == "retry":
            if job.state != "failed":
                return "it has not failed"
            job.state, job.failure = "waiting", None
            for piece in job.slices:
                if piece["state"] == "failed" or body.get("all"):
                    piece["state"] = "waiting"
        elif action in ("bump", "defer"):
            self.jobs.remove(job)
            self.jobs.insert(0 if action == "bump" else len(self.jobs), job)
        return None


PROFILES = {"schema": "reelmill.profiles/1", "input": "/srv/media/input", "unlisted": [],
            "filmsUnknown": 0, "profiles": [
    {"name": "default", "kind": "file", "path": "/srv/media/input/profile.conf", "films": 41,
     "folders": 6, "isValid": True, "error": None, "files": []},
    {"name": "hevc-10bit", "kind": "file", "path": "/srv/media/input/films/profile.conf", "films": 112,
     "folders": 3, "isValid": True, "error": None, "files": []},
    {"name": None, "kind": "file", "path": "/srv/media/input/anime/profile.conf", "films": 4,
     "folders": 1, "isValid": False, "files": [],
     "error": "/srv/media/input/anime/profile.conf:3: error: unknown setting \"contianer\"\n"
              "    3 | contianer = mkv\n      | ^^^^^^^^^ did you mean \"container\"?"},
    {"name": "archive", "kind": "builtin", "path": "builtin:archive", "films": 0, "folders": 0,
     "isValid": True, "error": None, "files": []}]}
LINES = [(None, "name = hevc-10bit", "films/profile.conf", 1), (None, "container = mkv", "profile.conf", 3),
         (None, "slice = 120s", "films/profile.conf", 3), (None, "hours = 22:00-07:00", "films/profile.conf", 4),
         ("[video]", "-c:v libx265 -preset slow -crf 22", "films/profile.conf", 7),
         ("[video]", "-pix_fmt yuv420p10le -profile:v main10", "films/profile.conf", 8),
         ("[video]", "-x265-params \"log-level=error:open-gop=0:aq-mode=3\"", "films/profile.conf", 9),
         ("[audio]", "-c:a copy", "profile.conf", 14), ("[subtitles]", "-c:s copy", "profile.conf", 17)]
FINDINGS = [
    ("program", "ok", "version 0.6.0, FFmpeg 5.1.9", None),
    ("spool", "ok", "rename is atomic and exclusive here and seen by 3 other nodes in 0.8 s", None),
    ("clock", "warning", "pi4-attic is 74 s behind the coordinator; leases do not depend on it",
     "timedatectl set-ntp true"),
    ("profiles", "failure", PROFILES["profiles"][2]["error"], "reelmill profiles check /srv/media/input"),
    ("output", "ok", "1.8 TiB of 4.0 TiB free", None)]
