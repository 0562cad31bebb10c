"""The validators of those who read the files of deploy/. Each returns the mistakes that it found."""

import functools
import os
import re
import shutil
import subprocess
import tempfile
from pathlib import Path

import jsonschema
import kubernetes_validate
import yaml
from cloudcoil.models.keda import v1alpha1 as keda

COMPOSE = [
    ["compose/compose.yaml"],
    ["compose/compose.nfs.yaml"],
    ["swarm/stack.yaml"],
    ["swarm/stack.yaml", "swarm/mixed-arch.yaml"],
]
# The oldest Kubernetes that the manifests are for, and the newest whose schemas are known.
KUBERNETES = ["1.27", kubernetes_validate.latest_version()]
# It reads megabytes of schemas for every document otherwise.
kubernetes_validate.utils.schema_contents = functools.cache(kubernetes_validate.utils.schema_contents)


class Missing(Exception):
    """A validator that this machine does not have."""


def run(*command, **more):
    """What a command said, and whether it ended well."""
    done = subprocess.run(
        [str(word) for word in command], capture_output=True, text=True, check=False, **more
    )
    return done.returncode, done.stdout, done.stderr


def complaints(name, *command, **more):
    code, out, err = run(*command, **more)
    return [f"{name}: {line}" for line in (out + err).splitlines() if line] if code else []


def yaml_style(deploy):
    return complaints("yamllint", "yamllint", "--strict", "-c", ".ci/deploy/yamllint.yaml", deploy)


def composed(deploy, files):
    """The files as Compose understands them, with its own complaint."""
    words = [word for file in files for word in ("-f", deploy / file)]
    code, out, err = run(
        "docker-compose", "--env-file", deploy / "compose/.env.example", *words, "config"
    )
    error = [line for line in err.splitlines() if "level=warning" not in line]
    return (None, error or [f"ended with {code}"]) if code else (yaml.safe_load(out), [])


def compose(deploy):
    found = []
    for files in COMPOSE:
        found += [f"docker-compose config: {files[-1]}: {line}" for line in composed(deploy, files)[1]]
    return found


def kustomizations(deploy):
    """Those that people apply: not the parts of an overlay."""
    kubernetes = deploy / "kubernetes"
    return [kubernetes / "storage", kubernetes / "base"] + sorted(
        file.parent for file in kubernetes.glob("overlays/*/kustomization.yaml")
    )


def built(folder):
    """The documents that a kustomization makes, with kustomize's complaints."""
    code, out, err = run("kubectl", "kustomize", folder)
    if code:
        return [], [f"kustomize: {folder.name}: {err.strip()}"]
    return [document for document in yaml.safe_load_all(out) if document], []


def closed(schema):
    """Allows what a schema names, and nothing else."""
    if isinstance(schema, dict):
        result = {key: closed(value) for key, value in schema.items()}
        if "properties" in schema and "additionalProperties" not in schema:
            result["additionalProperties"] = False
        return result
    return [closed(value) for value in schema] if isinstance(schema, list) else schema


KEDA = {
    kind: closed(getattr(keda, kind).model_json_schema(by_alias=True))
    for kind in ("ScaledObject", "TriggerAuthentication")
}


def document_mistakes(document):
    """What is wrong with one, by the schema of whoever defined its kind: none goes unread."""
    kind = document.get("kind", "")
    if str(document.get("apiVersion", "")).startswith("keda.sh/"):
        if kind not in KEDA:
            return [f"no schema of KEDA is known for {kind}"]
        errors = jsonschema.Draft202012Validator(KEDA[kind]).iter_errors(document)
        return [f"{'.'.join(map(str, error.path))}: {error.message}" for error in errors]
    found = []
    for version in KUBERNETES:
        try:
            kubernetes_validate.validate(document, version, strict=True)
        except kubernetes_validate.ValidationError as error:
            place = ".".join(str(word) for word in error.path)
            found.append(f"{place}: {error.message} (Kubernetes {version})")
        except kubernetes_validate.SchemaNotFoundError as error:
            found.append(error.message)
    return found


def kubernetes(deploy):
    found = []
    for folder in kustomizations(deploy):
        documents, mistakes = built(folder)
        found += mistakes
        for document in documents:
            name = f"{folder.name}: {document['kind']} {document['metadata']['name']}"
            found += [f"kubernetes-validate: {name}: {line}" for line in document_mistakes(document)]
    return found


def dockerfiles(top):
    if not (top / ".hadolint.yaml").exists():
        raise Missing("hadolint: there is no .hadolint.yaml")
    files = sorted(top.glob("Dockerfile*"))
    return complaints("hadolint", "hadolint", "-c", top / ".hadolint.yaml", *files)


def is_shell(file):
    if not file.is_file() or file.is_symlink():
        return False
    with file.open("rb") as opened:
        return re.match(rb"#! ?(/usr)?/bin/(env )?(ba|da)?sh\b", opened.readline()) is not None


def scripts(top):
    files = [
        file.relative_to(top)
        for folder in (".ci", "deploy")
        for file in sorted((top / folder).rglob("*"))
        if is_shell(file)
    ]
    # What a script reads is named as from the top of the repository.
    return complaints("shellcheck", "shellcheck", "-x", "-P", ".", *files, cwd=top)


def units(deploy):
    """Verify ends with 0 whatever it finds in a key, so that every line is a mistake."""
    files = sorted(deploy.glob("systemd/*.service")) + sorted(deploy.glob("systemd/*.target"))
    if not files:
        raise Missing("systemd-analyze: there are no units")
    if not shutil.which("systemd-analyze"):
        raise Missing("systemd-analyze: it is not installed")
    with tempfile.TemporaryDirectory() as folder:
        copies = []
        for file in files:
            copy = Path(folder) / file.name.replace("@.", "@example.")
            # The program need not be installed where its units are looked at.
            copy.write_text(re.sub(r"/usr/(local/)?bin/reelmill", "/bin/true", file.read_text()))
            copies.append(copy)
        _, out, err = run("systemd-analyze", "verify", "--man=no", *copies)
    said = (out + err).replace(folder + "/", "").splitlines()
    return [f"systemd-analyze: {line}" for line in said if any(c.name in line for c in copies)]


def promtool():
    local = Path(".build/prometheus/usr/bin/promtool")
    found = shutil.which("promtool") or (os.path.abspath(local) if local.exists() else None)
    if not found:
        raise Missing("promtool: it is not installed, and apt-get could not fetch it")
    return found


def alerts(deploy):
    """The alerts, and what prometheus-adapter asks for as if it were one."""
    tool = promtool()
    found = complaints("promtool", tool, "check", "rules", deploy / "prometheus/rules.yml")
    values = deploy / "kubernetes/overlays/hpa/prometheus-adapter.yaml"
    for rule in yaml.safe_load(values.read_text())["rules"]["external"]:
        query = rule["metricsQuery"].replace("<<.Series>>", rule["seriesQuery"].split("{")[0])
        query = query.replace("<<.LabelMatchers>>", 'namespace="reelmill"')
        group = {"name": "x", "rules": [{"record": "x:y", "expr": query}]}
        with tempfile.NamedTemporaryFile("w", suffix=".yml") as file:
            yaml.safe_dump({"groups": [group]}, file)
            file.flush()
            found += complaints(f"promtool: {values.name}", tool, "check", "rules", file.name)
    return found
