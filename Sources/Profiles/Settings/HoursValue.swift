internal import Model

/// Hours from text: `22:00-07:00`, `mon-fri 22:00-07:00, sat-sun`.
enum HoursValue {
    private static let expectation =
        "times such as 22:00-07:00, or days as well: mon-fri 22:00-07:00, sat-sun"

    static func read(
        _ value: SettingValue,
        _ text: ProfileText
    ) throws(LineProblem) -> [WeeklyHours] {
        var all: [WeeklyHours] = []
        for window in ValuePiece.pieces(of: value, text).split(separator: ",") {
            all.append(try hours(Array(window), value))
        }
        guard !all.isEmpty else { throw value.problem(takes: expectation) }
        return all
    }

    private static func hours(
        _ words: [ValuePiece],
        _ value: SettingValue
    ) throws(LineProblem) -> WeeklyHours {
        var days: Set<WeeklyHours.Day> = []
        var time: (begin: Int, end: Int)?
        for word in words {
            let parts = word.text.split(separator: "-", omittingEmptySubsequences: false)
            if word.text.utf8.first.map(Measure.isDigit) ?? false {
                guard time == nil else {
                    throw value.problem(
                        "takes one time in a row; a comma stands before the next one",
                        at: word.range
                    )
                }
                time = try self.time(parts, word, value)
            } else {
                try days.formUnion(self.days(parts, word, value))
            }
        }
        return WeeklyHours(
            days: days.isEmpty ? Set(WeeklyHours.Day.allCases) : days,
            begin: time?.begin ?? 0,
            end: time?.end ?? 0
        )
    }

    private static func time(
        _ parts: [Substring],
        _ word: ValuePiece,
        _ value: SettingValue
    ) throws(LineProblem) -> (begin: Int, end: Int) {
        let minutes = parts.compactMap(minute)
        guard parts.count == 2, minutes.count == 2, minutes[0] < 1_440 else {
            throw value.problem(
                "takes times from 00:00 to 24:00, such as 22:00-07:00, not "
                    + Quoted.readable(word.text),
                at: word.range
            )
        }
        let end = minutes[1] % 1_440
        guard minutes[0] != end || minutes[1] == 1_440 else {
            throw value.problem(
                "\(word.text) ends where it begins; leave the time out for whole days",
                at: word.range
            )
        }
        return (minutes[0], end)
    }

    private static func minute(_ text: Substring) -> Int? {
        let parts = text.split(separator: ":", omittingEmptySubsequences: false)
        guard parts.count == 2, (1...2).contains(parts[0].utf8.count), parts[1].utf8.count == 2,
            parts.allSatisfy({ $0.utf8.allSatisfy(Measure.isDigit) }),
            let hour = Int(parts[0]), let minute = Int(parts[1]), minute < 60
        else { return nil }
        let all = hour * 60 + minute
        return all <= 1_440 ? all : nil
    }

    private static func days(
        _ parts: [Substring],
        _ word: ValuePiece,
        _ value: SettingValue
    ) throws(LineProblem) -> Set<WeeklyHours.Day> {
        let all = WeeklyHours.Day.allCases
        var places: [Int] = []
        for part in parts {
            guard let place = all.firstIndex(where: { $0.rawValue == part.lowercased() }) else {
                let names = all.map(\.rawValue)
                let begun = names.first { part.lowercased().hasPrefix($0) }
                let meant = begun ?? Suggestion.nearest(to: String(part), among: names)
                throw value.problem(
                    "takes days from mon to sun, not \(Quoted.readable(String(part)))"
                        + Quoted.suggestion(meant),
                    at: word.range
                )
            }
            places.append(place)
        }
        guard places.count <= 2, let first = places.first, let last = places.last else {
            throw value.problem(
                "takes days such as mon-fri, not \(Quoted.readable(word.text))",
                at: word.range
            )
        }
        // From Friday to Monday is over the end of the week.
        let length = (last - first + all.count) % all.count
        return Set((0...length).map { all[(first + $0) % all.count] })
    }
}

/// A piece of a value that is smaller than a word: what blanks part, and each comma.
struct ValuePiece: Equatable {
    let text: String
    let range: Range<Int>

    static func pieces(of value: SettingValue, _ text: ProfileText) -> [ValuePiece] {
        PlacedText(value.words, text).pieces { byte in
            switch byte {
            case UInt8(ascii: " "), UInt8(ascii: "\t"): .blank
            case UInt8(ascii: ","): .alone
            default: .part
            }
        }
    }
}

extension [ValuePiece] {
    func split(separator: String) -> [ArraySlice<ValuePiece>] {
        split(whereSeparator: { $0.text == separator })
    }
}
