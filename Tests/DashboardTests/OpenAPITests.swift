import Testing

@testable import Dashboard

@Suite("The OpenAPI document") struct OpenAPITests {
    @Test("it is one of OpenAPI 3.1")
    func version() throws {
        let document = try JSONValue(OpenAPI.document)
        #expect(document["openapi"]?.text == "3.1.0")
    }
}
