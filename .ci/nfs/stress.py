"""Nodes on several hosts, and all that can happen to hosts."""

import random
import time
from collections import Counter

from bed import Meanwhile, wait_until

BEAT_MILLISECONDS = 1_000
LOOKS = 6
LEASE_SECONDS = BEAT_MILLISECONDS * (LOOKS + 1) / 1_000
WORKERS_OF_HOST = 2
PATIENCE_SECONDS = 1_800
JUDGE_SECONDS = 4 * 3_600
PROGRAM = "$bed/reelmill-stress"
PLACE = "stress"
SETTINGS = f"--place /mnt/n/{PLACE} --beat {BEAT_MILLISECONDS} --looks {LOOKS} --work 300"
DAYS = [1, -1, 0]
# What the judge says of the killer in its own host, who has nothing to do here.
JUDGE_ASIDES = ("workers ", "violence ", "kept in ")

FAULTS = {
    "client's power cut": 20,
    "partition longer than the lease": 10,
    "freeze longer than the lease": 10,
}
SERVER_CUTS = 10
QUICK_SHARE = 5


class Stress:
    def __init__(self, world, names, say):
        self.world = world
        self.names = names
        self.say = say
        self.random = random.Random()
        self.done = Counter()
        self.began = time.monotonic()
        self.trail = open(f"{world.bed}/trail.{world.version}", "w")

    def run(self, is_quick):
        share = QUICK_SHARE if is_quick else 1
        judge = self.world.client("judge")
        judge.begin(
            f"{PROGRAM} --workers 1 --kills 0 --freezes 0 --wipes 0 --tasks 100000 --open 12 "
            f"--patience {PATIENCE_SECONDS} --keep 1 --until /mnt/n/{PLACE}/enough {SETTINGS}"
        )
        verdict = Meanwhile(lambda: judge.end(JUDGE_SECONDS))
        wait_until(lambda: "SPOOL" in self.in_export("spool"), "the judge to make the spool")
        for name, days in zip(self.names, DAYS):
            self.start_workers(self.world.guests[name], days)
        troubles = [Meanwhile(lambda: self.trouble_server(SERVER_CUTS // share))]
        for name, kinds in self.dealt(share).items():
            troubles.append(Meanwhile(lambda name=name, kinds=kinds: self.trouble(name, kinds)))
        for each in troubles:
            each.result()
        self.check_faults(share)
        self.world.server.run(f"touch /mnt/export/{PLACE}/enough")
        wait_until(lambda: not verdict.is_alive() or self.is_over(), "the work to end", 7_200, 2)
        if verdict.is_alive():
            # The judge waits until all nodes but its own are forgotten.
            self.stop_workers()
        status, said = verdict.result()
        lines = [line for line in said.splitlines() if not line.startswith(JUDGE_ASIDES)]
        self.say("\n".join("    " + line for line in lines))
        assert status == 0, "something was lost, done twice, or left behind"
        assert " 0 taken back" not in said, "no fault was noticed by any node"

    def dealt(self, share):
        """Who meets with what, in an order by chance."""
        kinds = [kind for kind, count in FAULTS.items() for _ in range(count // share)]
        self.random.shuffle(kinds)
        return {
            name: kinds[number :: len(self.names)] for number, name in enumerate(self.names)
        }

    def in_export(self, path):
        return self.world.server.run(f"ls /mnt/export/{PLACE}/{path} 2>/dev/null; true")

    def is_over(self):
        """As the server sees it, for whom nothing is late."""
        return not self.in_export("spool/jobs") and not self.in_export("spool/queue")

    def happened(self, kind, name):
        self.done[kind] += 1
        self.trail.write(f"{time.monotonic() - self.began:8.1f} s {name}: {kind}\n")
        self.trail.flush()

    # Workers

    def start_workers(self, guest, days):
        guest.run(f"date -s '{days:+d} days' >/dev/null")
        for number in range(WORKERS_OF_HOST):
            seed = self.random.randrange(1 << 30)
            guest.run(
                f"({PROGRAM} worker {SETTINGS} --seed {seed} >/run/worker.{number} 2>&1 "
                "& echo $! >>/run/workers)"
            )

    def stop_workers(self):
        for name in self.names:
            guest = self.world.guests[name]
            # One that has come to its end by itself is complained of by kill.
            said = guest.run("for each in $(cat /run/workers); do kill -0 $each; done; true")
            said += guest.run("cat /run/worker.*")
            assert not said, f"a worker on {name} said: {said}"
            guest.run("kill -9 $(cat /run/workers)")

    # Trouble

    def trouble_server(self, count):
        for _ in range(count):
            time.sleep(self.random.uniform(6, 14))
            self.happened("server's power cut", "server")
            self.world.cut_server()

    def trouble(self, name, kinds):
        for kind in kinds:
            time.sleep(self.random.uniform(2, 7))
            self.happened(kind, name)
            guest = self.world.guests[name]
            if kind == "client's power cut":
                guest.cut_power()
                time.sleep(self.random.uniform(0, 1.5 * LEASE_SECONDS))
                self.start_workers(self.world.client(name), self.random.choice(DAYS))
            elif kind.startswith("partition"):
                guest.run("cut_off")
                self.outlast_the_lease()
                guest.run("reconnect")
            else:
                guest.freeze()
                self.outlast_the_lease()
                guest.thaw()

    def outlast_the_lease(self):
        time.sleep(LEASE_SECONDS * self.random.uniform(1.2, 2.2))

    def check_faults(self, share):
        wanted = {kind: count // share for kind, count in FAULTS.items()}
        wanted["server's power cut"] = SERVER_CUTS // share
        assert self.done == wanted, f"{self.done} happened, not {wanted}"
        hosts = len(self.names)
        self.say(f"  stress of {WORKERS_OF_HOST} nodes on each of {hosts} hosts, and one more:")
        for kind, count in self.done.items():
            self.say(f"    {count} x {kind}")
        self.say(f"    clocks off by up to a day; a lease is {LEASE_SECONDS:.0f} s")
