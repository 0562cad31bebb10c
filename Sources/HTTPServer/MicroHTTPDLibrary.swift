internal import CMicroHTTPD

/// The libmicrohttpd library this process runs with.
public enum MicroHTTPDLibrary {
    public static var running: String { String(cString: MHD_get_version()) }
}
