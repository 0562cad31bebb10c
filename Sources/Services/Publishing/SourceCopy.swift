internal import Model
internal import Platform
internal import Spool

/// A source that is published as it is, since encoding it saves too little.
struct SourceCopy {
    private let source: Path
    private let file: JobOrder.SourceFile

    init(_ site: Site, _ order: JobOrder) {
        source = site.source(of: order)
        file = order.source
    }

    /// Copies it, and proves that the copy is what the job was taken in for.
    func make(_ target: Path, isWanted: () -> Bool) throws(StagingError) {
        try copy(to: target, isWanted)
        let sample: String
        do throws(SystemError) {
            sample = try SourceCheck.sample(of: target, bytes: file.bytes)
        } catch {
            throw .storage(error)
        }
        switch SourceCheck.state(of: file, at: source) {
        case .same where sample == file.sample: return
        case .same: throw .sourceChanged("it was written to while it was copied")
        case .changed(let reason): throw .sourceChanged(reason)
        case .missing: throw .sourceChanged("it is gone")
        case .unknown(let error): throw .storage(error)
        }
    }

    private func copy(to target: Path, _ isWanted: () -> Bool) throws(StagingError) {
        var offset: UInt64 = 0
        do throws(SystemError) {
            // An earlier call may have left half of one.
            try? Directory.removeFile(target)
            let from = try OpenFile(source, for: .readRegular)
            let made = try OpenFile.create(target)
            while true {
                let bytes = try from.read(atMost: SourceCopy.bytesAtOnce, at: offset)
                if bytes.isEmpty { break }
                try made.write(bytes)
                offset += UInt64(bytes.count)
                guard isWanted() else { break }
            }
            try made.close()
        } catch {
            if error.path == source, error.isMissing { throw .sourceChanged("it is gone") }
            throw .storage(error)
        }
        guard isWanted() else { throw .stopped }
        guard offset == file.bytes else {
            throw .sourceChanged("it had \(file.bytes) bytes and has \(offset)")
        }
    }

    private static let bytesAtOnce = 4 << 20
}
