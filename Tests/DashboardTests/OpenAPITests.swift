import Model
import Testing

@testable import Dashboard

/// Of one operation in the document.
private struct Documented: Hashable {
    var parameters: Set<String>
    var required: Set<String>
    var statuses: Set<Int>
}

@Suite("The OpenAPI document") struct OpenAPITests {
    private let document: JSONValue
    private let table: RouteTable

    /// Of the guard and of the server, which stand before every route.
    private static let refusals: Set<Int> = [400, 401, 414, 421, 429, 431, 503]
    private static let refusalsOfChanges: Set<Int> = [403, 411, 413, 415]
    /// What every node answers by itself is not sent to the coordinator.
    private static let everywhere: Set<String> = ["/api/v1/version", "/api/v1/openapi.json"]
    /// The guard's own.
    private static let session = "/api/v1/session"

    init() throws {
        document = try JSONValue(OpenAPI.document)
        table = RouteTable(desk: FakeDesk(), hub: LiveHub(epoch: "t", now: { 0 }))
    }

    @Test("it is one of OpenAPI 3.1")
    func version() {
        #expect(document["openapi"]?.text == "3.1.0")
    }

    @Test("it has every route with what it takes and answers, and no other")
    func routes() {
        var wanted: [String: Documented] = [:]
        for route in table.routes {
            let names = route.template.split(separator: "/").filter { $0.first == "{" }
                .map { "path \($0.dropFirst().dropLast())" }
            let query = route.parameters.map { "query \($0.name)" }
            var parameters = Set(names + query)
            if route.template.hasSuffix("/state") { parameters.insert("header If-None-Match") }
            if route.template.hasSuffix("/events") { parameters.insert("header Last-Event-ID") }
            var statuses = route.statuses.union(OpenAPITests.refusals)
            if route.method == "POST" || route.method == "DELETE" {
                statuses.formUnion(OpenAPITests.refusalsOfChanges)
            }
            if !OpenAPITests.everywhere.contains(route.template) { statuses.insert(307) }
            let required = route.parameters.filter(\.isRequired).map { "query \($0.name)" }
            wanted["\(route.method) \(route.template)"] = Documented(
                parameters: parameters,
                required: Set(names + required),
                statuses: statuses
            )
        }
        let found = documented()
        #expect(Set(found.keys) == Set(wanted.keys))
        for (name, operation) in wanted {
            #expect(found[name] == operation, "\(name)")
        }
    }

    private func documented() -> [String: Documented] {
        var found: [String: Documented] = [:]
        for (path, operations) in document["paths"]?.object ?? [:]
        where path != OpenAPITests.session {
            for (method, operation) in operations.object {
                let parameters = operation["parameters"]?.list ?? []
                func name(_ parameter: JSONValue) -> String {
                    "\(parameter["in"]?.text ?? "?") \(parameter["name"]?.text ?? "?")"
                }
                found["\(method.uppercased()) \(path)"] = Documented(
                    parameters: Set(parameters.map(name)),
                    required: Set(parameters.filter { $0["required"]?.bool == true }.map(name)),
                    statuses: Set(
                        (operation["responses"]?.object ?? [:]).keys.compactMap { Int($0) }
                    )
                )
            }
        }
        return found
    }

    @Test("whatever it refers to is there")
    func references() {
        var broken: [String] = []
        func look(_ value: JSONValue) {
            if let reference = value["$ref"]?.text {
                var place: JSONValue? = document
                for part in reference.split(separator: "/").dropFirst() {
                    place = place?[String(part)]
                }
                if place == nil { broken.append(reference) }
            }
            for child in value.object.values { look(child) }
            for child in value.list { look(child) }
        }
        look(document)
        #expect(broken == [])
    }

    @Test("it says what no path can hold, as the routes do")
    func paths() throws {
        for (template, path) in [("effective", "a%00b"), ("check", "a%00b"), ("effective", "")] {
            let address = "/api/v1/profiles/\(template)"
            let parameters = document["paths"]?[address]?["get"]?["parameters"]?.list ?? []
            let pattern = parameters.first?["schema"]?["pattern"]?.text
            let wanted = template == "check" ? #"^[^\u0000]*$"# : #"^[^\u0000]+$"#
            #expect(pattern == wanted)
            let router = Router(desk: FakeDesk(), hub: LiveHub(epoch: "t", now: { 0 }))
            let request = WebRequest(method: "GET", path: address, query: "path=\(path)")
            #expect(router.answer(request).status == 400)
        }
    }

    @Test("its states of jobs are those that jobs can be listed by")
    func states() {
        let schema = document["components"]?["schemas"]?["JobLine"]?["properties"]?["state"]
        #expect(schema?["enum"]?.list.compactMap(\.text) == RouteTable.states)
    }
}
