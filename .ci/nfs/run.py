"""All that `make test-nfs` shows, for each version of NFS. Ends with 77 where no guest runs."""

import os
import shutil
import signal
import sys
import time
import traceback

from bed import GuestDied
from pipeline import pipeline
from races import races
from stress import Stress
from surprises import surprises
from world import World

CLIENTS = ["c1", "c2", "c3"]
SKIPPED = 77
ENDING = [signal.SIGTERM, signal.SIGHUP, signal.SIGINT]


def say(*words):
    print(*words, flush=True)


class NoGuest(Exception):
    """User-Mode-Linux does not run here at all."""


def can_run(bed):
    with World(bed, "trial") as world:
        try:
            world.power_on("trial")
        except GuestDied as error:
            raise NoGuest(str(error))


def prove(bed, version, is_quick):
    began = time.monotonic()
    say(f"NFSv{version}, mounted with the options that one gets without asking")
    with World(bed, version) as world:
        world.make_disk()
        world.start_server()
        clients = [world.client(name) for name in CLIENTS]
        say(f"  a server and {len(clients)} clients in {time.monotonic() - began:.1f} s")
        races(world, clients[:2], 1_000 if is_quick else 10_000, say)
        surprises(world, clients, 1 if is_quick else 3, say)
        pipeline(world, CLIENTS, say)
        Stress(world, CLIENTS, say).run(is_quick)
    say(f"  NFSv{version} took {time.monotonic() - began:.0f} s")


def main(bed, *words):
    for number in ENDING:
        signal.signal(number, end)
    is_quick = "--quick" in words
    versions = [each for each in words if not each.startswith("-")] or ["4.2", "3"]
    os.makedirs(f"{bed}/uml", exist_ok=True)
    try:
        can_run(bed)
        for version in versions:
            try:
                prove(bed, version, is_quick)
            except Exception:
                traceback.print_exc()
                say(f"\nFAILED over NFSv{version}; the server's disk is kept in {keep(bed)}")
                return 1
        say("\nnothing lost, nothing twice")
        return 0
    except NoGuest as error:
        say(f"\n*** SKIP: no test over NFS was run: {error} ***\n")
        return SKIPPED
    finally:
        shutil.rmtree(bed, ignore_errors=True)


def end(number, _):
    """Whoever ends this program by a signal ends the guests with it, and not half-way."""
    for each in ENDING:
        signal.signal(each, signal.SIG_IGN)
    sys.exit(128 + number)


def keep(bed):
    """What tells what happened: images of disks, consoles, who was troubled when."""
    place = f"{bed}-failed"
    os.makedirs(place, exist_ok=True)
    for name in os.listdir(bed):
        if name.startswith(("log.", "disk-", "trail.", "film.", "result-")):
            os.rename(f"{bed}/{name}", f"{place}/{name}")
    return place


sys.exit(main(*sys.argv[1:]))
