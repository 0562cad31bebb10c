internal import Model

extension RouteTable {
    var nodes: [Route] {
        [
            get("/nodes", act: list),
            get("/nodes/{name}", [], [200, 404], act: node),
        ]
            + NodeAction.allCases.map { action in
                post("/nodes/{name}/\(action.rawValue)", RouteTable.found) {
                    asked throws(Refused) in
                    let changes = try asking { () throws(DeskRefusal) in
                        try desk.steer(node: asked.word, action)
                    }
                    return .document("node-changes", changes)
                }
            }
            + ClusterAction.allCases.map { action in
                post("/\(action.rawValue)", [200, 409]) { _ throws(Refused) in
                    let change = try asking { () throws(DeskRefusal) in try desk.steer(action) }
                    return .document("cluster-change", change)
                }
            }
    }

    private struct List: Encodable {
        let nodes: [NodeLine]
        let coordinator: CoordinatorStatus?
    }

    @Sendable private func list(_ asked: Asked) throws(Refused) -> WebResponse {
        let status = try snapshot().status
        return .document("nodes", List(nodes: status.nodes, coordinator: status.coordinator))
    }

    @Sendable private func node(_ asked: Asked) throws(Refused) -> WebResponse {
        .document("node", try asking { () throws(DeskRefusal) in try desk.nodes(asked.word) })
    }
}
