"""Runs inside a guest: single operations on a mounted volume, with their answers. Listings are
taken and doubts are healed by the system calls that Sources/Spool/Volume/Access.swift makes."""

import ctypes
import errno
import json
import os
import random
import socket
import sys
import threading
import time

AT_FDCWD = -100
RENAME_NOREPLACE = 1

RACE_BATCH = 8
RACE_PORT = 2_000


def answer(operation):
    try:
        operation()
        return "ok"
    except OSError as error:
        return errno.errorcode[error.errno]


def create(path):
    os.close(os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY))


def touch(directory):
    """utimensat(AT_FDCWD, directory, NULL, 0), as linux_touch."""
    os.utime(directory)


def listed(directory, touches):
    """As Access.entriesByName: a volume whose listings stay old is touched before each of them."""
    if touches:
        touch(directory)
    return os.listdir(directory)


def can_open(path):
    try:
        os.close(os.open(path, os.O_RDONLY))
        return True
    except FileNotFoundError:
        return False


def heals(path, touches):
    """As Access.read of a file that could not be opened: it is listed, its directory is touched, it
    can be opened."""
    directory, name = os.path.split(path)
    if name not in listed(directory, touches):
        return "not listed"
    touch(directory)
    return "healed" if can_open(path) else "not healed"


def touch_heals(path):
    touch(os.path.dirname(path))
    return "healed by a touch alone" if can_open(path) else "not healed by a touch alone"


def meet(mine, other):
    """A connection to the other client, which is where the two wait for each other."""
    if mine < other:
        with socket.create_server((mine, RACE_PORT)) as listener:
            return listener.accept()[0]
    while True:
        try:
            return socket.create_connection((other, RACE_PORT))
        except ConnectionError:
            time.sleep(0.05)


def race(kind, place, node, count, mine, other):
    """Tries at the same time as the other; prints what it was told that it won."""
    won = []
    own = f"{place}/own.{node}"
    create(own)
    tries = {
        "rename": lambda n: os.rename(f"{place}/queue/{n}", f"{place}/rename/{n}.{node}"),
        "link": lambda n: os.link(own, f"{place}/link/{n}"),
        "create": lambda n: create(f"{place}/create/{n}"),
        "mkdir": lambda n: os.mkdir(f"{place}/mkdir/{n}"),
    }
    dice = random.Random(node)
    with meet(mine, other) as line:
        line.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        for first in range(0, count, RACE_BATCH):
            # In an order of its own, so that it is not always the same one who comes first.
            batch = list(range(first, min(count, first + RACE_BATCH)))
            dice.shuffle(batch)
            line.sendall(b".")
            assert line.recv(1) == b".", "the other is gone"
            won += [number for number in batch if answer(lambda: tries[kind](number)) == "ok"]
    os.unlink(own)
    print(" ".join(map(str, won)))


def look(place, count):
    """Leaves in this client's cache that there are no such names."""
    return [can_open(f"{place}/{number}/new") for number in range(count)]


def heal(place, count, touches):
    """What of that which another client made is missing, and what a touch does."""
    said = {"at once": 0}
    for number in range(count):
        path = f"{place}/{number}/new"
        if can_open(path):
            state = "at once"
        else:
            state = touch_heals(path) if number % 2 else heals(path, touches)
        said[state] = said.get(state, 0) + 1
    return said


def wait_for_stat(path, limit):
    began = time.monotonic()
    while not os.path.exists(path):
        if time.monotonic() - began > limit:
            return None
        time.sleep(0.02)
    return time.monotonic() - began


def list_often(place, count, start, period):
    """Lists each directory again and again while another client fills it."""
    for number in range(count):
        while time.time() < start + number * period:
            os.listdir(f"{place}/{number}")


def fill(place, count, files, start, period):
    for number in range(count):
        time.sleep(max(0, start + (number - 0.5) * period - time.time()))
        for name in range(files):
            create(f"{place}/{number}/{name}")


def compare(place, count, files):
    """After all is made: which listings are old, and of these, which are right after a touch."""
    stale = [n for n in range(count) if len(os.listdir(f"{place}/{n}")) != files]
    healed = [n for n in stale if len(listed(f"{place}/{n}", True)) == files]
    return {"stale": len(stale), "healed": len(healed)}


def no_replace(source, target):
    libc = ctypes.CDLL(None, use_errno=True)
    said = libc.renameat2(
        AT_FDCWD, source.encode(), AT_FDCWD, target.encode(), RENAME_NOREPLACE
    )
    return "ok" if said == 0 else errno.errorcode[ctypes.get_errno()]


def hold_directory(path, target):
    """Opens a directory, waits until another client has renamed it, and renames out of it."""
    descriptor = os.open(path, os.O_RDONLY)
    parent, name = os.path.split(path)
    create(f"{parent}/held")
    while name in listed(parent, True):
        time.sleep(0.1)
    return answer(lambda: os.rename("out", target, src_dir_fd=descriptor))


def lose_replies(place, number, touches):
    """All that the protocol makes or moves, at once, when told to. What is there and what is not is
    in the cache of this client before. The answers, and what Access finds after them."""
    kinds = ["rename", "link", "mkdir", "create"]
    target = {kind: f"{place}/{kind}/{number}" for kind in kinds}
    source = f"{place}/from/{number}"
    own = f"{place}/own/{number}"
    create(source)
    create(own)
    for path in [source, own, *target.values()]:
        warm(path, touches)
    operations = {
        "rename": lambda: os.rename(source, target["rename"]),
        "link": lambda: os.link(own, target["link"]),
        "mkdir": lambda: os.mkdir(target["mkdir"]),
        "create": lambda: create(target["create"]),
    }
    print("ready", flush=True)
    sys.stdin.readline()
    said = {}

    def attempt(kind):
        said[kind] = answer(operations[kind])

    threads = [threading.Thread(target=attempt, args=[kind]) for kind in kinds]
    for each in threads:
        each.start()
    for each in threads:
        each.join()
    return {kind: look_after(target[kind], said[kind], touches) for kind in kinds}


def warm(path, touches):
    """All that a client asks before it makes or moves a name: then it does not ask again."""
    directory = os.path.dirname(path)
    listed(directory, touches)
    os.access(path, os.R_OK | os.W_OK)
    answer(lambda: os.getxattr(directory, "system.posix_acl_default"))


def look_after(path, said, touches):
    stat = "there" if os.path.exists(path) else "ENOENT"
    is_listed = os.path.basename(path) in listed(os.path.dirname(path), touches)
    opened = "at once" if can_open(path) else heals(path, touches)
    return {"said": said, "stat": stat, "listed": is_listed, "opened": opened}


def read(word):
    try:
        return json.loads(word)
    except ValueError:
        return word


def main(name, *words):
    numbers = [read(word) for word in words]
    if name == "race":
        race(*numbers)
    elif name == "rename":
        print(answer(lambda: os.rename(*words)))
    elif name == "link":
        print(answer(lambda: os.link(*words)))
    else:
        print(json.dumps(globals()[name](*numbers)))


main(*sys.argv[1:])
