internal import CFFmpeg

/// How the two fields of a picture follow each other.
enum FieldOrder: String {
    case progressive, tt, bb, tb, bt

    init?(_ word: String?) {
        guard let order = word.flatMap(FieldOrder.init(rawValue:)) else { return nil }
        self = order
    }

    /// Nil where libav does not say.
    init?(_ order: AVFieldOrder) {
        switch order {
        case AV_FIELD_PROGRESSIVE: self = .progressive
        case AV_FIELD_TT: self = .tt
        case AV_FIELD_BB: self = .bb
        case AV_FIELD_TB: self = .tb
        case AV_FIELD_BT: self = .bt
        default: return nil
        }
    }

    var isInterlaced: Bool { self != .progressive }

    var libav: AVFieldOrder {
        switch self {
        case .progressive: AV_FIELD_PROGRESSIVE
        case .tt: AV_FIELD_TT
        case .bb: AV_FIELD_BB
        case .tb: AV_FIELD_TB
        case .bt: AV_FIELD_BT
        }
    }
}
