internal import Media
public import Model
internal import Platform

/// Which encoders of this machine's devices work, and why the others do not.
public struct EncoderExamination {
    private let runner: TaskRunner
    private let catalogue: EncoderCatalogue
    private let root: Path

    public init(program: Path) {
        self.init(TaskRunner(program: program), EncoderCatalogue.installed())
    }

    /// - Parameter root: Where to look for devices instead of `/`; for tests.
    init(_ runner: TaskRunner, _ catalogue: EncoderCatalogue, root: Path = "/") {
        (self.runner, self.catalogue, self.root) = (runner, catalogue, root)
    }

    public func findings() -> [DoctorFinding] {
        let nodes = DeviceNodes.names(root: root)
        return HardwareFamily.all.flatMap { family -> [DoctorFinding] in
            let encoders = family.encoders(of: catalogue)
            return encoders.isEmpty ? [] : findings(family, encoders, nodes)
        }
    }

    private func findings(
        _ family: HardwareFamily,
        _ encoders: [String],
        _ nodes: [String]
    ) -> [DoctorFinding] {
        let devices = family.found(among: nodes)
        guard !devices.isEmpty else { return [without(encoders, family.wanted)] }
        let foreign = encoders.filter { family.takesOwnMemoryOnly($0, catalogue) }
        let tried = encoders.filter { !foreign.contains($0) }
        var findings: [DoctorFinding] = []
        if !foreign.isEmpty {
            let reason =
                "pictures are taken from a device's memory only, and \(Product.name) makes none "
                + "there"
            findings.append(without(foreign, reason))
        }
        guard !tried.isEmpty else { return findings }
        let verdicts = EncoderTrials(runner, Cancellation()).verdicts(on: tried)
        let working = verdicts.filter { $0.failure == nil }.map(\.encoder)
        if !working.isEmpty {
            let text = "\(Quoted.list(working, last: "and")) \(EncoderExamination.verb(working))"
            findings.append(DoctorFinding("encoders", .ok, text))
        }
        // What several say in the same words is said once.
        let failing = Dictionary(grouping: verdicts.filter { $0.failure != nil }) {
            $0.failure?.replacing($0.encoder, with: "it") ?? ""
        }
        for (_, group) in failing.sorted(by: { $0.value[0].encoder < $1.value[0].encoder }) {
            findings.append(failure(group, devices))
        }
        return findings
    }

    private func failure(_ group: [EncoderVerdict], _ devices: [String]) -> DoctorFinding {
        let refusal = devices.lazy.compactMap { DeviceNodes.refusal($0, root: root) }.first
        let names = group.map(\.encoder)
        let reason = (group[0].failure ?? "") + (refusal.map { "; \($0)" } ?? "")
        return DoctorFinding(
            "encoders",
            .warning,
            "\(Quoted.list(names, last: "and")) \(EncoderExamination.verb(names, not: true)) here, "
                + "though there is /dev/\(devices[0]): \(reason)",
            fix: refusal == nil ? nil : "usermod -a -G render,video USER, and begin anew"
        )
    }

    private func without(_ encoders: [String], _ reason: String) -> DoctorFinding {
        let verb = EncoderExamination.verb(encoders, not: true)
        let names = Quoted.list(encoders, last: "and")
        return DoctorFinding("encoders", .ok, "\(names) \(verb) here: \(reason)")
    }

    private static func verb(_ names: [String], not: Bool = false) -> String {
        switch (names.count == 1, not) {
        case (true, false): "works"
        case (false, false): "work"
        case (true, true): "does not work"
        case (false, true): "do not work"
        }
    }
}
