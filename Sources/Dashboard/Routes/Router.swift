public import Model

/// Answers requests for the API: finds the route, and asks the desk or the memory.
public struct Router: WebHandler {
    private let table: RouteTable

    public init(desk: any ClusterDesk, hub: LiveHub) {
        table = RouteTable(desk: desk, hub: hub)
    }

    /// Whether it is one of its addresses, with whichever method.
    public static func isMeant(_ path: String) -> Bool {
        path == RouteTable.root || path.hasPrefix(RouteTable.root + "/")
    }

    public func answerAtOnce(_ request: WebRequest) -> WebResponse? {
        do throws(Refused) {
            let (route, words) = try find(request)
            guard route.isFromMemory, table.isQuick(route.template) else { return nil }
            return try route.act(try Asked(request, route, words))
        } catch {
            return error.response
        }
    }

    public func answer(_ request: WebRequest) -> WebResponse {
        do throws(Refused) {
            let (route, words) = try find(request)
            return try route.act(try Asked(request, route, words))
        } catch {
            return error.response
        }
    }

    private func find(_ request: WebRequest) throws(Refused) -> (Route, [Substring]) {
        let path = request.path.split(separator: "/", omittingEmptySubsequences: false)
        let method = request.method == "HEAD" ? "GET" : request.method
        var found = table.routes.compactMap { route in route.words(in: path).map { (route, $0) } }
        // What is written out is meant before what may be any word.
        let exact = found.filter { $0.1.isEmpty }
        if !exact.isEmpty { found = exact }
        if let match = found.first(where: { $0.0.method == method }) { return match }
        let methods = found.map(\.0.method)
        guard methods.isEmpty else {
            let allowed = methods.joined(separator: ", ")
            var refused = Refused(
                405,
                "\(Quoted.readable(request.method)) cannot be done with this; there is \(allowed)"
            )
            refused.headers = [.init("Allow", allowed)]
            throw refused
        }
        throw Refused(
            404,
            "there is no \(Quoted.readable(request.path)) here; what there is is in "
                + "\(RouteTable.root)/openapi.json"
        )
    }
}
