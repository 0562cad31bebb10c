public import Model
internal import Platform

/// Tries the encoders of this machine in children, behind the start of a node: those that need a
/// device join when they have worked, those that need none go when they have failed.
public struct EncoderProbing: Sendable {
    private let known: KnownEncoders
    private let runner: TaskRunner
    private let state: Path
    private let journal: Journal
    private let cancellation: Cancellation
    private let devices: [String]

    /// - Parameters:
    ///   - state: Where its results are kept.
    ///   - cancellation: Ends it.
    public init(
        _ known: KnownEncoders,
        program: Path,
        state: Path,
        journal: Journal,
        cancellation: Cancellation
    ) {
        self.init(
            known,
            TaskRunner(program: program),
            state,
            journal,
            cancellation,
            DeviceNodes.names()
        )
    }

    init(
        _ known: KnownEncoders,
        _ runner: TaskRunner,
        _ state: Path,
        _ journal: Journal,
        _ cancellation: Cancellation,
        _ devices: [String]
    ) {
        self.known = known
        self.runner = runner
        self.state = state
        self.journal = journal
        self.cancellation = cancellation
        self.devices = devices
    }

    /// Blocks until all are tried.
    public func run() {
        var cache = EncoderCache(devices, HostIdentity.read())
        cache.read(from: state)
        let trial = EncoderTrials(runner, cancellation)
        for verdict in cache.hardware { known.set(verdict.encoder, works: true) }
        for verdict in cache.software { note(verdict) }
        let seen = Set((cache.hardware + cache.software).map(\.encoder))
        let hardware = known.ofHardware(with: devices).filter { !seen.contains($0) }
        cache.hardware += trial.verdicts(on: hardware, told: join)
        let software = known.ofSoftware.filter { !seen.contains($0) }
        cache.software += trial.verdicts(on: software, told: note)
        if cancellation.isSet { return }
        known.settle()
        if hardware.isEmpty, software.isEmpty { return }
        do throws(SystemError) { try cache.write(to: state) } catch {
            journal.tell(.detail, "what encoders there are is not kept: \(error)")
        }
    }

    private func join(_ verdict: EncoderVerdict) {
        let name = verdict.encoder
        guard let failure = verdict.failure else {
            known.set(name, works: true)
            return journal.tell(.info, "the encoder \(name) works on this machine")
        }
        journal.tell(.detail, "the encoder \(name) does not work here: \(failure)")
    }

    private func note(_ verdict: EncoderVerdict) {
        guard let failure = verdict.failure else { return }
        known.set(verdict.encoder, works: false)
        journal.tell(
            .warning,
            "the encoder \(verdict.encoder) does not work on this machine, and what needs it is "
                + "left to others: \(failure)"
        )
    }
}

/// Tries encoders in a child, and goes on in another one where that died.
struct EncoderTrials {
    private let runner: TaskRunner
    private let cancellation: Cancellation

    init(_ runner: TaskRunner, _ cancellation: Cancellation) {
        var runner = runner
        // For a second of work on the smallest machine, while it does something else.
        runner.stallLimit = .seconds(60)
        self.runner = runner
        self.cancellation = cancellation
    }

    /// - Parameter told: Gets each as it is known.
    /// - Returns: All that are known in the end: of one whose child was ended by somebody else, or
    ///   had no memory, nothing is.
    func verdicts(
        on encoders: [String],
        told: (EncoderVerdict) -> Void = { _ in }
    ) -> [EncoderVerdict] {
        var found: [EncoderVerdict] = []
        var left = encoders[...]
        while !left.isEmpty, !cancellation.isSet {
            do throws(MediaFailure) {
                _ = try runner.run(.encoders(Array(left)), cancellation: cancellation) { event in
                    guard case .encoder(let verdict) = event, verdict.encoder == left.first else {
                        return
                    }
                    left = left.dropFirst()
                    found.append(verdict)
                    told(verdict)
                }
                left = []
            } catch {
                // Whoever came next has brought the child down.
                guard let name = left.popFirst(), !cancellation.isSet else { break }
                // A machine that stood still is no reason to do without x264.
                let isHung = error.kind == .hung && HardwareFamily.isOne(name)
                guard error.kind == .died || isHung else { continue }
                let verdict = EncoderVerdict(name, failure: error.cause)
                found.append(verdict)
                told(verdict)
            }
        }
        return found
    }
}
