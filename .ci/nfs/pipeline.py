"""A film through the whole program: two nodes, and the one that coordinates loses its power while
it encodes. What comes out is held against ffmpeg's own count of what went in."""

import re
import shlex
import subprocess

from bed import wait_until

PROGRAM = "$bed/reelmill"
PLACE = "pipeline"
ROOT = f"/mnt/n/{PLACE}"
EXPORT = f"/mnt/export/{PLACE}"
SECONDS = 60
FRAMES_PER_SECOND = 25
BEAT_MILLISECONDS = 1_000
PATIENCE_SECONDS = 600
PROFILE = """container = mkv
slice = 5s
[video]
-c:v libx264 -preset medium -crf 28
[audio]
-c:a aac -b:a 64k
"""
# Matroska counts milliseconds.
APART_MAX = 0.001


def pipeline(world, names, say):
    film, result = f"{world.bed}/film.mkv", f"{world.bed}/result-{world.version}.mkv"
    make(film)
    each = Pipeline(world, names[:2], say)
    try:
        each.run(film, result)
    except (AssertionError, TimeoutError):
        each.tell_logs()
        raise
    say(f"  pipeline: {compare(film, result)}")


def make(film):
    """With pictures between pictures, and groups of pictures that the slices do not fall upon."""
    length = f"duration={SECONDS}"
    subprocess.run(
        ["ffmpeg", "-nostdin", "-v", "error", "-y"]
        + ["-f", "lavfi", "-i", f"testsrc2=size=480x270:rate={FRAMES_PER_SECOND}:{length}"]
        + ["-f", "lavfi", "-i", f"sine=frequency=330:sample_rate=48000:{length}"]
        + shlex.split("-c:v libx264 -preset veryfast -g 60 -bf 3 -c:a ac3")
        + [film],
        check=True,
    )


class Pipeline:
    def __init__(self, world, names, say):
        self.world = world
        self.names = names
        self.say = say

    def run(self, film, result):
        self.make_folders()
        for name in self.names:
            self.start_node(name)
        self.wait(self.leader, "a coordinator")
        self.drop(film)
        self.wait(lambda: len(self.tokens("done", "v")) >= 2, "two parts")
        leader = self.leader()
        self.wait(lambda: self.tokens("run", "v", leader), f"{leader} to encode a slice")
        done = self.tokens("done", "v")
        self.world.guests[leader].cut_power()
        self.say(f"  pipeline: {leader}, who coordinates, lost its power behind {len(done)} parts")
        self.wait(lambda: self.leader() not in [None, leader], "another coordinator")
        self.say(f"  pipeline: {self.leader()} coordinates")
        self.world.client(leader)
        self.start_node(leader)
        self.wait(self.is_over, "the film to be done")
        attempts = self.records()
        assert len(attempts) == 1 and ".done." in attempts[0], f"the records are {attempts}"
        for name in self.names:
            self.stop_node(name)
        self.check_leftovers()
        self.fetch(result)

    def wait(self, condition, what):
        wait_until(condition, what, PATIENCE_SECONDS, 0.2)

    def tell_logs(self):
        for name in self.names:
            said = self.world.guests[name].run(f"cat /run/node.log; {PROGRAM} status --root {ROOT}")
            self.say(f"  {name}:\n{said}")

    # What people do

    def make_folders(self):
        guest = self.world.guests[self.names[0]]
        guest.run(f"mkdir -p {ROOT}/input {ROOT}/output")
        # A console takes lines, so this comes as a file.
        with open(f"{self.world.bed}/profile.conf", "w") as profile:
            profile.write(PROFILE)
        guest.run(f"cp $bed/profile.conf {ROOT}/input/")

    def start_node(self, name):
        self.world.guests[name].run(
            f"({PROGRAM} up --root {ROOT} --state /run/state --name {name} --slots 1 --settle 2s "
            f"--beat {BEAT_MILLISECONDS}ms >/run/node.log 2>&1 & echo $! >/run/node)"
        )

    def stop_node(self, name):
        guest = self.world.guests[name]
        guest.run("kill -TERM $(cat /run/node)")
        guest.run("while kill -0 $(cat /run/node) 2>/dev/null; do sleep 0.2; done")

    def drop(self, film):
        """As a copy that takes its time, by somebody who is no node."""
        self.server(f"cp {self.outside(film)} {EXPORT}/input/film.mkv")

    def fetch(self, result):
        self.server(f"cp {EXPORT}/output/film.mkv {self.outside(result)}")

    def outside(self, path):
        """This machine's files, which the guest's root shows for reading alone."""
        self.server(
            "mkdir -p /run/bed; mountpoint -q /run/bed "
            f"|| mount -t hostfs none /run/bed -o {self.world.bed}"
        )
        return path.replace(self.world.bed, "/run/bed")

    # What the server sees, for whom nothing is late

    def server(self, command):
        return self.world.server.run(command)

    def names_in(self, pattern):
        said = self.server(f"cd {EXPORT} && for each in {pattern}; do [ -e $each ] && echo $each; "
                           "done; true")
        return said.split()

    def leader(self):
        terms = self.names_in("spool/leader/term.*")
        if not terms:
            return None
        last = max(terms, key=lambda term: int(term.rpartition(".")[2]))
        found = re.search(r'"holder":"([^".]+)', self.server(f"cat {EXPORT}/{last}; true"))
        return found and found[1]

    def tokens(self, state, task, holder=""):
        found = self.names_in(f"spool/jobs/*/batches/*/{state}/{task}*")
        return [name for name in found if f".{holder}." in name or not holder]

    def records(self):
        return self.names_in("spool/history/??/*")

    def is_over(self):
        return self.names_in("output/film.mkv") and not self.names_in("spool/jobs/*")

    def check_leftovers(self):
        left = self.names_in("spool/jobs/* spool/queue/* spool/nodes/* output/.reelmill/*")
        assert not left, f"left behind are {left}"


def compare(film, result):
    wanted, found = times(film), times(result)
    assert len(wanted) == SECONDS * FRAMES_PER_SECOND, f"the film has {len(wanted)} frames"
    assert len(found) == len(wanted), f"{len(found)} frames came out of {len(wanted)}"
    apart = max(abs((a - found[0]) - (b - wanted[0])) for a, b in zip(found, wanted))
    assert apart <= APART_MAX + 1e-9, f"a frame is {apart} s from where it was"
    sound = [sound_seconds(each) for each in (film, result)]
    assert abs(sound[0] - sound[1]) < 0.1, f"{sound[0]} s of sound became {sound[1]} s"
    return f"{len(found)} of {len(wanted)} frames, none more than {apart * 1e3:.1f} ms off"


def times(film):
    words = "-v error -select_streams v -show_entries frame=best_effort_timestamp_time -of csv=p=0"
    said = subprocess.run(
        ["ffprobe", *words.split(), film], check=True, capture_output=True, text=True
    ).stdout
    return [float(line.strip(",")) for line in said.split()]


def sound_seconds(film):
    words = "-v error -select_streams a -show_entries packet=pts_time -of csv=p=0"
    said = subprocess.run(
        ["ffprobe", *words.split(), film], check=True, capture_output=True, text=True
    ).stdout.split()
    return float(said[-1].strip(",")) - float(said[0].strip(","))
