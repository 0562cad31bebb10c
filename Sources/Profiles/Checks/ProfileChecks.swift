public import Model

/// What the media libraries say against a profile, as problems with their places in its files.
public enum ProfileChecks {
    /// In the order of the text. What holds for several renditions and stands once is told once.
    public static func problems(
        of complaints: [RecipeComplaint],
        in profile: ReadProfile
    ) -> [ConfigurationProblem] {
        let draft = profile.draft
        var seen: Set<LineProblem> = []
        let found = complaints.map { LineProblem($0.sentence, draft.range(of: $0)) }
            .filter { seen.insert($0).inserted }
        return found.enumerated()
            .sorted {
                ($0.element.range.lowerBound, $0.offset)
                    < ($1.element.range.lowerBound, $1.offset)
            }
            .map { draft.text.problem($0.element) }
    }
}

extension ProfileDraft {
    /// Which words of the text a complaint is about; of what nobody wrote the nearest that led to
    /// it, and an empty range for the profile as a whole.
    func range(of complaint: RecipeComplaint) -> Range<Int> {
        guard let (target, name) = complaint.subject.place else { return containerRange }
        let option = option(
            name,
            of: target,
            rendition: complaint.rendition,
            sound: target == .audio ? complaint.sound : nil
        )
        guard let option else {
            let own = complaint.rendition.flatMap { name in renditions.first { $0.name == name } }
            return containerRange.isEmpty ? own?.heading ?? 0..<0 : containerRange
        }
        guard complaint.mark != .name, option.value != nil else { return option.range }
        return complaint.mark.range(in: text.bytes[option.valueRange])
    }
}

extension RecipeComplaint.Subject {
    /// The option that says it, by the name that recipes have; nil is the container.
    fileprivate var place: (Target, String)? {
        switch self {
        case .videoEncoder: (.video, "c")
        case .pixelFormat: (.video, "pix_fmt")
        case .videoFilters: (.video, "filter")
        case .videoTag: (.video, "tag")
        case .videoOption(let name): (.video, name)
        case .audioEncoder: (.audio, "c")
        case .audioFilters: (.audio, "filter")
        case .audioOption(let name): (.audio, name)
        case .container: nil
        case .containerOption(let name): (.mux, name)
        }
    }
}
