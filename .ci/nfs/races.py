"""Two clients try for the same things at the same time; each thing has one winner."""

from bed import PROBE

PLACE = "races"
KINDS = ["rename", "link", "create", "mkdir"]


def races(world, clients, count, say):
    make_ground(world, count)
    for kind in KINDS:
        for each, other in [clients, clients[::-1]]:
            words = f"{kind} /mnt/n/{PLACE} {each.name} {count} {each.address} {other.address}"
            each.begin(f"{PROBE} race {words}")
        won = {each.name: set(map(int, each.finish().split())) for each in clients}
        first, second = won.values()
        shares = f"{len(first)}/{len(second)}"
        twice = len(first & second)
        nobody = count - len(first | second)
        say(f"  race of {kind:7} {count}, won {shares}; by two {twice}, by nobody {nobody}")
        assert not twice and not nobody, f"a {kind} does not have one winner"
        assert first and second, f"one of two was always too late: {shares}"
        compare_with_disk(world, kind, won)


def make_ground(world, count):
    directories = " ".join(["queue", *KINDS])
    world.server.run(f"mkdir /mnt/export/{PLACE} && cd /mnt/export/{PLACE} && mkdir {directories}")
    world.server.run(f"cd queue && seq 0 {count - 1} | xargs touch; cd /")
    world.server.run(f"chmod -R 777 /mnt/export/{PLACE}")


def compare_with_disk(world, kind, won):
    """What the clients were told is what the server has."""
    names = set(world.server.run(f"ls /mnt/export/{PLACE}/{kind}").split())
    if kind == "rename":
        told = {f"{number}.{name}" for name, numbers in won.items() for number in numbers}
    else:
        told = {str(number) for numbers in won.values() for number in numbers}
    assert names == told, f"{kind}: the server has {len(names)} names, {len(names ^ told)} differ"
