"""Checks deploy/, and shows of every check that it finds a mistake. Begun by .ci/check-deploy."""

import shutil
import sys
import tempfile
from pathlib import Path

import rules
import validators

# A mistake for each check: the file below the repository, what stands there, what is put there
# instead, and which check has to find it.
MISTAKES = [
    ("deploy/compose/compose.yaml", "  reelmill-token:\n    file", "  reelmill-token:\n   file", "yamllint"),
    ("deploy/compose/compose.yaml", "restart:", "restrat:", "compose"),
    ("deploy/compose/compose.nfs.yaml", "stop_grace_period: 5m", "stop_grace_period: 4m", "stopping"),
    ("deploy/compose/compose.nfs.yaml", "REELMILL_ROLES: worker", "REELMILL_ROLES: wroker", "settings"),
    ("deploy/compose/compose.yaml", "REELMILL_LISTEN", "REELMILL_LSITEN", "settings"),
    ("deploy/compose/compose.yaml", "health, --live", "health, --ready", "compose rules"),
    ("deploy/swarm/stack.yaml", "nocopy: true", "nocopy: false", "compose rules"),
    ("deploy/swarm/stack.yaml", "order: stop-first", "order: stop-frist", "compose"),
    ("deploy/swarm/stack.yaml", "read_only: true", "security_opt: [x:y]", "compose rules"),
    ("deploy/kubernetes/base/kustomization.yaml", "- common", "- comon", "kubernetes"),
    ("deploy/kubernetes/base/worker/worker.yaml", "terminationGracePeriodSeconds",
     "terminationGracePeriodSecond", "kubernetes"),
    ("deploy/kubernetes/overlays/keda/scaledobject.yaml", "minReplicaCount", "minReplicaCuont",
     "kubernetes"),
    ("deploy/kubernetes/overlays/keda/scaledobject.yaml", "parameter: token", "paramter: token",
     "kubernetes"),
    ("deploy/kubernetes/overlays/keda/scaledobject.yaml", "kind: TriggerAuthentication",
     "kind: TriggerAuthentications", "kubernetes"),
    ("deploy/kubernetes/overlays/keda/scaledobject.yaml", "api/v1/scale", "api/v1/scales", "scaling"),
    ("deploy/kubernetes/overlays/keda/scaledobject.yaml", "authMode", "authmode", "scaling"),
    ("deploy/kubernetes/overlays/hpa/prometheus-adapter.yaml", "as: reelmill_slices_open",
     "as: reelmill_slices", "scaling"),
    ("deploy/kubernetes/overlays/hpa/prometheus-adapter.yaml", 'state=~"waiting', "state=~waiting",
     "promtool"),
    ("deploy/kubernetes/overlays/job/job.yaml", "--exit-when-idle", "--exit-when-idel", "settings"),
    ("deploy/kubernetes/overlays/job/job.yaml", "value: 870s", "value: 900s", "stopping"),
    ("deploy/kubernetes/base/common/coordinator.yaml", "path: /livez", "path: /readyz",
     "kubernetes rules"),
    ("deploy/kubernetes/base/common/coordinator.yaml", "readOnlyRootFilesystem: true",
     "readOnlyRootFilesystem: false", "kubernetes rules"),
    ("deploy/kubernetes/base/common/service.yaml", "component: coordinator\n  #",
     "component: coordinater\n  #", "kubernetes rules"),
    ("deploy/prometheus/rules.yml", "time() -", "time() - -(", "promtool"),
    ("Dockerfile.amd64", "WORKDIR /", "WORKDIR ", "hadolint"),
    ("deploy/image/entrypoint", 'umask "$mask"', "umask $mask", "shellcheck"),
    ("deploy/systemd/*.service", "[Service]\n", "[Service]\nRestrat=always\n", "systemd-analyze"),
]


def checks(top, program):
    """By name; each gives the list of what is wrong."""
    deploy = top / "deploy"
    return {
        "yamllint": lambda: validators.yaml_style(deploy),
        "compose": lambda: validators.compose(deploy),
        "compose rules": lambda: rules.compose_rules(deploy),
        "kubernetes": lambda: validators.kubernetes(deploy),
        "kubernetes rules": lambda: rules.kubernetes_rules(deploy),
        "scaling": lambda: rules.scaling_rules(deploy, top),
        "settings": lambda: rules.settings(deploy, program),
        "stopping": lambda: rules.stopping(deploy),
        "probes": lambda: rules.paths(top),
        "hadolint": lambda: validators.dockerfiles(top),
        "shellcheck": lambda: validators.scripts(top),
        "systemd-analyze": lambda: validators.units(deploy),
        "promtool": lambda: validators.alerts(deploy),
    }


def copied(top, folder):
    """What the checks look at, without what was built."""
    copy = Path(folder) / "copy"
    copy.mkdir()
    for name in ("deploy", ".ci"):
        shutil.copytree(top / name, copy / name)
    for file in [*top.glob("Dockerfile*"), *top.glob(".hadolint.yaml")]:
        shutil.copy(file, copy / file.name)
    for name in ("docs", "Sources"):
        (copy / name).symlink_to(top / name)
    return copy


def unfound(top, program, mistakes, skipped):
    """The mistakes that their check does not find."""
    missed = []
    for pattern, old, new, name in mistakes:
        if name in skipped:
            continue
        files = sorted(top.glob(pattern))
        if not files or old not in files[0].read_text():
            missed.append(f"{pattern} has no {old!r} any more: write another mistake for it")
            continue
        with tempfile.TemporaryDirectory() as folder:
            copy = copied(top, folder)
            file = copy / files[0].relative_to(top)
            file.write_text(file.read_text().replace(old, new))
            try:
                if not checks(copy, program)[name]():
                    missed.append(f"{name} does not find {new!r} in {pattern}")
            except (KeyError, TypeError, AttributeError) as error:
                missed.append(f"{name} fails at {new!r} in {pattern}: {error!r}")
    return missed


def main():
    top = Path.cwd()
    program = rules.Program(sys.argv[1])
    wrong, skipped = [], {}
    for name, check in checks(top, program).items():
        try:
            found = check()
        except validators.Missing as missing:
            skipped[name] = str(missing)
            continue
        wrong += found
        print(f"{'ok  ' if not found else 'FAIL'}  {name}")
    print("\n".join(wrong), file=sys.stderr) if wrong else None
    if wrong:
        sys.exit(1)
    missed = unfound(top, program, MISTAKES, skipped)
    print("\n".join(missed), file=sys.stderr) if missed else None
    tried = sum(mistake[3] not in skipped for mistake in MISTAKES)
    if not missed:
        print(f"ok    {tried} mistakes that were made on purpose were found")
    for reason in skipped.values():
        print(f"SKIPPED  {reason}")
    sys.exit(1 if missed else 0)


main()
