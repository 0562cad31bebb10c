public import Model
public import Platform
public import Spool

public struct Staging: Sendable {
    let site: Site
    public init(_ site: Site) { self.site = site }
    func place(_ order: JobOrder, _ attempt: Attempt) -> Path {
        let e = order.result.name.map { String(decoding: $0.bytes, as: UTF8.self) } ?? "x"
        return Path(".reelmill") / FileName(order.key.text)
            / FileName("\(attempt.text).\(e.split(separator: ".").last ?? "mkv")")
    }
    public func begin(_ order: JobOrder, _ attempt: Attempt) throws(SystemError) -> Path {
        let p = site.folders.output.appending(place(order, attempt))
        try Directory.createAll(p.parent)
        return p
    }
    public func finish(_ order: JobOrder, _ attempt: Attempt, at path: Path) throws(SystemError)
        -> StagedResult
    {
        let st = try Directory.status(of: path)
        return StagedResult(
            path: place(order, attempt),
            target: order.result,
            bytes: st.size,
            hash: ""
        )
    }
    public func discard(_ order: JobOrder, _ attempt: Attempt) {
        try? Directory.removeFile(site.folders.output.appending(place(order, attempt)))
    }
}
public struct FolderOutlet: Outlet {
    let site: Site
    public init(_ site: Site) { self.site = site }
    public func publish(_ staged: StagedResult, of order: JobOrder) throws(SystemError)
        -> Publication
    {
        let from = site.folders.output.appending(staged.path),
            to = site.folders.output.appending(staged.target)
        try Directory.createAll(to.parent)
        do throws(SystemError) { try Directory.rename(from, to: to) } catch {
            if error.errno != .noSuchFile { throw error }
        }
        return .published
    }
    public func finishSource(of order: JobOrder) throws(SystemError) {}
    public func clear(_ order: JobOrder) throws(SystemError) {
        try? Directory.removeTree(
            site.folders.output.appending(Path(".reelmill") / FileName(order.key.text))
        )
    }
}
