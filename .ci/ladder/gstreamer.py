"""Plays one address with GStreamer and says what came to its sinks, as JSON. Debian's Python."""

import json
import sys

import gi

gi.require_version("Gst", "1.0")
from gi.repository import GLib, Gst  # noqa: E402

Gst.init(None)
player = Gst.ElementFactory.make(sys.argv[2])
player.set_property("uri", sys.argv[1])
seen = {"video": [], "audio": []}
errors = []


def sink(kind):
    element = Gst.ElementFactory.make("fakesink")
    element.set_property("sync", False)
    pad = element.get_static_pad("sink")
    segment = []

    def probe(_, info):
        if info.type & Gst.PadProbeType.EVENT_DOWNSTREAM:
            event = info.get_event()
            if event.type == Gst.EventType.SEGMENT:
                segment[:] = [event.parse_segment()]
        elif segment:
            buffer = info.get_buffer()
            sign, time = segment[0].to_stream_time_full(Gst.Format.TIME, buffer.pts)
            seen[kind].append((time if sign >= 0 else -time) / 1e9)
        return Gst.PadProbeReturn.OK

    pad.add_probe(Gst.PadProbeType.BUFFER | Gst.PadProbeType.EVENT_DOWNSTREAM, probe)
    return element


player.set_property("video-sink", sink("video"))
player.set_property("audio-sink", sink("audio"))
loop = GLib.MainLoop()


def message(_, message):
    if message.type == Gst.MessageType.ERROR:
        errors.append(str(message.parse_error()))
    if message.type in (Gst.MessageType.ERROR, Gst.MessageType.EOS):
        loop.quit()


bus = player.get_bus()
bus.add_signal_watch()
bus.connect("message", message)
GLib.timeout_add_seconds(60, lambda: (errors.append("it did not end"), loop.quit()))
player.set_state(Gst.State.PLAYING)
loop.run()
player.set_state(Gst.State.NULL)
steps = [b - a for a, b in zip(seen["video"], seen["video"][1:])]
print(
    json.dumps(
        {
            "errors": errors,
            "frames": len(seen["video"]),
            "first": seen["video"][0] if seen["video"] else None,
            "sound": seen["audio"][0] if seen["audio"] else None,
            "step": max(steps) if steps else None,
        }
    )
)
