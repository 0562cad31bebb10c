internal import Model
public import Platform
internal import Spool

/// Removes what was staged for jobs that are not open: by mergers that were late, or killed while
/// their job was cancelled. A job has to be missing at two looks.
public struct StagingSweep: Sendable {
    private let site: Site
    private var strangers: Set<FileName> = []

    public init(_ site: Site) { self.site = site }

    public mutating func look() throws(SystemError) {
        let room = StagingRoom(site)
        let names: [FileName]
        do throws(SystemError) {
            names = try Directory.entries(of: room.root).map(\.name)
        } catch {
            // Nothing has been staged yet, or the output is not mounted.
            guard error.isMissing else { throw error }
            return
        }
        let site = site
        // Behind the other: a job is there before anything is staged for it.
        let open = try inSpool { () throws(SpoolError) in try site.spool.keysOfOpenJobs() }
        var now: Set<FileName> = []
        var trouble: SystemError?
        for name in names {
            guard let key = JobKey(String(decoding: name.bytes, as: UTF8.self)),
                !open.contains(key)
            else { continue }
            now.insert(name)
            guard strangers.contains(name) else { continue }
            // One that cannot be removed must not keep the others.
            do throws(SystemError) {
                try LadderOutlet.clear(key, site)
            } catch {
                trouble = trouble ?? error
            }
        }
        strangers = now
        if let trouble { throw trouble }
    }
}
