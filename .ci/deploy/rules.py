"""Rules of our own about the files of deploy/: what no validator can know. Each returns mistakes."""

import json
import re
import subprocess

import validators
import yaml

# What docker stack deploy passes over without a word; see its reference.
SWARM_IGNORES = {
    "build", "cgroup_parent", "container_name", "devices", "external_links", "links",
    "network_mode", "restart", "security_opt", "tmpfs", "userns_mode", "group_add",
}
# A node is told to stop, hands back what it holds, and needs a moment for it.
MARGIN_SECONDS = 10
PAGE_PORT = 8080


def seconds(text):
    """Of 90, 90s, 4m30s and 1h."""
    parts = re.findall(r"(\d+)(h|min|m|s|)", str(text))
    return sum(int(n) * {"h": 3600, "m": 60, "min": 60, "s": 1, "": 1}[unit] for n, unit in parts)


class Program:
    """What the program itself says of its settings."""

    def __init__(self, path):
        self.path = path
        shown = json.loads(self.said("config", "show", "--json")[1])
        keys = [setting["key"] for setting in shown["settings"]]
        self.variables = {"REELMILL_" + key.upper().replace("-", "_") for key in keys}

    def said(self, *words, **variables):
        done = subprocess.run(
            [self.path, *words],
            capture_output=True,
            text=True,
            check=False,
            env={"PATH": "/usr/bin:/bin", **variables},
        )
        return done.returncode, done.stdout, done.stderr

    def mistakes(self, arguments, variables):
        """What it would refuse of a container's command and variables."""
        own = {key: value for key, value in variables.items() if key.startswith("REELMILL_")}
        code, _, err = self.said("config", "show", **own)
        found = [err.strip().splitlines()[0]] if code else []
        help_text = self.said("help", *arguments[:1])[1]
        flags = set(re.findall(r"--[a-z-]+", help_text))
        return found + [
            f"{arguments[0]} has no flag {word}"
            for word in arguments[1:]
            if word.startswith("--") and word not in flags
        ]


class Container:
    """A node as one of the files begins it."""

    def __init__(self, name, arguments, variables, stop_seconds):
        self.name = name
        self.arguments = arguments
        self.variables = {k: "" if v is None else str(v) for k, v in variables.items()}
        self.stop_seconds = stop_seconds

    @property
    def port(self):
        return self.variables.get("REELMILL_LISTEN", "none").rpartition(":")[2]


def services(deploy):
    for files in validators.COMPOSE:
        document, _ = validators.composed(deploy, files)
        for name, service in (document or {"services": {}})["services"].items():
            yield files, name, service


def compose_containers(deploy):
    for files, name, service in services(deploy):
        stop = seconds(service.get("stop_grace_period", "10s"))
        variables = service.get("environment", {})
        yield Container(f"{files[-1]}: {name}", service["command"], variables, stop)


def manifests(deploy):
    for folder in validators.kustomizations(deploy):
        yield folder.name, validators.built(folder)[0]


def pods(documents):
    for document in documents:
        if document["kind"] in ("Deployment", "Job", "StatefulSet", "DaemonSet"):
            yield document, document["spec"]["template"]


def kubernetes_containers(deploy):
    for folder, documents in manifests(deploy):
        for document, template in pods(documents):
            spec = template["spec"]
            for container in spec["containers"]:
                variables = {
                    each["name"]: each.get("value", "1") for each in container.get("env", [])
                }
                name = f"{folder}: {document['metadata']['name']}"
                stop = spec.get("terminationGracePeriodSeconds", 30)
                yield Container(name, container["args"], variables, stop)


def containers(deploy):
    yield from compose_containers(deploy)
    yield from kubernetes_containers(deploy)


def settings(deploy, program):
    """Every variable that any file names is a setting, and every value is one that is taken."""
    allowed = program.variables | {"REELMILL_CONFIG", "REELMILL_IMAGE"}
    found = []
    for file in sorted(deploy.rglob("*")):
        if not file.is_file() or file.suffix == ".json":
            continue
        for name in sorted(set(re.findall(r"\bREELMILL_[A-Z_]*[A-Z]\b", file.read_text()))):
            if name not in allowed:
                found.append(f"{file.relative_to(deploy)}: {name} is no setting")
    for container in containers(deploy):
        mistakes = program.mistakes(container.arguments, container.variables)
        found += [f"{container.name}: {line}" for line in mistakes]
    return found


def stopping(deploy):
    """Nobody is killed before the time is over that it was given."""
    found = []
    for container in containers(deploy):
        grace = seconds(container.variables.get("REELMILL_GRACE", "8s"))
        if grace + MARGIN_SECONDS > container.stop_seconds:
            found.append(
                f"{container.name}: it is killed after {container.stop_seconds} s, and "
                f"its grace is {grace} s"
            )
    for unit in sorted(deploy.glob("systemd/*.service")):
        text = unit.read_text()
        limit = re.search(r"^TimeoutStopSec=(\S+)", text, re.M)
        grace = re.search(r"(?:REELMILL_GRACE=|--grace[ =])(\w+)", text)
        if limit and grace and seconds(grace[1]) + MARGIN_SECONDS > seconds(limit[1]):
            found.append(f"{unit.name}: TimeoutStopSec={limit[1]}, and its grace is {grace[1]}")
    return found


def compose_rules(deploy):
    found = []
    for files, name, service in services(deploy):
        place = f"{files[-1]}: {name}"
        for port in service.get("ports", []):
            if int(port["target"]) != PAGE_PORT:
                found.append(f"{place}: it publishes {port['target']}, and listens at {PAGE_PORT}")
        if "health" not in service["healthcheck"]["test"] or "--live" not in service["healthcheck"]["test"]:
            found.append(f"{place}: its health check is not reelmill health --live")
        if not service.get("logging", {}).get("options", {}).get("max-size"):
            found.append(f"{place}: nothing limits its log")
        for volume in service["volumes"]:
            if volume.get("source") == "media" and not volume.get("volume", {}).get("nocopy"):
                found.append(f"{place}: the engine changes the owner of an empty export")
        if not service.get("secrets"):
            found.append(f"{place}: it has no token")
        if files[0].startswith("swarm/"):
            for key in sorted(SWARM_IGNORES & {k for k, v in service.items() if v}):
                found.append(f"{place}: Swarm passes over {key}")
            update = service.get("deploy", {}).get("update_config", {})
            if update.get("order") != "stop-first" or update.get("parallelism") != 1:
                found.append(f"{place}: an update does not stop one after the other")
    return found


def selects(selector, labels):
    return all(labels.get(key) == value for key, value in selector.items())


def pod_mistakes(template):
    """What the strictest profile of Kubernetes asks for, and a little more."""
    spec = template["spec"]
    context = spec.get("securityContext", {})
    container = spec["containers"][0]
    own = container.get("securityContext", {})
    wanted = [
        (spec.get("automountServiceAccountToken") is False, "it is given a token of Kubernetes"),
        (context.get("runAsNonRoot") is True and context.get("runAsUser"), "it may be root"),
        (context.get("seccompProfile") == {"type": "RuntimeDefault"}, "no seccomp profile"),
        ("fsGroup" not in context, "an fsGroup may change the owner of every film"),
        (own.get("readOnlyRootFilesystem") is True, "its root can be written to"),
        (own.get("allowPrivilegeEscalation") is False, "it may gain rights"),
        (own.get("capabilities") == {"drop": ["ALL"]}, "it has capabilities"),
        ("limits" in container["resources"], "nothing limits its memory"),
        ("cpu" not in container["resources"]["limits"], "its processor time is limited"),
    ]
    found = [text for is_right, text in wanted if not is_right]
    ports = {port["name"]: port["containerPort"] for port in container.get("ports", [])}
    listen = [e.get("value") for e in container["env"] if e["name"] == "REELMILL_LISTEN"]
    if ports and [f"0.0.0.0:{port}" for port in ports.values()] != listen:
        found.append(f"its ports are {ports}, and it listens at {listen}")
    for probe, path in (("livenessProbe", "/livez"), ("readinessProbe", "/readyz")):
        asked = container.get(probe, {}).get("httpGet")
        if asked and (asked["path"] != path or asked["port"] not in ports):
            found.append(f"its {probe} asks {asked}")
        if ports and not asked:
            found.append(f"it has no {probe}")
    volumes = {volume["name"]: volume for volume in spec["volumes"]}
    for mount in container["volumeMounts"]:
        if mount["name"] not in volumes:
            found.append(f"there is no volume {mount['name']}")
    claim = volumes.get("media", {}).get("persistentVolumeClaim", {}).get("claimName")
    if claim != "reelmill-media":
        found.append(f"its media are the claim {claim}")
    return found


def kubernetes_rules(deploy):
    found = []
    for folder, documents in manifests(deploy):
        templates = list(pods(documents))
        for document, template in templates:
            name = f"{folder}: {document['metadata']['name']}"
            found += [f"{name}: {line}" for line in pod_mistakes(template)]
        labels = [template["metadata"]["labels"] for _, template in templates]
        for document in documents:
            name = f"{folder}: {document['kind']} {document['metadata']['name']}"
            if document["metadata"].get("namespace", "reelmill") != "reelmill":
                found.append(f"{name}: it is in another namespace")
            spec = document.get("spec", {})
            selector = spec.get("selector", {}) or {}
            selector = selector.get("matchLabels", selector)
            if document["kind"] in ("Deployment", "Service", "PodDisruptionBudget"):
                hits = sum(selects(selector, each) for each in labels)
                if hits != 1:
                    found.append(f"{name}: its selector finds {hits} sets of pods")
            target = spec.get("scaleTargetRef", {}).get("name")
            if target:
                scaled = [d for d, _ in templates if d["metadata"]["name"] == target]
                if not scaled or "replicas" in scaled[0]["spec"]:
                    found.append(f"{name}: what it scales is not there, or has a number already")
    return found


def scaling_rules(deploy, top):
    """What the autoscalers ask is what the program answers."""
    found = []
    api = json.loads((top / "Sources/Dashboard/Embedded/openapi.json").read_text())
    scale = api["components"]["schemas"]["Scale"]["properties"]
    documents = validators.built(deploy / "kubernetes/overlays/keda")[0]
    hosts = [
        each["value"]
        for document, template in pods(documents)
        for each in template["spec"]["containers"][0]["env"]
        if each["name"] == "REELMILL_ALLOWED_HOSTS"
    ]
    for document in documents:
        for trigger in document.get("spec", {}).get("triggers", []):
            asked = trigger["metadata"]
            known = {"url", "valueLocation", "targetValue", "activationTargetValue", "authMode"}
            address = re.fullmatch(r"http://([^:/]+):(\d+)(/\S+)", asked.get("url", ""))
            wrong = [
                (not set(asked) - known, f"unknown metadata {sorted(set(asked) - known)}"),
                (trigger["type"] == "metrics-api", f"type {trigger['type']}"),
                (asked.get("authMode") == "bearer", f"authMode {asked.get('authMode')}"),
                (asked.get("valueLocation") in scale, f"no {asked.get('valueLocation')} in Scale"),
                (address and address[3] in api["paths"], f"no path {asked.get('url')}"),
                (address and int(address[2]) == PAGE_PORT, "another port"),
                (address and hosts and address[1] in hosts[0].split(","), "a host that is refused"),
                (str(asked.get("targetValue", "")).isdigit(), "targetValue is no number"),
            ]
            found += [f"keda: {text}" for is_right, text in wrong if not is_right]
    documents = validators.built(deploy / "kubernetes/overlays/hpa")[0]
    values = yaml.safe_load((deploy / "kubernetes/overlays/hpa/prometheus-adapter.yaml").read_text())
    made = {rule["name"]["as"]: rule["seriesQuery"] for rule in values["rules"]["external"]}
    figures = (top / "docs/metrics.md").read_text()
    for document in documents:
        if document["kind"] != "HorizontalPodAutoscaler":
            continue
        for metric in document["spec"]["metrics"]:
            name = metric["external"]["metric"]["name"]
            series = made.get(name, "").split("{")[0]
            if not series or f"`{series}`" not in figures:
                found.append(f"hpa: {name} is made of {series or 'nothing'}, which no node shows")
    return found


def paths(top):
    """The addresses that probes ask are the ones that nodes answer."""
    router = (top / "Sources/Dashboard/Everywhere/NodeRouter.swift").read_text()
    return [f"NodeRouter has no {path}" for path in ("/livez", "/readyz") if f'"{path}"' not in router]
