/// Which volume a world has, and how much goes wrong on it. Each seed has its own mixture, in which
/// some kinds of fault are missing: what one kind of fault hides, its absence shows.
struct Climate {
    var habits: VolumeHabits
    var rates = FaultRates()

    init(_ generator: inout SplitMix) {
        let kinds: [VolumeHabits] = [.nfs4, .nfs4, .nfs3, .local]
        habits = kinds[generator.number(below: kinds.count)]
        // From an idle server to one where operations overtake whole beats.
        let latencies = [1_000, 30_000, 300_000, 2_000_000]
        habits.latencyMax = latencies[generator.number(below: latencies.count)]
        rates.crashBefore = Climate.rate(&generator, 300)
        rates.crashAfter = Climate.rate(&generator, 500)
        rates.crashMidway = Climate.rate(&generator, 300)
        rates.inputOutput = Climate.rate(&generator, 1_000)
        rates.freeze = Climate.rate(&generator, 500)
        rates.suspend = Climate.rate(&generator, 100)
        rates.noSpace = Climate.rate(&generator, 50)
        rates.wallClockJump = Climate.rate(&generator, 100)
        if habits.forgetsNames {
            rates.powerCut = Climate.rate(&generator, 200)
        } else {
            rates.lostReply = Climate.rate(&generator, 3_000)
            rates.staleHandle = Climate.rate(&generator, 500)
            rates.cutOff = Climate.rate(&generator, 200)
            rates.serverRestart = Climate.rate(&generator, 50)
        }
    }

    /// None, the usual, or a lot.
    private static func rate(_ generator: inout SplitMix, _ usual: Int) -> Int {
        [0, usual, usual * 2, usual * 6][generator.number(below: 4)]
    }
}
