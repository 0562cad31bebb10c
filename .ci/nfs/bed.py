"""Guests of User-Mode-Linux on a switch of their own, and what can be done to them."""

import ctypes
import os
import queue
import signal
import subprocess
import threading
import time

# As a guest's shell sees it.
PROBE = "python3 $bed/probe.py"

# These end a wait for what never comes; no result depends on how long anything took.
BOOT_SECONDS = 600
ANSWER_SECONDS = 1_200


class GuestDied(Exception):
    """The kernel of a guest ended though nobody cut its power."""


def end_with_parent():
    """See PR_SET_PDEATHSIG in prctl(2)."""
    ctypes.CDLL(None).prctl(1, signal.SIGKILL)


class Switch:
    """The cable between the guests. To be made by the main thread, and to end with it."""

    def __init__(self, bed):
        self.socket = f"{bed}/switch"
        self.process = subprocess.Popen(
            ["uml_switch", "-unix", self.socket],
            # It ends when it can read, and nothing is there.
            stdin=subprocess.PIPE,
            preexec_fn=end_with_parent,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
        )
        wait_until(lambda: os.path.exists(self.socket), "uml_switch to make its socket")

    def stop(self):
        self.process.kill()
        self.process.wait()


class Guest:
    """One machine. Its console takes lines of shell and answers with their output. It is off
    when its power is cut, and soon after this process was killed."""

    def __init__(self, bed, switch, name, number, disk=None):
        self.name = name
        self.address = f"10.9.8.{number}"
        self.lines = queue.Queue()
        words = [
            "linux.uml",
            "mem=256M",
            f"umid={name}-{os.getpid()}-{time.monotonic_ns()}",
            f"uml_dir={bed}/uml/",
            "root=/dev/root",
            "rootfstype=hostfs",
            "rootflags=/",
            "ro",
            f"init={bed}/guest",
            f"eth0=daemon,02:00:00:00:00:{number:02x},unix,{switch.socket}",
            "con=null",
            "con0=fd:0,fd:1",
            "quiet",
            f"bed={bed}",
            f"guest={name}",
            f"address={self.address}",
            f"keeper={os.getpid()}",
        ]
        if disk:
            words.append(f"ubd0={disk}")
        with open(f"{bed}/log.{name}", "ab") as log:
            self.process = subprocess.Popen(
                words,
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=log,
                start_new_session=True,
                cwd=bed,
            )
        self.session = self.process.pid
        threading.Thread(target=self._read, daemon=True).start()

    def wait_until_up(self):
        self._until("@up", BOOT_SECONDS)

    def _read(self):
        for line in self.process.stdout:
            self.lines.put(line.decode("utf-8", "replace").rstrip("\r\n"))
        self.lines.put(None)

    def _until(self, mark, timeout):
        said = []
        deadline = time.monotonic() + timeout
        while True:
            try:
                line = self.lines.get(timeout=max(0.1, deadline - time.monotonic()))
            except queue.Empty:
                raise TimeoutError(f"{self.name} said nothing for {timeout} s after {said[-5:]}")
            if line is None:
                raise GuestDied(f"{self.name} died: {said[-20:]}")
            if line.startswith(mark):
                return line, "\n".join(said).strip()
            said.append(line)

    def begin(self, command):
        self.process.stdin.write((command + "\n").encode())
        self.process.stdin.flush()

    def end(self, timeout=ANSWER_SECONDS):
        line, said = self._until("@done", timeout)
        return int(line.split()[1]), said

    def finish(self, timeout=ANSWER_SECONDS):
        """What the command that was begun said; it must have succeeded."""
        status, said = self.end(timeout)
        if status:
            raise AssertionError(f"{self.name}: a command ended with {status}: {said}")
        return said

    def run(self, command):
        self.begin(command)
        return self.finish()

    def probe(self, words):
        return self.run(f"{PROBE} {words}")

    # Only the kernel itself is stopped: it traces its children, and panics should one of them stop.
    def freeze(self):
        os.kill(self.process.pid, signal.SIGSTOP)

    def thaw(self):
        os.kill(self.process.pid, signal.SIGCONT)

    def cut_power(self):
        """Ends the kernel and all that it traces. Nobody else waits for the kernel, so its number,
        which is the group's, is not given to another process before that is done here."""
        if self.process.returncode is not None:
            return
        try:
            os.killpg(self.session, signal.SIGKILL)
        except ProcessLookupError:
            pass
        self.process.wait()


class Meanwhile(threading.Thread):
    """Something that is done beside the rest."""

    def __init__(self, work):
        super().__init__(daemon=True)
        self.work = work
        self.value = None
        self.error = None
        self.start()

    def run(self):
        try:
            self.value = self.work()
        except BaseException as error:
            self.error = error

    def result(self):
        self.join()
        if self.error:
            raise self.error
        return self.value


def wait_until(condition, what, seconds=ANSWER_SECONDS, every=0.1):
    deadline = time.monotonic() + seconds
    while not condition():
        if time.monotonic() > deadline:
            raise TimeoutError(f"waited {seconds} s for {what}")
        time.sleep(every)


def alive(sessions):
    """The processes of these sessions that are not yet over."""
    found = []
    for number in filter(str.isdigit, os.listdir("/proc")):
        try:
            with open(f"/proc/{number}/stat") as file:
                # The name may hold anything but ends with the last parenthesis: see proc(5).
                state, _, _, session = file.read().rpartition(")")[2].split()[:4]
        except (FileNotFoundError, ProcessLookupError):
            continue
        if int(session) in sessions and state not in "ZX":
            found.append(int(number))
    return found
