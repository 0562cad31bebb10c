"""A server and its clients, which are made again when their power was cut."""

import subprocess
import threading

from bed import Guest, Switch, alive, wait_until

DISK_BYTES = 2 << 30


class World:
    def __init__(self, bed, version):
        self.bed = bed
        self.version = version
        self.disk = f"{bed}/disk-{version}"
        self.numbers = {"server": 1}
        self.guests = {}
        self.sessions = set()
        self.lock = threading.Lock()
        self.is_over = False
        self.switch = Switch(bed)

    def __enter__(self):
        return self

    def __exit__(self, *_):
        with self.lock:
            self.is_over = True
        for guest in self.guests.values():
            guest.cut_power()
        self.switch.stop()
        wait_until(lambda: not alive(self.sessions), "the guests' processes to end", 60)

    @property
    def has_old_listings(self):
        """As `VolumeTraits.listingsStayOld`."""
        return not self.version.startswith("4")

    @property
    def server(self):
        return self.guests["server"]

    def power_on(self, name, disk=None):
        with self.lock:
            if self.is_over:
                raise SystemExit
            number = self.numbers.setdefault(name, len(self.numbers) + 1)
            guest = Guest(self.bed, self.switch, name, number, disk)
            self.guests[name] = guest
            self.sessions.add(guest.session)
        guest.wait_until_up()
        return guest

    def make_disk(self):
        with open(self.disk, "wb") as disk:
            disk.truncate(DISK_BYTES)
        subprocess.run(["mkfs.ext4", "-q", "-F", self.disk], check=True)

    def start_server(self):
        self.power_on("server", self.disk).run("serve /dev/ubda")

    def cut_server(self):
        self.server.cut_power()
        self.start_server()

    def client(self, name):
        guest = self.power_on(name)
        # The server may be down for longer than a mount waits.
        guest.run(f"until attach {self.version} /mnt/n; do sleep 1; done")
        return guest
