internal import CFFmpeg
internal import CLibav
internal import Model

/// Options that libav declares for one of its kinds of objects.
enum OptionTable {
    /// - Parameter flags: Only options that have all of these.
    static func read(
        _ type: UnsafePointer<AVClass>?,
        flags: Int32
    ) -> [EncoderCatalogue.Option] {
        let all = declarations(of: type)
        var constants: [String: [EncoderCatalogue.Constant]] = [:]
        for option in all where option.pointee.type == AV_OPT_TYPE_CONST {
            guard let unit = text(option.pointee.unit) else { continue }
            let constant = EncoderCatalogue.Constant(
                name: text(option.pointee.name) ?? "",
                help: text(option.pointee.help) ?? ""
            )
            constants[unit, default: []].append(constant)
        }
        return all.compactMap { option in
            let declared = option.pointee
            guard declared.type != AV_OPT_TYPE_CONST, declared.flags & flags == flags else {
                return nil
            }
            return value(declared, constants[text(declared.unit) ?? ""] ?? [])
        }
    }

    /// - Parameter object: Something that begins with a pointer to its class.
    static func value(of object: UnsafeMutableRawPointer?, _ name: String) -> String? {
        var text: UnsafeMutablePointer<UInt8>?
        guard av_opt_get(object, name, AV_OPT_SEARCH_CHILDREN, &text) >= 0, let text else {
            return nil
        }
        defer { av_free(text) }
        return String(cString: text)
    }

    private static func declarations(
        of type: UnsafePointer<AVClass>?
    ) -> [UnsafePointer<AVOption>] {
        guard var type else { return [] }
        var found: [UnsafePointer<AVOption>] = []
        withUnsafePointer(to: &type) { object in
            var last: UnsafePointer<AVOption>?
            while let option = av_opt_next(object, last) {
                found.append(option)
                last = option
            }
        }
        return found
    }

    private static func value(
        _ option: AVOption,
        _ constants: [EncoderCatalogue.Constant]
    ) -> EncoderCatalogue.Option {
        let kind = kind(of: option.type)
        let isNumber = kind == .integer || kind == .number
        // Limits of the machine's numbers say nothing of the option.
        let (least, greatest) = (option.min, option.max)
        return EncoderCatalogue.Option(
            name: text(option.name) ?? "",
            help: text(option.help) ?? "",
            kind: kind,
            least: isNumber && least > -2_147_483_648 ? least : nil,
            greatest: isNumber && greatest < 2_147_483_647 ? greatest : nil,
            standard: standard(option, kind),
            constants: constants
        )
    }

    private static func kind(of type: AVOptionType) -> EncoderCatalogue.Option.Kind {
        switch type {
        case AV_OPT_TYPE_INT, AV_OPT_TYPE_INT64, AV_OPT_TYPE_UINT64: .integer
        case AV_OPT_TYPE_DOUBLE, AV_OPT_TYPE_FLOAT: .number
        case AV_OPT_TYPE_RATIONAL, AV_OPT_TYPE_VIDEO_RATE: .fraction
        case AV_OPT_TYPE_BOOL: .flag
        case AV_OPT_TYPE_FLAGS: .flags
        case AV_OPT_TYPE_STRING, AV_OPT_TYPE_DICT: .text
        case AV_OPT_TYPE_DURATION: .duration
        default: .other
        }
    }

    private static func standard(
        _ option: AVOption,
        _ kind: EncoderCatalogue.Option.Kind
    ) -> String? {
        switch kind {
        case .integer, .flag, .flags, .duration: "\(option.default_val.i64)"
        case .number: EncoderCatalogue.text(option.default_val.dbl)
        case .text: text(option.default_val.str)
        case .fraction, .other: nil
        }
    }

    private static func text(_ pointer: UnsafePointer<CChar>?) -> String? {
        pointer.map { String(cString: $0) }
    }
}
