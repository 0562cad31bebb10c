"""A cluster of three nodes that really encode, for the checks of the page.

    bed.py run REELMILL FOLDER [arguments of check.py]
    bed.py stop|start FOLDER       kills the node that serves the page; has it back
"""

import json
import os
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from pathlib import Path

HERE = Path(__file__).resolve().parent
PROFILE = """container = mkv
slice = 5s

[video]
-c:v libx264 -preset placebo -crf 18

[audio]
-c:a copy
"""
# Each is a file that somebody's camera, download or malice could leave.
HOSTILE = [
    b"<img src=x onerror=document.title='owned'>.mkv", "evil\u202egpj.mkv".encode(),
    b"line\nbreak\tand bell\x07.mkv", b"\xff\xfe bad bytes.mkv", b"x" * 251 + b".mkv",
    "日本語の映画 七人の侍.mkv".encode(), "שלום סרט.mkv".encode(),
]


def clip(path, seconds, size):
    subprocess.run(
        ["ffmpeg", "-nostdin", "-v", "error", "-y", "-f", "lavfi", "-i",
         f"testsrc2=size={size}:rate=25:duration={seconds}", "-f", "lavfi", "-i",
         f"sine=frequency=440:sample_rate=48000:duration={seconds}", "-c:v", "libx264",
         "-preset", "ultrafast", "-g", "50", "-c:a", "aac", os.fspath(path)], check=True)


def films(root):
    folder = root / "input/films"
    folder.mkdir(parents=True)
    (root / "output").mkdir()
    (root / "input/profile.conf").write_text(PROFILE)
    clip(root / "long.mkv", 60, "1280x720")
    clip(root / "short.mkv", 4, "320x180")
    whole = (root / "long.mkv").read_bytes()
    for number, name in enumerate([*HOSTILE, b"Heat (1995).mkv", b"Stalker (1979).mkv"]):
        # Each another film by a byte at its end, which readers of Matroska pass over.
        path = os.fsencode(folder) + b"/" + name
        with open(path, "wb") as file:
            file.write(whole + bytes([0xEC, 0x81, number]))
    (root / "short.mkv").rename(root / "input/00 short.mkv")


def freePort():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


class Bed:
    def __init__(self, folder):
        self.folder = Path(folder).resolve()
        self.notes = self.folder / "bed.json"

    def begin(self, reelmill):
        self.folder.mkdir(parents=True, exist_ok=True)
        films(self.folder)
        port = freePort()
        common = ["--root", os.fspath(self.folder)]
        first = [reelmill, "up", "--init", *common, "--name", "server", "--slots", "1",
                 "--listen", f"127.0.0.1:{port}",
                 "--state", os.fspath(self.folder / "state-server")]
        notes = {"port": port, "command": first, "nodes": {}}
        self.save(notes)
        self.start()
        for name in ("desktop", "attic"):
            self.launch([reelmill, "up", "--roles", "worker", *common, "--name", name,
                         "--slots", "1", "--listen", "none",
                         "--state", os.fspath(self.folder / f"state-{name}")], name)
        return f"http://127.0.0.1:{port}"

    def launch(self, command, name):
        notes = self.load()
        with open(self.folder / f"{name}.log", "ab") as log:
            child = subprocess.Popen(command, stdout=log, stderr=log, stdin=subprocess.DEVNULL,
                                     env={**os.environ, "REELMILL_SETTLE": "2s"},
                                     start_new_session=True)
        notes["nodes"][name] = child.pid
        self.save(notes)

    def load(self):
        return json.loads(self.notes.read_text())

    def save(self, notes):
        self.notes.write_text(json.dumps(notes))

    def start(self):
        self.launch(self.load()["command"], "server")

    def stop(self):
        self.end(self.load()["nodes"]["server"], signal.SIGKILL)

    @staticmethod
    def end(process, how):
        try:
            os.kill(process, how)
        except ProcessLookupError:
            return

    def finish(self):
        for process in self.load()["nodes"].values():
            self.end(process, signal.SIGTERM)
        time.sleep(3)
        for process in self.load()["nodes"].values():
            self.end(process, signal.SIGKILL)

    def wait(self, url, path, isRight, seconds):
        deadline = time.monotonic() + seconds
        while True:
            try:
                with urllib.request.urlopen(f"{url}/api/v1/{path}", timeout=10) as answer:
                    body = json.load(answer)
                if isRight(body):
                    return
                said = str(body)[:400]
            except OSError as error:
                said = str(error)
            if time.monotonic() > deadline:
                log = (self.folder / "server.log").read_text(errors="replace")[-3000:]
                sys.exit(f"bed: {path} is not as it should be: {said}\n{log}")
            time.sleep(0.5)


def main():
    if sys.argv[1] in ("stop", "start"):
        bed = Bed(sys.argv[2])
        return bed.stop() if sys.argv[1] == "stop" else bed.start()
    bed = Bed(sys.argv[3])
    try:
        url = bed.begin(sys.argv[2])
        bed.wait(url, "history", lambda body: body["entries"], 180)
        bed.wait(url, "state", lambda body: body["slices"]["running"] >= 2, 180)
        return subprocess.run([sys.executable, os.fspath(HERE / "check.py"), url, *sys.argv[4:],
                               "--restart", os.fspath(HERE / "again"), os.fspath(bed.folder)],
                              check=False).returncode
    finally:
        bed.finish()


if __name__ == "__main__":
    sys.exit(main())
