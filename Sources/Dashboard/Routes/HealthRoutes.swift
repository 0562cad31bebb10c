internal import Model

extension RouteTable {
    var profiles: [Route] {
        [
            get("/profiles") { _ throws(Refused) in
                let tree = try asking { () throws(DeskRefusal) in try desk.profiles() }
                return .document("profiles", tree)
            },
            get("/profiles/effective", [Parameter("path", isRequired: true)], [200, 404]) {
                asked throws(Refused) in
                guard let path = try asked.parameters.path("path") else {
                    throw .wrong("the parameter path is missing")
                }
                let profile = try asking { () throws(DeskRefusal) in
                    try desk.effectiveProfile(path)
                }
                return .document("profile", profile)
            },
            get("/profiles/check", [Parameter("path")], [200, 404]) { asked throws(Refused) in
                let path = asked.parameters.bytes("path").flatMap { $0.isEmpty ? nil : $0 }
                let asks = path == nil ? nil : try asked.parameters.path("path")
                let checks = try asking { () throws(DeskRefusal) in try desk.checkProfiles(asks) }
                return .document("profile-check", checks)
            },
        ]
    }

    private struct Scan: Encodable { let scan: ScanSummary? }

    private struct Version: Encodable {
        let version: String
        let api = "v1"
    }

    var health: [Route] {
        [
            get("/scan") { _ throws(Refused) in
                let scan = try asking { () throws(DeskRefusal) in try desk.scan() }
                return .document("scan-report", Scan(scan: scan))
            },
            get("/doctor") { _ throws(Refused) in
                let report = try asking { () throws(DeskRefusal) in try desk.doctor() }
                return .document("doctor", report)
            },
            get("/version", isFromMemory: true) { _ throws(Refused) in
                .document("version", Version(version: Product.version))
            },
            get("/openapi.json", isFromMemory: true) { _ throws(Refused) in
                .json(OpenAPI.document)
            },
        ]
    }
}
