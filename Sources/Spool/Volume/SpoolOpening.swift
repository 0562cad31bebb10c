internal import Model
public import Platform

/// What is found where the spool should be. Only what is `open` may ever be written to: a volume
/// that is not mounted must not look like an empty one.
public enum SpoolOpening: Hashable, Sendable {
    case open(SpoolFormat)
    /// No file `SPOOL`: the volume is not mounted, or the spool was never made.
    case missing
    /// It was made by another version of this program.
    case wrongFormat(found: Int)
    /// There is a file `SPOOL`, and it does not say what it should.
    case damaged
    /// It could not be read for now.
    case unreadable(SystemError)

    /// Reads, and writes nothing.
    public init(of volume: some Volume) {
        do throws(SystemError) {
            let bytes = try volume.read(Layout.format, limit: SpoolOpening.bytesMax)
            guard let format = SpoolFormat(bytes) else {
                self = .damaged
                return
            }
            self =
                format.format == SpoolFormat.current
                ? .open(format) : .wrongFormat(found: format.format)
        } catch {
            switch error.errno {
            case .noSuchFile, .notADirectory: self = .missing
            case .fileTooLarge, .isADirectory, .invalidArgument: self = .damaged
            default: self = .unreadable(error)
            }
        }
    }

    /// Makes the spool where there is none. To be called only when the volume is known to be
    /// mounted: because the inputs are there, or because somebody said so. The volume's root is
    /// there already.
    ///
    /// `SPOOL` comes last and under its name at once, so that where it is the directories are; of
    /// two who make it at the same time one wins.
    public static func initialize(
        _ volume: some Volume,
        holder: Holder,
        chance: some Chance
    ) throws(SystemError) -> SpoolOpening {
        let found = SpoolOpening(of: volume)
        guard found == .missing else { return found }
        for directory in Layout.all {
            try unlessThere { () throws(SystemError) in try volume.makeDirectory(directory) }
        }
        // An attempt before this one may have left its file, so it is not counted but drawn.
        let made = Layout.temporary / FileName("\(holder.text).\(chance.bits() >> 1)")
        try volume.create(made, SpoolFormat(bits: chance.bits()).bytes)
        var trouble: SystemError?
        do throws(SystemError) {
            try unlessThere { () throws(SystemError) in
                try volume.link(made, to: Layout.format)
            }
            for directory in [Layout.history, "."] { try volume.sync(directory) }
        } catch {
            trouble = error
        }
        try? volume.remove(made)
        let opening = SpoolOpening(of: volume)
        if case .open = opening { return opening }
        // It could not be made, and nobody else made it either.
        if let trouble { throw trouble }
        return opening
    }

    private static func unlessThere(
        _ body: () throws(SystemError) -> Void
    ) throws(SystemError) {
        do throws(SystemError) { try body() } catch {
            guard error.errno == .exists else { throw error }
        }
    }

    /// A later version may write more into it.
    private static let bytesMax = 65_536
}
