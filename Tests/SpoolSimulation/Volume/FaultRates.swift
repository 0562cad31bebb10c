/// How often what goes wrong, in a million operations.
public struct FaultRates: Sendable, Equatable {
    public var crashBefore = 0
    public var crashAfter = 0
    /// Between the name and the content of a file.
    public var crashMidway = 0
    /// It happened, and the answer is an error.
    public var lostReply = 0
    /// It did not happen.
    public var inputOutput = 0
    public var staleHandle = 0
    /// The machine goes on in the middle of everything, a while later.
    public var freeze = 0
    public var suspend = 0
    /// The volume cannot be reached for a while.
    public var cutOff = 0
    /// The volume is full for a while, for everybody.
    public var noSpace = 0
    /// The server starts again and grants a grace period.
    public var serverRestart = 0
    /// Everything loses its power; only where all clients are on one machine.
    public var powerCut = 0
    public var wallClockJump = 0

    public init() {}

    /// Of one kind of fault; all its rates in the order of `Fault`.
    subscript(_ fault: Fault) -> Int {
        get {
            switch fault {
            case .crashBefore: crashBefore
            case .crashAfter: crashAfter
            case .crashMidway: crashMidway
            case .lostReply: lostReply
            case .inputOutput: inputOutput
            case .staleHandle: staleHandle
            case .freeze: freeze
            case .suspend: suspend
            case .cutOff: cutOff
            case .noSpace: noSpace
            case .serverRestart: serverRestart
            case .powerCut: powerCut
            case .wallClockJump: wallClockJump
            case .interrupted: 0
            }
        }
    }
}

/// One thing that goes wrong at one operation.
public enum Fault: UInt8, Sendable, CaseIterable {
    case crashBefore, crashAfter, crashMidway, lostReply, inputOutput, staleHandle, freeze, suspend
    case cutOff, noSpace, serverRestart, powerCut, wallClockJump
    /// Only where a script asks for it.
    case interrupted
}

/// What a kind of volume does without anything being wrong with it.
public struct VolumeHabits: Sendable, Equatable {
    /// Names and sizes that a client believes for up to a minute without asking.
    public var hasCaches = false
    public var listingsStayOld = false
    /// A listing can miss or repeat what is renamed meanwhile.
    public var tearsListings = false
    /// Names are on the disk only after a sync, and all clients share one machine.
    public var forgetsNames = false
    /// Two names can be exchanged at once, and a rename can spare what is there.
    public var exchanges = false
    /// The longest that an operation takes, in microseconds; most take far less.
    public var latencyMax = 1_000

    public init() {}

    public static var local: VolumeHabits {
        var habits = VolumeHabits()
        habits.forgetsNames = true
        habits.tearsListings = true
        habits.exchanges = true
        return habits
    }

    public static var nfs4: VolumeHabits {
        var habits = VolumeHabits()
        habits.hasCaches = true
        habits.tearsListings = true
        return habits
    }

    public static var nfs3: VolumeHabits {
        var habits = nfs4
        habits.listingsStayOld = true
        return habits
    }
}
