internal import Dashboard
internal import Model
private import Synchronization

/// Lets no more than two of the questions in that walk through whole folders: they take minutes
/// where folders are large, and whoever wants to stop a job needs a thread meanwhile.
final class HeavyGate: WebHandler {
    private let inner: any WebHandler
    private let running = Mutex(0)

    init(_ inner: any WebHandler) { self.inner = inner }

    func answerAtOnce(_ request: WebRequest) -> WebResponse? { inner.answerAtOnce(request) }

    func answer(_ request: WebRequest) -> WebResponse {
        guard HeavyGate.isHeavy(request.path) else { return inner.answer(request) }
        let mayBegin = running.withLock { running in
            guard running < HeavyGate.runningMax else { return false }
            running += 1
            return true
        }
        guard mayBegin else { return WebProblem(WebRefusal.busy).response }
        defer { running.withLock { $0 -= 1 } }
        return inner.answer(request)
    }

    private static let runningMax = 2

    private static func isHeavy(_ path: String) -> Bool {
        ["/api/v1/profiles", "/api/v1/doctor", "/api/v1/history/export"].contains { heavy in
            path == heavy || path.hasPrefix("\(heavy)/")
        }
    }
}
