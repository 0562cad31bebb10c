internal import CFFmpeg
internal import Model

/// Options on their way into libav, which takes out those it knows.
struct Options: ~Copyable {
    var handle: OpaquePointer?

    init(_ options: [CodecOption] = []) {
        for option in options { set(option.name, option.value) }
    }

    deinit {
        var handle = handle
        av_dict_free(&handle)
    }

    mutating func set(_ name: String, _ value: String) {
        av_dict_set(&handle, name, value, 0)
    }

    /// What nobody took.
    var left: [CodecOption] { Options.entries(of: handle) }

    /// The entries of any dictionary, such as the tags of a stream.
    static func entries(of dictionary: OpaquePointer?) -> [CodecOption] {
        var found: [CodecOption] = []
        var entry: UnsafeMutablePointer<AVDictionaryEntry>?
        while true {
            entry = av_dict_get(dictionary, "", entry, AV_DICT_IGNORE_SUFFIX)
            guard let entry else { return found }
            found.append(
                CodecOption(
                    String(cString: entry.pointee.key),
                    String(cString: entry.pointee.value)
                )
            )
        }
    }

    /// The same by name; of several with one name the first.
    static func tags(of dictionary: OpaquePointer?) -> [String: String] {
        let pairs = entries(of: dictionary).map { ($0.name, $0.value) }
        return Dictionary(pairs) { first, _ in first }
    }
}
