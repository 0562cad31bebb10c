"""Holds packages of renditions against players. Usage: check.py HLS.JS DIRECTORY..."""

import json
import os
import re
import subprocess
import sys

import m3u8
from mpegdash.parser import MPEGDASHParser
from playwright.sync_api import sync_playwright

import serve

HERE = os.path.dirname(os.path.abspath(__file__))
faults = []


def fault(package, what):
    faults.append(f"{package}: {what}")
    print(f"FAULT {package}: {what}", flush=True)


def ranges(path):
    """Of a media playlist the head and the segments, each as [address, first byte, bytes]."""
    head, segments, span = None, [], [None, None]
    for line in open(path):
        line = line.strip()
        given = re.search(r'(\d+)@(\d+)', line)
        if line.startswith("#EXT-X-MAP"):
            address = re.search(r'URI="([^"]*)"', line)[1]
            head = [address, int(given[2]), int(given[1])] if given else [address, None, None]
        elif line.startswith("#EXT-X-BYTERANGE"):
            span = [int(given[2]), int(given[1])]
        elif line and not line.startswith("#"):
            segments.append([line, *span])
            span = [None, None]
    return head, segments


def plan(directory):
    master = m3u8.load(os.path.join(directory, "master.m3u8"))
    videos, seen = [], set()
    for variant in master.playlists:
        if variant.uri in seen:
            continue
        seen.add(variant.uri)
        head, segments = ranges(os.path.join(directory, variant.uri))
        codecs = variant.stream_info.codecs.split(",")
        videos.append({"codec": codecs[0], "map": head, "segments": segments})
    sound = None
    for media in master.media:
        if media.type == "AUDIO" and sound is None:
            head, segments = ranges(os.path.join(directory, media.uri))
            sound = {"codec": codecs[1], "map": head, "segments": segments}
            sound["codec"] = next(
                v.stream_info.codecs.split(",")[1]
                for v in master.playlists
                if v.stream_info.audio == media.group_id
            )
    return {"videos": videos, "sound": sound}


def expect_media(name, directory):
    """ffmpeg reads every rendition without a word, and gives the number of pictures."""
    for manifest in ("master.m3u8", "manifest.mpd"):
        path = os.path.join(directory, manifest)
        # It reads no text of a manifest of DASH unless it is told to.
        all_names = ["-allowed_extensions", "ALL"] if manifest == "manifest.mpd" else []
        said = subprocess.run(
            ["ffmpeg", "-v", "error", "-xerror", *all_names, "-i", path, "-map", "0:v", "-map",
             "0:a?", "-f", "null", "-"],
            capture_output=True,
            text=True,
        )
        if said.returncode or said.stderr:
            fault(name, f"ffmpeg says of {manifest}: {said.stderr.strip()[:300]}")
    counts = set()
    for variant in m3u8.load(os.path.join(directory, "master.m3u8")).playlists:
        counted = subprocess.run(
            ["ffprobe", "-v", "error", "-select_streams", "v:0", "-count_packets", "-show_entries",
             "stream=nb_read_packets", "-of", "csv=p=0", os.path.join(directory, variant.uri)],
            capture_output=True,
            text=True,
        )
        counts.add(int(counted.stdout.split()[0].strip(",")))
    MPEGDASHParser.parse(os.path.join(directory, "manifest.mpd"))
    return max(counts)


def expect_gstreamer(name, address, frames):
    for manifest, player in (("master.m3u8", "playbin3"), ("manifest.mpd", "playbin")):
        said = subprocess.run(
            ["timeout", "180", "/usr/bin/python3", os.path.join(HERE, "gstreamer.py"),
             f"{address}/{manifest}", player],
            capture_output=True,
            text=True,
        )
        found = json.loads(said.stdout or '{"errors": ["nothing was said"]}')
        print(f"  {name} {manifest} GStreamer {player}: {found}", flush=True)
        if found["errors"] or found.get("frames") != frames:
            fault(name, f"GStreamer plays {manifest} with {found}, and there are {frames} frames")


def expect_browser(name, found, frames, renditions):
    """What was dropped is printed alone: a browser that has no time shows fewer than it decodes."""
    print(f"  {name} {found}", flush=True)
    wrong = (
        not found["ended"]
        or found["error"]
        or found["frames"] < frames
        or found["gap"] > 0
        or found.get("errors")
        or len(found["widths"]) != renditions
        or len(found.get("video", [0])) != 1
        or len(found.get("sound", [0])) != 1
    )
    if wrong:
        fault(name, f"{found['player']} played it with {found}")


def main():
    player, *directories = sys.argv[1:]
    roots = {str(index): os.path.abspath(path) for index, path in enumerate(directories)}
    roots["page"] = HERE
    roots["tools"] = os.path.dirname(os.path.abspath(player))
    address = serve.begin(roots)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path="/usr/bin/chromium",
            args=["--no-sandbox", "--autoplay-policy=no-user-gesture-required"],
        )
        for index, directory in enumerate(directories):
            name = os.path.basename(directory)
            wanted = plan(directory)
            frames = expect_media(name, directory)
            expect_gstreamer(name, f"{address}/{index}", frames)
            for kind in ("media", "hls"):
                page = browser.new_page()
                page.goto(f"{address}/page/page.html")
                found = page.evaluate(
                    """async ([kind, base, plan]) => {
                      const players = await import("/page/players.js");
                      const video = document.querySelector("video");
                      if (kind === "media") return players.media(video, base, plan);
                      const { Hls } = await import("/tools/hls.js");
                      return players.hls(Hls, video, base + "master.m3u8");
                    }""",
                    [kind, f"{address}/{index}/", wanted],
                )
                expect_browser(name, found, frames, len(wanted["videos"]))
                page.close()
        browser.close()
    print(f"{len(directories)} packages, {len(faults)} faults")
    sys.exit(1 if faults or not directories else 0)


main()
