internal import Model
internal import Platform

/// Tells an input that is empty from one that is not mounted: nothing is concluded from what is
/// not there unless it is sure that it could be.
struct InputGuard: Sendable {
    private let input: Path
    /// The directory in which films were seen last.
    private var seenIn: FileIdentity?

    init(_ input: Path) { self.input = input }

    enum State: Sendable, Equatable {
        case there(FileIdentity)
        case missing(String)
        /// It has nothing in it, and is another directory than the one with films.
        case empty(FileIdentity)
    }

    func state() -> State {
        let shown = Quoted.path(input)
        do throws(SystemError) {
            let status = try Directory.target(of: input)
            guard status.kind == .directory else {
                return .missing("the input \(shown) is \(status.kind), not a folder")
            }
            var reader = try DirectoryReader(input)
            let isEmpty = try reader.next() == nil
            let identity = status.identity
            return isEmpty && seenIn != identity ? .empty(identity) : .there(identity)
        } catch {
            switch error.errno {
            case .noSuchFile, .notADirectory:
                return .missing("there is no input \(shown); is its volume mounted?")
            default: return .missing("the input cannot be looked at: \(error)")
            }
        }
    }

    /// Whether what was not found in it is gone.
    func isSure(of identity: FileIdentity) -> Bool {
        seenIn.map { $0.device == identity.device } ?? false
    }

    /// Whether it is still the directory that it was when a look at it began.
    func isStill(_ identity: FileIdentity) -> Bool {
        (try? Directory.target(of: input).identity) == identity
    }

    mutating func sawFilms(in identity: FileIdentity) { seenIn = identity }

    var emptyMessage: String {
        let shown = Quoted.path(input)
        return seenIn == nil
            ? "the input \(shown) is empty; if there should be films, is its volume mounted?"
            : "the input \(shown) had films in it and is another, empty folder now; is its volume "
                + "mounted?  mount | grep \(ShellWord.quoted(input))"
    }
}
