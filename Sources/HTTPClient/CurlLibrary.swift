internal import CCurl

/// The libcurl library this process runs with.
public enum CurlLibrary {
    public static var running: String {
        curl_running().map { String(cString: $0) } ?? "?"
    }

    /// Once in a process, before anything else; a static is made by one thread.
    static let isReady = curl_begin() == CURLE_OK
}
