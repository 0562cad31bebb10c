internal import Model
internal import Platform
internal import Spool

/// What a profile wants done with a source once its result is published and on record.
///
/// A source that is to go is first renamed to a hidden name beside it, which nobody else uses, and
/// looked at there: only what was encoded goes on, and anything else is put back. Whoever does it
/// again finds such names by the job's, and brings what is there to its end.
struct SourceAction {
    private let site: Site
    private let order: JobOrder
    private let source: Path
    private let prefix: String

    init(_ site: Site, _ order: JobOrder) {
        self.site = site
        self.order = order
        source = site.source(of: order)
        prefix = ".reelmill-\(order.key)."
    }

    func run() throws(SystemError) {
        guard order.publication.source != .keep else { return }
        // Not mounted is not gone.
        _ = try Directory.target(of: site.folders.input)
        guard try isResultThere() else {
            return tell("its result is not in the output as it was published")
        }
        do throws(SystemError) {
            switch order.publication.source {
            case .keep: return
            case .marker: try mark()
            case .delete: try takeAway { aside, _ throws(SystemError) in try remove(aside) }
            case .move(let folder):
                try takeAway { aside, status throws(SystemError) in
                    try move(aside, status, to: folder)
                }
            }
        } catch {
            guard error.isDenied || error.errno == .nameTooLong else { throw error }
            tell("\(error)")
        }
    }

    private func tell(_ reason: String) {
        site.journal.tell(
            .warning,
            "the source \(Quoted.path(source)) stays where it is, against its profile: \(reason)",
            ["job": order.key.text]
        )
    }

    /// A source may go only while the result is whole under its name. A job that ended without one
    /// leaves its source alone.
    private func isResultThere() throws(SystemError) -> Bool {
        let records = try inSpool { () throws(SpoolError) in
            try site.spool.records(of: order.key.job)
        }
        for name in records where name.key == order.key && name.outcome == .done {
            let record = try inSpool { () throws(SpoolError) in try site.spool.record(name) }
            guard let result = record?.result else { continue }
            let finding = try ResultPlace.look(
                at: result.target,
                for: order,
                wanted: (bytes: result.bytes, hash: result.hash),
                site
            )
            if finding == .same { return true }
        }
        return false
    }

    // MARK: The marker

    private func mark() throws(SystemError) {
        guard case .same = SourceCheck.state(of: order.source, at: source) else { return }
        guard let marker = Path(bytes: source.bytes + Array(".done".utf8)) else { return }
        do throws(SystemError) {
            try OpenFile.create(marker).close()
        } catch {
            guard error.errno == .exists else { throw error }
        }
        try Directory.sync(marker.parent)
    }

    // MARK: Taking it away

    private func takeAway(
        _ end: (Path, FileStatus) throws(SystemError) -> Void
    ) throws(SystemError) {
        for _ in 0..<SourceAction.roundsMax {
            for aside in try asides() {
                guard try settle(aside, end) else { return }
            }
            guard let status = try ResultPlace.status(of: source) else {
                // Somebody may have given it its hidden name since the listing.
                if try asides().isEmpty { return }
                continue
            }
            guard try isEncoded(source, status) else {
                return tell("it is not the file that was encoded any more")
            }
            let aside = source.parent / FileName("\(prefix)\(UniqueName.random()).source")
            do throws(SystemError) {
                try Directory.rename(source, to: aside)
            } catch {
                // Another one was faster, or the reply was lost; and then it is listed.
                guard error.isMissing else { throw error }
            }
        }
        throw SystemError("take away", source, .wouldBlock)
    }

    /// Each is another's doing, or an error whose operation happened.
    private static let roundsMax = 5

    private func asides() throws(SystemError) -> [Path] {
        let prefix = Array(prefix.utf8)
        do throws(SystemError) {
            return try Directory.entries(of: source.parent).map(\.name)
                .filter { $0.bytes.starts(with: prefix) }.map { source.parent / $0 }
        } catch {
            // With the whole folder the source is gone, too.
            guard error.isMissing else { throw error }
            return []
        }
    }

    /// - Returns: Whether there is any use in going on.
    private func settle(
        _ aside: Path,
        _ end: (Path, FileStatus) throws(SystemError) -> Void
    ) throws(SystemError) -> Bool {
        guard let status = try ResultPlace.status(of: aside) else { return true }
        guard try isEncoded(aside, status) else {
            try putBack(aside, status)
            return true
        }
        do throws(SystemError) {
            try end(aside, status)
        } catch {
            guard error.isDenied || error.errno == .crossDevice || error.errno == .nameTooLong
            else { throw error }
            tell("\(error)")
            try putBack(aside, status)
            return false
        }
        try Directory.sync(source.parent)
        return true
    }

    /// By its content, whatever its times say, and that it did not change while it was looked at.
    private func isEncoded(_ path: Path, _ status: FileStatus) throws(SystemError) -> Bool {
        guard status.kind == .regular, status.size == order.source.bytes else { return false }
        do throws(SystemError) {
            guard try SourceCheck.sample(of: path, bytes: status.size) == order.source.sample,
                let now = try ResultPlace.status(of: path)
            else { return false }
            return now.identity == status.identity && now.size == status.size
                && now.modified == status.modified
        } catch {
            guard error.isMissing else { throw error }
            return false
        }
    }

    private func remove(_ aside: Path) throws(SystemError) {
        do throws(SystemError) {
            try Directory.removeFile(aside)
        } catch {
            guard error.isMissing else { throw error }
        }
    }

    /// Into a folder below the input, on the way that the source has below the input.
    private func move(
        _ aside: Path,
        _ status: FileStatus,
        to folder: Path
    ) throws(SystemError) {
        let target = site.folders.input.appending(folder).appending(order.source.path)
        try Directory.createAll(target.parent)
        try give(aside, status, the: target, or: "-")
        try Directory.sync(target.parent)
    }

    /// It came between: what is there is somebody else's, and stays somebody's.
    private func putBack(_ aside: Path, _ status: FileStatus) throws(SystemError) {
        try give(aside, status, the: source, or: "-put-back-")
        try Directory.sync(source.parent)
    }

    /// Gives a file a name, or where that is taken one with a number behind it.
    private func give(
        _ file: Path,
        _ status: FileStatus,
        the name: Path,
        or word: String
    ) throws(SystemError) {
        guard let parts = NameParts(name) else { return }
        for number in 1...SourceAction.numbersMax {
            let target = number == 1 ? name : parts.path(with: "\(word)\(number)")
            do throws(SystemError) {
                if try Move.exclusively(file, status.identity, to: target) == .won { return }
            } catch {
                guard error.isMissing, try ResultPlace.status(of: file) == nil else { throw error }
                // Another one has done it.
                return
            }
        }
        throw SystemError("give a name to", file, to: name, .exists)
    }

    private static let numbersMax = 1_000
}
