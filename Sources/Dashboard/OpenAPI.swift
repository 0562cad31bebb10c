/// The document that says what can be asked, and how.
public enum OpenAPI {
    public static var document: [UInt8] { PackageResources.openapi_json }
}
