public import Model

/// What a result is called: as its film, with another ending.
public enum ResultName {
    /// What looks like an ending is one only up to this length: `vol. 2 (the director's cut)` has a
    /// dot in it and no ending.
    private static let endingMax = 5

    public static func path(of film: Path, ending: String) -> Path {
        let stem = film.bytes.prefix(film.bytes.count - endingLength(film.name?.bytes ?? []))
        return Path(bytes: stem + Array(".\(ending)".utf8)) ?? film
    }

    /// With its dot; 0 where there is none. A name of nothing but an ending keeps it.
    private static func endingLength(_ name: [UInt8]) -> Int {
        guard let dot = name.lastIndex(of: UInt8(ascii: ".")), dot > 0 else { return 0 }
        let ending = name[(dot + 1)...]
        let isPlain = ending.allSatisfy { byte in
            (UInt8(ascii: "0")...UInt8(ascii: "9")) ~= byte
                || (UInt8(ascii: "a")...UInt8(ascii: "z")) ~= byte | 0x20
        }
        return isPlain && (1...endingMax).contains(ending.count) ? ending.count + 1 : 0
    }
}
