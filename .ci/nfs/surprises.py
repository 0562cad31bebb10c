"""What NFS was seen to do against all expectation, by name. Asserted is what the protocol makes of
each; whether the surprise itself comes is shown, and where it no longer does that is good news."""

import json
import time
from collections import Counter

from bed import PROBE, wait_until

ENTRIES = 30
LISTINGS = 60
FILES = 8
PERIOD_SECONDS = 0.15
STAT_SECONDS_MAX = 900
KINDS = ["rename", "link", "mkdir", "create"]
CUTS_MAX = 12


def surprises(world, clients, cuts, say):
    first, second = clients[0], clients[1]
    for each in [
        stat_is_late,
        late_entry_is_healed_by_a_touch,
        stale_listing_is_healed_by_a_touch,
        directory_is_no_fence,
        nothing_is_replaced,
    ]:
        tell(say, each, each(world, first, second, make_place(first, each)))
    place = make_place(first, lost_reply_is_answered_by_a_listing)
    for line in lost_reply_is_answered_by_a_listing(world, first, place, cuts):
        tell(say, lost_reply_is_answered_by_a_listing, line)


def make_place(guest, surprise):
    place = f"/mnt/n/surprises/{surprise.__name__}"
    guest.run(f"mkdir -p {place}")
    return place


def tell(say, surprise, said):
    say(f"  {surprise.__name__.replace('_', ' ')}: {said}")


def ask(guest, *words):
    return json.loads(guest.probe(" ".join(map(str, words))))


def flag(world):
    return "true" if world.has_old_listings else "false"


def stat_is_late(world, first, second, place):
    """A name that was looked for before it was made stays unseen by stat."""
    ask(second, "wait_for_stat", f"{place}/new", 0)
    first.run(f"touch {place}/new")
    late = ask(second, "wait_for_stat", f"{place}/new", STAT_SECONDS_MAX)
    assert late is not None, "stat never showed what was made"
    return f"it saw a file {late:.1f} s after that was made"


def late_entry_is_healed_by_a_touch(world, first, second, place):
    first.run(f"mkdir $(seq -f {place}/%g 0 {ENTRIES - 1})")
    assert not any(ask(second, "look", place, ENTRIES)), "what was not made was found"
    half = ENTRIES // 2
    first.run(f"touch $(seq -f {place}/%g/new 0 {half - 1})")
    first.run(f"mkdir $(seq -f {place}/%g/new {half} {ENTRIES - 1})")
    said = ask(second, "heal", place, ENTRIES, flag(world))
    alone = said.get("healed by a touch alone", 0)
    late = said.get("healed", 0) + alone
    assert late + said["at once"] == ENTRIES, f"there are entries that stay unseen: {said}"
    return f"{late} of {ENTRIES} were not found; all were after it, {alone} without a listing"


def stale_listing_is_healed_by_a_touch(world, first, second, place):
    first.run(f"mkdir $(seq -f {place}/%g 0 {LISTINGS - 1})")
    start = time.time() + 5
    second.begin(f"{PROBE} list_often {place} {LISTINGS} {start} {PERIOD_SECONDS}")
    first.begin(f"{PROBE} fill {place} {LISTINGS} {FILES} {start} {PERIOD_SECONDS}")
    first.finish()
    second.finish()
    said = ask(second, "compare", place, LISTINGS, FILES)
    stale = said["stale"]
    assert said["healed"] == stale, f"{stale - said['healed']} listings stayed old after a touch"
    assert world.has_old_listings or not stale, "this version is taken for one without old listings"
    return f"{stale} of {LISTINGS} stayed old; all were right after it"


def directory_is_no_fence(world, first, second, place):
    """Renaming a directory does not keep a zombie from moving out of it; renaming the file does."""
    first.run(f"mkdir {place}/claim {place}/done; touch {place}/claim/out {place}/token")
    second.begin(f"{PROBE} hold_directory {place}/claim {place}/done/out")
    wait_until(lambda: exists(world, f"{exported(place)}/held"), "the zombie to open it")
    first.run(f"mv {place}/claim {place}/taken")
    through = json.loads(second.finish())
    second.run(f"ls -l {place} >/run/seen")
    first.run(f"mv {place}/token {place}/token.1")
    fenced = second.probe(f"rename {place}/token {place}/token.2")
    assert fenced == "ENOENT", f"a token that had moved was moved again: {fenced}"
    return f"out of one that was moved: {through}; of a token that was moved: {fenced}"


def nothing_is_replaced(world, first, second, place):
    """Where there is no RENAME_NOREPLACE, link and the rename of a directory take its place."""
    first.run(f"cd {place}; mkdir full empty way other; touch file own full/of way/x other/y; cd /")
    link = second.probe(f"link {place}/own {place}/file")
    full = second.probe(f"rename {place}/way {place}/full")
    empty = second.probe(f"rename {place}/other {place}/empty")
    assert link == "EEXIST", f"link onto a file: {link}"
    assert full in ["ENOTEMPTY", "EEXIST"], f"a directory onto a full one: {full}"
    assert empty == "ok", f"a directory onto an empty one: {empty}"
    said = ask(first, "no_replace", f"{place}/own", f"{place}/new")
    return f"RENAME_NOREPLACE answers {said}; link {link}, directory onto a full one {full}"


def lost_reply_is_answered_by_a_listing(world, first, place, cuts):
    """Replies are lost, then the server's power is: what is asked again was done before."""
    first.run(f"cd {place}; mkdir from own {' '.join(KINDS)}; cd /")
    # Else its kernel asks whether it may before it links.
    first.run("echo 0 >/proc/sys/fs/protected_hardlinks")
    seen = {kind: Counter() for kind in KINDS}
    number = 0
    while number < cuts or not all(seen.values()):
        assert number < CUTS_MAX, f"no reply of some kind could be lost: {seen}"
        done, answers = lose_replies(world, first, place, number)
        for kind, found in answers.items():
            assert found["listed"], f"a {kind} that happened is not listed: {found}"
            assert found["opened"] in ["at once", "healed"], f"a {kind} stays unseen: {found}"
            if kind in done:
                seen[kind][f"{found['said']}, then stat {found['stat']}"] += 1
        number += 1
    for kind, tally in seen.items():
        yield f"{kind}: " + "; ".join(f"{count} x {said}" for said, count in tally.items())


def lose_replies(world, guest, place, number):
    """What the server had done before it lost power, and what its client makes of all."""
    guest.run("rm -f /run/go; mkfifo /run/go")
    words = f"lose_replies {place} {number} {flag(world)}"
    guest.run(f"{PROBE} {words} </run/go >/run/said 2>&1 & exec 9>/run/go")
    guest.run("until [ -s /run/said ]; do sleep 0.1; done")
    # What the server says no longer arrives; what it hears does.
    world.server.run("cut_off")
    guest.run("echo go >&9; exec 9>&-")
    # A client that wants to look once more before it asks is not heard at all.
    done = []
    try:
        wait_until(lambda: len(arrived(world, place, number, done)) == len(KINDS), "all", 5)
    except TimeoutError:
        pass
    world.server.run("sync")
    world.cut_server()
    ready, said = guest.run("wait $!; cat /run/said").split("\n", 1)
    assert ready == "ready" and said.startswith("{"), f"{ready} {said}"
    return done, json.loads(said)


def arrived(world, place, number, done):
    done[:] = [kind for kind in KINDS if exists(world, f"{exported(place)}/{kind}/{number}")]
    return done


def exported(place):
    return place.replace("/mnt/n", "/mnt/export")


def exists(world, path):
    return world.server.run(f"[ -e {path} ] && echo yes; true") == "yes"
